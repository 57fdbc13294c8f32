"""What could not be taken as it came, with the reason and the text that came; searched, counted by reason."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Quarantined:
    """One line of the quarantine; `raw` is what was sent, `explained` says what to do.

    `name` is the event's, where the text names one; `detail` is the property that the tracking plan holds it back for.
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


@dataclass(frozen=True)
class QuarantineSearch:
    """What is looked for; all that is given must hold. `since` counts in, `until` does not; `text` in any case."""

    text: str | None = None
    reason: str | None = None
    source_id: str | None = None
    event: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    state: str | None = None

    def facts(self) -> dict[str, object]:
        """The search as the statements need it; an empty text asks for nothing."""
        return {
            "text": self.text.lower() if self.text else None,
            "reason": self.reason or None,
            "source_id": self.source_id or None,
            "event": self.event or None,
            "since": naive(self.since) if self.since else None,
            "until": naive(self.until) if self.until else None,
            "state": self.state or None,
        }


@dataclass(frozen=True)
class QuarantineReason:
    """How many lines wait for one reason, and when the last of them came."""

    reason: str
    lines: int
    last_at: datetime

    @property
    def explained(self) -> Reason:
        return explain_reason(self.reason)


_EVERYTHING = QuarantineSearch()


def quarantined(
    con: Connection, search: QuarantineSearch = _EVERYTHING, *, before: int | None = None, limit: int = 50
) -> list[Quarantined]:
    """The latest first; `before` is the offset of the last one of the page before."""
    return sql.rows(con, "sources", "quarantined", _quarantined, search.facts() | {"before": before, "limit": limit})


def quarantine_reasons(con: Connection, search: QuarantineSearch = _EVERYTHING) -> list[QuarantineReason]:
    """What the search finds by reason, the most frequent first."""
    return sql.rows(con, "sources", "quarantine_reasons", _reason, search.facts())


def find_quarantined(con: Connection, log_offset: int) -> Quarantined:
    """One line of the quarantine. Raises NotFound."""
    found = sql.rows(con, "sources", "quarantined_line", _quarantined, {"log_offset": log_offset})
    if not found:
        raise NotFound(
            Text(f"Nothing with the number {log_offset} is in quarantine.", f"隔離に番号 {log_offset} はありません。"),
            next_action=Text("Run `auftakt quarantine list`.", "`auftakt quarantine list` で番号を確かめてください。"),
        )
    return found[0]


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


def _reason(reason: str, lines: int, last_at: datetime) -> QuarantineReason:
    return QuarantineReason(reason, lines, aware(last_at))
