"""Finding, listing, leafing."""

from decimal import Decimal

import pytest
from happenings import Happening, World, days_ago, empty_world

from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.people import PersonTotals, TimelineFilter, find_person, find_person_id, list_people, timeline


def crowd(world: World) -> None:
    world.arrive(
        *(
            Happening([("email", f"p{place}@example.com")], at=days_ago(place), traits={"name": f"Sample {place}"})
            for place in range(5)
        ),
        Happening([("email", "hanako@example.com")], at=days_ago(9), traits={"firstName": "花子", "lastName": "見本"}),
    )


def test_the_list_leafs_through_everybody_once() -> None:
    with empty_world() as world:
        crowd(world)
        seen, after = [], None
        while True:
            page = list_people(world.con, after=after, limit=2)
            seen += [person.name for person in page.items]
            if (after := page.next) is None:
                break
        assert seen == ["Sample 0", "Sample 1", "Sample 2", "Sample 3", "Sample 4", "見本 花子"]


def test_search_looks_into_identifiers_and_names() -> None:
    with empty_world() as world:
        crowd(world)
        assert [person.email for person in list_people(world.con, search="花").items] == ["hanako@example.com"]
        assert [person.name for person in list_people(world.con, search=" P3@EXAMPLE").items] == ["Sample 3"]
        assert list_people(world.con, search="%").items == []


@pytest.mark.parametrize("key", ["99", "email:nobody@example.com", "nobody", "", "1.5", "９", "9" * 30])
def test_who_is_not_there_is_said_so(key: str) -> None:
    with empty_world() as world:
        crowd(world)
        with pytest.raises(NotFound) as caught:
            find_person_id(world.con, key)
        assert "email:a@example.com" in str(caught.value.next_action)


def test_a_cursor_that_no_page_gave_out_is_refused() -> None:
    with empty_world() as world, pytest.raises(InvalidInput):
        list_people(world.con, after="second")


def test_orders_are_counted_once_and_money_to_the_cent() -> None:
    ids = [("email", "a@example.com")]
    with empty_world() as world:
        world.arrive(
            Happening(ids, name="Product Purchased", order_id="o1", revenue="0.1"),
            Happening(ids, name="Product Purchased", order_id="o1", revenue="0.2"),
            Happening(ids, name="Order Completed", revenue="10", properties={"played": True}),
            Happening(ids, name="Page Viewed", revenue="99"),
        )
        assert find_person(world.con, "1").totals == PersonTotals(events=4, orders=2, revenue=Decimal("10.3"))
        page = timeline(world.con, 1, limit=3)
        assert [(entry.log_offset, entry.name, entry.played) for entry in page.items] == [
            (3, "Page Viewed", False),
            (2, "Order Completed", True),
            (1, "Product Purchased", False),
        ]
        rest = timeline(world.con, 1, after=page.next)
        assert ([entry.log_offset for entry in rest.items], rest.next) == ([0], None)
        assert [
            entry.log_offset for entry in timeline(world.con, 1, only=TimelineFilter(name="Page Viewed")).items
        ] == [3]
