"""Runs a plan: from candidates to a table of facts per person, and from there to who matches."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlglot import exp

from auftakt.audiences.plan import Plan, plan_of
from auftakt.audiences.rule import Rule
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection


@cache
def table(name: str) -> exp.Expression:
    """A table for a slot; the same tree each time."""
    return exp.to_table(name)


def gather(con: Connection, rules: Iterable[Rule], now: datetime) -> Plan:
    """Leaves the temp table `audience_facts` for the people in the temp table `audience_candidates`."""
    plan = plan_of(rules)
    sql.run(con, "audiences", "audience_facts", {"now": naive(now)}, plan.slots)
    return plan


def people_matching(
    con: Connection, rule: Rule, now: datetime, people: str | None = None, into: str = "matching_people"
) -> int:
    """Leaves the temp table `into(person_id)` with those who meet the rule at `now`; gives how many.

    `people` names a table with a column `person_id` to choose from; without it, everyone is looked at.
    """
    sql.run(con, "audiences", "candidates_of", None, {"candidates": table(people or "people")})
    plan = gather(con, [rule], now)
    slots = {"matching_into": table(into), "rule_condition": plan.answer(rule).condition}
    return sql.run(con, "audiences", "matching_people", {"now": naive(now)}, slots)


@dataclass(frozen=True)
class Size:
    """How many meet a rule; `total` is everybody, `reachable_email` those with an address and consent to marketing."""

    size: int
    total: int
    reachable_email: int


def size_of(con: Connection, rule: Rule, now: datetime) -> Size:
    """Counts who meets the rule, without keeping it; leaves `matching_people`."""
    people_matching(con, rule, now)
    return sql.rows(con, "audiences", "size", Size)[0]
