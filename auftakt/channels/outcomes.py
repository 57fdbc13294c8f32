"""What became of a send, as events in the log, so that it stands on the person's timeline.

Message ids are computed from the send, so an event that is written twice after a crash is one event.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from auftakt.channels.models import CONFIRMATION, Delivery
from auftakt.kit.clock import iso
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.text import fold
from auftakt.store.control import Control
from auftakt.store.log import Log

SOURCE = "auftakt"

_NAMES = {
    "accepted": ("Email Sent", "sent"),
    "deferred": ("Email Deferred", "deferred"),
    "rejected": ("Email Rejected", "rejected"),
    "unknown": ("Email Unknown", "unknown"),
}
_PAGE = 2_000


@dataclass(frozen=True)
class Outcome:
    """A delivery as far as events tell of it."""

    send_id: str
    campaign_id: str
    channel: str
    variant_id: str
    language: str
    address: str
    state: str
    attempts: int
    answer_code: str | None
    answer: str | None
    answered_at: datetime | None


_OUTCOMES = select(
    Delivery.send_id, Delivery.campaign_id, Delivery.channel, Delivery.variant_id, Delivery.language, Delivery.address,
    Delivery.state, Delivery.attempts, Delivery.answer_code, Delivery.answer, Delivery.answered_at,
)  # fmt: skip


def outcome_of(session: Session, send_id: str) -> Outcome | None:
    """None for a send that the ledger does not know."""
    row = session.execute(_OUTCOMES.where(Delivery.send_id == send_id)).first()
    return Outcome(**row._mapping) if row is not None else None


def log_line(
    name: str, message_id: str, address: str, properties: Mapping[str, Any], now: datetime, received: datetime
) -> bytes:
    """One line of the log: an event of the hub's own, on the person who has this address."""
    return msgspec.json.encode(
        {
            "r": iso(received),
            "s": SOURCE,
            "k": "e",
            "i": message_id,
            "t": "track",
            "n": name,
            "at": iso(now),
            "ids": [["email", fold(address)]],
            "p": {key: value for key, value in properties.items() if value is not None},
        }
    )


def log_outcomes(control: Control, log: Log, now: datetime) -> int:
    """Writes every outcome that is not in the log yet; gives how many. Raises LogUnavailable; then they stay pending.

    The log comes first and the mark second: a kill in between writes the event again, with the same message id.
    """
    total = 0
    while True:
        with control.reading() as session:
            rows = _pending(session)
        if not rows:
            return total
        log.append_now([_outcome_line(row, now) for row in rows])
        with control.session() as session:
            _mark_logged(session, rows)
        total += len(rows)


def _pending(session: Session) -> list[Outcome]:
    query = _OUTCOMES.where(Delivery.logged.is_(False), Delivery.state.in_(_NAMES)).limit(_PAGE)
    return [Outcome(**row._mapping) for row in session.execute(query)]


def _mark_logged(session: Session, rows: Iterable[Outcome]) -> None:
    """Only where the state is still the one that was written."""
    by_state: dict[str, list[str]] = {}
    for row in rows:
        by_state.setdefault(row.state, []).append(row.send_id)
    for state, send_ids in by_state.items():
        session.execute(
            update(Delivery)
            .where(Delivery.send_id.in_(send_ids), Delivery.state == state)
            .values(logged=True)
            .execution_options(synchronize_session=False)
        )


def _outcome_line(row: Outcome, now: datetime) -> bytes:
    name, word = _NAMES[row.state]
    if row.answer_code == "no_mailbox":
        name, word = "Email Bounced", "bounced"
    if row.channel == CONFIRMATION:
        # Not a campaign's mail: what counts sends must not count it.
        name = name.replace("Email", "Confirmation")
    if row.state == "deferred":
        word = f"deferred:{row.attempts}"
    properties = {**_facts(row), "answer": row.answer or None, "reason": row.answer_code, "attempts": row.attempts}
    return log_line(name, f"{row.send_id}:{word}", row.address, properties, row.answered_at or now, now)


def click_line(row: Outcome, link: str, now: datetime) -> bytes:
    """A click; the same link again within the same second is the same click."""
    message_id = f"{row.send_id}:click:{sha256_hex(link.encode())[:8]}:{int(now.timestamp())}"
    return log_line("Email Link Clicked", message_id, row.address, {**_facts(row), "link": link}, now, now)


def open_line(row: Outcome, now: datetime) -> bytes:
    """An open; again within the same second is the same open."""
    return log_line("Email Opened", f"{row.send_id}:open:{int(now.timestamp())}", row.address, _facts(row), now, now)


def unsubscribed_line(row: Outcome, now: datetime) -> bytes:
    """Once a send, however often the button is pressed."""
    return log_line("Unsubscribed", f"{row.send_id}:unsubscribed", row.address, _facts(row), now, now)


def _facts(row: Outcome) -> dict[str, Any]:
    return {
        "send_id": row.send_id,
        "campaign_id": row.campaign_id or None,
        "channel": row.channel,
        "variant_id": row.variant_id,
    }
