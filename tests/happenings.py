"""Events for tests, put where `sources` would put them, so that people and audiences can be tried without a door."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import auftakt
from auftakt.jobs import Batch, Step
from auftakt.kit.clock import naive
from auftakt.people import IdentityRules, IdentityStep, ProfileStep
from auftakt.people.types.heads import put_heads
from auftakt.store.control import Control
from auftakt.store.plane import Connection, Plane

NO_RULES = IdentityRules()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


@dataclass(frozen=True)
class Happening:
    """One event as the door would let it in; the first identifier is the event's own."""

    ids: Sequence[tuple[str, str]]
    name: str = "Page Viewed"
    at: datetime = NOON
    type: str = "track"
    traits: Mapping[str, Any] | None = None
    properties: Mapping[str, Any] | None = None
    revenue: str | None = None
    order_id: str | None = None
    message_id: str | None = None


@dataclass
class World:
    """A plane that events arrive in."""

    con: Connection
    control: Control | None = None
    steps: Sequence[Step] = field(default_factory=lambda: (IdentityStep(), ProfileStep()))
    rules: IdentityRules = NO_RULES
    offset: int = 0

    def arrive(self, *happenings: Happening, now: datetime = NOON) -> dict[str, Mapping[str, int]]:
        """One batch; gives the counts of each step."""
        self.con.execute(
            "create or replace temp table fresh as select *, cast(null as varchar[][]) as ids from events limit 0"
        )
        self.con.execute(_STORE, {"rows": json.dumps([self._row(happening) for happening in happenings])})
        put_heads(self.con, self.rules)
        self.con.execute("insert into events select * exclude (ids) from fresh")
        batch = Batch(self.con, now, self.control)  # type: ignore[arg-type]
        return {step.name: step.run(batch) for step in self.steps}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.con.execute(query).fetchall()

    def wipe(self) -> None:
        """As if nothing had ever happened; cheaper than a new world."""
        for (table,) in self.rows("select table_name from information_schema.tables where table_schema = 'main'"):
            self.con.execute(f"delete from {table}")
        self.offset = 0

    def _row(self, happening: Happening) -> dict[str, Any]:
        offset, self.offset = self.offset, self.offset + 1
        properties = happening.properties or {}
        return {
            "o": offset,
            "i": happening.message_id or f"m{offset}",
            "t": happening.type,
            "n": happening.name,
            "at": naive(happening.at).isoformat(),
            "revenue": happening.revenue,
            "order_id": happening.order_id,
            "campaign_id": properties.get("campaign_id"),
            "send_id": properties.get("send_id"),
            "tr": None if happening.traits is None else json.dumps(happening.traits, ensure_ascii=False),
            "p": None if happening.properties is None else json.dumps(happening.properties, ensure_ascii=False),
            "ids": [list(pair) for pair in happening.ids],
        }


_STORE = """
    with handed as (
        select unnest(from_json($rows, '[{"o": "BIGINT", "i": "VARCHAR", "t": "VARCHAR", "n": "VARCHAR",
            "at": "TIMESTAMP", "revenue": "DECIMAL(18,4)", "order_id": "VARCHAR", "campaign_id": "VARCHAR",
            "send_id": "VARCHAR",
            "tr": "VARCHAR", "p": "VARCHAR", "ids": ["VARCHAR[]"]}]'), recursive := true)
    )
    insert into fresh
    select o, md5_number('src_test' || chr(31) || i), 'src_test', i, t, n, "at", "at",
        md5_number(ids[1][1] || chr(31) || ids[1][2]), revenue, order_id, campaign_id, send_id,
        json_extract_string(p, '$.category'), cast(tr as json), cast(p as json), null, null, ids
    from handed
"""


@contextmanager
def empty_world(
    control: Control | None = None,
    steps: Sequence[Step] | None = None,
    rules: IdentityRules = NO_RULES,
    threads: int = 1,
) -> Iterator[World]:
    """A world in memory with the tables of sources, people and audiences, inside one transaction."""
    folder = Path(auftakt.__file__).parent
    tables = [(folder / name / "tables.sql").read_text() for name in ("sources", "people", "audiences")]
    plane = Plane.open(None, tables, threads=threads)
    try:
        with plane.writer() as con:
            yield World(con, control, steps or (IdentityStep(lambda _: rules), ProfileStep()), rules)
    finally:
        plane.close()
