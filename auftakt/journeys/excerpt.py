"""What a rehearsal copies from the data plane: people, and the events that the journey, its rules and its goal look at.

Events are copied with the person in the place of the identifier, so that the copy needs no identities.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import msgspec
from sqlglot import exp

from auftakt.audiences import (
    PROPERTY_COLUMNS,
    All,
    AnyOf,
    DateRule,
    EventRule,
    Not,
    PropertyTest,
    Rule,
    SequenceRule,
    TraitRule,
    parse_rule,
    parse_tests,
    property_condition,
    property_path,
)
from auftakt.campaigns import Campaign
from auftakt.journeys.definition import Branch, Definition
from auftakt.journeys.plan import signals_of
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

ROWS_AT_ONCE = 100_000


@dataclass(frozen=True)
class Asked:
    """An event that somebody looks at, and the properties that they read.

    `younger_than`: all that matters is whether the last one is younger than so many days. Of the events in a stretch of
    so many days the first and the last tell that as well as all of them: while only the first has happened it is young
    enough, and so would the ones between be.
    """

    event: str
    where: tuple[PropertyTest, ...] = ()
    younger_than: int | None = None
    read: tuple[str, ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """What to copy, as conditions on `events e`: what is looked at, what of it one by one, else how thinly."""

    looked_at: exp.Expression
    one_by_one: exp.Expression
    stretch_days: exp.Expression
    properties_read: exp.Expression
    goal: exp.Expression
    traits: tuple[str, ...]
    since: datetime
    until: datetime
    goal_until: datetime


def excerpt_of(
    campaign: Campaign, definition: Definition, rules: Sequence[Rule], since: datetime, until: datetime
) -> Excerpt:
    """The least that the rehearsal of this campaign has to know."""
    asked = [*rules, *(parse_rule(step.rule) for step in definition.steps if isinstance(step, Branch))]
    found = [leaf for rule in asked for leaf in _leaves(rule)]
    events = [_asked_by_rule(leaf) for leaf in found if isinstance(leaf, EventRule)]
    events += [
        Asked(each.name, tuple(each.where), read=_names(each.where))
        for leaf in found
        if isinstance(leaf, SequenceRule)
        for each in leaf.events
    ]
    events += [
        Asked(each.event, each.where, read=(*_names(each.where), *([each.key] if each.key else [])))
        for each in signals_of(definition)
    ]
    events.append(Asked("Campaign Assigned", read=("campaign_id", "arm")))
    goal = campaign.goal
    return Excerpt(
        looked_at=_any_of(events),
        one_by_one=_any_of(event for event in events if event.younger_than is None),
        stretch_days=_stretches(events),
        properties_read=_read_of([event for event in events if event.read]),
        goal=_any_of([Asked(goal.event, _tests(goal.where))] if goal else []),
        traits=(
            "email",
            "language",
            "timezone",
            *sorted({leaf.name for leaf in found if isinstance(leaf, TraitRule | DateRule)}),
        ),
        since=naive(since),
        until=naive(until),
        goal_until=naive(until) + timedelta(days=goal.within_days if goal else 0),
    )


def copy_excerpt(source: Connection, target: Connection, excerpt: Excerpt) -> None:
    """Fills events, identifiers, traits and consents, and the temp tables `rehearsed_people` and `rehearsed_goals`."""
    conditions = {
        "looked_at": excerpt.looked_at,
        "one_by_one": excerpt.one_by_one,
        "stretch_days": excerpt.stretch_days,
        "properties_read": excerpt.properties_read,
    }
    copies: list[tuple[str, Mapping[str, object], sql.Slots]] = [
        ("events", {"until": excerpt.until}, conditions),
        ("goals", {"since": excerpt.since, "until": excerpt.goal_until}, {"wanted_events": excerpt.goal}),
        ("people", {"until": excerpt.until}, {}),
        ("traits", {"names": list(excerpt.traits)}, {}),
        ("consents", {}, {}),
    ]
    for name, facts, slots in copies:
        source.execute(sql.render("journeys", f"excerpt_{name}", slots or None), dict(facts) or None)
        sql.run(target, "journeys", f"rehearsed_{name}")
        target.from_arrow(source.to_arrow_reader(ROWS_AT_ONCE)).insert_into(f"rehearsed_{name}")
    for name in ("events", "identifiers", "traits", "consents"):
        sql.run(target, "journeys", f"rehearse_{name}")


def _asked_by_rule(leaf: EventRule) -> Asked:
    where = tuple(leaf.where)
    read = (*_names(where), *([leaf.property] if leaf.property and leaf.property not in PROPERTY_COLUMNS else []))
    thin = leaf.measure == "recency" and leaf.op != "is" and not where
    return Asked(leaf.name, where, max(int(leaf.value), 1) if thin else None, read)


def _names(where: Iterable[PropertyTest]) -> tuple[str, ...]:
    """Properties that have to be copied; those that are columns are copied anyway."""
    return tuple(test.property for test in where if test.property not in PROPERTY_COLUMNS)


def _read_of(asked: Sequence[Asked]) -> exp.Expression:
    """The properties that anybody reads, as JSON text; null on events whose properties nobody looks at."""
    pairs: list[exp.Expr] = []
    for name in sorted({name for each in asked for name in each.read}):
        path = exp.Literal.string(property_path(name))
        value = exp.Anonymous(this="json_extract", expressions=[exp.column("properties", table="e"), path])
        pairs += [exp.Literal.string(name), value]
    if not pairs:
        return exp.Null()
    picked = exp.cast(exp.Anonymous(this="json_object", expressions=pairs), "varchar")
    return exp.Case(ifs=[exp.If(this=_any_of(asked), true=picked)])


def _stretches(asked: Iterable[Asked]) -> exp.Expression:
    """The days of a stretch by the event's name; the fewest that anybody asks for."""
    fewest: dict[str, int] = {}
    for each in asked:
        if each.younger_than is not None:
            fewest[each.event] = min(each.younger_than, fewest.get(each.event, each.younger_than))
    ways = [
        exp.If(this=exp.column("name", table="e").eq(exp.Literal.string(name)), true=exp.Literal.number(days))
        for name, days in sorted(fewest.items())
    ]
    return exp.Case(ifs=ways) if ways else exp.Null()


def _leaves(rule: Rule) -> Iterator[Rule]:
    match rule:
        case All(rules=parts) | AnyOf(rules=parts):
            for part in parts:
                yield from _leaves(part)
        case Not(rule=inner):
            yield from _leaves(inner)
        case _:
            yield rule


def _tests(where: Iterable[object]) -> tuple[PropertyTest, ...]:
    return parse_tests(msgspec.to_builtins(list(where)))


def _any_of(asked: Iterable[Asked]) -> exp.Expression:
    parts = [
        exp.and_(exp.column("name", table="e").eq(exp.Literal.string(each.event)), property_condition(each.where, "e"))
        for each in asked
    ]
    return cast(exp.Expression, exp.paren(exp.or_(exp.false(), *parts)))
