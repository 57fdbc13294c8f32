"""Who lapsed, what they would do anyway, and whether the rule means the same people."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from auftakt.audiences import parse_rule, size_of
from auftakt.campaigns import NewIdea, Sender, check_campaign, document_of
from auftakt.content import check_content
from auftakt.insights import Setting, Uplift, make_ideas
from auftakt.insights.lapsed import find_lapsed, maker
from auftakt.insights.winback import Lapsed
from auftakt.journeys import check_journey
from auftakt.kit.text import Text
from auftakt.store.plane import Connection, Plane
from tests.insights.conftest import NOW, Shop, wine_shop

SETTING = Setting(currency="USD")


def test_the_finding_can_be_worked_out_by_hand(shop: Shop) -> None:
    (wine,) = [found for found in find_lapsed(wine_shop(shop), NOW) if found.lapsed.category == "WINE"]
    assert (wine.stale_days, wine.lookback_days, wine.at) == (0, 338, NOW)
    assert wine.lapsed == Lapsed(
        category="WINE",
        buyers=160,
        revenue=wine.lapsed.revenue,
        good_spend=340.0,
        good_baskets=17,
        usual_days=10,
        lapse_days=20,
        horizon_days=20,
        people=52,
        reachable=39,
        earlier=60,
        returned=8,
        return_baskets=8,
        return_spend=30.0,
        return_variance=0.0,
    )


def test_the_rule_means_the_people_that_were_counted(shop: Shop) -> None:
    con = wine_shop(shop)
    for later in (timedelta(0), timedelta(days=9, hours=7)):  # also when the data end before now
        (idea,) = make_ideas(con, NOW + later, SETTING, [maker])
        size = size_of(con, parse_rule(idea.proposal["audience"]["rule"]), NOW + later, ZoneInfo("UTC"))
        assert size.size == idea.expected.reachable > 0


def test_the_proposal_is_a_campaign(shop: Shop) -> None:
    (idea,) = make_ideas(wine_shop(shop), NOW, SETTING, [maker])
    campaign = document_of(idea.proposal | {"id": "c1", "name": "Sample"})
    assert campaign.goal is not None
    assert campaign.goal.where == [{"property": "category", "op": "is", "value": "WINE"}]
    assert (campaign.starts_on, campaign.ends_on) == ((NOW + timedelta(7)).date(), (NOW + timedelta(27)).date())
    assert campaign.holdout == 0.2
    assert {(variant.id, variant.language) for variant in campaign.variants} == {
        ("invite_ja", "ja"),
        ("invite_en", "en"),
        ("remind_ja", "ja"),
        ("remind_en", "en"),
    }
    ready = msgspec.structs.replace(campaign, sender=Sender(name="Shop", email="shop@example.com", address="Sample 1"))
    assert check_campaign(ready, [check_content(), check_journey]) == []
    texts = [text for variant in campaign.variants for text in (variant.subject, variant.preheader, variant.body)]
    assert all(text.strip() and not set(text) & set("*{}[]<>%") for text in texts)
    assert all(target.by == campaign.ends_on and target.value >= 1 for target in campaign.targets)


def test_a_larger_uplift_is_worth_more_and_says_where_it_is_from(shop: Shop) -> None:
    con = wine_shop(shop)
    measured = Uplift(0.2, Text("measured by two campaigns", "2つの施策で実測"))
    (assumed,) = make_ideas(con, NOW, SETTING, [maker])
    (known,) = make_ideas(con, NOW, Setting(currency="USD", uplift=measured), [maker])
    assert known.expected.value == pytest.approx(2 * assumed.expected.value, abs=0.02)
    assert assumed.expected.low < assumed.expected.value < assumed.expected.high
    assert "measured by two campaigns" in known.expected.basis.en
    assert "2つの施策で実測" in known.expected.basis.ja
    assert "an assumption, not a finding" in assumed.expected.basis.en


def test_what_was_played_is_no_reason(shop: Shop) -> None:
    for person in range(60):
        shop.buys(person, "WINE", 1, 500, played=True)
    (wine,) = [found for found in find_lapsed(wine_shop(shop), NOW) if found.lapsed.category == "WINE"]
    assert wine.lapsed.people == 52


def test_no_ideas_without_enough_history_or_people(shop: Shop) -> None:
    assert find_lapsed(shop.con, NOW) == []
    for days_ago in range(140):
        shop.buys(1, "WINE", days_ago, 10)
    assert find_lapsed(shop.open(), NOW) == []


def test_few_reachable_people_are_no_idea(shop: Shop) -> None:
    for person in range(40):
        for days_ago in range(45 if person < 20 else 0, 400, 10 if person < 20 else 20):
            shop.buys(person, "WINE", days_ago, 40 if person < 20 else 20)
        for days_ago in range(0, 400, 7):
            shop.buys(person, None, days_ago, 3)
    shop.consents(*range(25))
    con = shop.open()
    assert any(found.lapsed.people for found in find_lapsed(con, NOW))
    assert make_ideas(con, NOW, SETTING, [maker]) == []


@pytest.mark.slow
def test_a_real_year_of_groceries(shared_data: Path) -> None:
    """The year has few lapsed customers by category, most of whom come back: nothing here may look like a gold mine."""
    now = datetime(2018, 1, 29, tzinfo=UTC)
    plane = Plane.open(None)
    with plane.writer() as con:
        load_year(con, shared_data)
        ideas = make_ideas(con, now, SETTING, [maker])
        for idea in ideas:
            size = size_of(con, parse_rule(idea.proposal["audience"]["rule"]), now, ZoneInfo("UTC"))
            assert size.size == idea.expected.reachable
    plane.close()
    assert [shape(idea) for idea in ideas] == [
        ("lapsed_customers:BEEF", 88, 60),
        ("lapsed_customers:COUPON/MISC ITEMS", 44, 31),
        ("lapsed_customers:SOFT DRINKS", 66, 50),
    ]
    assert all(0 < idea.expected.low < idea.expected.value < idea.expected.high < 200 for idea in ideas)


def shape(idea: NewIdea) -> tuple[str, int, int]:
    return idea.key, idea.expected.people, idea.expected.reachable


def load_year(con: Connection, folder: Path) -> None:
    """The year as imports would leave it: a card and an address a household, seven in ten of them with consent."""
    con.execute(
        f"""
        create temp table lines as
        select transactions.*, products.product_category
        from read_parquet('{folder}/completejourney_transactions.parquet') as transactions
        left join read_parquet('{folder}/completejourney_products.parquet') as products using (product_id)
        """
    )
    con.execute(
        """
        insert into people
        select household_id, min(transaction_timestamp), max(transaction_timestamp), 2 from lines group by household_id
        """
    )
    for kind in ("card", "email"):
        con.execute(
            f"""
            insert into identifiers by name
            select md5_number('{kind}' || chr(31) || person_id) as ident_key, '{kind}' as type, person_id as value,
                   person_id, person_id as origin_id, first_seen, 'src' as source_id
            from people
            """
        )
    con.execute(
        """
        insert into consents by name
        select person_id, 'email' as channel, 'marketing' as purpose, person_id % 10 < 7 as granted,
               first_seen as decided_at, 'src' as source_id, 0 as log_offset
        from people
        """
    )
    con.execute(
        """
        insert into events by name
        select rowid as log_offset, rowid as event_key, 'src' as source_id, 'm' || rowid as message_id,
               'track' as type, 'Product Purchased' as name, transaction_timestamp as happened_at,
               transaction_timestamp as received_at, md5_number('card' || chr(31) || household_id) as ident_key,
               cast(sales_value as decimal(18, 4)) as revenue, cast(basket_id as varchar) as order_id,
               json_object('category', product_category) as properties,
               product_category as category
        from lines
        """
    )
