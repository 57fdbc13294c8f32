"""A small world for journeys: people, facts and events put where the folders below would put them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from auftakt.jobs import Batch
from auftakt.journeys import JourneyStep, JourneyVersion, Pressure
from auftakt.kit.clock import naive
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VARIANTS = [{"id": "v_ja", "language": "ja"}, {"id": "v_en", "language": "en"}]
FREE = Pressure(max_per_week=1000, quiet_from=0, quiet_until=0, timezone="UTC", language="en")


@dataclass(frozen=True)
class Happened:
    person: int
    name: str
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    order_id: str | None = None
    campaign_id: str | None = None
    bot: bool | None = None


def version_of(
    journey: Mapping[str, Any],
    journey_id: str = "cmp_a",
    version: int = 1,
    holdout: float = 0.0,
    **facts: Any,
) -> JourneyVersion:
    """A published version as it would come from the control state, approved under `apr_<journey>_<version>`."""
    snapshot = {
        "journey": dict(journey),
        "variants": VARIANTS,
        "holdout": holdout,
        "audience": {"name": "all", "rule": {"kind": "everyone"}},
    }
    made = JourneyVersion(
        journey_id=journey_id,
        version=version,
        snapshot=snapshot,
        approval_id=f"apr_{journey_id}_{version}",
        hash=sha256_hex(canonical_json(snapshot)),
        state="live",
        paused=False,
        published_at=NOW,
        starts_at=NOW,
        ends_at=None,
    )
    return replace(made, **facts)


@dataclass
class World:
    """Rows are put in by hand; `batch` runs the step over the events that came since the last one."""

    con: Connection
    versions: list[JourneyVersion] = field(default_factory=list)
    pressure: Pressure = FREE
    approvals: dict[str, str] | None = None
    suppressed: list[tuple[str, str]] = field(default_factory=list)
    offset: int = 0

    def __post_init__(self) -> None:
        self.step = JourneyStep(
            self.pressure,
            approvals=lambda _, ids: self._approved(),
            suppressions=lambda _: self.suppressed,
            versions=lambda _: self.versions,
        )

    def _approved(self) -> dict[str, str]:
        return {each.approval_id: each.hash for each in self.versions} if self.approvals is None else self.approvals

    def person(
        self, person: int, *, consent: bool | None = True, email: str | None = "", language: str | None = "en"
    ) -> None:
        address = f"p{person}@example.com" if email == "" else email
        put = self.con.execute
        put("insert into people values ($p, $t, $t, 1)", {"p": person, "t": naive(NOW)})
        put(
            "insert into identifiers by name select $p::uhugeint as ident_key, 'id' as type, $p::varchar as value, "
            "$p as person_id, $p as origin_id, $t as first_seen, 'src' as source_id",
            {"p": person, "t": naive(NOW)},
        )
        for name, text in (("email", address), ("language", language)):
            if text is not None:
                self.trait(person, name, text)
        if consent is not None:
            self.consent(person, consent, NOW)

    def trait(self, person: int, name: str, text: str) -> None:
        facts = {"p": person, "n": name, "t": text, "at": naive(NOW)}
        self.con.execute("delete from traits where person_id = $p and name = $n", {"p": person, "n": name})
        self.con.execute(
            "insert into traits by name select $p as person_id, $n as name, $t as text, null as number, $at as set_at, "
            "'src' as source_id, 0 as log_offset",
            facts,
        )

    def consent(self, person: int, granted: bool, at: datetime) -> None:
        self.con.execute("delete from consents where person_id = $p", {"p": person})
        self.con.execute(
            "insert into consents by name select $p as person_id, 'email' as channel, 'marketing' as purpose, "
            "$g as granted, $at as decided_at, 'src' as source_id, 0 as log_offset",
            {"p": person, "g": granted, "at": naive(at)},
        )

    def joins(self, person: int, at: datetime, audience: str = "cmp_a") -> None:
        facts = {"a": audience, "p": person, "at": naive(at)}
        self.con.execute("insert into memberships values ($a, $p, $at, 'test')", facts)
        self.con.execute("insert into membership_changes values ($a, $p, $at, true, 'test')", facts)

    def leaves(self, person: int, at: datetime, audience: str = "cmp_a") -> None:
        self.con.execute(
            "delete from memberships where audience_id = $a and person_id = $p", {"a": audience, "p": person}
        )
        facts = {"a": audience, "p": person, "at": naive(at)}
        self.con.execute("insert into membership_changes values ($a, $p, $at, false, 'test')", facts)

    def batch(
        self, now: datetime, *happened: Happened, merged: Sequence[tuple[int, int]] = (), live: bool = True
    ) -> Mapping[str, int]:
        self.con.execute("create or replace temp table fresh as select *, null::varchar[][] as ids from events limit 0")
        for event in happened:
            self._store(event)
        self.con.execute("insert into events by name select * exclude (ids) from fresh")
        self.con.execute("create or replace temp table merged (from_person bigint, into_person bigint)")
        for pair in merged:
            self.con.execute("insert into merged values ($a, $b)", {"a": pair[0], "b": pair[1]})
            self.con.execute(
                "delete from memberships where person_id = $a and audience_id in "
                "(select audience_id from memberships where person_id = $b)",
                {"a": pair[0], "b": pair[1]},
            )
            self.con.execute("update memberships set person_id = $b where person_id = $a", {"a": pair[0], "b": pair[1]})
            self.con.execute("update identifiers set person_id = $b where person_id = $a", {"a": pair[0], "b": pair[1]})
            self.con.execute(
                "insert into merges by name select $t as merged_at, $a as from_person, $b as into_person, "
                "0 as log_offset",
                {"t": naive(now), "a": pair[0], "b": pair[1]},
            )
        return self.step.run(Batch(self.con, now, None, live=live))  # type: ignore[arg-type]

    def _store(self, event: Happened) -> None:
        self.con.execute(
            "insert into fresh by name select $o as log_offset, $o::uhugeint as event_key, 'src' as source_id, "
            "'m' || $o as message_id, 'track' as type, $n as name, $at as happened_at, $at as received_at, "
            "$p::uhugeint as ident_key, $order as order_id, $c as campaign_id, $props::json as properties, $bot as bot",
            {
                "o": self.offset,
                "n": event.name,
                "at": naive(event.at),
                "p": event.person,
                "order": event.order_id,
                "c": event.campaign_id,
                "bot": event.bot,
                "props": json.dumps(dict(event.properties), ensure_ascii=False),
            },
        )
        self.offset += 1

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.con.execute(query).fetchall()

    def sent(self) -> list[tuple[Any, ...]]:
        """`(person, step, reason)` of all decisions, in order."""
        return self.rows(
            "select person_id, step_id, reason from sends order by decided_at, person_id, step_id, decision"
        )

    def moves(self, person: int) -> list[tuple[Any, ...]]:
        """`(from, to, reason, detail)` of one person, in order."""
        return self.rows(
            f"select from_step, to_step, reason, detail from transitions where person_id = {person} order by rowid"
        )

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that journeys keep, to be compared."""
        tables = ("assignments", "entries", "positions", "transitions", "sends")
        return {table: self.rows(f"select * from {table} order by all") for table in tables}


@contextmanager
def new_world(*versions: JourneyVersion, pressure: Pressure = FREE) -> Iterator[World]:
    plane = Plane.open(None, threads=1)
    try:
        with plane.writer() as con:
            yield World(con, list(versions), pressure)
    finally:
        plane.close()


def send(step: str, to: str) -> dict[str, Any]:
    return {"id": step, "kind": "send", "variants": ["v_ja", "v_en"], "next": to}


def wait(step: str, to: str, days: float = 0, hours: float = 0) -> dict[str, Any]:
    return {"id": step, "kind": "wait", "days": days, "hours": hours, "next": to}


END = {"id": "end", "kind": "exit"}


def journey(*steps: Mapping[str, Any], **facts: Any) -> dict[str, Any]:
    return {"first": steps[0]["id"], "steps": [dict(step) for step in steps], **facts}
