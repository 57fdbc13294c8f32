"""What could not be taken as it came, with the reason and the text that came; searched, counted by reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.store import sql
from auftakt.store.plane import Connection

HELD = "plan_"
"""How the reasons begin for which the tracking plan holds an event back."""

DAMAGED = "unreadable_line"
"""The reason of lines of the log that can't be read: nobody sent those."""


@dataclass(frozen=True)
class Quarantined:
    """One line of the quarantine; `raw` is what was sent, `explained` says what to do.

    `name` is the event's, where the text names one; `detail` is the property that the tracking plan holds it back for.
    `kind`, `dialect`, `sent_at` and `context` (JSON text) are of the request that brought it. `state` is open, mended
    (as the message `mended_as`) or dismissed (for the reason in `note`), since `changed_at` by `changed_by`.
    """

    log_offset: int
    received_at: datetime
    source_id: str
    reason: str
    raw: str
    state: str
    name: str | None
    detail: str | None
    kind: str = ""
    dialect: str = ""
    sent_at: datetime | None = None
    context: str | None = None
    changed_at: datetime | None = None
    changed_by: str | None = None
    note: str | None = None
    mended_as: str | None = None

    @property
    def explained(self) -> Reason:
        return explain_reason(self.reason)

    @property
    def held_by_plan(self) -> bool:
        """Whether the event had been through the door, and the tracking plan held it back."""
        return self.reason.startswith(HELD)

    @property
    def mendable(self) -> bool:
        """Whether a corrected event can take its place: it is not mended yet, and no damaged line of the log."""
        return self.state != "mended" and self.reason != DAMAGED


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
    received_at: datetime,
    kind: str | None,
    dialect: str | None,
    sent_at: datetime | None,
    changed_at: datetime | None,
    **facts: Any,
) -> Quarantined:
    return Quarantined(
        received_at=aware(received_at),
        kind=kind or "",
        dialect=dialect or "",
        sent_at=aware(sent_at) if sent_at else None,
        changed_at=aware(changed_at) if changed_at else None,
        **facts,
    )


def _reason(reason: str, lines: int, last_at: datetime) -> QuarantineReason:
    return QuarantineReason(reason, lines, aware(last_at))
