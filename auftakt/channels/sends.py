"""A decision together with what became of it: one line on any screen that tells why somebody got a message or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from auftakt.channels.deliveries import deliveries_of
from auftakt.journeys import Decision, reason_text
from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class DeliveryStatus:
    """What became of it; `answer` says it in a sentence, with the server's words and what to do now."""

    state: str
    answer: str
    handed_at: datetime | None
    answered_at: datetime | None
    attempts: int
    next_attempt_at: datetime | None


@dataclass(frozen=True)
class SendView:
    """`campaign` is the name; `delivery` is empty for what was decided not to be sent."""

    send_id: str
    campaign_id: str
    campaign: str
    step_id: str
    person_id: int
    channel: str
    variant_id: str | None
    language: str | None
    address: str | None
    decision: str
    reason: str
    reason_text: str
    at: datetime
    delivery: DeliveryStatus | None


def decisions_of_sends(con: Connection, send_ids: Sequence[str], language: str) -> list[Decision]:
    """The decisions about these sends, in the order of their ids."""

    def decided(**columns: Any) -> Decision:
        columns["decided_at"] = aware(columns["decided_at"])
        return Decision(**columns, reason_text=reason_text(columns["reason"], language))

    return sql.rows(con, "channels", "decisions_of_sends", decided, {"send_ids": list(send_ids)})


def with_deliveries(
    session: Session, decisions: Sequence[Decision], campaign_names: Mapping[str, str], language: str
) -> list[SendView]:
    """The decisions in their order, each with its delivery if there is one."""
    known = deliveries_of(session, [decision.send_id for decision in decisions if decision.decision == "reserved"])
    views: list[SendView] = []
    for decision in decisions:
        found = known.get(decision.send_id) if decision.decision == "reserved" else None
        views.append(
            SendView(
                send_id=decision.send_id,
                campaign_id=decision.campaign_id,
                campaign=campaign_names.get(decision.campaign_id, decision.campaign_id),
                step_id=decision.step_id,
                person_id=decision.person_id,
                channel=decision.channel,
                variant_id=decision.variant_id,
                language=decision.language,
                address=decision.address,
                decision=decision.decision,
                reason=decision.reason,
                reason_text=decision.reason_text,
                at=decision.decided_at,
                delivery=DeliveryStatus(
                    state=found.state,
                    answer=found.answer_text(language),
                    handed_at=found.handed_at,
                    answered_at=found.answered_at,
                    attempts=found.attempts,
                    next_attempt_at=found.next_attempt_at,
                )
                if found is not None
                else None,
            )
        )
    return views
