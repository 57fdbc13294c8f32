"""Deliveries as screens show them, and the one decision about them that only a person can make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.channels.answers import answer_text
from auftakt.channels.models import CONFIRMATION, Delivery
from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.text import Text

DeliveryState = Literal["reserved", "handed", "accepted", "deferred", "rejected", "unknown"]
STATES: tuple[DeliveryState, ...] = ("reserved", "handed", "accepted", "deferred", "rejected", "unknown")


@dataclass(frozen=True)
class DeliveryView:
    """What a screen shows of a delivery. `answer_code` has a sentence and a next action in `answers`."""

    send_id: str
    campaign_id: str
    person_id: int
    address: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    handed_at: datetime | None
    answered_at: datetime | None
    answer_code: str | None
    answer: str | None

    def answer_text(self, language: str) -> str:
        """The sentence, the server's words and the next action, in one line."""
        return answer_text(self.answer_code, self.answer, language)


def resolve_unknown(
    session: Session, send_id: str, state: Literal["accepted", "rejected"], note: str, by: str, now: datetime
) -> DeliveryView:
    """A person's decision about an unknown delivery. Raises NotFound, Conflict, InvalidInput (no note)."""
    row = session.get(Delivery, send_id)
    if row is None or row.channel == CONFIRMATION:
        raise NotFound(
            Text(f"There is no send {send_id}.", f"配信 {send_id} は見つかりません。"),
            next_action=Text("Open the list of sends.", "配信の一覧を開いてください。"),
        )
    if row.state != "unknown":
        raise Conflict(
            Text(f"This send is {row.state}, not unknown.", f"この配信の状態は {row.state} で、不明ではありません。"),
            next_action=Text("Load the list again.", "一覧を読み込み直してください。"),
            state=row.state,
        )
    if not note.strip():
        raise InvalidInput(
            Text("A decision needs a note on how you know.", "判断の根拠をメモに書いてください。"),
            next_action=Text("Write where you looked.", "確認した場所を書いてください。"),
            field="note",
        )
    row.state, row.answer_code, row.answer = state, "resolved", f"{by}: {note.strip()}"
    row.answered_at, row.logged = now, False
    session.flush()
    return _view(row)


def deliveries_of(session: Session, send_ids: Sequence[str]) -> dict[str, DeliveryView]:
    """By send id; ids that the ledger does not know are left out."""
    rows = session.scalars(select(Delivery).where(Delivery.send_id.in_(send_ids)))
    return {row.send_id: _view(row) for row in rows}


def list_deliveries(
    session: Session, *, campaign_id: str | None, state: str | None, after: str | None, limit: int
) -> list[DeliveryView]:
    """A page in the order of the send ids, after the given one; mails that ask for a confirmation are no sends."""
    query = select(Delivery).where(Delivery.channel != CONFIRMATION).order_by(Delivery.send_id).limit(limit)
    if campaign_id:
        query = query.where(Delivery.campaign_id == campaign_id)
    if state:
        query = query.where(Delivery.state == state)
    if after:
        query = query.where(Delivery.send_id > after)
    return [_view(row) for row in session.scalars(query)]


def delivery_counts(session: Session, campaign_id: str | None = None) -> dict[DeliveryState, int]:
    """How many deliveries of sends are in each state, all states named."""
    query = select(Delivery.state, func.count()).where(Delivery.channel != CONFIRMATION).group_by(Delivery.state)
    if campaign_id:
        query = query.where(Delivery.campaign_id == campaign_id)
    found = dict(session.execute(query).all())
    return {state: found.get(state, 0) for state in STATES}


def _view(row: Delivery) -> DeliveryView:
    return DeliveryView(
        send_id=row.send_id,
        campaign_id=row.campaign_id,
        person_id=row.person_id,
        address=row.address,
        state=row.state,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        handed_at=row.handed_at,
        answered_at=row.answered_at,
        answer_code=row.answer_code,
        answer=row.answer,
    )
