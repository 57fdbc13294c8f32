"""Time alone moves people too: the ages at which an event changes a rule's answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from auftakt.audiences.rule import EventRule, Leaf, NamedRule, SequenceRule, leaves
from auftakt.people import Border, cheap_tests


def borders(rules: Sequence[NamedRule]) -> frozenset[Border]:
    """All ages at which time alone may move somebody. Day 0 is for events that are dated in the future."""
    found = {border for named in rules for leaf in leaves(named.rule) for border in _borders(leaf)}
    plain = {replace(border, tests=Border.tests) for border in found} & found
    return frozenset(border for border in found if border in plain or replace(border, tests=Border.tests) not in plain)


def _borders(leaf: Leaf) -> Iterator[Border]:
    if isinstance(leaf, EventRule):
        for days in _ages(leaf):
            yield Border(leaf.name, days, cheap_tests(leaf.where))
    elif isinstance(leaf, SequenceRule):
        for event in leaf.events:
            yield Border(event.name, 0, cheap_tests(event.where))
        first, end = leaf.steps[0], leaf.happened[-1]
        if leaf.days is not None:
            # What follows the first step, or stands between, leaves the window after it.
            yield Border(first.name, leaf.days, cheap_tests(first.where))
        if leaf.missing:
            yield Border(end.name, 0, cheap_tests(end.where), leaf.steps[-1].minutes or 0)


def _ages(leaf: EventRule) -> set[int]:
    if leaf.measure != "recency":
        return {0} if leaf.days is None else {0, leaf.days}
    return {0, int(leaf.value), int(leaf.value) + 1} if leaf.op == "is" else {0, int(leaf.value)}


def longest_wait() -> timedelta:
    """How late a person may leave by time alone: borders are looked at in rounds, not one by one."""
    return timedelta(minutes=1)
