"""Law of sequences: one pass of windows in SQL finds what trying every chain of events in Python finds."""

from datetime import timedelta

from audience_world import keeping, kept, matched, people_who
from happenings import NOON, Happening, empty_world
from hypothesis import given, settings
from hypothesis import strategies as st

from auftakt.audiences import Rule, parse_rule, rule_document

NAMES = ["A", "B", "C"]
MINUTES = [-30, 0, 1, 30, 59, 60, 61, 90, 120, 180, 1440, 1500, 2880]

steps = st.fixed_dictionaries(
    {"name": st.sampled_from(NAMES)},
    optional={
        "within": st.sampled_from([1, 30, 60, 120, 1440]),
        "where": st.just([{"property": "price", "op": "at_least", "value": 10}]),
    },
).map(lambda step: {**step, "unit": "minutes"})


@st.composite
def sequences(draw: st.DrawFn) -> Rule:
    first, *then = draw(st.lists(steps, min_size=2, max_size=4))
    missing = draw(st.booleans())
    if missing:
        then[-1].setdefault("within", 60)
    between = draw(st.sampled_from([None, *NAMES])) if len(then) > missing else None
    document = {
        "kind": "sequence",
        "steps": [{key: value for key, value in first.items() if key != "within"}, *then],
        "missing": missing,
        "without": {"name": between} if between else None,
        "days": draw(st.sampled_from([None, 2 if missing else 1])),
    }
    return parse_rule(document)


happened = st.lists(
    st.builds(
        lambda person, name, minutes, price: Happening(
            [("email", f"p{person}@example.com")],
            name=name,
            at=NOON - timedelta(minutes=minutes),
            properties={"price": price},
        ),
        st.integers(0, 1),
        st.sampled_from(NAMES),
        st.sampled_from(MINUTES),
        st.sampled_from([5, 20]),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=40)
@given(happened, st.lists(sequences(), min_size=3, max_size=6))
def test_one_pass_finds_what_trying_all_finds(found: list[Happening], rules: list[Rule]) -> None:
    with empty_world() as world:
        world.arrive(*found)
        for rule in rules:
            assert matched(world, rule, NOON) == people_who(world, rule, NOON), rule_document(rule)


@settings(max_examples=12)
@given(happened, st.lists(sequences(), min_size=1, max_size=3), st.lists(st.sampled_from(MINUTES[2:]), max_size=3))
def test_kept_members_follow_events_and_time(found: list[Happening], rules: list[Rule], waits: list[int]) -> None:
    """Whenever the hub looks, those who are kept are those whom a fresh look finds."""
    with empty_world() as world, keeping(world, rules):
        now = NOON
        world.arrive(*found[::2], now=now)
        world.arrive(*found[1::2], now=now)
        for minutes in waits:
            now += timedelta(minutes=minutes)
            world.arrive(now=now)
            for place, rule in enumerate(rules):
                assert kept(world, place) == people_who(world, rule, now), rule_document(rule)
