"""The five KPIs, cut by campaign, channel and day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from auftakt.results import Goal, KpiTable, Window, kpi_values
from auftakt.results import built_in as kpis
from tests.results.conftest import FIRST_DAY, NOW, World

ALL = Window(datetime(2026, 1, 1, tzinfo=UTC), NOW)
ORDERED = Goal("c1", "Order Completed", 7)
ORDERED_TOO = Goal("c2", "Order Completed", 7)


def day(number: int) -> date:
    return (FIRST_DAY + timedelta(days=number)).date()


def values(table: KpiTable) -> dict[str, object]:
    return {
        "total": table.value(),
        "c1": table.value("c1"),
        "c2": table.value("c2"),
        "email": table.value(channel="email"),
        "mail": table.value(channel="mail"),
        "days": table.days(),
    }


def reach(world: World) -> None:
    """Person 1 by both campaigns, twice by the first; 2 by letter; 3 by a campaign without a document."""
    world.event(1, "Email Sent", 0, campaign_id="c1")
    world.event(1, "Email Sent", 3, campaign_id="c1")
    world.event(1, "Email Sent", 1, campaign_id="c2")
    world.event(2, "Campaign Received", 2, campaign_id="c1", properties='{"channel":"Mail"}')
    world.event(3, "Email Sent", 0, campaign_id="gone")


def test_reached_counts_people_once_wherever_it_is_cut(world: World) -> None:
    reach(world)
    assert values(kpi_values(world.con, kpis.reached, ALL, [ORDERED, ORDERED_TOO])) == {
        "total": 2,
        "c1": 2,
        "c2": 1,
        "email": 1,
        "mail": 1,
        "days": [(day(0), 1), (day(2), 1)],
    }


def test_opened_and_clicked(world: World) -> None:
    for person in (1, 2):
        world.event(person, "Email Opened", person, campaign_id="c1")
        world.event(person, "Email Opened", person + 1, campaign_id="c1")
    world.event(1, "Email Link Clicked", 1, campaign_id="c1")
    assert kpi_values(world.con, kpis.opened, ALL, [ORDERED]).value("c1", "email") == 2
    assert kpi_values(world.con, kpis.clicked, ALL, [ORDERED]).value("c1", "email") == 1


def order_lines(world: World) -> None:
    reach(world)
    world.event(1, "Order Completed", 2, order_id="a", revenue="10.10")  # within both campaigns
    world.event(1, "Order Completed", 2, order_id="a", revenue="0.05")  # a second line of it
    world.event(1, "Order Completed", 6.9, revenue="5")  # no order id
    world.event(1, "Order Completed", 7.5, order_id="b", revenue="100")  # only within the second's days
    world.event(2, "Order Completed", 1, order_id="c", revenue="1000")  # before it was reached
    world.event(2, "Order Completed", 2, order_id="d", revenue="7")  # at the very moment
    world.event(3, "Order Completed", 1, order_id="e", revenue="1000")


def test_conversions_and_revenue_follow_the_first_touch(world: World) -> None:
    order_lines(world)
    goals = [ORDERED, ORDERED_TOO]
    assert values(kpi_values(world.con, kpis.conversions, ALL, goals)) == {
        "total": 4,
        "c1": 3,
        "c2": 3,
        "email": 3,
        "mail": 1,
        "days": [(day(2), 2), (day(6), 1), (day(7), 1)],
    }
    assert values(kpi_values(world.con, kpis.revenue, ALL, goals)) == {
        "total": Decimal("122.15"),
        "c1": Decimal("22.15"),
        "c2": Decimal("115.15"),
        "email": Decimal("115.15"),
        "mail": Decimal("7"),
        "days": [(day(2), Decimal("17.15")), (day(6), Decimal("5")), (day(7), Decimal("100"))],
    }


def test_channels_and_days_of_a_campaign_add_up_to_it(world: World) -> None:
    order_lines(world)
    for kpi in (kpis.conversions, kpis.revenue):
        table = kpi_values(world.con, kpi, ALL, [ORDERED, ORDERED_TOO])
        for campaign in ("c1", "c2"):
            by_channel = sum(table.value(campaign, channel) for channel in table.channels(campaign))
            assert by_channel == table.value(campaign)
            assert sum(value for _, value in table.days(campaign)) == table.value(campaign)
        assert sum(value for _, value in table.days()) == table.value()


def test_a_window_holds_what_happened_in_it(world: World) -> None:
    order_lines(world)
    window = Window(datetime(2026, 10, 7, tzinfo=UTC), datetime(2026, 10, 8, tzinfo=UTC))
    assert kpi_values(world.con, kpis.revenue, window, [ORDERED]).value() == Decimal("5")
    assert kpi_values(world.con, kpis.revenue, window.before, [ORDERED]).value() == Decimal("0")


def test_each_campaign_has_its_own_filters(world: World) -> None:
    reach(world)
    world.event(1, "Product Purchased", 2, order_id="a", revenue="3", properties='{"category":"WINE","n":12}')
    world.event(1, "Product Purchased", 2, order_id="a", revenue="4", properties='{"category":"o\'bread\\"","n":"9"}')
    world.event(1, "Product Purchased", 2, order_id="b", revenue="5", properties=None)

    def revenue(*filters: dict[str, object]) -> Decimal:
        goals = [
            Goal("c1", "Product Purchased", 7, filters),
            Goal("c2", "Product Purchased", 7, ({"property": "category", "op": "is", "value": "nothing"},)),
        ]
        return kpi_values(world.con, kpis.revenue, ALL, goals).value("c1")

    assert revenue() == 12
    assert revenue({"property": "category", "op": "is", "value": "WINE"}) == 3
    assert revenue({"property": "category", "op": "is", "value": "o'bread\""}) == 4
    assert revenue({"property": "category", "op": "is_not", "value": "WINE"}) == 9
    assert revenue({"property": "category", "op": "in", "value": ["WINE", "x"]}) == 3
    assert revenue({"property": "category", "op": "contains", "value": "BREAD"}) == 4
    assert revenue({"property": "category", "op": "exists"}) == 7
    assert revenue({"property": "n", "op": "at_least", "value": 10}) == 3
    assert revenue({"property": "n", "op": "at_most", "value": 10}) == 4
    assert revenue({"property": "n", "op": "is", "value": 12.0}) == 3
    assert revenue({"property": "order_id", "op": "is", "value": "b"}) == 5
    assert revenue({"property": "revenue", "op": "at_least", "value": 4}) == 9
    assert revenue({"property": "a') or ('1'='1", "op": "is", "value": "' or true --"}) == 0


def test_nothing_at_all(world: World) -> None:
    assert kpi_values(world.con, kpis.revenue, ALL, []).cells == ()
    table = kpi_values(world.con, kpis.conversions, ALL, [Goal("c1", "", 1)])
    assert (table.value(), table.days(), table.channels("c1")) == (0, [], [])
