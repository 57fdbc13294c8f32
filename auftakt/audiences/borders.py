"""Time alone moves people too: the ages at which an event changes a rule's answer, and who has one that just passed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

import msgspec
from sqlglot import exp

from auftakt.audiences import columns as c
from auftakt.audiences.properties import PROPERTY_COLUMNS, property_condition
from auftakt.audiences.rule import EventRule, NamedRule, PropertyTest, leaves


@dataclass(frozen=True, order=True)
class Border:
    """An event called `name` changes a rule's answer when it becomes `days` old. `tests`: the rule's filters that are
    cheap to ask, as JSON; what they let through in excess is only looked at in vain."""

    name: str
    days: int
    tests: bytes = b"[]"


def borders(rules: Sequence[NamedRule]) -> frozenset[Border]:
    """All ages at which time alone may move somebody. Day 0 is for events that are dated in the future."""
    found = {
        Border(leaf.name, days, _cheap(leaf.where))
        for named in rules
        for leaf in leaves(named.rule)
        if isinstance(leaf, EventRule)
        for days in _ages(leaf)
    }
    plain = {Border(border.name, border.days) for border in found} & found
    return frozenset(border for border in found if border in plain or Border(border.name, border.days) not in plain)


def _ages(leaf: EventRule) -> set[int]:
    if leaf.measure != "recency":
        return {0} if leaf.days is None else {0, leaf.days}
    return {0, int(leaf.value), int(leaf.value) + 1} if leaf.op == "is" else {0, int(leaf.value)}


def _cheap(where: Sequence[PropertyTest]) -> bytes:
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
            exp.column("happened_at") > c.moment(border.days, at="last"),
            exp.column("happened_at") <= c.moment(border.days),
            *_tested(border),
        )
        for border in sorted(found)
    ]
    if not looks:
        return c.tree(exp.select("ident_key").from_("events").where(exp.false()))
    return c.tree(exp.union(*looks, distinct=False) if len(looks) > 1 else looks[0])


@lru_cache(maxsize=256)
def next_crossing(found: frozenset[Border]) -> dict[str, exp.Expression]:
    """When the next event comes over a border after `$now`, as one aggregate, and the events it reads.

    Without the borders' tests: asking them of every event costs more than waking up in vain.
    """
    firsts: list[exp.Expression] = []
    for name, days in sorted({(border.name, border.days) for border in found}):
        ahead = exp.and_(exp.column("name").eq(c.text(name)), exp.column("happened_at") > c.moment(days))
        first = exp.Filter(this=exp.Min(this=exp.column("happened_at")), expression=exp.Where(this=ahead))
        firsts.append(exp.Add(this=first, expression=c.call("to_days", exp.Literal.number(days))))
    names = sorted({border.name for border in found})
    return {
        "crossing_moment": c.call("least", *firsts) if firsts else exp.null(),
        "crossing_names": exp.In(this=exp.column("name"), expressions=[c.text(name) for name in names]),
    }


def _tested(border: Border) -> Iterable[exp.Expression]:
    tests = msgspec.json.decode(border.tests, type=list[PropertyTest])
    return [property_condition(tests)] if tests else []


def longest_wait() -> timedelta:
    """How late a person may leave by time alone: borders are looked at in rounds, not one by one."""
    return timedelta(minutes=1)
