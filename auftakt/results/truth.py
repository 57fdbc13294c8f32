"""The truth of a played campaign beside what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.results.lift import Lift
from auftakt.results.models import PlayedTruth


@dataclass(frozen=True)
class TrueEffect:
    """The model's true difference per person in a metric. `contained`: is it in the interval; None without one."""

    metric: str
    arm: str
    true_difference: float
    low: float | None
    high: float | None
    contained: bool | None
    note: str


@dataclass(frozen=True)
class Truth:
    """All effects that the demo's model was built with. `contained` is None while any interval is missing."""

    effects: tuple[TrueEffect, ...]
    contained: bool | None


def tell_truth(
    session: Session, campaign_id: str, metric: str, true_difference: float, *, note: str = "", arm: str = "treated"
) -> None:
    """Keeps what the model does; a second call for the same metric and arm replaces the first."""
    session.merge(
        PlayedTruth(campaign_id=campaign_id, metric=metric, arm=arm, true_difference=true_difference, note=note)
    )


def truth_of(session: Session, campaign_id: str, lifts: Sequence[Lift]) -> Truth | None:
    """The truths of a campaign held against its lifts; None for a campaign that nobody played."""
    query = select(PlayedTruth).where(PlayedTruth.campaign_id == campaign_id)
    measured = {(lift.metric, lift.arm): lift for lift in lifts}
    effects = tuple(
        _effect(row, measured.get((row.metric, row.arm)))
        for row in session.scalars(query.order_by(PlayedTruth.metric, PlayedTruth.arm))
    )
    if not effects:
        return None
    answers = {effect.contained for effect in effects}
    return Truth(effects, None if None in answers else answers == {True})


def _effect(row: PlayedTruth, lift: Lift | None) -> TrueEffect:
    low, high = (None, None) if lift is None else (lift.low, lift.high)
    inside = None if low is None or high is None else low <= row.true_difference <= high
    return TrueEffect(row.metric, row.arm, row.true_difference, low, high, inside, row.note)
