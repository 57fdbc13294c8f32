"""Laws of rules that come later: what the what-if says happens; applying the rules of always changes nothing; the rules
of before bring everything back."""

from collections.abc import Sequence
from typing import Any

import pytest
from examples import examples
from happenings import NOON, Happening, World, empty_world
from hypothesis import example, given
from hypothesis import strategies as st
from laws.test_identifier_limits import EVENTS, KEYS, RANKS, Key, arrive, nobody_is_lost_and_nobody_is_over, rules_of
from laws.test_identity import derived, partition

from auftakt.people import IdentityRules, redo_link, retract_link, what_if
from auftakt.people.types.apply import AppliedRules, apply_near, changed_people

pytestmark = pytest.mark.slow

RULES = st.tuples(
    st.fixed_dictionaries({"user_id": st.sampled_from([1, 2, None]), "email": st.sampled_from([1, 2, None])}),
    st.lists(st.sampled_from([key for key in KEYS if key[0] == "cookie"]), max_size=2, unique=True),
)
CUTS = st.lists(st.booleans(), min_size=14, max_size=14)
KEPT = {
    "links": "*", "identifiers": "*", "people": "*", "traits": "*", "consents": "*", "events": "*",
    "refused_links": "key_a, key_b, source_id, seen_at, log_offset, reason, type, held",
}  # fmt: skip
# The cookie leaves its person in one portion, and whom a limit kept from it before comes in another.
APART: tuple[Any, ...] = (
    [
        [("email", "email0"), ("user_id", "user_id2"), ("cookie", "cookie1")],
        [("cookie", "cookie1"), ("anonymous_id", "anonymous_id2"), ("user_id", "user_id0")],
        [("user_id", "user_id2"), ("anonymous_id", "anonymous_id0"), ("user_id", "user_id1")],
        [("user_id", "user_id1"), ("email", "email0")],
    ],
    ({"user_id": 1, "email": 1}, []),
    ({"user_id": 1, "email": 1}, [("cookie", "cookie1")]),
)
Rules = tuple[dict[str, int | None], list[Key]]


def strongest_first(events: Sequence[Sequence[Key]]) -> list[list[Key]]:
    """So that an event is its first identifier's under whatever rules; one cookie at most, the kind that is blocked."""
    return [_one_cookie(sorted(event, key=lambda key: RANKS[key[0]])) for event in events]


def _one_cookie(event: list[Key]) -> list[Key]:
    first = next((key for key in event if key[0] == "cookie"), None)
    return [key for key in event if key[0] != "cookie" or key == first]


def kept(world: World) -> dict[str, list[Any]]:
    return {table: world.rows(f"select {columns} from {table} order by all") for table, columns in KEPT.items()}


def apply_all(world: World, rules: IdentityRules, portion: int = 100) -> AppliedRules:
    people, done = changed_people(world.con, rules), AppliedRules()
    for place in range(0, len(people), portion):
        done += apply_near(world.con, rules, people[place : place + portion], NOON)
    return done


@examples(8)
@given(EVENTS, RULES, CUTS)
def test_rules_that_were_there_from_the_first_event_change_nothing(
    events: list[list[Key]], given_rules: Rules, cuts: list[bool]
) -> None:
    rules = rules_of(*given_rules)
    with empty_world(rules=rules) as world:
        arrive(world, events, cuts)
        before = kept(world)
        found = what_if(world.con, rules)
        assert (found.counts.links_refused, found.counts.links_joined, found.split, found.merged) == (0, 0, [], [])
        assert apply_all(world, rules) == AppliedRules()
        assert kept(world) == before


@examples(10)
@given(EVENTS, RULES, RULES, CUTS, st.sampled_from([1, 2, 100]))
@example(*APART, [False] * 14, 1)
def test_what_the_what_if_says_happens_as_a_replay_would_have_it_and_can_be_taken_back(
    found: list[list[Key]], before: Rules, after: Rules, cuts: list[bool], portion: int
) -> None:
    events, old, new = strongest_first(found), rules_of(*before), rules_of(*after)
    with empty_world(rules=old) as world, empty_world(rules=new) as replayed:
        arrive(world, events, cuts)
        arrive(replayed, events, cuts)
        stood, parts = kept(world), partition(world)
        said = what_if(world.con, new, examples=1000)
        assert kept(world) == stood
        done = apply_all(world, new, portion)
        now = partition(world)
        assert set(now.values()) == set(partition(replayed).values())
        assert derived(world) == derived(replayed)
        for table in ("refused_links", "links"):
            columns = "key_a, key_b, seen_at, log_offset" + (", reason, type, held" if table == "refused_links" else "")
            query = f"select {columns} from {table} order by all"
            assert world.rows(query) == replayed.rows(query)
        nobody_is_lost_and_nobody_is_over(world, events, after[0])
        counts = said.counts
        assert (counts.people_before, counts.people_after) == (len(parts), len(now))
        assert (counts.refused_before, counts.refused_after) == (
            len(stood["refused_links"]),
            len(kept(world)["refused_links"]),
        )
        assert (counts.links_refused, counts.links_joined) == (done.links_refused, done.links_joined)
        assert {(each.person_id, each.part_count) for each in said.split} == _broken(parts, now)
        assert {(each.person_id, each.part_count) for each in said.merged} == _broken(now, parts)
        assert (counts.splits, counts.merges) == (len(said.split), len(said.merged))
        apply_all(world, old, portion)
        assert kept(world) == stood


def _broken(one: dict[int, frozenset[Key]], other: dict[int, frozenset[Key]]) -> set[tuple[int, int]]:
    """Who of the one has members of several of the other, and of how many."""
    homes = {key: person for person, members in other.items() for key in members}
    counts = {person: len({homes[key] for key in members}) for person, members in one.items()}
    return {(person, count) for person, count in counts.items() if count > 1}


@examples(5)
@given(EVENTS, RULES, CUTS, st.randoms(use_true_random=False))
def test_what_a_person_decided_stands_whatever_rules_come(
    events: list[list[Key]], given_rules: Rules, cuts: list[bool], chosen: Any
) -> None:
    rules = rules_of(*given_rules)
    with empty_world() as world:
        arrive(world, events, cuts)
        links = [link_id for (link_id,) in world.rows("select link_id from links order by link_id")]
        back = chosen.sample(links, min(2, len(links)))
        for link_id in back:
            retract_link(world.con, link_id, NOON)
        for link_id in back[:1]:
            redo_link(world.con, link_id, NOON)
        apply_all(world, rules)
        decided = dict(world.rows("select link_id, retracted_at is null from links"))
        assert {link_id: decided[link_id] for link_id in back} == {link_id: link_id in back[:1] for link_id in back}
        stood = kept(world)
        assert apply_all(world, rules) == AppliedRules()
        assert kept(world) == stood


def test_an_order_is_kept_where_somebody_decided_between() -> None:
    """A match came before the third address: it counts, and the address stays out as it did when it arrived."""
    mails = [("email", f"m{place}@example.com") for place in range(3)]
    rules = rules_of({"email": 2}, [])
    with empty_world(rules=rules) as world:
        world.arrive(Happening([("user_id", "a"), mails[0]]), Happening([("user_id", "b"), mails[1]]))
        world.con.execute(
            "insert into links select 99, least(a.ident_key, b.ident_key), greatest(a.ident_key, b.ident_key), 'match',"
            " timestamp '2026-11-20 12:00', -1, null from identifiers as a, identifiers as b"
            " where a.value = 'a' and b.value = 'b'"
        )
        world.con.execute("update identifiers set person_id = 1")
        world.arrive(Happening([("user_id", "a"), mails[2]], at=NOON.replace(hour=13)))
        assert [row[0] for row in world.rows("select type from refused_links")] == ["email"]
        assert what_if(world.con, rules).counts.links_joined == 0
