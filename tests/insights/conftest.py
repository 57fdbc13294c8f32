"""A small shop whose numbers can be worked out by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
END = datetime(2026, 11, 22)


class Shop:
    """Till lines straight into the tables. Person n has the identifier `card:n`, and with consent also `email:n`."""

    def __init__(self, con: Connection) -> None:
        self.con = con
        self._lines: list[tuple[int, str | None, datetime, float, str, bool]] = []
        self._consenting: list[int] = []

    def buys(self, person: int, category: str | None, days_ago: float, spend: float, *, played: bool = False) -> None:
        at = END - timedelta(days=days_ago)
        self._lines.append((person, category, at, spend, f"{person}-{days_ago}", played))

    def consents(self, *people: int) -> None:
        self._consenting += people

    def open(self) -> Connection:
        """Writes everything and gives the connection."""
        names = ("person", "category", "bought_at", "spend", "receipt", "played")
        columns = zip(*self._lines, strict=True)
        self.con.register("given", pa.table({name: list(each) for name, each in zip(names, columns, strict=True)}))
        self.con.execute("create temp table lines as from given")
        self.con.execute(
            "insert into people select distinct person, timestamp '2025-01-01', timestamp '2026-11-22', 1 from lines"
        )
        self.con.execute(
            """
            insert into identifiers by name
            select md5_number(type || chr(31) || person) as ident_key, type, person as value, person as person_id,
                   person as origin_id, timestamp '2025-01-01' as first_seen, 'src' as source_id
            from (
                select distinct person, 'card' as type from lines
                union all
                select unnest($consenting), 'email'
            )
            """,
            {"consenting": self._consenting},
        )
        self.con.execute(
            """
            insert into consents by name
            select person_id, 'email' as channel, 'marketing' as purpose, true as granted,
                   first_seen as decided_at, 'src' as source_id, 0 as log_offset
            from identifiers where type = 'email'
            """
        )
        self.con.execute(
            """
            insert into events by name
            select
                rowid as log_offset, rowid as event_key, case when played then 'played' else 'src' end as source_id,
                'm' || rowid as message_id, 'track' as type,
                'Product Purchased' as name, bought_at as happened_at, bought_at as received_at,
                md5_number('card' || chr(31) || person) as ident_key, cast(spend as decimal(18, 4)) as revenue,
                receipt as order_id, json_object('category', category) as properties, category
            from lines
            """
        )
        return self.con


def wine_shop(shop: Shop) -> Connection:
    """160 people. 100 buy a little wine every 20 days. 60 bought much every 10 days and stopped: 40 of them 40 days
    ago, 20 of them 62 days ago, of whom 8 came back last week. Everybody buys bread all the time.
    """
    for person in range(160):
        stopped = 40 if person < 40 else 62 if person < 60 else 0
        for days_ago in range(stopped + person % 5, 400, 10 if stopped else 20):
            shop.buys(person, "WINE", days_ago, 40 if stopped else 20)
        for days_ago in range(person % 7, 400, 14):
            shop.buys(person, "BREAD", days_ago + 0.5, 3)
        if 40 <= person < 48:
            shop.buys(person, "WINE", 7, 30)
    shop.consents(*(person for person in range(160) if person % 4))
    return shop.open()


@pytest.fixture
def shop(plane: Plane) -> Iterator[Shop]:
    with plane.writer() as con:
        yield Shop(con)
