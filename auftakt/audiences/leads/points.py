"""The model as SQL: what its rules give some people, their scores and their grades."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlglot import exp

from auftakt.audiences.events import counted
from auftakt.audiences.leads.model import LOWEST, LeadModel, Points
from auftakt.audiences.matching import gather, table
from auftakt.audiences.plan import Plan
from auftakt.audiences.rule import EventRule, Rule
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection


def give_points(con: Connection, model: LeadModel, now: datetime, people: str) -> int:
    """Leaves `lead_people` (those of `people`, a table, who are scored), `lead_given` and `lead_now`; gives how many
    are scored."""
    sql.run(con, "audiences", "candidates_of", None, {"candidates": table(people)})
    met = [each for each in (*model.behaviour, *model.fit) if not each.each]
    plan = gather(con, [model.who, *(each.when for each in met)], now)
    at = {"now": naive(now)}
    found = sql.run(con, "audiences", "lead_people", at, {"rule_condition": plan.answer(model.who).condition})
    each_time = tuple(each for each in model.behaviour if each.each)
    rules = json.dumps(
        [
            {"rule_id": each.id, "points": each.points, "half_life_days": each.half_life_days, "cap": each.cap}
            for each in each_time
        ]
    )
    sql.run(con, "audiences", "lead_given", at | {"rules": rules}, _given_slots(msgspec.json.encode(each_time)))
    sql.run(con, "audiences", "lead_now")
    if met:
        sql.run(con, "audiences", "lead_now_met", at, {"lead_met": _met(plan, model, met)})
    return found


def add_up(con: Connection, now: datetime, rows: str, people: str) -> None:
    """Leaves `lead_sums` of `people` from points in the table `rows`."""
    slots = {"lead_rows": table(rows), "lead_scored": table(people)}
    sql.run(con, "audiences", "lead_sums", {"now": naive(now)}, slots)


def value_traits(con: Connection, model: LeadModel) -> None:
    """Leaves `lead_values`, the traits, from `lead_sums`."""
    sql.run(con, "audiences", "lead_values", None, {"lead_grade_of": grade_of(model)})


def grade_of(model: LeadModel) -> exp.Expression:
    """The grade, from a column `fit`; null where the model has no grades."""
    return _grade_of(tuple((each.grade, each.points) for each in model.grades))


@lru_cache(maxsize=32)
def _grade_of(grades: tuple[tuple[str, float], ...]) -> exp.Expression:
    if not grades:
        return exp.cast(exp.null(), "varchar")
    fit = exp.column("fit")
    ifs = [
        exp.If(this=exp.GTE(this=fit.copy(), expression=c.number(least)), true=c.text(name)) for name, least in grades
    ]
    return exp.Case(ifs=ifs, default=c.text(LOWEST))


@lru_cache(maxsize=32)
def _given_slots(each_time: bytes) -> dict[str, exp.Expression]:
    rules = msgspec.json.decode(each_time, type=list[Points])
    found = [(each.id, counted(each.when)) for each in rules if isinstance(each.when, EventRule)]
    matches: list[exp.Expression] = [
        exp.Case(ifs=[exp.If(this=condition, true=c.text(rule_id))]) for rule_id, condition in found
    ]
    scope = c.some([condition.copy() for _, condition in found])
    return {
        "lead_matches": exp.Array(expressions=matches or [exp.cast(exp.null(), "varchar")]),
        "lead_scope": scope,
    }


def _met(plan: Plan, model: LeadModel, met: Sequence[Points]) -> exp.Expression:
    fit = {each.id for each in model.fit}
    rules = tuple((each.id, "fit" if each.id in fit else "score", each.points, each.when) for each in met)
    key = msgspec.json.encode(rules)
    kept = _MET.get(key)
    if kept is None or kept[0] is not plan:
        if len(_MET) > 32:
            _MET.clear()
        _MET[key] = kept = plan, _met_tree(plan, rules)
    return kept[1]


_MET: dict[bytes, tuple[Plan, exp.Expression]] = {}


def _met_tree(plan: Plan, rules: Sequence[tuple[str, str, float, Rule]]) -> exp.Expression:
    parts: list[exp.Expression] = []
    for rule_id, axis, points, when in rules:
        condition = plan.answer(when).condition.copy()
        worth = exp.Case(ifs=[exp.If(this=condition, true=c.number(points))])
        parts.append(c.struct({"rule_id": c.text(rule_id), "axis": c.text(axis), "points": worth}))
    return exp.Array(expressions=parts)
