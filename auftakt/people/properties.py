"""Properties of events in SQL: the one meaning of a filter on them, wherever rules, journeys and goals write one.

Texts compare with texts and numbers with numbers, `contains` does not mind upper and lower case, and what is missing
meets nothing but `is_not`.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

import msgspec
from sqlglot import exp

from auftakt.store import trees as c
from auftakt.store.trees import Value

Test: TypeAlias = Literal["is", "is_not", "in", "contains", "at_least", "at_most", "exists"]


class PropertyTest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A property of an event against a value: text with text, numbers with numbers."""

    property: str
    op: Test = "is"
    value: Value = None


PROPERTY_COLUMNS = ("revenue", "order_id", "campaign_id", "send_id", "category")
"""Properties that are columns of `events`: reading those is many times cheaper than opening the JSON."""


def property_condition(tests: Iterable[PropertyTest], events: str = "events") -> exp.Expression:
    """All tests together on a row of the table called `events`: true or false, never null; true if there is none.

    Equal tests give the same tree, so that statements with it in a slot are rendered once: it is not to be changed.
    """
    return _condition(msgspec.json.encode(list(tests)), events)


@lru_cache(maxsize=1024)
def _condition(tests: bytes, events: str) -> exp.Expression:
    wanted = msgspec.json.decode(tests, type=list[PropertyTest])
    return c.every(
        [
            c.tested(property_text(test.property, events), property_number(test.property, events), test.op, test.value)
            for test in wanted
        ]
    )


def property_text(name: str, events: str = "events") -> exp.Expression:
    """A property of an event as text; null where it is missing, or JSON null."""
    if name == "revenue":
        return exp.cast(exp.column(name, table=events), "varchar")
    if name in PROPERTY_COLUMNS:
        return exp.column(name, table=events)
    return c.call("json_extract_string", exp.column("properties", table=events), c.text(property_path(name)))


def property_path(name: str) -> str:
    """Where the property stands in the JSON of all."""
    return '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def property_number(name: str, events: str = "events") -> exp.Expression:
    """The same as a finite number, else null."""
    figure = exp.TryCast(this=property_text(name, events), to=exp.DataType.build("double"))
    return exp.Case(ifs=[exp.If(this=c.call("isfinite", figure), true=figure.copy())])


def property_money(name: str, events: str = "events") -> exp.Expression:
    """The same with four exact decimals, so that a sum doesn't depend on the order of adding."""
    if name == "revenue":
        return exp.column("revenue", table=events)
    return exp.TryCast(this=property_text(name, events), to=exp.DataType.build("decimal(18, 4)"))
