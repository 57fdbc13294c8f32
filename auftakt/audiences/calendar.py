"""Days, weeks, months, quarters and years that rules ask for: where they begin and end, at a moment and in a zone."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from auftakt.audiences.rule import DateRule, EventRule, Period, zone_of
from auftakt.kit.clock import naive
from auftakt.people import Calendar, period
from auftakt.store import trees as c

PERSON_ZONE = "timezone"
"""The trait that names a person's time zone."""
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
Edge = datetime | str | list[str]


def named_zone(name: str | None) -> ZoneInfo | None:
    """The zone of that name, if there is one."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def edges_of(leaf: EventRule | DateRule, now: datetime, zone: ZoneInfo) -> dict[str, Edge]:
    """What a leaf is compared with, by the names that its SQL asks for; moments as naive UTC, days as text."""
    if isinstance(leaf, EventRule):
        assert leaf.period is not None
        first, after = within(leaf.period, now, zone)
        return {_name(leaf.period, "first"): naive(first), _name(leaf.period, "after"): naive(after)}
    if leaf.yearly:
        return {_days_name(leaf, "yearly"): sorted(birthdays(leaf, now, zone))}
    first_day, last_day = days(leaf, now, zone)
    return {_days_name(leaf, "first"): first_day, _days_name(leaf, "last"): last_day}


def within(window: Period, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First moment of the window and first moment after it, as aware UTC."""
    return period(Calendar(window.unit, window.back), now, zone)


def days(leaf: DateRule, now: datetime, zone: ZoneInfo) -> tuple[str, str]:
    """The first and the last day that match, as 2026-04-01."""
    today = now.astimezone(zone).date()
    return _day(today, leaf.first).isoformat(), _day(today, leaf.last).isoformat()


def birthdays(leaf: DateRule, now: datetime, zone: ZoneInfo) -> set[str]:
    """Months and days that match in any year, as 04-01."""
    today = now.astimezone(zone).date()
    found = {_day(today, ahead) for ahead in range(leaf.first, leaf.last + 1)}
    short = {day.year for day in found if day.month == 2 and day.day == 28 and not _leaps(day.year)}
    return {day.isoformat()[5:] for day in found} | ({"02-29"} if short else set())


def date_met(leaf: DateRule, words: str | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a trait's text is one of the leaf's days."""
    day = (words or "")[:10]
    if re.fullmatch(_DATE, day) is None:
        return False
    if leaf.yearly:
        return day[5:] in birthdays(leaf, now, zone)
    first, last = days(leaf, now, zone)
    return first <= day <= last


def in_window(leaf: EventRule, at: exp.Expression) -> list[exp.Expr]:
    """Whether an event lies in the leaf's period; none without a period."""
    if leaf.period is None:
        return []
    first, after = (_edge(leaf, _name(leaf.period, side), "timestamp") for side in ("first", "after"))
    return [exp.GTE(this=at, expression=first), exp.LT(this=at.copy(), expression=after)]


def date_condition(leaf: DateRule, words: exp.Expression) -> exp.Expression:
    """The same as `date_met` in SQL; never null."""
    day = c.call("substr", words, exp.Literal.number(1), exp.Literal.number(10))
    conditions: list[exp.Expr] = [c.call("regexp_full_match", day, c.text(_DATE))]
    if leaf.yearly:
        month_day = c.call("substr", words.copy(), exp.Literal.number(6), exp.Literal.number(5))
        conditions.append(c.call("list_contains", _edge(leaf, _days_name(leaf, "yearly"), "varchar[]"), month_day))
    else:
        first, last = (_edge(leaf, _days_name(leaf, side), "varchar") for side in ("first", "last"))
        conditions += [exp.GTE(this=day.copy(), expression=first), exp.LTE(this=day.copy(), expression=last)]
    return c.known(c.every(conditions))


def person_edges(leaves: list[EventRule | DateRule]) -> exp.Expression:
    """Who has a zone of their own, with the edges in it: from `audience_zones`; nobody where no leaf asks for it."""
    parts: dict[str, exp.Expression] = {}
    for leaf in leaves:
        if zone_of(leaf) == "person":
            for name, kind in _kinds(leaf).items():
                stored = c.call("json_extract_string", exp.column("edges", table="audience_zones"), c.text(f"$.{name}"))
                parts[name] = exp.cast(stored, kind)
    query = exp.select("traits.person_id", exp.alias_(c.struct(parts), "edges")).from_("traits")
    if not parts:
        return c.tree(query.where(exp.false()))
    same = exp.column("zone", table="audience_zones").eq(exp.column("text", table="traits"))
    return c.tree(query.join("audience_zones", on=same).where(exp.column("name").eq(c.text(PERSON_ZONE))))


def _kinds(leaf: EventRule | DateRule) -> dict[str, str]:
    if isinstance(leaf, EventRule):
        assert leaf.period is not None
        return {_name(leaf.period, side): "timestamp" for side in ("first", "after")}
    if leaf.yearly:
        return {_days_name(leaf, "yearly"): "varchar[]"}
    return {_days_name(leaf, side): "varchar" for side in ("first", "last")}


def _edge(leaf: EventRule | DateRule, name: str, kind: str) -> exp.Expression:
    hub = exp.cast(exp.Placeholder(this=name), kind)
    return hub if zone_of(leaf) == "hub" else c.call("coalesce", c.field("edges", name), hub)


def _name(window: Period, side: str) -> str:
    return f"{window.unit}_{window.back}_{side}"


def _days_name(leaf: DateRule, side: str) -> str:
    return f"days_{leaf.first}_{leaf.last}_{side}".replace("-", "m")


def _day(today: date, ahead: int) -> date:
    return today + timedelta(days=ahead)


def _leaps(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
