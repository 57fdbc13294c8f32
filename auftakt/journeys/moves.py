"""Rounds in which everybody who is due takes one step, until all rest again or have left."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences import parse_rule, people_matching
from auftakt.journeys.plan import Plan
from auftakt.journeys.pressure import Pressure
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

Suppressed = Callable[[], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class _Crowd:
    kind: str
    journey_id: str
    version: int
    step_id: str
    people: int


@dataclass(frozen=True)
class _Reserved:
    messages: int


@dataclass
class _Round:
    """What stays the same in all rounds of one batch."""

    con: Connection
    plan: Plan
    now: datetime
    pressure: Pressure
    suppressions: Suppressed
    quiet_until: datetime | None
    suppressed_known: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def run(self) -> bool:
        """One step for everybody; False when nobody has another one to take now."""
        at = {"now": naive(self.now)}
        crowds = sql.rows(self.con, "journeys", "crowd", _Crowd)
        if any(crowd.kind == "send" for crowd in crowds):
            self._decide()
        else:
            sql.run(self.con, "journeys", "no_decisions")
        sql.run(self.con, "journeys", "no_answers")
        for crowd in crowds:
            if crowd.kind == "branch":
                self._answer(crowd)
        held_until = naive(self.quiet_until) if self.quiet_until else None
        self.counts["moved"] += sql.run(self.con, "journeys", "next", {"quiet_until": held_until})
        sql.run(self.con, "journeys", "next_transitions", at)
        sql.run(self.con, "journeys", "rest", at)
        return sql.run(self.con, "journeys", "go_on", at) > 0

    def _decide(self) -> None:
        if not self.suppressed_known:
            pairs = json.dumps([list(pair) for pair in self.suppressions()], ensure_ascii=False)
            sql.run(self.con, "journeys", "suppressed", {"rows": pairs})
            sql.run(self.con, "journeys", "stopped", {"rows": pairs})
            self.suppressed_known = True
        facts = {
            "now": naive(self.now),
            "language": self.pressure.language,
            "quiet": self.quiet_until is not None,
            "max_per_week": self.pressure.max_per_week,
        }
        sql.run(self.con, "journeys", "sending")
        sql.run(self.con, "journeys", "decisions", facts)
        written = sql.run(self.con, "journeys", "sends", {"now": naive(self.now)})
        reserved = sum(row.messages for row in sql.rows(self.con, "journeys", "reserved", _Reserved))
        self.counts["reserved"] += reserved
        self.counts["not_sent"] += written - reserved

    def _answer(self, crowd: _Crowd) -> None:
        rule = parse_rule(self.plan.branches[crowd.journey_id, crowd.version, crowd.step_id])
        facts = {"journey_id": crowd.journey_id, "version": crowd.version, "step_id": crowd.step_id}
        sql.run(self.con, "journeys", "at_branch", facts)
        people_matching(
            self.con,
            rule,
            self.now,
            ZoneInfo(self.pressure.timezone),
            people="journey_at_branch",
            into="journey_matching",
        )
        sql.run(self.con, "journeys", "branch_yes", facts, {"matching": exp.to_table("journey_matching")})


def move(con: Connection, plan: Plan, now: datetime, pressure: Pressure, suppressions: Suppressed) -> Mapping[str, int]:
    """Moves everybody who is due at `now`. Counts: moved (steps taken), reserved and not_sent (messages)."""
    found = sql.run(con, "journeys", "moving", {"now": naive(now)})
    each = _Round(con, plan, now, pressure, suppressions, pressure.held_until(now))
    if found:
        sql.run(con, "journeys", "take_moving")
        for _ in range(plan.rounds):
            if not each.run():
                break
        else:
            sql.run(con, "journeys", "put_back")
    return {name: each.counts[name] for name in ("moved", "reserved", "not_sent")}
