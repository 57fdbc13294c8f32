"""Small worlds for results: people, events and assignments, written straight into the tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
FIRST_DAY = datetime(2026, 10, 1)


@dataclass
class World:
    """Writes rows as the micro-batch would. Person n has the one identifier `crm:n`; `day` counts from FIRST_DAY."""

    con: Connection
    count: int = 0
    known: set[int] = field(default_factory=set)

    def event(self, person: int, name: str, day: float = 0, **facts: Any) -> None:
        self.person(person)
        self.count += 1
        at = FIRST_DAY + timedelta(days=day)
        revenue = facts.get("revenue")
        self.con.execute(
            """
            insert into events by name
            select
                $n as log_offset, $n as event_key, 'src' as source_id, $message_id as message_id, 'track' as type,
                $name as name, $at as happened_at, $at as received_at,
                md5_number('crm' || chr(31) || $person) as ident_key, $revenue as revenue, $order_id as order_id,
                $campaign_id as campaign_id, $properties as properties,
                json_extract_string($properties, '$.category') as category
            """,
            {
                "n": self.count,
                "message_id": f"m{self.count}",
                "name": name,
                "at": at,
                "person": str(person),
                "revenue": None if revenue is None else Decimal(str(revenue)),
                "order_id": facts.get("order_id"),
                "campaign_id": facts.get("campaign_id"),
                "properties": facts.get("properties"),
            },
        )

    def person(self, person: int) -> None:
        if person in self.known:
            return
        self.known.add(person)
        self.con.execute(
            """
            insert into identifiers by name
            select
                md5_number('crm' || chr(31) || $key) as ident_key, 'crm' as type, $key as value, $person as person_id,
                $person as origin_id, $at as first_seen, 'src' as source_id
            """,
            {"key": str(person), "person": person, "at": FIRST_DAY},
        )

    def assign(self, person: int, arm: str, campaign_id: str = "c1", day: float = 0) -> None:
        self.person(person)
        at = FIRST_DAY + timedelta(days=day)
        self.con.execute("insert into assignments values ($1, $2, $3, $4)", [campaign_id, person, arm, at])


@pytest.fixture
def world(plane: Plane) -> Iterator[World]:
    with plane.writer() as con:
        yield World(con)
