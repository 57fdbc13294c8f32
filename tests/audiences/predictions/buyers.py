"""The real customers of a record shop, as a hub's events."""

from datetime import UTC, datetime
from pathlib import Path

from auftakt.store.plane import Connection

END = datetime(1998, 7, 1, tzinfo=UTC)
"""A day after the last purchase of CDNOW's customers."""


def put_cdnow(con: Connection, folder: Path, most: int = 1_000_000) -> None:
    """The purchases of the first `most` customers as `Order Completed`, each of a person of their own."""
    con.execute(
        """
        create or replace temp table bought as
        select customer_id as who, date as happened, cast(amount as decimal(18, 4)) as amount,
            row_number() over (order by customer_id, date, amount, n_cds) as place
        from read_parquet($path) where customer_id <= $most
        """,
        {"path": str(folder / "cdnow_master.parquet"), "most": most},
    )
    con.execute(
        """
        insert into events by name
        select -place as log_offset, md5_number('c' || place) as event_key, 'src' as source_id,
            'c' || place as message_id, 'track' as type, 'Order Completed' as name, happened as happened_at,
            happened as received_at, md5_number('user_id' || chr(31) || 'c' || who) as ident_key, amount as revenue
        from bought
        """
    )
    con.execute(
        """
        insert into identifiers
        select md5_number('user_id' || chr(31) || 'c' || who), 'user_id', 'c' || who, who, who, min(happened), 'src'
        from bought group by who
        """
    )
    con.execute("insert into people select who, min(happened), max(happened), 1 from bought group by who")
