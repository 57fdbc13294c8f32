"""Groups: they come into being as events tell of them, and their people come and go."""

from datetime import datetime
from typing import Any

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from auftakt.kit.errors import NotFound
from auftakt.people import (
    GroupStep,
    IdentityStep,
    ProfileStep,
    dealings_of,
    find_group,
    find_person_id,
    group_types,
    groups_of,
    in_group,
    list_groups,
    list_people,
    retract_link,
)
from tests.happenings import NO_RULES, NOON, Happening, World, days_ago, empty_world

MAI = [("user_id", "mai")]
KEN = [("user_id", "ken")]
TABLES = ("groups", "group_traits", "group_members")


def world() -> Any:
    return empty_world(steps=(IdentityStep(lambda _: NO_RULES), ProfileStep(), GroupStep()))


def joins(ids: Any, group: str = "7", at: datetime = NOON, kind: str | None = None, **traits: Any) -> Happening:
    properties: dict[str, Any] = {"group_id": group} | ({"traits": traits} if traits else {})
    if kind:
        properties["group_type"] = kind
    return Happening(ids, name="Group Joined", type="group", at=at, properties=properties)


def leaves(ids: Any, group: str = "7", at: datetime = NOON) -> Happening:
    return Happening(ids, name="Group Left", at=at, properties={"group_id": group})


def whole(into: World) -> list[list[Any]]:
    """All but the places in the log; identifiers by their keys, which hang on nothing."""
    return [into.rows(f"select columns(c -> c <> 'log_offset') from {table} order by all") for table in TABLES]


def test_a_group_has_what_was_last_told_of_it_and_the_people_who_joined() -> None:
    with world() as into:
        into.arrive(joins(MAI, at=days_ago(3), name="Sample Works", industry="IT"), joins(KEN, at=days_ago(2)))
        into.arrive(joins(MAI, at=days_ago(1), name="Sample Works Ltd", industry=None, employees=30))
        [line] = list_groups(into.con).items
        assert (line.group_type, line.group_id, line.name, line.people) == ("account", "7", "Sample Works Ltd", 2)
        found = find_group(into.con, "account", "7")
        assert {each.name: each.value for each in found.traits} == {"name": "Sample Works Ltd", "employees": "30"}
        assert (found.first_seen, found.last_seen) == (days_ago(3), days_ago(1))
        assert len(list_people(into.con, among=in_group("account", "7")).items) == 2


def test_who_left_belongs_no_more_until_they_join_again() -> None:
    with world() as into:
        into.arrive(joins(MAI, at=days_ago(5)), leaves(MAI, at=days_ago(2)))
        person = find_person_id(into.con, "user_id:mai")
        [group] = groups_of(into.con, person)
        assert (group.since, group.left_at) == (days_ago(5), days_ago(2))
        assert find_group(into.con, "account", "7").people == 0
        into.arrive(joins(MAI, at=days_ago(3)))  # An older report changes nothing.
        assert groups_of(into.con, person)[0].left_at == days_ago(2)
        into.arrive(joins(MAI, at=days_ago(1)))
        assert groups_of(into.con, person)[0].left_at is None


def test_a_company_of_an_identify_call_is_an_account_if_it_has_an_id() -> None:
    with world() as into:
        into.arrive(
            Happening(MAI, name="Identified", type="identify", traits={"company": {"id": 7, "name": "Sample Works"}}),
            Happening(KEN, name="Identified", type="identify", traits={"company": {"name": "No Id Ltd"}}),
            Happening(KEN, name="Identified", type="identify", traits={"company": "Only Words"}),
        )
        assert [(each.group_id, each.name, each.people) for each in list_groups(into.con).items] == [
            ("7", "Sample Works", 1)
        ]


def test_types_stand_apart_and_a_group_without_an_id_is_none() -> None:
    with world() as into:
        into.arrive(
            joins(MAI, kind="household", name="Mihon"),
            joins(MAI),
            joins(MAI, group=" "),
            Happening(MAI, name="Group Joined", type="group"),
            Happening(MAI, name="Group Joined", type="group", properties={"group_id": "9", "traits": ["no", "object"]}),
        )
        assert [(each.group_type, each.groups) for each in group_types(into.con)] == [("account", 2), ("household", 1)]
        assert find_group(into.con, "household", "7").name == "Mihon"
        with pytest.raises(NotFound):
            find_group(into.con, "household", "9")


def test_an_undone_merge_gives_each_their_own_groups_back() -> None:
    with world() as into:
        into.arrive(joins(MAI), joins(KEN, group="8"))
        into.arrive(Happening([*MAI, *KEN]))
        both = find_person_id(into.con, "user_id:mai")
        assert {each.group_id for each in groups_of(into.con, both)} == {"7", "8"}
        retract_link(into.con, 1, NOON, "usr_a", "")
        assert [each.group_id for each in groups_of(into.con, find_person_id(into.con, "user_id:mai"))] == ["7"]
        assert [each.group_id for each in groups_of(into.con, find_person_id(into.con, "user_id:ken"))] == ["8"]


def test_the_list_is_searched_and_paged_in_one_order() -> None:
    with world() as into:
        into.arrive(*(joins(MAI, group=f"g{n}", at=days_ago(n % 2), name=f"Sample {n}") for n in range(7)))
        seen: list[str] = []
        after = None
        for _ in range(4):
            page = list_groups(into.con, after=after, limit=2)
            seen += [each.group_id for each in page.items]
            after = page.next
        assert after is None
        assert seen == ["g0", "g2", "g4", "g6", "g1", "g3", "g5"]
        assert [each.group_id for each in list_groups(into.con, search="sample 3").items] == ["g3"]
        assert list_groups(into.con, kind="household").items == []


def test_a_deal_stands_as_it_was_last_told_and_an_inquiry_beside_it() -> None:
    def deal(stage: str, amount: int, days: float) -> Happening:
        properties = {"deal_id": "D1", "name": "Sample renewal", "stage": stage, "amount": amount, "currency": "JPY"}
        return Happening(MAI, name="Deal Updated", at=days_ago(days), properties=properties)

    with world() as into:
        into.arrive(deal("Won", 900_000, 1), deal("Proposal", 1_000_000, 5))
        asked = {"inquiry_id": "Q1", "subject": "Delivery", "text": "When does it come?"}
        into.arrive(Happening(MAI, name="Inquiry Received", at=days_ago(3), properties=asked))
        won, inquiry = dealings_of(into.con, find_person_id(into.con, "user_id:mai"))
        assert (won.kind, won.title, won.stage, won.amount, won.changes) == (
            "deal",
            "Sample renewal",
            "Won",
            900_000,
            2,
        )
        assert (won.opened_at, won.changed_at) == (days_ago(5), days_ago(1))
        assert (inquiry.kind, inquiry.title, inquiry.text) == ("inquiry", "Delivery", "When does it come?")


reports = st.lists(
    st.tuples(
        st.sampled_from([MAI, KEN]),
        st.sampled_from(["7", "8"]),
        st.integers(0, 9),
        st.booleans(),
        st.sampled_from(["A", None]),
    ),
    min_size=1,
    max_size=8,
    # Two reports of one moment are decided by their place in the log, which is what is shuffled here.
    unique_by=lambda report: report[2],
)


@examples(20)
@given(reports, st.data())
def test_neither_the_order_nor_the_cut_into_batches_matters(told: list[Any], data: st.DataObject) -> None:
    happened = [
        leaves(who, group, days_ago(days)) if gone else joins(who, group, days_ago(days), name=name)
        for who, group, days, gone, name in told
    ]
    shuffled = data.draw(st.permutations(happened))
    cut = data.draw(st.integers(0, len(happened) - 1))
    with world() as one, world() as other:
        one.arrive(*happened)
        other.arrive(*shuffled[cut:])
        if cut:
            other.arrive(*shuffled[:cut])
        assert whole(one) == whole(other)
