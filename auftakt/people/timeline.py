"""What one person did, page by page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from auftakt.kit.clock import aware
from auftakt.people.listing import join_cursor, split_cursor
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class TimelineEntry:
    """One event. `played` marks what the demo's model made up."""

    log_offset: int
    at: datetime
    type: str
    name: str
    source: str
    properties: dict[str, Any]
    revenue: Decimal | None
    order_id: str | None
    played: bool


@dataclass(frozen=True)
class TimelinePage:
    items: list[TimelineEntry]
    next: str | None


def timeline(
    con: Connection, person_id: int, *, name: str | None = None, after: str | None = None, limit: int = 50
) -> TimelinePage:
    """Events of a person, the latest first; only those called `name`, if given."""
    before, before_offset = split_cursor(after)
    needs = {
        "person_id": person_id,
        "name": name,
        "before": before,
        "before_offset": before_offset,
        "most": limit + 1,
    }
    found = sql.rows(con, "people", "timeline", _entry, needs)
    items = found[:limit]
    return TimelinePage(items, join_cursor(items[-1].at, items[-1].log_offset) if len(found) > limit else None)


def _entry(
    log_offset: int,
    at: datetime,
    type: str,
    name: str,
    source: str,
    properties: str | None,
    revenue: Decimal | None,
    order_id: str | None,
    played: bool,
) -> TimelineEntry:
    document = msgspec.json.decode(properties) if properties else {}
    return TimelineEntry(
        log_offset,
        aware(at),
        type,
        name,
        source,
        document if isinstance(document, dict) else {"value": document},
        revenue,
        order_id,
        played,
    )
