"""The second half of a replay: what was staged takes the place of what the hub kept, inside one transaction."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "sources"
MOST_NAMES = 50


@dataclass(frozen=True)
class EventMoves:
    """Of the events of one name: how many change, go into the quarantine, come out of it."""

    name: str
    changed: int
    held: int
    released: int


@dataclass(frozen=True)
class EventTotals:
    """Of all events that were looked at."""

    lines: int
    changed: int
    held: int
    released: int


@dataclass(frozen=True)
class _Lost:
    lines: int


def is_outdated(con: Connection) -> bool:
    """Whether lines that were staged were erased, retired, mended or dismissed meanwhile."""
    lost = sql.one(con, _FOLDER, "again_lost", _Lost)
    return lost is not None and lost.lines > 0


def put_replayed(con: Connection, now: datetime) -> EventTotals:
    """From `again_events`, `again_quarantine` and `again_lines` to `events`, `quarantine` and the counters.

    Leaves the temp tables `again_gone` and `again_come`: what differs, before and after.
    """
    for name in ("again_gone", "again_come", "again_drop_events", "again_put_events"):
        sql.run(con, _FOLDER, name)
    for name in ("again_drop_held", "again_put_held"):
        sql.run(con, _FOLDER, name)
    sql.run(con, _FOLDER, "again_counts", {"now": naive(now)})
    return sql.one(con, _FOLDER, "again_totals", EventTotals) or EventTotals(0, 0, 0, 0)


def moves_by_name(con: Connection) -> list[EventMoves]:
    """The names with the most changes; needs what `put_replayed` left."""
    return sql.rows(con, _FOLDER, "again_names", EventMoves, {"most": MOST_NAMES})
