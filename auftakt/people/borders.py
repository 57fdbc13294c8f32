"""Ages at which an event changes what is true of a person, and who has one that just passed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlglot import exp

from auftakt.kit.clock import aware, naive
from auftakt.people.properties import PROPERTY_COLUMNS, PropertyTest, property_condition
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection


@dataclass(frozen=True, order=True)
class Border:
    """An event called `name` changes a rule's answer when it becomes `days` and `minutes` old. `tests`: the rule's
    filters that are cheap to ask, as JSON; what they let through in excess is only looked at in vain."""

    name: str
    days: int
    tests: bytes = b"[]"
    minutes: int = 0


@dataclass(frozen=True)
class _Due:
    due_at: datetime | None


def cheap_tests(where: Sequence[PropertyTest]) -> bytes:
    """The filters among these that only look at columns, as JSON."""
    return msgspec.json.encode([test for test in where if test.property in PROPERTY_COLUMNS])


@lru_cache(maxsize=256)
def crossing_events(found: frozenset[Border]) -> exp.Expression:
    """Identifiers of events that came over a border after `$last`, up to `$now`.

    A look for each border: one stretch of time lets the engine skip most of the table, several at once do not.
    """
    looks = [
        exp.select("ident_key")
        .from_("events")
        .where(
            exp.column("name").eq(c.text(border.name)),
            exp.column("happened_at") > c.moment(border.days, at="last", minutes=border.minutes),
            exp.column("happened_at") <= c.moment(border.days, minutes=border.minutes),
            *_tested(border),
        )
        for border in sorted(found)
    ]
    if not looks:
        return c.tree(exp.select("ident_key").from_("events").where(exp.false()))
    return c.tree(exp.union(*looks, distinct=False) if len(looks) > 1 else looks[0])


def next_crossing_at(con: Connection, found: frozenset[Border], now: datetime) -> datetime | None:
    """When the next event comes over a border after `now`, as aware UTC; None if none will."""
    if not found:
        return None
    due = sql.one(con, "people", "next_crossing", _Due, {"now": naive(now)}, _next_crossing(found))
    return aware(due.due_at) if due is not None and due.due_at is not None else None


@lru_cache(maxsize=256)
def _next_crossing(found: frozenset[Border]) -> dict[str, exp.Expression]:
    """When the next event comes over a border after `$now`, as one aggregate, and the events it reads.

    Without the borders' tests: asking them of every event costs more than waking up in vain.
    """
    firsts: list[exp.Expression] = []
    for name, days, minutes in sorted({(border.name, border.days, border.minutes) for border in found}):
        past = c.moment(days, minutes=minutes)
        ahead = exp.and_(exp.column("name").eq(c.text(name)), exp.column("happened_at") > past)
        first = exp.Filter(this=exp.Min(this=exp.column("happened_at")), expression=exp.Where(this=ahead))
        due = exp.Add(this=first, expression=c.call("to_days", exp.Literal.number(days)))
        firsts.append(exp.Add(this=due, expression=c.call("to_minutes", exp.Literal.number(minutes))))
    names = sorted({border.name for border in found})
    return {
        "crossing_moment": c.call("least", *firsts) if firsts else exp.null(),
        "crossing_names": exp.In(this=exp.column("name"), expressions=[c.text(name) for name in names]),
    }


def _tested(border: Border) -> Iterable[exp.Expression]:
    tests = msgspec.json.decode(border.tests, type=list[PropertyTest])
    return [property_condition(tests)] if tests else []
