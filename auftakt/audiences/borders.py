"""Time alone moves people too: the ages at which an event changes a rule's answer."""

from collections.abc import Sequence
from datetime import timedelta

from auftakt.audiences.rule import EventRule, NamedRule, leaves
from auftakt.people import Border, cheap_tests


def borders(rules: Sequence[NamedRule]) -> frozenset[Border]:
    """All ages at which time alone may move somebody. Day 0 is for events that are dated in the future."""
    found = {
        Border(leaf.name, days, cheap_tests(leaf.where))
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


def longest_wait() -> timedelta:
    """How late a person may leave by time alone: borders are looked at in rounds, not one by one."""
    return timedelta(minutes=1)
