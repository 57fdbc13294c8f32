"""Filters on the properties of events, as a condition of the statement that reads them.

They mean what they mean in audience rules: texts compare as texts and numbers as numbers, `contains` does not mind
upper and lower case, and what is missing meets nothing but `is_not`.
"""

from collections.abc import Iterable
from typing import cast

from sqlglot import exp

from auftakt.audiences import PropertyTest

OWN_COLUMNS = frozenset({"revenue", "order_id", "campaign_id", "send_id"})


def condition_sql(tests: Iterable[PropertyTest], events: str) -> exp.Expression:
    """All tests together on the rows of the table named `events`; true if there is none."""
    return cast(exp.Expression, exp.paren(exp.and_(exp.true(), *(_test(test, events) for test in tests))))


def _test(test: PropertyTest, events: str) -> exp.Expr:
    text = _property(test.property, events)
    if test.op == "is_not":
        return exp.not_(exp.func("coalesce", _equals(text, test.value), exp.false()))
    return exp.func("coalesce", _asked(text, test), exp.false())


def _asked(text: exp.Expr, test: PropertyTest) -> exp.Expr:
    match test.op:
        case "exists":
            return exp.Not(this=exp.Is(this=text, expression=exp.Null()))
        case "in":
            values = test.value if isinstance(test.value, list) else [test.value]
            return exp.paren(exp.or_(exp.false(), *(_equals(text, value) for value in values)))
        case "contains":
            wanted = exp.func("lower", exp.Literal.string(str(test.value)))
            return exp.Anonymous(this="contains", expressions=[exp.func("lower", text), wanted])
        case "at_least" | "at_most":
            compare = exp.GTE if test.op == "at_least" else exp.LTE
            if isinstance(test.value, str):
                return compare(this=text, expression=exp.Literal.string(test.value))
            return compare(this=_number(text), expression=_double(test.value))
        case _:
            return _equals(text, test.value)


def _property(name: str, events: str) -> exp.Expr:
    if name in OWN_COLUMNS:
        return exp.cast(exp.column(name, table=events), "varchar")
    path = '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    properties = exp.column("properties", table=events)
    return exp.Anonymous(this="json_extract_string", expressions=[properties, exp.Literal.string(path)])


def _equals(text: exp.Expr, value: object) -> exp.Expr:
    if isinstance(value, bool):
        return exp.EQ(this=text.copy(), expression=exp.Literal.string("true" if value else "false"))
    if isinstance(value, int | float):
        return exp.EQ(this=_number(text), expression=_double(value))
    return exp.EQ(this=text.copy(), expression=exp.Literal.string(str(value)))


def _number(text: exp.Expr) -> exp.Expr:
    return exp.TryCast(this=text.copy(), to=exp.DataType.build("double"))


def _double(value: object) -> exp.Expr:
    """Goes through text, so that it is the same double as in Python."""
    return exp.cast(exp.Literal.string(repr(float(str(value)))), "double")
