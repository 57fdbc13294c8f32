"""The rule tree: who is meant, as a document that people make on a screen and machines can check.

Three-valued logic never reaches a user: each leaf is true or false for each person. What is missing is no match: a
person without the trait meets neither `is` nor `at_most`, and does meet `is_not`. Somebody who never did the thing has
count, orders and sum 0, and no recency at all, so that both `at_least` and `at_most` days are false for them.
A window of d days holds what happened after now - d days, up to and including now. In a sequence, `then` means strictly
later: what is dated the same instant has no order.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeAlias, Union

import msgspec

from auftakt.people import PropertyTest, Test
from auftakt.store.trees import Value

Measure: TypeAlias = Literal["count", "sum", "orders", "recency"]
Zone: TypeAlias = Literal["hub", "person"]
Unit: TypeAlias = Literal["minutes", "hours", "days"]
JsonObject: TypeAlias = dict[str, Any]
_MINUTES: dict[Unit, int] = {"minutes": 1, "hours": 60, "days": 1440}


class _Node(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True, omit_defaults=True):
    pass


class Everyone(_Node, frozen=True, tag="everyone"):
    """All people."""


class All(_Node, frozen=True, tag="all"):
    """Every one of the rules."""

    rules: list["Rule"]


class AnyOf(_Node, frozen=True, tag="any"):
    """At least one of the rules."""

    rules: list["Rule"]


class Not(_Node, frozen=True, tag="not"):
    """Whoever does not meet the rule."""

    rule: "Rule"


class TraitRule(_Node, frozen=True, tag="trait"):
    """A trait against a value: text with text, numbers with numbers. `contains` does not mind upper and lower case."""

    name: str
    op: Test = "is"
    value: Value = None


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole day, week (from Monday), month, quarter or year; `back` 0 is the running one, 1 the last.

    `zone` says whose days: the hub's, or the person's, whose trait `timezone` names it; without one the hub's count.
    """

    unit: Literal["day", "week", "month", "quarter", "year"]
    back: int = 0
    zone: Zone = "hub"


class DateRule(_Node, frozen=True, tag="date"):
    """A trait that is a date, `first` to `last` days from today; what is past is negative.

    `yearly`: the day and month in any year, as with a birthday; 29 February is on the 28th where there is none. A text
    that doesn't begin with a date as 2026-04-01 is no match.
    """

    name: str
    first: int = 0
    last: int = 0
    yearly: bool = False
    zone: Zone = "hub"


class EventRule(_Node, frozen=True, tag="event"):
    """How often, how much or how long ago somebody did something.

    `sum` adds `property` (default: the event's revenue); `orders` counts distinct order ids, or messages where there is
    none; `recency` is the age in days of the last one and takes no window. A window is the last `days`, or a `period`.
    """

    name: str
    op: Literal["at_least", "at_most", "is"] = "at_least"
    value: int | float = 1
    measure: Measure = "count"
    days: int | None = None
    where: list[PropertyTest] = []
    property: str | None = None
    period: Period | None = None


class Did(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event called `name` that meets all of `where`."""

    name: str
    where: list[PropertyTest] = []


class Then(Did, frozen=True):
    """A step of a sequence; `within` is the longest time since the step before, in `unit`, and None any time."""

    within: int | None = None
    unit: Unit = "days"

    @property
    def minutes(self) -> int | None:
        return None if self.within is None else self.within * _MINUTES[self.unit]


class SequenceRule(_Node, frozen=True, tag="sequence"):
    """Who did one thing and then another, in that order, once or more.

    `without` must not have happened between two steps. With `missing`, the last step did not happen within its time,
    and that time has passed. `days`: only events of the last so many days are looked at.
    """

    steps: list[Then]
    missing: bool = False
    without: Did | None = None
    days: int | None = None

    @property
    def happened(self) -> list[Then]:
        """The steps that have to have happened."""
        return self.steps[:-1] if self.missing else self.steps

    @property
    def events(self) -> list[Did]:
        """Everything that has to be looked at."""
        return [*self.steps, *([self.without] if self.without else [])]


class ShareRule(_Node, frozen=True, tag="share"):
    """A random part of all people, `share` percent of them, drawn by a hash of person and `salt`: it never reshuffles.

    Whoever is in 10 % of a draw is in 20 % of it too. `start` skips so many percent, so that parts of one draw share
    nobody. Two decimals count.
    """

    salt: str
    share: float
    start: float = 0


class MemberRule(_Node, frozen=True, tag="audience"):
    """Who is in another audience."""

    id: str


class ConsentRule(_Node, frozen=True, tag="consent"):
    """Who allowed a purpose on a channel, and did not take it back."""

    channel: str
    purpose: str = "marketing"


Rule: TypeAlias = Union[  # noqa: UP007 - msgspec resolves the strings inside of it
    Everyone, All, AnyOf, Not, TraitRule, DateRule, EventRule, SequenceRule, MemberRule, ConsentRule, ShareRule
]
Leaf: TypeAlias = TraitRule | DateRule | EventRule | SequenceRule | MemberRule | ConsentRule | ShareRule


class NamedRule(msgspec.Struct, frozen=True):
    """A rule with the id under which its members are kept: an audience's, or a campaign's."""

    id: str
    rule: Rule


def rule_document(rule: Rule) -> JsonObject:
    """The rule as JSON; what has its default value is left out."""
    document: JsonObject = msgspec.to_builtins(rule)
    return document


def leaves(rule: Rule) -> Iterator[Leaf]:
    """All leaves that say something about a person, in the order in which they are written."""
    if isinstance(rule, All | AnyOf):
        for part in rule.rules:
            yield from leaves(part)
    elif isinstance(rule, Not):
        yield from leaves(rule.rule)
    elif not isinstance(rule, Everyone):
        yield rule


def calendar_leaves(rules: Iterable[Rule]) -> list[EventRule | DateRule]:
    """Leaves of these rules that ask what day it is."""
    return [
        leaf
        for rule in rules
        for leaf in leaves(rule)
        if isinstance(leaf, DateRule) or (isinstance(leaf, EventRule) and leaf.period is not None)
    ]


def zone_of(leaf: EventRule | DateRule) -> Zone:
    """Whose days a leaf goes by."""
    if isinstance(leaf, DateRule):
        return leaf.zone
    return leaf.period.zone if leaf.period else "hub"


def events_in(rule: Rule) -> list[Did]:
    """Events that the rule looks at, each with its filters."""
    found: list[Did] = []
    for leaf in leaves(rule):
        if isinstance(leaf, EventRule):
            found.append(Did(leaf.name, leaf.where))
        elif isinstance(leaf, SequenceRule):
            found += leaf.events
    return found


def audiences_in(rule: Rule) -> set[str]:
    """Ids of the audiences that the rule refers to."""
    return {leaf.id for leaf in leaves(rule) if isinstance(leaf, MemberRule)}
