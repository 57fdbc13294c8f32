"""Counts that must always add up: received = stored + quarantined + duplicate + suppressed."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Counters:
    """Lines that have had their effect, by what became of them."""

    received: int = 0
    stored: int = 0
    quarantined: int = 0
    duplicate: int = 0
    suppressed: int = 0

    @property
    def balanced(self) -> bool:
        return self.received == self.stored + self.quarantined + self.duplicate + self.suppressed


@dataclass(frozen=True)
class SourceCounters:
    """The counters of one source, and when its last batch was stored (aware UTC)."""

    counters: Counters
    last_at: datetime


def counters(con: Connection, source_id: str | None = None) -> Counters:
    """Of the whole hub, or of one source."""
    return sql.one(con, "sources", "counters", Counters, {"source_id": source_id}) or Counters()


def counters_by_source(con: Connection) -> dict[str, SourceCounters]:
    """Of every source that has ever sent something."""
    return dict(sql.rows(con, "sources", "counters_by_source", _source_counters))


def _source_counters(source_id: str, last_at: datetime, **counts: int) -> tuple[str, SourceCounters]:
    return source_id, SourceCounters(Counters(**counts), aware(last_at))
