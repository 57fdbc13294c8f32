"""What happened to people in journeys, as screens and explanations show it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from auftakt.journeys.reasons import reason_text
from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Decision:
    """A message that was decided: `decision` is reserved or not_sent; times are aware UTC."""

    send_id: str
    campaign_id: str
    version: int
    step_id: str
    person_id: int
    channel: str
    variant_id: str | None
    language: str | None
    address: str | None
    decision: str
    reason: str
    reason_text: str
    decided_at: datetime
    approval_id: str | None


@dataclass(frozen=True)
class Position:
    """Where a person is now."""

    journey_id: str
    version: int
    entry_key: str
    step_id: str
    arrived_at: datetime
    due_at: datetime
    entered_at: datetime


@dataclass(frozen=True)
class Transition:
    """One move; `to_step` is None for the way out."""

    journey_id: str
    version: int
    entry_key: str
    at: datetime
    from_step: str | None
    to_step: str | None
    reason: str
    reason_text: str
    detail: str | None


@dataclass(frozen=True)
class Membership:
    since: datetime
    because: str | None


@dataclass(frozen=True)
class Explanation:
    """Why one person got, or did not get, the messages of one campaign."""

    person_id: int
    campaign_id: str
    membership: Membership | None
    arm: str | None
    transitions: list[Transition]
    decisions: list[Decision]


@dataclass(frozen=True)
class _Arm:
    arm: str


def decisions_of(
    con: Connection,
    *,
    person_id: int | None = None,
    campaign_id: str | None = None,
    decision: str | None = None,
    send_id: str | None = None,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
    language: str = "en",
) -> list[Decision]:
    """Decisions, the newest first; of a person also those made under ids that were merged into theirs.

    `after` is `(decided_at, send_id)` of the last one seen.
    """
    facts = {
        "person_id": person_id,
        "campaign_id": campaign_id,
        "decision": decision,
        "send_id": send_id,
        "after_at": aware(after[0]).replace(tzinfo=None) if after else None,
        "after_id": after[1] if after else None,
        "most": limit,
    }

    def decided(**columns: Any) -> Decision:
        columns["decided_at"] = aware(columns["decided_at"])
        return Decision(**columns, reason_text=reason_text(columns["reason"], language))

    return sql.rows(con, "journeys", "decisions_of", decided, facts)


def positions_of(con: Connection, person_id: int) -> list[Position]:
    """Where the person is in flight, by journey."""
    found = sql.rows(con, "journeys", "positions_of", Position, {"person_id": person_id})
    return [
        replace(
            place, arrived_at=aware(place.arrived_at), due_at=aware(place.due_at), entered_at=aware(place.entered_at)
        )
        for place in found
    ]


def transitions_of(
    con: Connection, person_id: int, campaign_id: str | None = None, language: str = "en", limit: int = 500
) -> list[Transition]:
    """Moves of the person, the oldest first; also those made under ids that were merged into theirs."""

    def moved(**columns: Any) -> Transition:
        columns["at"] = aware(columns["at"])
        return Transition(**columns, reason_text=reason_text(columns["reason"], language))

    facts = {"person_id": person_id, "campaign_id": campaign_id, "most": limit}
    return sql.rows(con, "journeys", "transitions_of", moved, facts)


def explain(con: Connection, person_id: int, campaign_id: str, language: str = "en") -> Explanation:
    """Everything that was decided about one person in one campaign."""
    facts = {"person_id": person_id, "campaign_id": campaign_id}
    membership = sql.one(con, "journeys", "membership_of", Membership, facts)
    arm = sql.one(con, "journeys", "arm_of", _Arm, facts)
    return Explanation(
        person_id=person_id,
        campaign_id=campaign_id,
        membership=replace(membership, since=aware(membership.since)) if membership else None,
        arm=arm.arm if arm else None,
        transitions=transitions_of(con, person_id, campaign_id, language),
        decisions=decisions_of(con, person_id=person_id, campaign_id=campaign_id, language=language, limit=500),
    )
