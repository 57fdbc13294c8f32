"""The board and a campaign's page: values, targets, the played mark, the truth of a played campaign."""

from datetime import UTC, date, datetime, timedelta

import pytest

from auftakt.campaigns import Campaign, Goal, Target
from auftakt.kit.clock import iso
from auftakt.kit.errors import InvalidInput
from auftakt.results import (
    CampaignValues,
    ChannelValues,
    KpiValue,
    Point,
    TargetProgress,
    campaign_results,
    experiment_of,
    make_board,
    tell_truth,
)
from auftakt.results import built_in as kpis
from auftakt.store.control import Control
from tests.results.conftest import FIRST_DAY, NOW, World

KPIS = (kpis.reached, kpis.opened, kpis.clicked, kpis.conversions, kpis.revenue)
GOAL = Goal(event="Order Completed", within_days=7)
CAMPAIGN = Campaign(id="c1", name="Sample", goal=GOAL, holdout=0.2, state="live")
DRAFT = Campaign(id="c2", name="Empty", played=True)


@pytest.fixture
def busy(world: World) -> World:
    """Ten people in c1, two held back; three of the eight and one of the two order for 10.5 each."""
    for person in range(10):
        world.assign(person, "holdout" if person < 2 else "treated")
        if person >= 2:
            world.event(person, "Email Sent", 0.1, campaign_id="c1")
        if person in (1, 4, 5, 6):
            world.event(person, "Order Completed", 2, order_id=f"o{person}", revenue="10.5")
    return world


def test_the_board(busy: World) -> None:
    board = make_board(busy.con, KPIS, [CAMPAIGN, DRAFT], NOW)
    at = iso(NOW)
    assert board.kpis == (
        KpiValue("reached", 8, "people", None, False, at),
        KpiValue("opened", 0, "people", None, False, at),
        KpiValue("clicked", 0, "people", None, False, at),
        KpiValue("conversions", 3, "count", None, False, at),
        KpiValue("revenue", "31.50", "money", None, False, at),
    )
    assert board.series[-1].points == (Point((FIRST_DAY + timedelta(days=2)).date(), "31.50"),)
    values = {"reached": 8, "opened": 0, "clicked": 0, "conversions": 3, "revenue": "31.50"}
    none = {"reached": 0, "opened": 0, "clicked": 0, "conversions": 0, "revenue": "0.00"}
    assert board.campaigns == (CampaignValues("c1", values, False), CampaignValues("c2", none, True))
    assert board.channels == (ChannelValues("email", values, False),)


def test_the_board_of_a_span_knows_the_one_before(busy: World) -> None:
    since = datetime(2026, 10, 2, tzinfo=UTC)
    board = make_board(busy.con, KPIS, [CAMPAIGN], NOW, since, since + timedelta(days=1))
    assert board.kpis[0] == KpiValue("reached", 0, "people", 8, False, iso(NOW))


def test_an_empty_hub(world: World) -> None:
    board = make_board(world.con, KPIS, [], NOW)
    assert [kpi.value for kpi in board.kpis] == [0, 0, 0, 0, "0.00"]
    assert (board.campaigns, board.channels, board.series[0].points) == ((), (), ())


def test_events_that_were_played_mark_their_campaign(busy: World) -> None:
    busy.event(3, "Email Opened", 1, campaign_id="c1", properties='{"played":true}')
    board = make_board(busy.con, KPIS, [CAMPAIGN], NOW)
    assert board.campaigns[0].played
    assert all(kpi.played for kpi in board.kpis if kpi.kpi != "clicked")
    assert board.channels[0].played


def test_a_campaign_measures_itself(busy: World, control: Control) -> None:
    with control.session() as session:
        tell_truth(session, "c1", "conversion", -0.1, note="played")
        tell_truth(session, "c1", "conversion", 0.05, note="played")
        tell_truth(session, "c1", "visit", 0.5)
    with control.reading() as session:
        found = campaign_results(busy.con, session, KPIS, CAMPAIGN, NOW)
    assert [lift.metric for lift in found.lifts] == ["conversion", "revenue"]
    conversion = found.lifts[0]
    assert (conversion.mean_arm, conversion.mean_control, conversion.incremental) == (3 / 8, 1 / 2, -1.0)
    assert not conversion.enough
    assert found.srm is not None
    assert (found.srm.p, found.srm.expected) == (1.0, {"treated": 8.0, "holdout": 2.0})
    assert found.truth is not None
    assert [(effect.metric, effect.true_difference, effect.contained) for effect in found.truth.effects] == [
        ("conversion", 0.05, True),
        ("visit", 0.5, None),
    ]
    assert found.truth.contained is None
    assert (found.goal_text.en, found.goal_text.ja) == ("Order Completed within 7 days", "7日以内の Order Completed")


def test_a_campaign_without_goal_or_people(world: World, control: Control) -> None:
    with control.reading() as session:
        found = campaign_results(world.con, session, KPIS, DRAFT, NOW)
    assert (found.lifts, found.arms, found.srm, found.truth, found.played) == ((), (), None, None, True)


def test_targets_and_how_far_they_are(busy: World, control: Control) -> None:
    by = date(2026, 12, 1)
    targets = [
        Target(kpi="reached", value=16, unit="people", by=by),
        Target(kpi="conversions", value=0.5, unit="share", by=by),
        Target(kpi="revenue", value=21, unit="money"),
        Target(kpi="joy", value=1),
    ]
    campaign = Campaign(id="c1", name="Sample", goal=GOAL, targets=targets)
    with control.reading() as session:
        found = campaign_results(busy.con, session, KPIS, campaign, NOW)
    assert found.targets == (
        TargetProgress("reached", 16, 8, 0.5, by),
        TargetProgress("conversions", 0.5, "0.3750", 0.75, by),
        TargetProgress("revenue", 21, "31.50", 1.5, None),
        TargetProgress("joy", 1, None, None, None),
    )


def test_an_import_says_in_its_origin_how_it_was_split() -> None:
    origin = {"import": "shop", "control": "none", "visit_event": "Visited", "shares": "a=0.25, b=0.25, none=0.5"}
    experiment = experiment_of(Campaign(id="c1", name="Sample", goal=GOAL, origin=origin, state="finished"))
    assert (experiment.control, experiment.open) == ("none", False)
    assert experiment.shares == {"a": 0.25, "b": 0.25, "none": 0.5}
    assert [(metric.name, metric.event, metric.kind) for metric in experiment.metrics] == [
        ("visit", "Visited", "any"),
        ("conversion", "Order Completed", "any"),
        ("revenue", "Order Completed", "revenue"),
    ]
    assert experiment_of(Campaign(id="c1", name="Sample", origin={"shares": "equal"})).shares is None
    with pytest.raises(InvalidInput, match="can't be read"):
        experiment_of(Campaign(id="c1", name="Sample", origin={"shares": "half"}))
