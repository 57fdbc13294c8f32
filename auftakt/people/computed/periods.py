"""Days, weeks, months, quarters and years of the hub's time zone."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from auftakt.kit.clock import aware
from auftakt.people.computed.definition import Calendar, Unit

_MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}


def period(window: Calendar, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """First moment of the period and first moment after it, as aware UTC."""
    here = now.astimezone(zone).date()
    first = _step(_start(window.unit, here), window.unit, -window.back)
    return _moment(first, zone), _moment(_step(first, window.unit, 1), zone)


def _start(unit: Unit, day: date) -> date:
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _step(first: date, unit: Unit, count: int) -> date:
    if unit in ("day", "week"):
        return first + timedelta(days=count * (7 if unit == "week" else 1))
    month = first.year * 12 + first.month - 1 + count * _MONTHS[unit]
    return date(month // 12, month % 12 + 1, 1)


def _moment(day: date, zone: ZoneInfo) -> datetime:
    return aware(datetime.combine(day, time(), zone))
