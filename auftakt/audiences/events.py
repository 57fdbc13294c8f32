"""Event leaves as SQL: what is computed once per person, and how a rule asks for it, at the parameter `$now`."""

from sqlglot import exp

from auftakt.audiences.calendar import in_window
from auftakt.audiences.rule import EventRule
from auftakt.people import property_condition, property_money
from auftakt.store import trees as c


def counted(rule: EventRule) -> exp.Expression:
    """Which events a leaf counts."""
    conditions: list[exp.Expr] = [exp.column("name").eq(c.text(rule.name))]
    if rule.days is not None:
        conditions.append(exp.column("happened_at") > c.moment(rule.days))
    conditions += in_window(rule, exp.column("happened_at"))
    if rule.where:
        conditions.append(property_condition(rule.where))
    return c.every(conditions)


def measured(rule: EventRule) -> exp.Expression:
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
    return exp.Filter(this=what, expression=exp.Where(this=counted(rule)))


def reached(rule: EventRule, value: exp.Expression) -> exp.Expression:
    """Whether the aggregate meets the leaf's figure."""
    if rule.measure != "recency":
        compare = {"at_least": exp.GTE, "at_most": exp.LTE, "is": exp.EQ}[rule.op]
        return c.tree(compare(this=exp.func("coalesce", value, exp.Literal.number(0)), expression=c.exact(rule.value)))
    younger = exp.GT(this=value, expression=c.moment(int(rule.value)))
    if rule.op == "at_most":
        return c.known(younger)
    older = exp.LTE(this=value.copy(), expression=c.moment(int(rule.value)))
    if rule.op == "at_least":
        return c.known(older)
    return c.known(exp.and_(older, exp.GT(this=value.copy(), expression=c.moment(int(rule.value) + 1))))
