"""What a campaign wants people to do, as the statements of this folder take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from auftakt.audiences import parse_tests, property_condition

Filters = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Goal:
    """The goal of a campaign: an event, filters on its properties, the days from the first touch in which it counts."""

    campaign_id: str
    event: str
    within_days: int
    where: tuple[Mapping[str, Any], ...] = ()


def goal_rows(goals: Sequence[Goal]) -> list[dict[str, Any]]:
    """The parameter `$goals`."""
    return [{"campaign_id": goal.campaign_id, "event": goal.event, "within_days": goal.within_days} for goal in goals]


def goal_condition(goals: Sequence[Goal]) -> exp.Paren:
    """What the slot `goal_matches` becomes: the filters on `event` of the campaign in `goal.campaign_id`."""
    return choose(exp.column("campaign_id", table="goal"), {goal.campaign_id: goal.where for goal in goals})


def choose(name: exp.Expr, filters: Mapping[str, Filters]) -> exp.Paren:
    """True where the filters belonging to `name` are met. Equal filters stand in the condition once."""
    names: dict[str, list[str]] = {}
    conditions: dict[str, exp.Expr] = {}
    for key, where in filters.items():
        condition = property_condition(parse_tests(where), "event")
        text = condition.sql("duckdb")
        names.setdefault(text, []).append(key)
        conditions[text] = condition
    alternatives = (
        exp.and_(exp.In(this=name.copy(), expressions=[exp.Literal.string(key) for key in names[text]]), condition)
        for text, condition in conditions.items()
    )
    return exp.paren(exp.or_(exp.false(), *alternatives))
