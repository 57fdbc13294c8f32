"""Small parts of SQL that slots are filled with.

Syntax trees only, never text: what a user wrote is a literal in the tree.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias, cast

from sqlglot import exp

Scalar: TypeAlias = str | int | float | bool
Value: TypeAlias = str | int | float | bool | list[str | int | float | bool] | None


def tree(node: exp.Expr) -> exp.Expression:
    """SQLGlot's builders promise less than what they make: each of their nodes is an expression."""
    return cast(exp.Expression, node)


def text(value: str) -> exp.Expression:
    return exp.Literal.string(value)


def number(value: int | float) -> exp.Expression:
    """A double; goes through text, so that it is the same double as in Python."""
    return exp.cast(exp.Literal.string(repr(float(value))), "double")


def exact(value: int | float) -> exp.Expression:
    """A decimal, to be compared with counts and sums of money."""
    return exp.Literal.number(format(Decimal(str(value)), "f"))


def moment(days: int = 0, at: str = "now", *, minutes: int = 0) -> exp.Expression:
    """`days` and `minutes` before the parameter `$now`: no literal, so that a statement reads the same each time."""
    past: exp.Expression = exp.cast(exp.Placeholder(this=at), "timestamp")
    for function, count in (("to_days", days), ("to_minutes", minutes)):
        if count:
            past = exp.Sub(this=past, expression=call(function, exp.Literal.number(count)))
    return past


def field(struct: str, name: str) -> exp.Expression:
    return exp.Dot(this=exp.column(struct), expression=exp.to_identifier(name))


def struct(parts: dict[str, exp.Expression]) -> exp.Expression:
    """One column that holds all parts by name. A struct can't be empty, so none of them gives one nobody asks for."""
    named = parts or {"nothing": exp.null()}
    return exp.Struct(
        expressions=[exp.PropertyEQ(this=exp.to_identifier(key), expression=part) for key, part in named.items()]
    )


def call(name: str, *arguments: exp.Expression) -> exp.Expression:
    """A function of the engine as it stands; SQLGlot doesn't touch its arguments."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def known(condition: exp.Expr) -> exp.Expression:
    """True or false, never null."""
    return tree(exp.func("coalesce", condition, exp.false()))


def every(conditions: Sequence[exp.Expr]) -> exp.Expression:
    return tree(exp.and_(*conditions) if conditions else exp.true())


def some(conditions: Sequence[exp.Expr]) -> exp.Expression:
    return tree(exp.or_(*conditions) if conditions else exp.false())


def tested(words: exp.Expression, figure: exp.Expression, op: str, value: Value) -> exp.Expression:
    """A text and the same thing as a number, against a value."""
    if op == "exists":
        return exp.Not(this=exp.Is(this=words, expression=exp.null()))
    if op == "is_not":
        return tree(exp.not_(known(_equal(words, figure, [value]))))
    if op in ("is", "in"):
        return known(_equal(words, figure, _listed(value)))
    if op == "contains":
        return known(call("contains", call("lower", words), call("lower", text(str(value)))))
    compare = exp.GTE if op == "at_least" else exp.LTE
    if isinstance(value, str):
        return known(compare(this=words, expression=text(value)))
    assert isinstance(value, int | float)
    return known(compare(this=figure, expression=number(value)))


def _listed(value: Value) -> Sequence[Value]:
    return list(value) if isinstance(value, list) else [value]


def _equal(words: exp.Expression, figure: exp.Expression, values: Sequence[Value]) -> exp.Expression:
    texts: list[exp.Expression] = []
    numbers: list[exp.Expression] = []
    for value in values:
        if isinstance(value, bool):
            texts.append(text("true" if value else "false"))
        elif isinstance(value, int | float):
            numbers.append(number(value))
        else:
            texts.append(text(str(value)))
    found: list[exp.Expression] = []
    if texts:
        found.append(known(exp.In(this=words, expressions=texts)))
    if numbers:
        found.append(known(exp.In(this=figure, expressions=numbers)))
    return some(found)
