"""What could not be taken as it came, with the reason and the text that came."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Quarantined:
    """One line of the quarantine; `raw` is what was sent, `explained` says what to do.

    `name` and `detail` say which event and which of its properties the tracking plan holds back.
    """

    log_offset: int
    received_at: datetime
    source_id: str
    reason: str
    raw: str
    state: str
    name: str | None
    detail: str | None

    @property
    def explained(self) -> Reason:
        return explain_reason(self.reason)


def quarantined(
    con: Connection, *, source_id: str | None = None, before: int | None = None, limit: int = 50
) -> list[Quarantined]:
    """The latest first; `before` is the offset of the last one of the page before."""
    facts = {"source_id": source_id, "before": before, "limit": limit}
    return sql.rows(con, "sources", "quarantined", _quarantined, facts)


def _quarantined(
    log_offset: int,
    received_at: datetime,
    source_id: str,
    reason: str,
    raw: str,
    state: str,
    name: str | None,
    detail: str | None,
) -> Quarantined:
    return Quarantined(log_offset, aware(received_at), source_id, reason, raw, state, name, detail)
