"""How large an audience was on each day, from who came in and who left."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class SizeOn:
    """How many were in an audience at the end of a day of the hub, and how many came and left on it."""

    day: date
    size: int
    entered: int
    left: int


@dataclass(frozen=True)
class _Moves:
    day: date
    entered: int
    gone: int


def size_history(con: Connection, audience_id: str, now: datetime, zone: ZoneInfo, days: int = 90) -> list[SizeOn]:
    """The last `days` days up to today, from the day before the first move on; none where it never moved."""
    here = now.astimezone(zone)
    shift = here.utcoffset() or timedelta()
    needs = {"audience_id": audience_id, "shift": int(shift.total_seconds() // 60)}
    moves = {each.day: each for each in sql.rows(con, "audiences", "daily_moves", _Moves, needs)}
    if not moves:
        return []
    today, size, found = here.date(), 0, []
    day = min(moves) - timedelta(days=1)
    while day <= today:
        moved = moves.get(day, _Moves(day, 0, 0))
        size += moved.entered - moved.gone
        found.append(SizeOn(day, size, moved.entered, moved.gone))
        day += timedelta(days=1)
    return found[-days:]
