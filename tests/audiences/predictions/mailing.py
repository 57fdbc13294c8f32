"""A real experiment by mail (Hillstrom 2008), as a hub's events: one part got a mail for women, one was held back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from auftakt.store.plane import Connection

NOW = datetime(2026, 7, 1, tzinfo=UTC)
SENT = NOW - timedelta(days=20)
DAYS = 14
CAMPAIGN = "cmp_women"
TRAITS = ("history", "mens", "womens", "newbie", "zip_code", "channel")


def put_mailing(con: Connection, folder: Path, one_in: int = 1) -> None:
    """One in so many: their last order, what was known of them before, the arm of `CAMPAIGN`, and who then visited."""
    con.execute(
        """
        create or replace temp table mailed as
        select *, md5_number('user_id' || chr(31) || 'h' || who) as ident_key
        from (select row_number() over () as who, * from read_parquet($path))
        where segment in ('Womens E-Mail', 'No E-Mail') and hash(who) % $one_in = 0
        """,
        {"path": str(folder / "hillstrom.parquet"), "one_in": one_in},
    )
    sent = SENT.replace(tzinfo=None)
    ordered = "$sent - to_days(cast(recency * 30 as integer))"
    for name, moment, kept in (("Order Completed", ordered, "true"), ("Visited", "$sent + to_days(2)", "visit = 1")):
        con.execute(
            f"""
            insert into events by name
            select -who as log_offset, md5_number('{name}' || who) as event_key, 'src' as source_id,
                '{name}' || who as message_id, 'track' as type, '{name}' as name, {moment} as happened_at,
                {moment} as received_at, ident_key
            from mailed where {kept}
            """,
            {"sent": sent},
        )
    con.execute(
        "insert into identifiers select ident_key, 'user_id', 'h' || who, who, who, $sent, 's' from mailed",
        {"sent": sent},
    )
    con.execute("insert into people select who, $sent, $sent, 1 from mailed", {"sent": sent})
    for trait in TRAITS:
        con.execute(
            f"insert into trait_facts by name select ident_key, '{trait}' as name, to_json({trait}) as value,"
            " $sent - to_days(1) as set_at, 'src' as source_id, -who as log_offset from mailed",
            {"sent": sent},
        )
    con.execute(
        "insert into assignments select $campaign, who,"
        " if(segment = 'No E-Mail', 'holdout', 'treated'), $sent from mailed",
        {"sent": sent, "campaign": CAMPAIGN},
    )
