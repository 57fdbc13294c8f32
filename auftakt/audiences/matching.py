"""Runs a plan: from candidates to a table of facts per person, and from there to who matches."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences.calendar import edges_of
from auftakt.audiences.plan import Plan, plan_of
from auftakt.audiences.rule import DateRule, EventRule, Rule, zone_of
from auftakt.audiences.turns import zones_of_people
from auftakt.store import sql
from auftakt.store.plane import Connection


@cache
def table(name: str) -> exp.Expression:
    """A table for a slot; the same tree each time."""
    return exp.to_table(name)


def gather(con: Connection, rules: Iterable[Rule], now: datetime, zone: ZoneInfo) -> Plan:
    """Leaves the temp table `audience_facts` for the people in the temp table `audience_candidates`.

    `zone` is the hub's: its days count, except for those whose own ones do.
    """
    plan = plan_of(rules)
    personal = [leaf for leaf in plan.calendars if zone_of(leaf) == "person"]
    if personal:
        rows = [[each.key, _edges_in(personal, now, each)] for each in zones_of_people(con)]
        sql.run(con, "audiences", "audience_zones", {"rows": json.dumps(rows)})
    sql.run(con, "audiences", "audience_facts", plan.moments(now, zone), plan.slots)
    return plan


def _edges_in(leaves: Iterable[EventRule | DateRule], now: datetime, zone: ZoneInfo) -> str:
    return json.dumps({name: edge for leaf in leaves for name, edge in edges_of(leaf, now, zone).items()}, default=str)


def people_matching(
    con: Connection,
    rule: Rule,
    now: datetime,
    zone: ZoneInfo,
    people: str | None = None,
    into: str = "matching_people",
) -> int:
    """Leaves the temp table `into(person_id)` with those who meet the rule at `now`; gives how many.

    `zone` is the hub's.

    `people` names a table with a column `person_id` to choose from; without it, everyone is looked at.
    """
    sql.run(con, "audiences", "candidates_of", None, {"candidates": table(people or "people")})
    plan = gather(con, [rule], now, zone)
    slots = {"matching_into": table(into), "rule_condition": plan.answer(rule).condition}
    return sql.run(con, "audiences", "matching_people", plan.moments(now, zone), slots)


@dataclass(frozen=True)
class Size:
    """How many meet a rule; `total` is everybody, `reachable_email` those with an address and consent to marketing."""

    size: int
    total: int
    reachable_email: int


def size_of(con: Connection, rule: Rule, now: datetime, zone: ZoneInfo) -> Size:
    """Counts who meets the rule, without keeping it; leaves `matching_people`."""
    people_matching(con, rule, now, zone)
    return sql.rows(con, "audiences", "size", Size)[0]
