"""Laws of identity: the order of arrival doesn't matter, twice is once, and a merge can be taken back whole."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from examples import examples
from happenings import NOON, Happening, World, empty_world
from hypothesis import given
from hypothesis import strategies as st

from auftakt.people import retract_link

KEYS = [("email", f"{name}@example.com") for name in "abcd"] + [("cookie", f"c{number}") for number in range(5)]
BATCHES = st.lists(st.integers(0, 1), min_size=12, max_size=12)


@st.composite
def happenings(draw: st.DrawFn) -> list[Happening]:
    """Events at different times that name one to three identifiers, some with traits and consents."""
    named = draw(
        st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True), min_size=1, max_size=12)
    )
    found = []
    for place, ids in enumerate(named):
        traits = draw(
            st.sampled_from([None, {"city": f"city {place}"}, {"city": None}, {"consent": {"email": place % 2 == 0}}])
        )
        found.append(Happening(ids, at=NOON - timedelta(hours=place), traits=traits, message_id=f"m{place}"))
    return found


def partition(world: World) -> dict[int, frozenset[tuple[str, str]]]:
    people: dict[int, set[tuple[str, str]]] = {}
    for person_id, kind, value in world.rows("select person_id, type, value from identifiers"):
        people.setdefault(person_id, set()).add((kind, value))
    return {person_id: frozenset(members) for person_id, members in people.items()}


def plain_partition(found: Sequence[Happening]) -> set[frozenset[tuple[str, str]]]:
    """The same by repeated joining of sets."""
    parts: list[set[tuple[str, str]]] = []
    for happening in found:
        together = set(happening.ids)
        apart = []
        for part in parts:
            if part & together:
                together |= part
            else:
                apart.append(part)
        parts = [*apart, together]
    return {frozenset(part) for part in parts}


def derived(world: World) -> dict[str, list[Any]]:
    """Derived rows with people named by their identifiers, since ids are given in the order of arrival."""
    who = partition(world)
    found = {}
    for table, columns in {
        "people": "person_id, first_seen, last_seen, identifier_count",
        "traits": "person_id, name, text, number, set_at",
        "consents": "person_id, channel, purpose, granted, evidence, decided_at",
    }.items():
        rows = [(sorted(who[row[0]]), *row[1:]) for row in world.rows(f"select {columns} from {table}")]
        found[table] = sorted(rows, key=repr)
    return found


def arrive_in(world: World, found: Sequence[Happening], batches: Sequence[int]) -> None:
    for batch in range(2):
        some = [happening for happening, place in zip(found, batches, strict=False) if place == batch]
        world.arrive(*some)


@examples(10)
@given(happenings(), BATCHES, BATCHES, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(
    found: list[Happening], batches: list[int], others: list[int], shuffled: Any
) -> None:
    again = list(found)
    shuffled.shuffle(again)
    with empty_world() as one, empty_world() as other:
        arrive_in(one, found, batches)
        arrive_in(other, again, others)
        assert set(partition(one).values()) == plain_partition(found)
        assert set(partition(other).values()) == plain_partition(found)
        assert derived(one) == derived(other)
        assert one.rows("select count(*) from identifiers group by ident_key having count(*) > 1") == []


@examples(6)
@given(happenings(), BATCHES)
def test_a_person_id_is_the_smallest_that_its_identifiers_were_born_with(
    found: list[Happening], batches: list[int]
) -> None:
    with empty_world() as world:
        arrive_in(world, found, batches)
        assert (
            world.rows("select person_id from identifiers group by person_id having min(origin_id) <> person_id") == []
        )
        assert world.rows("select count(distinct person_id) from identifiers") == world.rows(
            "select count(*) from people"
        )


@examples(6)
@given(happenings())
def test_the_same_events_again_change_nothing(found: list[Happening]) -> None:
    tables = ("identifiers", "links", "people", "traits", "consents", "merges")
    with empty_world() as world:
        world.arrive(*found)
        before = {table: world.rows(f"from {table} order by all") for table in tables}
        for step in world.steps:
            step.run(_batch(world))
        assert {table: world.rows(f"from {table} order by all") for table in tables} == before


@examples(10)
@given(happenings(), BATCHES, st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_a_merge_taken_back_is_as_if_it_never_was(
    found: list[Happening], batches: list[int], one: tuple[str, str], other: tuple[str, str]
) -> None:
    """A meeting of two known people, taken back, leaves every table as if the event had named only the first."""
    tables = {
        "identifiers": "ident_key, type, value, person_id, origin_id, first_seen, source_id",
        "people": "person_id, first_seen, last_seen, identifier_count",
        "traits": "*",
        "consents": "*",
        "trait_facts": "*",
        "consent_facts": "*",
    }
    known = [
        Happening([key], at=NOON - timedelta(days=9), message_id=f"known {key}") for key in dict.fromkeys((one, other))
    ]
    meeting = NOON - timedelta(minutes=5)
    with empty_world() as merged, empty_world() as apart:
        for world, ids in ((merged, [one, other]), (apart, [one])):
            world.arrive(*known)
            arrive_in(world, found, batches)
            before = world.rows("select coalesce(max(link_id), 0) from links")[0][0]
            world.arrive(Happening(ids, at=meeting, traits={"city": "the last one"}, message_id="meeting"))
            fresh = world.rows(f"select link_id from links where link_id > {before}")
            for (link_id,) in fresh:
                retract_link(world.con, link_id, NOON)
            world.arrive()
        for table, columns in tables.items():
            query = f"select {columns} from {table} order by all"
            assert merged.rows(query) == apart.rows(query), table


def _batch(world: World) -> Any:
    from auftakt.jobs import Batch

    return Batch(world.con, NOON, world.control)  # type: ignore[arg-type]
