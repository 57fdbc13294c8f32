"""The step that starts planned campaigns, in a batch."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from auftakt.campaigns import Campaign, PlannedLaunchStep, apply_decision, create_campaign, get_campaign, launch, submit
from auftakt.jobs import Batch
from auftakt.kit.ids import SeededIds
from auftakt.store.control import Control
from auftakt.store.plane import Plane
from auftakt.team import decide, latest_approval, make_sample_team


def test_a_batch_starts_what_is_due_and_a_rehearsal_does_not(
    control: Control,
    plane: Plane,
    ids: SeededIds,
    whole: Campaign,
    now: datetime,
    journeys: Any,
    make_batch: Callable[..., Batch],
) -> None:
    at = now + timedelta(days=1)
    with control.session() as session:
        team = make_sample_team(session, ids, now)
        create_campaign(session, whole, by=team["editor"], now=now)
        submit(session, whole.id, by=team["editor"], now=now)
        asked = latest_approval(session, "campaign", whole.id)
        assert asked is not None
        apply_decision(session, decide(session, asked.id, asked.hash, "approve", "", team["approver"], now), now=now)
        launch(session, whole.id, by=team["editor"], now=now, journeys=journeys, zone=UTC, starts_at=at)
    step = PlannedLaunchStep(control, journeys, UTC)
    with plane.writer() as con:
        assert step.next_due(con, now) == at
        assert step.run(make_batch(con, now)) == {"launched": 0}
        assert step.run(make_batch(con, at, live=False)) == {"launched": 0}
        assert step.run(make_batch(con, at)) == {"launched": 1}
        assert step.next_due(con, at) is None
    with control.reading() as session:
        assert (get_campaign(session, whole.id).state, journeys.calls) == ("live", ["publish"])
