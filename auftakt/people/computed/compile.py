"""Definitions as SQL: one look at the events of some people gives the values of all definitions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from sqlglot import exp

from auftakt.kit.clock import naive
from auftakt.people.borders import Border, cheap_tests
from auftakt.people.computed.definition import LONGEST_LIST, Calendar, EventValue, NamedDefinition, Rolling
from auftakt.people.computed.periods import period
from auftakt.people.properties import property_condition, property_money, property_number, property_text
from auftakt.store import trees as c


def computed_slots(named: Sequence[NamedDefinition]) -> Mapping[str, exp.Expression]:
    """What `computed_now` is filled with. Equal definitions give the same trees, so they are rendered once."""
    return _slots(tuple(msgspec.json.encode(each) for each in named))


def moments(named: Sequence[NamedDefinition], now: datetime, zone: ZoneInfo) -> dict[str, datetime]:
    """What the slots ask for besides `$now`: the ends of calendar windows, as naive UTC."""
    found: dict[str, datetime] = {}
    for each in named:
        if isinstance(each.definition, EventValue) and isinstance(each.definition.window, Calendar):
            window = each.definition.window
            first, after = period(window, now, zone)
            found |= {_edge(window, "first"): naive(first), _edge(window, "after"): naive(after)}
    return found


def borders_of(named: Sequence[NamedDefinition]) -> frozenset[Border]:
    """Ages at which time alone changes a value. Day 0 is for events that are dated in the future."""
    return frozenset(
        Border(each.definition.event, days, cheap_tests(each.definition.where))
        for each in named
        if isinstance(each.definition, EventValue)
        for days in {0, each.definition.window.days if isinstance(each.definition.window, Rolling) else 0}
    )


@lru_cache(maxsize=64)
def _slots(named: tuple[bytes, ...]) -> dict[str, exp.Expression]:
    values: list[exp.Expression] = []
    scopes: list[exp.Expression] = []
    for text in named:
        each = msgspec.json.decode(text, type=NamedDefinition)
        assert isinstance(each.definition, EventValue)
        scope = _scope(each.definition)
        scopes.append(scope)
        values.append(c.struct({"name": c.text(each.name), "text": _value(each.definition, scope)}))
    return {"computed_values": exp.Array(expressions=values), "computed_scope": c.some(scopes)}


def _scope(definition: EventValue) -> exp.Expression:
    conditions: list[exp.Expr] = [exp.column("name", table="events").eq(c.text(definition.event))]
    at, window = exp.column("happened_at", table="events"), definition.window
    if isinstance(window, Rolling):
        conditions.append(at > c.moment(window.days))
    elif isinstance(window, Calendar):
        conditions += [at >= c.moment(at=_edge(window, "first")), at.copy() < c.moment(at=_edge(window, "after"))]
    if definition.where:
        conditions.append(property_condition(definition.where))
    return c.every(conditions)


def _edge(window: Calendar, side: str) -> str:
    return f"{window.unit}_{window.back}_{side}"


def _value(definition: EventValue, scope: exp.Expression) -> exp.Expression:
    """The value as text, or null where there is none."""
    name, measure = definition.property, definition.measure
    if measure == "count":
        return _counted(_filtered(exp.Count(this=exp.Star()), scope))
    if name is None:
        at = exp.column("happened_at", table="events")
        aggregate = exp.Min(this=at) if measure in ("first", "min") else exp.Max(this=at)
        return c.call("strftime", _filtered(aggregate, scope), c.text("%Y-%m-%dT%H:%M:%S.%fZ"))
    if measure == "sum":
        return _decimal(_filtered(exp.Sum(this=property_money(name)), scope))
    if measure == "average":
        added = exp.cast(_filtered(exp.Sum(this=property_money(name)), scope), "double")
        counted = _filtered(exp.Count(this=property_money(name)), scope)
        return _decimal(
            exp.cast(exp.Div(this=added, expression=c.call("nullif", counted, exp.Literal.number(0))), "decimal(38, 4)")
        )
    if measure in ("min", "max"):
        figure = property_number(name)
        aggregate = exp.Min(this=figure) if measure == "min" else exp.Max(this=figure)
        figures = exp.cast(_filtered(aggregate, scope), "varchar")
        return c.call("regexp_replace", figures, c.text(r"\.0$"), c.text(""))
    return _of_texts(measure, _shown(name), scope)


def _of_texts(measure: str, shown: exp.Expression, scope: exp.Expression) -> exp.Expression:
    told = c.every([scope.copy(), exp.Not(this=exp.Is(this=shown.copy(), expression=exp.null()))])
    if measure in ("first", "last"):
        order = c.struct(
            {"at": exp.column("happened_at", table="events"), "log_offset": exp.column("log_offset", table="events")}
        )
        return _filtered(c.call("arg_min" if measure == "first" else "arg_max", shown, order), told)
    if measure == "most_frequent":
        counts = _filtered(c.call("histogram", shown), told)
        pairs = c.call("list_zip", c.call("map_values", counts), c.call("map_keys", counts.copy()))
        return c.call(
            "struct_extract",
            c.call("list_extract", c.call("list_reverse_sort", pairs), exp.Literal.number(1)),
            exp.Literal.number(2),
        )
    distinct = exp.Distinct(expressions=[shown])
    if measure == "unique_count":
        return _counted(_filtered(exp.Count(this=distinct), told))
    every = _filtered(c.call("list", distinct), told)
    first = c.call("list_slice", c.call("list_sort", every), exp.Literal.number(1), exp.Literal.number(LONGEST_LIST))
    known = exp.Not(this=exp.Is(this=every.copy(), expression=exp.null()))
    return exp.Case(ifs=[exp.If(this=known, true=exp.cast(c.call("to_json", first), "varchar"))])


def _shown(name: str) -> exp.Expression:
    """A property as text; money without the zeros that its column adds."""
    return _decimal(property_money(name)) if name == "revenue" else property_text(name)


def _decimal(figure: exp.Expression) -> exp.Expression:
    """A decimal as text, without zeros at its end."""
    whole = c.call("rtrim", exp.cast(figure, "varchar"), c.text("0"))
    return c.call("rtrim", whole, c.text("."))


def _counted(count: exp.Expression) -> exp.Expression:
    return exp.cast(c.call("nullif", count, exp.Literal.number(0)), "varchar")


def _filtered(aggregate: exp.Expression, condition: exp.Expression) -> exp.Expression:
    return exp.Filter(this=aggregate, expression=exp.Where(this=condition.copy()))
