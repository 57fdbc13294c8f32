"""The journeys' part of a micro-batch: let in, let out, move on, decide what is sent.

```
events ─▶ signals ─┐
memberships ───────┴▶ entries ─▶ exits ─▶ due people ─▶ rounds: decide, next step, transition ─▶ positions
```
Everything is a handful of statements over all people and all journeys of the batch, whatever their number.
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from auftakt.audiences import NamedRule, parse_rule, property_condition
from auftakt.jobs import Batch
from auftakt.journeys.moves import move
from auftakt.journeys.plan import Plan, plan_of, put_plan
from auftakt.journeys.pressure import Pressure
from auftakt.journeys.versions import JourneyVersion, VersionShelf
from auftakt.kit.clock import aware, naive
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Connection

Approvals = Callable[[Control, Collection[str]], Mapping[str, str]]
"""Of these approval ids the ones that stand approved, each with the hash that was approved."""

Suppressions = Callable[[Control], Iterable[tuple[str, str]]]
"""`(channel, address)` that nothing may go to."""

Versions = Callable[[Control], Sequence[JourneyVersion]]


@dataclass(frozen=True)
class _Count:
    people: int


@dataclass(frozen=True)
class _Name:
    name: str


@dataclass(frozen=True)
class _Due:
    due_at: datetime | None


class JourneyStep:
    """Runs all published journeys; what it needs from other folders is handed in."""

    name = "journeys"

    def __init__(
        self, pressure: Pressure, approvals: Approvals, suppressions: Suppressions, versions: Versions | None = None
    ) -> None:
        self._pressure = pressure
        self._approvals = approvals
        self._suppressions = suppressions
        self._versions = versions or _from_control()
        self._resting: tuple[str, ...] = ()
        self._starts: tuple[datetime, ...] = ()
        self._kept: tuple[Connection, Plan] | None = None
        self._tried: tuple[Connection, Plan] | None = None

    def run(self, batch: Batch) -> Mapping[str, int]:
        """Counts of people: entered, held_back, left, moved; and of messages: reserved, not_sent."""
        con = batch.con
        names = {heard.name for heard in sql.rows(con, "journeys", "names", _Name)}
        if "Campaign Assigned" in names:
            sql.run(con, "journeys", "assigned_events")
        counts = {"merged": _follow_merges(con, batch.now)}
        versions = self._versions(batch.control)
        self._remember(versions, batch.now)
        if not versions:
            return counts
        plan = plan_of(versions, self._approved(batch.control, versions), batch.now)
        self._put(con, plan)
        heard = _listen(con, plan, names)
        total: Counter[str] = Counter(counts)
        if plan.any_version("reentry", "after_exit"):
            # Who is due may leave now and so make room for an entry of their own in this very batch.
            total.update(self._go(batch, plan, heard))
        total.update(_let_in(con, plan, batch.now))
        total.update(self._go(batch, plan, heard))
        _mark_entries(con, batch.now)
        return dict(total)

    def committed(self, batch: Batch) -> None:
        """The plan's tables outlive the batch; only now is it sure that they are there."""
        self._kept = self._tried

    def follow(self, batch: Batch) -> None:
        """After a replay: what people had goes over to whom they went into. Nobody enters or moves."""
        _follow_merges(batch.con, batch.now)

    def _go(self, batch: Batch, plan: Plan, heard: int) -> Mapping[str, int]:
        """Interrupts first, then everybody who is due."""
        left = _let_out(batch.con, plan, heard, batch.now)
        if not plan.any_version("moves"):
            return {"left": left}
        moves = move(batch.con, plan, batch.now, self._pressure, lambda: self._suppressions(batch.control))
        return {"left": left, **moves}

    def _put(self, con: Connection, plan: Plan) -> None:
        if self._kept is None or self._kept[0] is not con or self._kept[1] != plan:
            put_plan(con, plan)
        self._kept, self._tried = None, (con, plan)

    def audiences(self, batch: Batch) -> list[NamedRule]:
        """The audience of each journey that people may enter, under the campaign's id: memberships to be kept."""
        entered = [version for version in self._versions(batch.control) if version.state == "live"]
        documents = ((version.journey_id, version.snapshot.get("audience")) for version in entered)
        return [NamedRule(journey_id, parse_rule(audience["rule"])) for journey_id, audience in documents if audience]

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """When the next person is due or the next journey opens; journeys that are paused don't count."""
        found = sql.one(con, "journeys", "next_due", _Due, {"resting": json.dumps(self._resting)})
        dues = [start for start in self._starts if start > now]
        if found and found.due_at:
            dues.append(aware(found.due_at))
        return min(dues, default=None)

    def _remember(self, versions: Sequence[JourneyVersion], now: datetime) -> None:
        self._resting = tuple({version.journey_id for version in versions if version.paused})
        self._starts = tuple(
            version.starts_at for version in versions if version.state == "live" and version.starts_at > now
        )

    def _approved(self, control: Control, versions: Sequence[JourneyVersion]) -> list[tuple[str, int]]:
        running = [version for version in versions if version.state != "stopped"]
        hashes = self._approvals(control, {version.approval_id for version in running})
        return [
            (version.journey_id, version.version)
            for version in running
            if hashes.get(version.approval_id) == version.hash and version.intact
        ]


def _from_control() -> Versions:
    shelf = VersionShelf()

    def read(control: Control) -> list[JourneyVersion]:
        with control.reading() as session:
            return shelf.read(session)

    return read


def _follow_merges(con: Connection, now: datetime) -> int:
    """Arms, entries and positions of people who turned out to be somebody else go over to that one."""
    count = sql.one(con, "journeys", "merge_count", _Count)
    if not count or not count.people:
        return 0
    for name in ("merged_assignments", "drop_merged_assignments", "put_merged_assignments"):
        sql.run(con, "journeys", name)
    sql.run(con, "journeys", "merged_positions")
    sql.run(con, "journeys", "merged_transitions", {"now": naive(now)})
    for name in ("drop_merged_positions", "put_merged_positions"):
        sql.run(con, "journeys", name)
    for name in ("merged_entries", "drop_merged_entries", "put_merged_entries"):
        sql.run(con, "journeys", name)
    return count.people


def _listen(con: Connection, plan: Plan, names: set[str]) -> int:
    """Gives how many things that people did matter to a journey."""
    plain = any(not signal["filtered"] and signal["event"] in names for signal in plan.signals)
    heard = sql.run(con, "journeys", "signals" if plain else "no_signals")
    for number, where in plan.filters.items():
        if plan.signals[number]["event"] in names:
            slots = {"signal_where": property_condition(where, "f")}
            heard += sql.run(con, "journeys", "signals_where", {"signal_id": number}, slots)
    return heard


def _let_in(con: Connection, plan: Plan, now: datetime) -> dict[str, int]:
    at = {"now": naive(now)}
    candidates = sql.run(con, "journeys", "entering_audience", at)
    if plan.any_version("entry", "event"):
        candidates += sql.run(con, "journeys", "entering_event", at)
    if not candidates:
        return {"entered": 0, "held_back": 0}
    entered = sql.run(con, "journeys", "entered")
    inside = 0
    if entered:
        sql.run(con, "journeys", "entries")
        sql.run(con, "journeys", "entry_assignments", at)
        sql.run(con, "journeys", "entry_transitions", at)
        inside = sql.run(con, "journeys", "entry_positions")
    return {"entered": inside, "held_back": entered - inside}


def _let_out(con: Connection, plan: Plan, heard: int, now: datetime) -> int:
    at = {"now": naive(now)}
    leaving = sql.run(con, "journeys", "exits" if heard else "no_exits")
    if plan.any_version("leaves_with_audience"):
        leaving += sql.run(con, "journeys", "exits_left")
    if plan.any_version("stopped"):
        leaving += sql.run(con, "journeys", "exits_stopped")
    if leaving:
        sql.run(con, "journeys", "exit_transitions", at)
        sql.run(con, "journeys", "take_exits")
    return leaving


def _mark_entries(con: Connection, now: datetime) -> None:
    at = {"now": naive(now)}
    if sql.run(con, "journeys", "entry_marks_due", at):
        sql.run(con, "journeys", "entry_marks_old")
        sql.run(con, "journeys", "entry_marks_new", at)
