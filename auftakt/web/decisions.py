"""A decided message with what became of it: the decision lives in the data plane, the delivery in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auftakt import channels, journeys


@dataclass(frozen=True)
class Delivery:
    """What the ledger knows about a send; `answer` is a sentence."""

    state: str
    answer: str
    handed_at: datetime | None
    answered_at: datetime | None
    attempts: int


@dataclass(frozen=True)
class Decision:
    """`campaign` is the campaign's name; `delivery` is None for what was never handed over."""

    send_id: str
    campaign_id: str
    campaign: str
    person_id: int
    step_id: str
    channel: str
    variant_id: str | None
    language: str | None
    address: str | None
    decision: str
    reason: str
    reason_text: str
    at: datetime
    delivery: Delivery | None


def with_deliveries(
    session: Session, decided: Sequence[journeys.Decision], campaigns: Mapping[str, str], language: str
) -> list[Decision]:
    """Decisions with their deliveries; `campaigns` gives names by id."""
    known = channels.deliveries_of(session, [each.send_id for each in decided if each.decision == "reserved"])
    return [
        Decision(
            send_id=each.send_id,
            campaign_id=each.campaign_id,
            campaign=campaigns.get(each.campaign_id, each.campaign_id),
            person_id=each.person_id,
            step_id=each.step_id,
            channel=each.channel,
            variant_id=each.variant_id,
            language=each.language,
            address=each.address,
            decision=each.decision,
            reason=each.reason,
            reason_text=each.reason_text,
            at=each.decided_at,
            delivery=_delivery(known.get(each.send_id), language),
        )
        for each in decided
    ]


def _delivery(view: channels.DeliveryView | None, language: str) -> Delivery | None:
    if view is None:
        return None
    return Delivery(view.state, view.answer_text(language), view.handed_at, view.answered_at, view.attempts)
