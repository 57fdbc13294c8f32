"""What one person did, page by page."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from auftakt.kit.clock import aware, naive
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


@dataclass(frozen=True)
class TimelineFilter:
    """Only events like this: called `name`, of a `type` such as track or page, from a `source` (its id), on or after
    `since`, before `until`, with `text` in their name or properties (upper and lower case alike)."""

    name: str | None = None
    type: str | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    text: str | None = None


EVERYTHING = TimelineFilter()


def timeline(
    con: Connection,
    person_id: int,
    *,
    only: TimelineFilter = EVERYTHING,
    after: str | None = None,
    limit: int = 50,
) -> TimelinePage:
    """Events of a person that pass the filter, the latest first."""
    before, before_offset = split_cursor(after)
    needs = {
        "person_id": person_id,
        "name": only.name or None,
        "type": only.type or None,
        "source_id": only.source or None,
        "since": None if only.since is None else naive(only.since),
        "until": None if only.until is None else naive(only.until),
        "text": (only.text or "").strip().lower() or None,
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
