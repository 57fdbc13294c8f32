"""Computed traits, kept up to date with every batch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from sqlglot import exp

from auftakt.jobs import Batch
from auftakt.kit.clock import aware, iso, naive
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.people.borders import Border, crossing_events, next_crossing_at
from auftakt.people.computed.compile import borders_of, computed_slots, moments
from auftakt.people.computed.definition import Calendar, EventValue, NamedDefinition, QueryValue
from auftakt.people.computed.periods import period
from auftakt.people.computed.query import run_query
from auftakt.people.computed.saved import stored_definitions
from auftakt.people.property_check import InvalidRule
from auftakt.store import sql
from auftakt.store.plane import Connection

QUERY = "query"
_PEOPLE = exp.table_("people")
_TOUCHED = exp.table_("touched")
ROUND = timedelta(minutes=1)
"""How late a value may change by time alone: ends of windows are looked at in rounds, not one by one."""


@dataclass(frozen=True)
class ComputedRun:
    """The last computation of one trait. `period`: start of its calendar window, or 'query'; `error`: why it failed."""

    trait_id: str
    name: str
    definition_hash: str
    period: str
    computed_at: datetime
    error: str | None


class ComputedStep:
    """Computes what is defined over events: for people that were touched and those whose window passed; for everyone
    where a definition is new or changed, or its calendar window turned. Queries run whole, each at its interval. Only
    differences are written, and whoever has one is touched.

    Needs `touched` of the batch and adds to it. `zone` is what calendar windows go by.
    """

    name = "computed"

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._empty = False
        self._borders: frozenset[Border] = frozenset()
        self._timers: tuple[datetime, ...] = ()

    def run(self, batch: Batch) -> Mapping[str, int]:
        named = stored_definitions(batch.control)
        if not named and self._empty:
            return {}
        return self.compute(batch.con, named, batch.now)

    def compute(self, con: Connection, named: Sequence[NamedDefinition], now: datetime) -> Mapping[str, int]:
        """The same with definitions that are handed in."""
        runs = {run.trait_id: run for run in sql.rows(con, "people", "computed_runs", ComputedRun)}
        moved = _forget_gone(con, named, runs, now)
        over_events = [each for each in named if isinstance(each.definition, EventValue)]
        fresh = [each for each in over_events if not self._stands(each, runs, now)]
        standing = [each for each in over_events if each not in fresh]
        if fresh:
            sql.run(con, "people", "computed_candidates", None, {"candidates": _PEOPLE})
            moved += self._bring_up(con, fresh, now)
        self._borders = borders_of(over_events)
        if standing:
            last = min(aware(runs[each.id].computed_at) for each in standing)
            since = {"last": naive(last), "now": naive(now)}
            crossing = {"crossing_events": crossing_events(borders_of(standing))}
            if sql.run(con, "people", "computed_due", since, crossing):
                moved += self._bring_up(con, standing, now)
        queries = [each for each in named if each not in over_events and not self._stands(each, runs, now)]
        errors = {each.id: error for each in queries if (error := _bring_up_query(con, each, now)) is not None}
        self._note_runs(con, [*over_events, *queries], errors, now)
        self._timers = self._next_times(named, runs, now)
        self._empty = not named
        return {"moved": moved, "traits": len(named)}

    def follow(self, batch: Batch) -> None:
        """Computes again, for people in `touched`, what is defined over events: after a replay. What is new or changed
        waits for the next batch, and queries for their next time.
        """
        con, now = batch.con, batch.now
        runs = {run.trait_id: run for run in sql.rows(con, "people", "computed_runs", ComputedRun)}
        over_events = [each for each in stored_definitions(batch.control) if isinstance(each.definition, EventValue)]
        standing = [each for each in over_events if self._stands(each, runs, now)]
        if standing and sql.run(con, "people", "computed_candidates", None, {"candidates": _TOUCHED}):
            self._bring_up(con, standing, now)

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """When time alone changes a value next."""
        crossing = next_crossing_at(con, self._borders, now)
        return min([*self._timers, *([max(crossing, now + ROUND)] if crossing else [])], default=None)

    def _stands(self, named: NamedDefinition, runs: Mapping[str, ComputedRun], now: datetime) -> bool:
        """Whether the last computation can be carried on: same definition, same period, not later than now."""
        run = runs.get(named.id)
        if run is None or run.definition_hash != definition_hash(named) or aware(run.computed_at) > now:
            return False
        if isinstance(named.definition, QueryValue):
            return aware(run.computed_at) + timedelta(minutes=named.definition.every_minutes) > now
        return run.period == self._period(named, now)

    def _period(self, named: NamedDefinition, now: datetime) -> str:
        if isinstance(named.definition, QueryValue):
            return QUERY
        window = named.definition.window
        return iso(period(window, now, self._zone)[0]) if isinstance(window, Calendar) else ""

    def _bring_up(self, con: Connection, named: Sequence[NamedDefinition], now: datetime) -> int:
        """Computes definitions for `computed_candidates` and writes what differs."""
        at = {"now": naive(now), **moments(named, now, self._zone)}
        sql.run(con, "people", "computed_now", at, computed_slots(named))
        return _write_moves(con, [each.name for each in named], now)

    def _note_runs(
        self, con: Connection, named: Sequence[NamedDefinition], errors: Mapping[str, str], now: datetime
    ) -> None:
        if named:
            rows = [
                [each.id, each.name, definition_hash(each), self._period(each, now), errors.get(each.id)]
                for each in named
            ]
            sql.run(con, "people", "drop_computed_runs", {"ids": [each.id for each in named]})
            sql.run(con, "people", "put_computed_runs", {"rows": json.dumps(rows), "now": naive(now)})

    def _next_times(
        self, named: Sequence[NamedDefinition], runs: Mapping[str, ComputedRun], now: datetime
    ) -> tuple[datetime, ...]:
        times = []
        for each in named:
            if isinstance(each.definition, QueryValue):
                last = aware(runs[each.id].computed_at) if self._stands(each, runs, now) else now
                times.append(last + timedelta(minutes=each.definition.every_minutes))
            elif isinstance(each.definition.window, Calendar):
                times.append(period(Calendar(each.definition.window.unit), now, self._zone)[1])
        return tuple(times)


def definition_hash(named: NamedDefinition) -> str:
    return _hash(msgspec.json.encode(named))


@lru_cache(maxsize=1024)
def _hash(named: bytes) -> str:
    return sha256_hex(canonical_json(msgspec.json.decode(named)))


def _bring_up_query(con: Connection, named: NamedDefinition, now: datetime) -> str | None:
    """Runs a query on the state before this batch and writes what differs; gives the reason if the query failed."""
    assert isinstance(named.definition, QueryValue)
    try:
        found = run_query(con, named.definition.query, now)
    except InvalidRule as error:
        return str(error)
    con.register("query_rows", found)
    try:
        sql.run(con, "people", "computed_candidates", None, {"candidates": _PEOPLE})
        sql.run(con, "people", "query_now", {"name": named.name})
    finally:
        con.unregister("query_rows")
    _write_moves(con, [named.name], now)
    return None


def _write_moves(con: Connection, names: Sequence[str], now: datetime) -> int:
    return _apply(con, sql.run(con, "people", "computed_moves", {"names": list(names)}), now)


def _apply(con: Connection, moved: int, now: datetime) -> int:
    if moved:
        at = {"now": naive(now)}
        sql.run(con, "people", "drop_computed")
        sql.run(con, "people", "put_computed", at | {"source": "computed"})
        sql.run(con, "people", "note_computed", at)
        sql.run(con, "people", "touch_computed")
    return moved


def _forget_gone(
    con: Connection, named: Sequence[NamedDefinition], runs: Mapping[str, ComputedRun], now: datetime
) -> int:
    """Takes away what is not computed any more: a trait that was deleted, or has another name now."""
    names = {each.id: each.name for each in named}
    gone = [run for run in runs.values() if names.get(run.trait_id) != run.name]
    if not gone:
        return 0
    left = sorted({run.name for run in gone} - set(names.values()))
    sql.run(con, "people", "drop_computed_runs", {"ids": [run.trait_id for run in gone]})
    return _apply(con, sql.run(con, "people", "gone_moves", {"names": left}), now) if left else 0
