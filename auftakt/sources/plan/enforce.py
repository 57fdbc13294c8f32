"""Holds the events of a batch to the plan in force, set-based, before they have any effect."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.sources.plan.evaluate import TIME
from auftakt.sources.plan.problem import PROBLEMS
from auftakt.sources.plan.rules import TRAITS, Rules, rules_of
from auftakt.sources.plan.versions import plan_version, version_in_force
from auftakt.sources.source import OWN, list_sources
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "sources"


@dataclass(frozen=True)
class _Present:
    event_no: int


class Enforcement:
    """Keeps the rules of the version in force from one batch to the next."""

    def __init__(self) -> None:
        self._version = 0
        self._rules: Rules | None = None

    def prepare(self, batch: Batch) -> None:
        """Leaves `plan_held`, and takes off `arrived` what the plan does; without a plan nothing is held or taken."""
        con, rules = batch.con, self._current(batch)
        if rules is None:
            sql.run(con, _FOLDER, "plan_nothing_found")
        else:
            with _handed_in(con, rules):
                _judge(con, rules)
        sql.run(con, _FOLDER, "plan_held", {"order": list(PROBLEMS)})
        if rules is not None:
            sql.run(con, _FOLDER, "plan_taken")
            sql.run(con, _FOLDER, "plan_take_off")

    def store(self, con: Connection, now: datetime) -> None:
        """Counts the violations, and puts what is held into the quarantine. Needs the batch's `fates`."""
        sql.run(con, _FOLDER, "store_held")
        if self._rules is None:
            return
        hour = naive(now).replace(minute=0, second=0, microsecond=0)
        sql.run(con, _FOLDER, "plan_counted", {"hour": hour})
        for name in ("plan_drop_counted", "plan_put_counted"):
            sql.run(con, _FOLDER, name)

    def _current(self, batch: Batch) -> Rules | None:
        with batch.control.reading() as session:
            version = version_in_force(session)
            if version != self._version:
                names = {source.name: source.id for source in list_sources(session)}
                self._rules = rules_of(plan_version(session, version).plan, names) if version else None
                self._version = version
        return self._rules


@contextmanager
def _handed_in(con: Connection, rules: Rules) -> Iterator[None]:
    con.register("plan_events", rules.events)
    con.register("plan_rules", rules.rules)
    try:
        yield
    finally:
        con.unregister("plan_events")
        con.unregister("plan_rules")


def _judge(con: Connection, rules: Rules) -> None:
    sql.run(con, _FOLDER, "plan_scope", {"own": sorted(OWN)})
    sql.run(con, _FOLDER, "plan_no_values")
    for event_no in sorted(each.event_no for each in sql.rows(con, _FOLDER, "plan_present", _Present)):
        if event_no in rules.paths:
            slots = {"the_paths": rules.paths[event_no]}
            sql.run(con, _FOLDER, "plan_values", {"event_no": event_no}, slots)
    if TRAITS in rules.paths:
        sql.run(con, _FOLDER, "plan_trait_values", slots={"the_paths": rules.paths[TRAITS]})
    sql.run(con, _FOLDER, "plan_found", {"unplanned": rules.plan.unplanned_event, "time": TIME})
