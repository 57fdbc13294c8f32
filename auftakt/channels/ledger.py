"""The ledger: what became of every reserved send. It is what keeps "nobody twice, nobody forgotten".

```
sends (data plane) ─▶ reserved ─▶ handed ─▶ accepted | deferred (─▶ handed …) | rejected | unknown
                                  └ committed before the first byte goes out
```
What is `handed` when a hub starts was cut off in between: it becomes `unknown`, and only a person moves it on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, and_, bindparam, func, literal_column, or_, select, text, update
from sqlalchemy.orm import Session

from auftakt.channels.models import CONFIRMATION, EVERYWHERE, Delivery, Suppression
from auftakt.channels.replies import Answer
from auftakt.channels.suppressions import suppress
from auftakt.kit.clock import iso

MAX_ATTEMPTS = 6
_BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
_OUR_FAULT = timedelta(minutes=15)  # pause where the refusal is about us; such attempts never lead to giving up
_WAITING = ("reserved", "deferred")


@dataclass(frozen=True)
class ReservedSend:
    """A row of `sends` that is to be delivered."""

    send_id: str
    campaign_id: str
    person_id: int
    channel: str
    variant_id: str
    language: str
    address: str
    approval_id: str
    decided_at: datetime


@dataclass(frozen=True)
class DueDelivery:
    """A delivery that may be handed over now."""

    send_id: str
    campaign_id: str
    person_id: int
    channel: str
    variant_id: str
    language: str
    address: str
    approval_id: str
    attempts: int


_INSERT = text(
    "insert into deliveries (send_id, campaign_id, person_id, channel, variant_id, language, address, approval_id,"
    " state, attempts, next_attempt_at, logged) values (:send_id, :campaign_id, :person_id, :channel, :variant_id,"
    " :language, :address, :approval_id, 'reserved', 0, :next_attempt_at, :logged) on conflict (send_id) do nothing"
)
_DUE_COLUMNS = (
    Delivery.send_id, Delivery.campaign_id, Delivery.person_id, Delivery.channel, Delivery.variant_id,
    Delivery.language, Delivery.address, Delivery.approval_id, Delivery.attempts,
)  # fmt: skip


# The ledger keeps an address as it is written to, a suppression folded.
_SUPPRESSING = and_(
    Suppression.channel.in_([Delivery.channel, EVERYWHERE]),
    Suppression.address == func.lower(Delivery.address),
)


def take_over(session: Session, sends: Sequence[ReservedSend]) -> int:
    """Enters sends that the ledger does not know yet; gives how many. Sends that it knows stay as they are."""
    if not sends:
        return 0
    rows = [
        {
            "send_id": send.send_id,
            "campaign_id": send.campaign_id,
            "person_id": send.person_id,
            "channel": send.channel,
            "variant_id": send.variant_id,
            "language": send.language,
            "address": send.address,
            "approval_id": send.approval_id,
            "next_attempt_at": iso(send.decided_at),
            "logged": True,
        }
        for send in sends
    ]
    return session.connection().execute(_INSERT, rows).rowcount


def count_deliveries(session: Session) -> int:
    """Of sends; confirmations come from no batch."""
    query = select(func.count()).select_from(Delivery).where(Delivery.channel != CONFIRMATION)
    return session.scalar(query) or 0


def due(session: Session, most: int, now: datetime) -> list[DueDelivery]:
    """The deliveries that may be handed over at `now`, oldest first.

    Those suppressed since the decision are rejected here.
    """
    query = (
        select(*_DUE_COLUMNS, Suppression.reason)
        .outerjoin(Suppression, _SUPPRESSING)
        .where(Delivery.next_attempt_at <= now)
        .order_by(Delivery.next_attempt_at, Delivery.send_id)
        .limit(most)
    )
    rows = session.execute(query).all()
    stopped = {row.send_id: Answer("rejected", "suppressed", row.reason) for row in rows if row.reason is not None}
    if stopped:
        answer(session, stopped, now, expected=_WAITING)
    # An address that is stopped for its channel and everywhere comes twice; both rows have a reason.
    return [
        DueDelivery(**{column.key: row._mapping[column] for column in _DUE_COLUMNS})
        for row in rows
        if row.reason is None
    ]


def claim(session: Session, send_ids: Sequence[str], now: datetime) -> set[str]:
    """Marks deliveries as handed; gives those that were still waiting and not suppressed.

    Commit before any byte goes out.
    """
    suppressed = select(literal_column("1")).where(_SUPPRESSING).exists()
    statement = (
        update(Delivery)
        .where(Delivery.send_id.in_(send_ids), Delivery.state.in_(_WAITING), ~suppressed)
        .values(state="handed", handed_at=now, next_attempt_at=None, attempts=Delivery.attempts + 1)
        .returning(Delivery.send_id)
        .execution_options(synchronize_session=False)
    )
    return set(session.scalars(statement))


def release(session: Session, send_ids: Sequence[str], now: datetime) -> None:
    """Takes back claims of which surely no byte went out."""
    session.execute(
        update(Delivery)
        .where(Delivery.send_id.in_(send_ids), Delivery.state == "handed")
        .values(state="reserved", handed_at=None, next_attempt_at=now, attempts=Delivery.attempts - 1)
        .execution_options(synchronize_session=False)
    )


def answer(
    session: Session, answers: Mapping[str, Answer], now: datetime, expected: Sequence[str] = ("handed",)
) -> int:
    """Writes what became of deliveries, plans the next attempt of those deferred, suppresses addresses that are gone.

    Gives how many changed; a delivery that is not in an expected state is left alone.
    """
    attempts = _attempts(session, [send_id for send_id, given in answers.items() if given.outcome == "deferred"])
    rows = [_answer_row(send_id, given, attempts.get(send_id, 1), now) for send_id, given in answers.items()]
    statement = (
        update(Delivery)
        .where(Delivery.send_id == bindparam("b_send_id"), or_(*(Delivery.state == state for state in expected)))
        .values(
            state=bindparam("b_state"),
            answer_code=bindparam("b_code"),
            answer=bindparam("b_words"),
            answered_at=now,
            next_attempt_at=bindparam("b_next"),
            attempts=Delivery.attempts - bindparam("b_uncount"),
            logged=bindparam("b_logged"),
        )
    )
    result = session.connection().execute(statement, rows)
    hard = [send_id for send_id, given in answers.items() if given.hard]
    if hard:
        _suppress_addresses(session, hard, now)
    return result.rowcount


def _attempts(session: Session, send_ids: Sequence[str]) -> dict[str, int]:
    query = select(Delivery.send_id, Delivery.attempts).where(Delivery.send_id.in_(send_ids))
    return {row.send_id: row.attempts for row in session.execute(query)} if send_ids else {}


def _answer_row(send_id: str, given: Answer, attempts: int, now: datetime) -> dict[str, Any]:
    state, code = given.outcome, given.code
    if state == "deferred" and given.counted and attempts >= MAX_ATTEMPTS:
        state, code = "rejected", "gave_up"
    pause = _BACK_OFF[min(max(attempts, 1), len(_BACK_OFF)) - 1] if given.counted else _OUR_FAULT
    return {
        "b_send_id": send_id,
        "b_state": state,
        "b_code": code,
        "b_words": given.words,
        "b_next": now + pause if state == "deferred" else None,
        "b_uncount": 0 if given.counted else 1,
        "b_logged": not given.counted,
    }


def _suppress_addresses(session: Session, send_ids: Sequence[str], now: datetime) -> None:
    query = select(Delivery.channel, Delivery.address).where(Delivery.send_id.in_(send_ids))
    for channel, address in session.execute(query):
        suppress(session, "email" if channel == CONFIRMATION else channel, address, "bounced", now)


def hold_due(session: Session, given: Answer, now: datetime, until: datetime) -> int:
    """Defers all that is due, without counting an attempt: the server is away, and no recipient can help that."""
    statement = (
        update(Delivery)
        .where(Delivery.next_attempt_at <= now)
        .values(
            state="deferred",
            answer_code=given.code,
            answer=given.words,
            answered_at=now,
            next_attempt_at=until,
            logged=True,
        )
        .execution_options(synchronize_session=False)
    )
    return _changed(session, statement)


def resume_held(session: Session, codes: Sequence[str], now: datetime) -> int:
    """Makes due at once what was held for one of these reasons: the server is back."""
    statement = (
        update(Delivery)
        .where(Delivery.state == "deferred", Delivery.answer_code.in_(codes), Delivery.next_attempt_at > now)
        .values(next_attempt_at=now)
        .execution_options(synchronize_session=False)
    )
    return _changed(session, statement)


def declare_unknown(session: Session, now: datetime) -> int:
    """At the start of a hub: what was handed over by a process that is gone is unknown. Gives how many."""
    statement = (
        update(Delivery)
        .where(Delivery.state == "handed")
        .values(state="unknown", answer_code="died", answer="", answered_at=now, logged=False)
        .execution_options(synchronize_session=False)
    )
    return _changed(session, statement)


def next_due(session: Session) -> datetime | None:
    """When the next delivery may be handed over; None if nothing waits."""
    return session.scalar(select(func.min(Delivery.next_attempt_at)))


def _changed(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    return result.rowcount if isinstance(result, CursorResult) else 0
