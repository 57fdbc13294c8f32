"""Sequences as SQL: one pass over a person's events in their order, for all sequences together.

A step is reached by an event that has, before it, one that reached the step before: the latest such one, because it is
the nearest and has the least in between. So a window function per step is enough, whatever the number of events.
"""

from collections.abc import Mapping

from sqlglot import exp

from auftakt.audiences.rule import Did, SequenceRule, Then
from auftakt.people import property_condition
from auftakt.store import trees as c

Sequences = Mapping[str, SequenceRule]
"""Sequences by the name of their column."""


def flags(found: Sequences) -> exp.Expression:
    """Of the events of one person at one instant: which parts of which sequence happened."""
    parts: dict[str, exp.Expression] = {}
    for column, rule in found.items():
        for name, what in _parts(column, rule).items():
            parts[name] = c.call("bool_or", _is(what, rule.days))
    return c.struct(parts)


def chains(found: Sequences) -> exp.Expression:
    """From `sequence_events` to rows that hold, for each sequence, when its steps were reached."""
    source: exp.Query = exp.select("person_id", "happened_at", "flags").from_("sequence_events")
    firsts = [exp.alias_(_when(f"{column}_0"), f"{column}_r0") for column in found]
    if not firsts:
        return c.tree(source.where(exp.false()))
    source = source.select(*firsts)
    for step in range(1, max(len(rule.steps) for rule in found.values())):
        more = [each for column, rule in found.items() if step < len(rule.steps) for each in _level(column, rule, step)]
        source = exp.select("*", *more).from_(source.subquery("before"))
    return c.tree(source)


def latest(found: Sequences) -> exp.Expression:
    """When each sequence was last gone through to its end; with `missing`, when the step before that was."""
    return c.struct({column: exp.Max(this=_ended(column, rule)) for column, rule in found.items()})


def _parts(column: str, rule: SequenceRule) -> dict[str, Did]:
    parts: dict[str, Did] = {f"{column}_{place}": step for place, step in enumerate(rule.steps)}
    return parts | ({f"{column}_c": rule.without} if rule.without else {})


def _is(what: Did, days: int | None) -> exp.Expression:
    conditions: list[exp.Expr] = [exp.column("name").eq(c.text(what.name))]
    if days is not None:
        conditions.append(exp.column("happened_at") > c.moment(days))
    if what.where:
        conditions.append(property_condition(what.where))
    return c.every(conditions)


def _level(column: str, rule: SequenceRule, step: int) -> list[exp.Expression]:
    """What one more step adds to each row: when it was reached; of one that is missing, when it came next."""
    if step == len(rule.happened):
        awaited = _over(exp.Min(this=_when(f"{column}_{step}")), "FOLLOWING")
        return [c.tree(exp.alias_(awaited, f"{column}_next"))]
    before = _over(exp.Max(this=exp.column(f"{column}_r{step - 1}")), "PRECEDING")
    conditions = [c.field("flags", f"{column}_{step}"), exp.Not(this=exp.Is(this=before, expression=exp.null()))]
    if rule.steps[step].minutes is not None:
        conditions.append(exp.LTE(this=exp.column("happened_at"), expression=_until(before.copy(), rule.steps[step])))
    if rule.without:
        between = _over(exp.Max(this=_when(f"{column}_c")), "PRECEDING")
        nothing = c.call("coalesce", exp.LTE(this=between, expression=before.copy()), exp.true())
        conditions.append(nothing)
    reached = exp.Case(ifs=[exp.If(this=c.every(conditions), true=exp.column("happened_at"))])
    return [c.tree(exp.alias_(reached, f"{column}_r{step}"))]


def _ended(column: str, rule: SequenceRule) -> exp.Expression:
    end = exp.column(f"{column}_r{len(rule.happened) - 1}")
    if not rule.missing:
        return end
    last, following = rule.steps[-1], exp.column(f"{column}_next")
    passed = exp.LTE(this=end, expression=c.moment(minutes=last.minutes or 0))
    stayed_away = c.call("coalesce", exp.GT(this=following, expression=_until(end.copy(), last)), exp.true())
    return exp.Case(ifs=[exp.If(this=c.every([passed, stayed_away]), true=end.copy())])


def _until(before: exp.Expression, step: Then) -> exp.Expression:
    return exp.Add(this=before, expression=c.call("to_minutes", exp.Literal.number(step.minutes or 0)))


def _when(flag: str) -> exp.Expression:
    return exp.Case(ifs=[exp.If(this=c.field("flags", flag), true=exp.column("happened_at"))])


def _over(aggregate: exp.Expression, side: str) -> exp.Expression:
    """Over all rows of the person before this one, or after it."""
    near = {"start": "1", "start_side": side} if side == "FOLLOWING" else {"end": "1", "end_side": side}
    far = {"end": "UNBOUNDED", "end_side": side} if side == "FOLLOWING" else {"start": "UNBOUNDED", "start_side": side}
    return exp.Window(
        this=aggregate,
        partition_by=[exp.column("person_id")],
        order=exp.Order(expressions=[exp.Ordered(this=exp.column("happened_at"), nulls_first=True)]),
        spec=exp.WindowSpec(kind="ROWS", **near, **far),
    )
