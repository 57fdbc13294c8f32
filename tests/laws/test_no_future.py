"""What a prediction is made from is what was known at a moment: nothing that came after it can change it."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from auftakt.audiences import Ask, PropertyTest
from auftakt.audiences.predictions.features.read import known_at
from auftakt.audiences.predictions.features.spec import choose_features
from auftakt.audiences.predictions.learned.examples import people_before
from auftakt.store.plane import Connection, Plane

START = datetime(2026, 1, 1)
PEOPLE, DAYS = 40, 100
ASK = Ask(20, ("Order Completed",), 540, (PropertyTest("category", "is", "wine"),))

happening = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.sampled_from(["Order Completed", "Product Viewed", "Signed Up"]),
    st.integers(0, DAYS * 1440),
    st.sampled_from(["wine", "tea"]),
    st.integers(0, 900),
)
fact = st.tuples(
    st.integers(0, PEOPLE - 1),
    st.sampled_from(["plan", "age"]),
    st.integers(0, DAYS * 1440),
    st.sampled_from(['"gold"', '"free"', "31", "44", "null"]),
)
happenings, facts = st.lists(happening, max_size=60), st.lists(fact, max_size=30)


def put(con: Connection, events: list[tuple[int, str, int, str, int]], told: list[tuple[int, str, int, str]]) -> None:
    for place, (who, name, minute, category, revenue) in enumerate(events):
        con.execute(
            "insert into events by name select $place as log_offset, $place::uhugeint as event_key, 's' as source_id,"
            " 'm' || $place as message_id, 'track' as type, $name as name, $at as happened_at, $at as received_at,"
            " $who::uhugeint as ident_key, $revenue as revenue, $category as category",
            {"place": place, "who": who, "name": name, "at": START + timedelta(minutes=minute),
             "revenue": revenue, "category": category},
        )  # fmt: skip
    for place, (who, name, minute, value) in enumerate(told):
        con.execute(
            "insert into trait_facts by name select $who::uhugeint as ident_key, $name as name, $value::json as value,"
            " $at as set_at, 's' as source_id, $place as log_offset",
            {"place": place, "who": who, "name": name, "value": value, "at": START + timedelta(minutes=minute)},
        )


@settings(max_examples=10)
@given(happenings, facts, happenings, facts, st.integers(1, DAYS * 1440))
def test_what_came_after_the_cut_changes_no_figure(
    events: list[tuple[int, str, int, str, int]],
    told: list[tuple[int, str, int, str]],
    later_events: list[tuple[int, str, int, str, int]],
    later_told: list[tuple[int, str, int, str]],
    minute: int,
) -> None:
    """Two hubs that agree before the cut, and in nothing after it, know the same at the cut."""
    until = START + timedelta(minutes=minute)
    known = []
    for extra_events, extra_told in ((events, told), (later_events, later_told)):
        plane = Plane.open(None)
        with plane.writer() as con:
            before = [each for each in events if each[2] < minute] + [
                each for each in extra_events if each[2] >= minute
            ]
            facts_before = [each for each in told if each[2] < minute] + [
                each for each in extra_told if each[2] >= minute
            ]
            put(con, before, facts_before)
            con.execute(
                f"insert into identifiers select place::uhugeint, 'user_id', 'u' || place, place // 2, place // 2,"
                f" timestamp '2026-01-01', 's' from range({PEOPLE}) as all_people(place)"
            )
            features = choose_features(con, ASK, until, people_before(con, until))
            known.append((features, known_at(con, features, ASK, until)))
        plane.close()
    (features, one), (others, other) = known
    assert features == others
    assert np.array_equal(one.person_ids, other.person_ids)
    assert np.array_equal(one.values, other.values, equal_nan=True)
