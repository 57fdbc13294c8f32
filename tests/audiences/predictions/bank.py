"""The real calls of a bank, as a hub's events: whom it called, what was known of them, and who then subscribed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from auftakt.store.plane import Connection

NOW = datetime(2026, 7, 1, tzinfo=UTC)
DAYS = 30
CUT = NOW - timedelta(days=DAYS)
TRAITS = (
    "age", "job", "marital", "education", "default", "balance", "housing", "loan", "contact", "day", "month",
    "campaign", "pdays", "previous", "poutcome",
)  # fmt: skip
"""All that was known before the call; `duration` of the call itself is left out, as it is not."""


def put_bank(con: Connection, folder: Path, one_in: int = 1) -> None:
    """One in so many. By lot six in ten were called 35 days before the cut, three 5 days before it, and one 5 days ago,
    of whom nobody knows yet; each once. Traits were told with the call, and who subscribed did so ten days later."""
    con.execute(
        """
        create or replace temp table calls as
        select *, md5_number('user_id' || chr(31) || 'b' || who) as ident_key,
            $cut - to_days([35, 35, 35, 35, 35, 35, 5, 5, 5, -25][1 + cast(hash(who * 7919) % 10 as int)]) as called
        from (select row_number() over () as who, * from read_parquet($path)) where hash(who) % $one_in = 0
        """,
        {"path": str(folder / "uci_bank_full.parquet"), "one_in": one_in, "cut": CUT.replace(tzinfo=None)},
    )
    for name, at, kept in (
        ("Called", "called", "true"),
        ("Subscribed", "called + to_days(10)", f"y = 'yes' and called < timestamp '{CUT:%Y-%m-%d}'"),
    ):
        con.execute(
            f"""
            insert into events by name
            select -who as log_offset, md5_number('{name}' || who) as event_key, 'src' as source_id,
                '{name}' || who as message_id, 'track' as type, '{name}' as name, {at} as happened_at,
                {at} as received_at, ident_key, '{{"product": "deposit"}}' as properties
            from calls where {kept}
            """
        )
    con.execute("insert into identifiers select ident_key, 'user_id', 'b' || who, who, who, called, 'src' from calls")
    con.execute("insert into people select who, called, called, 1 from calls")
    for trait in TRAITS:
        con.execute(
            'insert into trait_facts by name select ident_key, $name as name, to_json("' + trait + '") as value,'
            " called as set_at, 'src' as source_id, -who as log_offset from calls",
            {"name": trait},
        )
    con.execute(
        "insert into traits by name select who as person_id, 'marital' as name, marital as text, called as set_at,"
        " 'src' as source_id, -who as log_offset from calls"
    )
