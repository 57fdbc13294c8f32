"""What a computed trait is, as a document that people make on a screen and machines can check.

A person without a matching event in the window does not have the trait: a count is never 0.
"""

from typing import Any, Literal, TypeAlias

import msgspec

from auftakt.people.properties import PropertyTest

Measure: TypeAlias = Literal[
    "count", "sum", "average", "min", "max", "first", "last", "most_frequent", "unique", "unique_count"
]
Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
JsonObject: TypeAlias = dict[str, Any]

LONGEST_LIST = 100
"""How many entries a unique list keeps: the first in alphabetical order."""


class Rolling(msgspec.Struct, frozen=True, tag_field="kind", tag="rolling", forbid_unknown_fields=True):
    """What happened after now - days, up to and including now."""

    days: int


class Calendar(msgspec.Struct, frozen=True, tag_field="kind", tag="calendar", forbid_unknown_fields=True):
    """A whole day, week (from Monday), month, quarter or year of the hub's time zone; `back` 0 is the running one."""

    unit: Unit
    back: int = 0


Window: TypeAlias = Rolling | Calendar


class EventValue(
    msgspec.Struct, frozen=True, tag_field="kind", tag="events", forbid_unknown_fields=True, omit_defaults=True
):
    """One value from a person's events called `event` that meet all of `where`.

    `sum` and `average` add with four exact decimals, `min` and `max` compare numbers; without a property these two,
    `first` and `last` give the time. Among equally frequent values the last in alphabetical order counts. `unique` is a
    JSON list.
    """

    event: str
    measure: Measure = "count"
    property: str | None = None
    where: list[PropertyTest] = []
    window: Window | None = None


class QueryValue(
    msgspec.Struct, frozen=True, tag_field="kind", tag="sql", forbid_unknown_fields=True, omit_defaults=True
):
    """A select of person_id and value over the hub's tables, run whole every so many minutes."""

    query: str
    every_minutes: int = 60


Definition: TypeAlias = EventValue | QueryValue


class NamedDefinition(msgspec.Struct, frozen=True):
    """A definition with its id and the name of the trait that it gives."""

    id: str
    name: str
    definition: Definition


def definition_document(definition: Definition) -> JsonObject:
    """The definition as JSON; what has its default value is left out."""
    document: JsonObject = msgspec.to_builtins(definition)
    return document
