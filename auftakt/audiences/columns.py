"""Leaves of rules as SQL: what is computed once per person, and how a rule asks for it.

Syntax trees only, never text: what a user wrote is a literal in the tree.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from sqlglot import exp

from auftakt.audiences.rule import EventRule, PropertyTest, Value
from auftakt.kit.clock import naive

OWN_COLUMNS = ("revenue", "order_id", "campaign_id", "send_id")  # properties that are columns of `events`


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


def moment(now: datetime, days: float = 0) -> exp.Expression:
    """`days` before `now`."""
    return exp.cast(exp.Literal.string(str(naive(now) - timedelta(days=days))), "timestamp")


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


def property_text(name: str) -> exp.Expression:
    """A property of an event as text; null where it is missing, or JSON null."""
    if name in OWN_COLUMNS:
        return exp.cast(exp.column(name), "varchar")
    path = '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return call("json_extract_string", exp.column("properties"), text(path))


def property_number(name: str) -> exp.Expression:
    """The same as a finite number, else null."""
    figure = exp.TryCast(this=property_text(name), to=exp.DataType.build("double"))
    return exp.Case(ifs=[exp.If(this=call("isfinite", figure), true=figure.copy())])


def property_money(name: str) -> exp.Expression:
    """The same with four exact decimals, so that a sum doesn't depend on the order of adding."""
    if name == "revenue":
        return exp.column("revenue")
    return exp.TryCast(this=property_text(name), to=exp.DataType.build("decimal(18, 4)"))


def counted(rule: EventRule, now: datetime) -> exp.Expression:
    """Which events a leaf counts."""
    conditions: list[exp.Expr] = [exp.column("name").eq(text(rule.name))]
    if rule.days is not None:
        conditions.append(exp.column("happened_at") > moment(now, rule.days))
    conditions.extend(_property_tested(test) for test in rule.where)
    return every(conditions)


def measured(rule: EventRule, now: datetime) -> exp.Expression:
    """What a leaf needs of one person's events, as an aggregate."""
    what: exp.Expression
    if rule.measure == "count":
        what = exp.Count(this=exp.Star())
    elif rule.measure == "sum":
        what = exp.Sum(this=property_money(rule.property or "revenue"))
    elif rule.measure == "orders":
        order = exp.func("coalesce", exp.column("order_id"), exp.column("message_id"))
        what = exp.Count(this=exp.Distinct(expressions=[order]))
    else:
        what = exp.Max(this=exp.column("happened_at"))
    return exp.Filter(this=what, expression=exp.Where(this=counted(rule, now)))


def reached(rule: EventRule, value: exp.Expression, now: datetime) -> exp.Expression:
    """Whether the aggregate meets the leaf's figure."""
    if rule.measure != "recency":
        compare = {"at_least": exp.GTE, "at_most": exp.LTE, "is": exp.EQ}[rule.op]
        return tree(compare(this=exp.func("coalesce", value, exp.Literal.number(0)), expression=exact(rule.value)))
    younger = exp.GT(this=value, expression=moment(now, rule.value))
    if rule.op == "at_most":
        return known(younger)
    older = exp.LTE(this=value.copy(), expression=moment(now, rule.value))
    if rule.op == "at_least":
        return known(older)
    return known(exp.and_(older, exp.GT(this=value.copy(), expression=moment(now, rule.value + 1))))


def _property_tested(test: PropertyTest) -> exp.Expression:
    return tested(property_text(test.property), property_number(test.property), test.op, test.value)
