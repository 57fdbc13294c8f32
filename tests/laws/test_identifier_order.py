"""Laws of order under rules: it matters only among those whom a limit keeps apart, and whoever is apart is told why."""

from collections.abc import Sequence
from typing import Any

import pytest
from examples import examples
from happenings import NOON, World, empty_world
from hypothesis import given
from hypothesis import strategies as st
from laws.test_identifier_limits import BLOCKED, EVENTS, LIMITS, Key, arrive, plain, rules_of
from laws.test_identity import partition

from auftakt.people import redo_link, retract_link
from auftakt.people.types.apply import apply_near, changed_people
from auftakt.people.types.refused import refused_between

pytestmark = pytest.mark.slow

CUTS = st.lists(st.booleans(), min_size=14, max_size=14)
Limits = dict[str, int | None]


@examples(15)
@given(EVENTS, LIMITS, BLOCKED, CUTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_matters_only_among_those_whom_a_limit_keeps_apart(
    events: list[list[Key]], limits: Limits, blocked: list[Key], cuts: list[bool], shuffled: Any
) -> None:
    rules, again = rules_of(limits, blocked), list(events)
    shuffled.shuffle(again)
    # A limit that nobody reaches: whose an event is follows from the rules, and no link is refused for it.
    wholes = plain(events, {kind: most and 99 for kind, most in limits.items()}, blocked)
    untouched = {whole for whole in wholes if fits(whole, limits)}
    with empty_world(rules=rules) as one, empty_world(rules=rules) as other:
        arrive(one, events, cuts)
        arrive(other, again, cuts)
        for world in (one, other):
            parts = set(partition(world).values())
            assert untouched <= parts
            assert all(any(part <= whole for whole in wholes) for part in parts)
            whoever_is_apart_is_told_why(world, events, limits, blocked)
        query = "select key_a, key_b, type from refused_links where reason = 'blocked' order by all"
        assert one.rows(query) == other.rows(query)


def fits(whole: frozenset[Key], limits: Limits) -> bool:
    return all(most is None or sum(key[0] == kind for key in whole) <= most for kind, most in limits.items())


def whoever_is_apart_is_told_why(
    world: World, events: Sequence[Sequence[Key]], limits: Limits, blocked: Sequence[Key]
) -> None:
    """Each reason is true, and two that one event named are one person, or somebody can ask why not."""
    ends = (
        "select a.type, a.value, b.type, b.value, reason, refused.type, held, a.person_id, b.person_id "
        "from refused_links as refused join identifiers as a on a.ident_key = key_a "
        "join identifiers as b on b.ident_key = key_b"
    )
    told = set()
    for a_type, a_value, b_type, b_value, reason, rule, held, a_person, b_person in world.rows(ends):
        a, b = (a_type, a_value), (b_type, b_value)
        told.add(frozenset((a, b)))
        if reason == "blocked":
            assert any(end in blocked and end[0] == rule for end in (a, b))
        else:
            assert held > (limits[rule] or 99)
        assert a_person != b_person
        assert refused_between(world.con, a_person, b_person) is not None
    homes = {key: person for person, members in partition(world).items() for key in members}
    for event in events:
        heads = [head for head in event if all(_joined(homes, told, head, key) for key in event if key != head)]
        assert heads, event


def _joined(homes: dict[Key, int], told: set[frozenset[Key]], one: Key, other: Key) -> bool:
    return homes[one] == homes[other] or frozenset((one, other)) in told


@examples(8)
@given(EVENTS, LIMITS, BLOCKED, CUTS, st.integers(0, 100))
def test_a_link_taken_back_and_put_back_leaves_all_as_it_was_under_rules_too(
    events: list[list[Key]], limits: Limits, blocked: list[Key], cuts: list[bool], place: int
) -> None:
    rules = rules_of(limits, blocked)
    with empty_world(rules=rules) as world:
        arrive(world, events, cuts)
        links = [link_id for (link_id,) in world.rows("select link_id from links order by link_id")]
        if not links:
            return
        before, link_id = partition(world), links[place % len(links)]
        refused = world.rows("from refused_links order by all")
        retract_link(world.con, link_id, NOON)
        assert world.rows("select count(distinct person_id) from identifiers") == world.rows(
            "select count(*) from people"
        )
        redo_link(world.con, link_id, NOON)
        assert (partition(world), world.rows("from refused_links order by all")) == (before, refused)
        # Put back by a person, the link holds whatever the rules say of it.
        if people := changed_people(world.con, rules):
            apply_near(world.con, rules, people, NOON)
        assert world.rows(f"select retracted_at from links where link_id = {link_id}") == [(None,)]
