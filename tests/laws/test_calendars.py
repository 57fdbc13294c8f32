"""Law of calendars: days, months and birthdays, in the hub's zone and the person's, agree with Python at every turn."""

from datetime import UTC, datetime, timedelta
from typing import Any

from audience_world import keeping, kept, matched, people_who
from happenings import Happening, empty_world
from hypothesis import given, settings
from hypothesis import strategies as st

from auftakt.audiences import Rule, parse_rule, rule_document

ZONES = [None, "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati", "Nowhere/Land", "America", ""]
STARTS = [
    datetime(2026, 12, 31, 14, 59, tzinfo=UTC),  # a minute before the year turns in Tokyo
    datetime(2028, 2, 28, 15, 0, tzinfo=UTC),  # the day before a 29 February, in Tokyo the day itself
    datetime(2026, 3, 8, 6, 30, tzinfo=UTC),  # half an hour before New York's clocks go forward
    datetime(2027, 2, 28, 3, 0, tzinfo=UTC),
]
AGES = [timedelta(hours=hours) for hours in (-30, -1, 0, 1, 9, 15, 24, 40, 24 * 7, 24 * 31, 24 * 90, 24 * 365)]
DATES = [0, 1, 7, -1, 30, 365]
LEAP = ["2000-02-29", "1999-02-28", "2026-02-31", "20260401", "2026-4-1", " 2026-04-01", "someday"]

zones = st.sampled_from(["hub", "person"])
periods = st.fixed_dictionaries(
    {"unit": st.sampled_from(["day", "week", "month", "quarter", "year"]), "back": st.integers(0, 2), "zone": zones}
)
rules = st.one_of(
    st.builds(
        lambda measure, op, value, window: parse_rule(
            {"kind": "event", "name": "Bought", "measure": measure, "op": op, "value": value, "period": window}
        ),
        st.sampled_from(["count", "sum"]),
        st.sampled_from(["at_least", "at_most", "is"]),
        st.integers(0, 2),
        periods,
    ),
    st.builds(
        lambda first, more, yearly, zone: parse_rule(
            {"kind": "date", "name": "day", "first": first, "last": first + more, "yearly": yearly, "zone": zone}
        ),
        st.sampled_from([-7, -1, 0, 1, 30]),
        st.sampled_from([0, 1, 7]),
        st.booleans(),
        zones,
    ),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[datetime, list[Happening]]:
    now = draw(st.sampled_from(STARTS))
    found = []
    for person in range(3):
        ids = [("email", f"p{person}@example.com")]
        day = draw(
            st.one_of(
                st.sampled_from(LEAP),
                st.sampled_from(DATES).map(lambda d: (now + timedelta(days=d)).date().isoformat()),
            )
        )
        traits: dict[str, Any] = {"timezone": draw(st.sampled_from(ZONES)), "day": day}
        found.append(Happening(ids, type="identify", name="identify", traits=traits, at=now - timedelta(days=400)))
        for age in draw(st.lists(st.sampled_from(AGES), max_size=4)):
            found.append(Happening(ids, name="Bought", at=now - age, revenue="1"))
    return now, found


@settings(max_examples=15)
@given(histories(), st.lists(rules, min_size=3, max_size=6))
def test_sql_and_python_know_the_same_day(history: tuple[datetime, list[Happening]], trees: list[Rule]) -> None:
    now, found = history
    with empty_world() as world:
        world.arrive(*found, now=now)
        for tree in trees:
            assert matched(world, tree, now) == people_who(world, tree, now), rule_document(tree)


@settings(max_examples=6)
@given(
    histories(),
    st.lists(rules, min_size=2, max_size=4),
    st.lists(st.sampled_from([1, 60, 600, 1440, 20_000]), max_size=4),
)
def test_kept_members_follow_each_turn(
    history: tuple[datetime, list[Happening]], trees: list[Rule], waits: list[int]
) -> None:
    now, found = history
    with empty_world() as world, keeping(world, trees):
        world.arrive(*found, now=now)
        for minutes in waits:
            now += timedelta(minutes=minutes)
            world.arrive(now=now)
            for place, tree in enumerate(trees):
                assert kept(world, place) == people_who(world, tree, now), rule_document(tree)
