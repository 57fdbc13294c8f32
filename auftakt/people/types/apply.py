"""Rules applied to what is there: links that they don't allow are refused, and refused ones that they do are made."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import naive
from auftakt.people.retract import regroup
from auftakt.people.types.catalogue import IdentityRules
from auftakt.people.types.conditions import blocked_condition
from auftakt.people.types.ruling import rule_everybody, rule_near
from auftakt.people.types.saved import read_rules
from auftakt.people.types.what_if import rule_counts
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.team import record

_SMALLEST_PORTION, _MOST_PORTIONS = 5_000, 20


@dataclass(frozen=True)
class AppliedRules:
    """What was done: so many people became several, so many are made of several; links refused and made."""

    splits: int = 0
    merges: int = 0
    links_refused: int = 0
    links_joined: int = 0

    def __add__(self, other: "AppliedRules") -> "AppliedRules":
        return AppliedRules(
            self.splits + other.splits, self.merges + other.merges, self.links_refused + other.links_refused,
            self.links_joined + other.links_joined,
        )  # fmt: skip


@dataclass(frozen=True)
class _Person:
    person_id: int


def apply_rules(hub: Hub, by: str, progress: Progress | None = None) -> AppliedRules:
    """Holds all links to the rules of now, in portions of people, each a transaction: a stop or a kill leaves whole
    people, and the next call goes on. Events keep whose they are. Raises Stopped.

    Undone by changing the rules back and applying them again.
    """
    progress, rules, done = progress or Progress(), read_rules(hub.control), AppliedRules()
    progress.at(0, 0)
    with hub.plane.reader() as con:
        people = changed_people(con, rules)
    size = max(_SMALLEST_PORTION, -(-len(people) // _MOST_PORTIONS))
    try:
        for place in range(0, len(people), size):
            progress.at(place, len(people))
            with hub.plane.writer() as con:
                done += apply_near(con, rules, people[place : place + size], hub.clock.now())
        progress.at(len(people), len(people))
    finally:
        _note(hub, by, done)
    return done


def changed_people(con: Connection, rules: IdentityRules) -> list[int]:
    """Whom applying the rules would concern; those who would become one stand together."""
    rule_everybody(con, rules)
    return [row.person_id for row in sql.rows(con, "people", "ruled_changed", _Person)]


def apply_near(con: Connection, rules: IdentityRules, people: list[int], now: datetime) -> AppliedRules:
    """Applies the rules to some people, and to whom refused links may join with them, in the writer's transaction."""
    rule_near(con, rules, people)
    counts = rule_counts(con)
    sql.run(con, "people", "add_ruled_in")
    sql.run(con, "people", "add_ruled_out", {"now": naive(now)})
    sql.run(con, "people", "drop_ruled_in")
    sql.run(con, "people", "drop_ruled_out")
    sql.run(con, "people", "put_ruled_reasons")
    # Who a blocked value keeps apart may be in no portion together any more.
    sql.run(con, "people", "put_blocked_reasons", None, {"blocked_value": blocked_condition(rules.blocks)})
    if sql.run(con, "people", "ruled_regrouped"):
        regroup(con, now)
        sql.run(con, "people", "add_regrouped_merges", {"now": naive(now)})
    return AppliedRules(counts.splits, counts.merges, counts.links_refused, counts.links_joined)


def _note(hub: Hub, by: str, done: AppliedRules) -> None:
    detail = {
        "splits": done.splits, "merges": done.merges, "links_refused": done.links_refused,
        "links_joined": done.links_joined,
    }  # fmt: skip
    with hub.control.session() as session:
        record(session, hub.clock.now(), by, "identifiers.applied", "hub", "hub", detail)
    hub.runner.poke()
