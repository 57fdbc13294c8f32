"""Sign-ups that wait until the owner of the address confirms them: nothing is allowed before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from auftakt.kit.ids import stable_id
from auftakt.kit.text import fold
from auftakt.people.consent.models import ConsentAskMark, ConsentRequestRow

Evidence = Mapping[str, Any]


@dataclass(frozen=True)
class ConsentRequest:
    """Somebody asked for mails to `address`. `asked` holds the evidence of the form, by purpose.

    `state`: pending, confirmed, or expired (pending, but too old to be confirmed).
    """

    id: str
    address: str
    language: str
    state: str
    asked: Mapping[str, Evidence]
    requested_at: datetime
    expires_at: datetime
    mails: int
    last_mail_at: datetime | None
    confirmed_at: datetime | None
    confirmed: Evidence | None = field(default=None)


def find_request(session: Session, request_id: str, now: datetime) -> ConsentRequest | None:
    row = session.get(ConsentRequestRow, request_id)
    return _view(row, now) if row is not None else None


def requests_of(session: Session, addresses: Sequence[str], now: datetime) -> list[ConsentRequest]:
    """All sign-ups with one of these addresses, the latest first."""
    query = select(ConsentRequestRow).where(ConsentRequestRow.address.in_([fold(each) for each in addresses]))
    return [_view(row, now) for row in session.scalars(query.order_by(ConsentRequestRow.requested_at.desc()))]


def list_requests(session: Session, now: datetime, *, state: str, limit: int) -> list[ConsentRequest]:
    """The latest sign-ups in a state."""
    query = select(ConsentRequestRow).order_by(ConsentRequestRow.requested_at.desc(), ConsentRequestRow.id).limit(limit)
    if state == "confirmed":
        query = query.where(ConsentRequestRow.state == "confirmed")
    elif state == "pending":
        query = query.where(ConsentRequestRow.state == "pending", ConsentRequestRow.expires_at > now)
    else:
        query = query.where(ConsentRequestRow.state == "pending", ConsentRequestRow.expires_at <= now)
    return [_view(row, now) for row in session.scalars(query)]


def note_request(
    session: Session, address: str, asked: Mapping[str, Evidence], language: str, now: datetime, lasts: timedelta
) -> ConsentRequest:
    """Joins what is asked to the sign-up that already waits for this address, or begins one."""
    folded = fold(address)
    query = select(ConsentRequestRow).where(
        ConsentRequestRow.address == folded, ConsentRequestRow.state == "pending", ConsentRequestRow.expires_at > now
    )
    row = session.scalar(query.order_by(ConsentRequestRow.requested_at.desc()).limit(1))
    if row is None:
        row = ConsentRequestRow(
            id=stable_id("crq", folded, now.isoformat(), *sorted(asked)), address=folded, language=language,
            state="pending", asked={}, requested_at=now, expires_at=now + lasts, mails=0,
        )  # fmt: skip
        session.add(row)
    for purpose, evidence in asked.items():
        # The first form that asked is the proof; pressing again on the same page changes nothing.
        row.asked.setdefault(purpose, {**evidence, "asked_at": now.isoformat()})
    flag_modified(row, "asked")
    session.flush()
    return _view(row, now)


def count_mail(session: Session, request_id: str, now: datetime, *, most: int, pause: timedelta) -> int | None:
    """Takes the next mail of a sign-up: its number, from 1. None: too many already, or too soon after the last."""
    statement = (
        update(ConsentRequestRow)
        .where(
            ConsentRequestRow.id == request_id,
            ConsentRequestRow.state == "pending",
            ConsentRequestRow.mails < most,
            (ConsentRequestRow.last_mail_at.is_(None)) | (ConsentRequestRow.last_mail_at <= now - pause),
        )
        .values(mails=ConsentRequestRow.mails + 1, last_mail_at=now)
        .returning(ConsentRequestRow.mails)
    )
    return session.scalar(statement)


def mark_confirmed(session: Session, request_id: str, evidence: Evidence, now: datetime) -> bool:
    """Whether it was this call that confirmed the sign-up."""
    statement = (
        update(ConsentRequestRow)
        .where(ConsentRequestRow.id == request_id, ConsentRequestRow.state == "pending")
        .values(state="confirmed", confirmed_at=now, confirmed=dict(evidence))
        .returning(ConsentRequestRow.id)
    )
    return session.scalar(statement) is not None


def asks_taken(session: Session) -> int:
    """Up to which offset of the log the sign-ups that came as events have been taken; -1 before the first."""
    mark = session.get(ConsentAskMark, 1)
    return mark.log_offset if mark is not None else -1


def take_asks(session: Session, log_offset: int) -> None:
    session.merge(ConsentAskMark(id=1, log_offset=log_offset))


def _view(row: ConsentRequestRow, now: datetime) -> ConsentRequest:
    state = "expired" if row.state == "pending" and row.expires_at <= now else row.state
    return ConsentRequest(
        row.id, row.address, row.language, state, dict(row.asked), row.requested_at, row.expires_at, row.mails,
        row.last_mail_at, row.confirmed_at, row.confirmed,
    )  # fmt: skip
