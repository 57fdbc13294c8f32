"""The rule tree: who is meant, as a document that people make on a screen and machines can check.

Three-valued logic never reaches a user: each leaf is true or false for each person. What is missing is no match: a
person without the trait meets neither `is` nor `at_most`, and does meet `is_not`. Somebody who never did the thing has
count, orders and sum 0, and no recency at all, so that both `at_least` and `at_most` days are false for them.
A window of d days holds what happened after now - d days, up to and including now.
"""

from collections.abc import Iterator
from typing import Any, Literal, TypeAlias, Union

import msgspec

from auftakt.people import PropertyTest, Test
from auftakt.store.trees import Value

Measure: TypeAlias = Literal["count", "sum", "orders", "recency"]
JsonObject: TypeAlias = dict[str, Any]


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


class EventRule(_Node, frozen=True, tag="event"):
    """How often, how much or how long ago somebody did something.

    `sum` adds `property` (default: the event's revenue); `orders` counts distinct order ids, or messages where there is
    none; `recency` is the age in days of the last one and takes no window.
    """

    name: str
    op: Literal["at_least", "at_most", "is"] = "at_least"
    value: int | float = 1
    measure: Measure = "count"
    days: int | None = None
    where: list[PropertyTest] = []
    property: str | None = None


class MemberRule(_Node, frozen=True, tag="audience"):
    """Who is in another audience."""

    id: str


class ConsentRule(_Node, frozen=True, tag="consent"):
    """Who allowed a purpose on a channel, and did not take it back."""

    channel: str
    purpose: str = "marketing"


Rule: TypeAlias = Union[  # noqa: UP007 - msgspec resolves the strings inside of it
    Everyone, All, AnyOf, Not, TraitRule, EventRule, MemberRule, ConsentRule
]
Leaf: TypeAlias = TraitRule | EventRule | MemberRule | ConsentRule


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


def audiences_in(rule: Rule) -> set[str]:
    """Ids of the audiences that the rule refers to."""
    return {leaf.id for leaf in leaves(rule) if isinstance(leaf, MemberRule)}
