"""A rehearsal: the same steps over the past, never ahead of its time."""

from datetime import timedelta

import pytest
from journey_world import DAY, END, FREE, HOUR, NOW, Happened, World, journey, new_world, send, wait
from msgspec import structs

from auftakt.campaigns import Audience, Campaign, Goal, Variant
from auftakt.jobs import Progress, Stopped
from auftakt.journeys import Surroundings, rehearse

RULE = {"kind": "event", "name": "Order Completed", "measure": "count", "op": "at_least", "value": 2, "days": 30}
CAMPAIGN = Campaign(
    id="cmp_r",
    name="r",
    audience=Audience(name="two orders", rule=RULE),
    goal=Goal(event="Order Completed", within_days=5),
    variants=[Variant(id="v_en", language="en"), Variant(id="v_ja", language="ja")],
    journey=journey(send("s1", "w1"), wait("w1", "s2", days=3), send("s2", "end"), END),
    holdout=0.0,
)


def past(world: World) -> None:
    for person in (1, 2, 3):
        world.person(person, consent=person != 3)
    orders = {1: (1, 4, 6), 2: (2, 2.5), 3: (5, 8)}
    world.batch(
        NOW,
        *(
            Happened(person, "Order Completed", NOW + day * DAY, order_id=f"o{person}-{day}")
            for person, days in orders.items()
            for day in days
        ),
    )


def test_people_enter_on_their_day_and_nothing_is_known_before() -> None:
    days: list[str] = []
    with new_world() as world:
        past(world)
        progress = Progress(lambda done, total, note: days.append(f"{done}/{total}"))
        report = rehearse(world.con, CAMPAIGN, Surroundings(FREE), NOW, NOW + 10 * DAY, progress).as_json()
        before = world.state()
    assert {**report, "seconds": 0} == {
        "from": "2026-11-22T00:00:00.000000Z",
        "to": "2026-12-02T00:00:00.000000Z",
        "seconds": 0,
        "people": 3,
        "steps": [
            {"id": "s1", "title": "Send an e-mail", "entered": 3, "left": 3, "waiting": 0},
            {"id": "w1", "title": "Wait 3 d", "entered": 3, "left": 2, "waiting": 1},
            {"id": "s2", "title": "Send an e-mail", "entered": 2, "left": 2, "waiting": 0},
            {"id": "end", "title": "End", "entered": 2, "left": 2, "waiting": 0},
        ],
        "sends": 4,
        "not_sent": [{"reason": "no_consent", "count": 1}],
        "holdout": 0,
        "by_month": [{"month": "2026-11", "sends": 4}],
        "goal": {"people": 1, "orders": 1, "revenue": "0.0000"},
    }
    assert days[0] == "0/10"
    assert days[-1] == "10/10"
    assert all(rows == [] for rows in before.values()), "the hub itself is left as it was"


def test_a_rehearsal_can_be_stopped() -> None:
    progress = Progress(lambda done, total, note: progress.stop() if done == 2 else None)
    with new_world() as world:
        past(world)
        with pytest.raises(Stopped):
            rehearse(world.con, CAMPAIGN, Surroundings(FREE), NOW, NOW + 10 * DAY, progress)


def test_what_is_due_between_two_days_keeps_its_own_time() -> None:
    with new_world() as world:
        past(world)
        daily = rehearse(world.con, CAMPAIGN, Surroundings(FREE), NOW, NOW + 6 * DAY, Progress())
        finer = rehearse(
            world.con, CAMPAIGN, Surroundings(FREE), NOW, NOW + 6 * DAY, Progress(), every=timedelta(hours=6)
        )
    assert (finer.people, daily.people, finer.sends >= daily.sends) == (2, 2, True)


@pytest.mark.parametrize("op", ["at_least", pytest.param("at_most", marks=pytest.mark.slow)])
def test_what_is_copied_thinly_tells_as_much_as_all_of_it(op: str) -> None:
    """Only the age of the last order matters, so few are copied; with a filter that all meet, all are."""
    rule = {"kind": "event", "name": "Order Completed", "measure": "recency", "op": op, "value": 3}
    all_of_them = {**rule, "where": [{"property": "order_id", "op": "exists"}]}
    hours = {1: range(0, 200, 7), 2: range(5, 350, 75), 3: range(100, 200, 20), 4: (1, 70, 142, 143, 215)}
    reports = []
    with new_world() as world:
        for person in hours:
            world.person(person)
        world.batch(
            NOW,
            *(
                Happened(person, "Order Completed", NOW + hour * HOUR, order_id=f"o{person}-{hour}")
                for person, each in hours.items()
                for hour in each
            ),
        )
        for asked in (rule, all_of_them):
            leaving = {**CAMPAIGN.journey, "reentry": "always", "exit": [{"kind": "left_audience"}]}
            campaign = structs.replace(CAMPAIGN, audience=Audience(name="a", rule=asked), journey=leaving)
            report = rehearse(
                world.con, campaign, Surroundings(FREE), NOW, NOW + 14 * DAY, Progress(), every=timedelta(hours=12)
            )
            reports.append({**report.as_json(), "seconds": 0})
    assert reports[0] == reports[1]
    assert reports[0]["people"] >= len(hours)
