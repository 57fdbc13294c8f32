"""Laws of limits: nobody is over one, what is joined follows from the log alone, and nobody is lost."""

from collections.abc import Sequence

from examples import examples
from happenings import NOON, Happening, World, empty_world
from hypothesis import given
from hypothesis import strategies as st
from laws.test_identity import partition

from auftakt.people import Block, IdentityRules, TypeRule
from auftakt.people.types.catalogue import BUILT_IN

KEYS = [(kind, f"{kind}{place}") for kind in ("user_id", "email", "anonymous_id", "cookie") for place in range(4)]
RANKS = {rule.type: rule.priority for rule in BUILT_IN}
EVENTS = st.lists(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True), min_size=1, max_size=14)
LIMITS = st.fixed_dictionaries({"user_id": st.sampled_from([1, 2, None]), "email": st.sampled_from([1, 2, None])})
BLOCKED = st.lists(st.sampled_from(KEYS), max_size=2, unique=True)
Key = tuple[str, str]


def rules_of(limits: dict[str, int | None], blocked: Sequence[Key]) -> IdentityRules:
    types = [TypeRule(rule.type, rule.priority, limits.get(rule.type)) for rule in BUILT_IN]
    return IdentityRules.of(types, [Block(*key) for key in blocked])


def plain(
    events: Sequence[Sequence[Key]], limits: dict[str, int | None], blocked: Sequence[Key]
) -> set[frozenset[Key]]:
    """One event after the other: its strongest identifier takes the others in, the strongest first, if they fit."""
    parts: list[set[Key]] = []

    def part(key: Key) -> set[Key]:
        found = next((each for each in parts if key in each), None)
        if found is None:
            parts.append(found := {key})
        return found

    def fits(one: set[Key], other: set[Key]) -> bool:
        for kind, most in limits.items():
            a, b = (sum(key[0] == kind for key in each) for each in (one, other))
            if most is not None and a and b and a + b > most:
                return False
        return True

    limited = any(limits.values())
    for event in events:
        places = {key: place for place, key in enumerate(event)}
        order = sorted(event, key=lambda key: (key in blocked, RANKS[key[0]] if limited else 0, places[key]))
        head = order[0]
        for key in event:
            part(key)
        # Of two of one type the keys decide: some order there must be.
        for key in sorted(order[1:], key=lambda key: (RANKS[key[0]], _smaller(head, key))):
            one, other = part(head), part(key)
            if one is not other and head not in blocked and key not in blocked and fits(one, other):
                parts.remove(other)
                one |= other
    return {frozenset(each) for each in parts}


def _smaller(head: Key, key: Key) -> tuple[int, int]:
    import hashlib

    numbers = [
        int.from_bytes(hashlib.md5("\x1f".join(each).encode(), usedforsecurity=False).digest(), "little")
        for each in (head, key)
    ]
    return min(numbers), max(numbers)


def arrive(world: World, events: Sequence[Sequence[Key]], cuts: Sequence[bool]) -> None:
    """The events in their order, a batch ending after each place that the cuts say."""
    waiting: list[Happening] = []
    for place, ids in enumerate(events):
        waiting.append(Happening(list(ids), at=NOON, message_id=f"m{place}"))
        if cuts[place]:
            world.arrive(*waiting)
            waiting = []
    world.arrive(*waiting)


@examples(25)
@given(EVENTS, LIMITS, BLOCKED, st.lists(st.booleans(), min_size=14, max_size=14))
def test_what_is_joined_follows_from_the_log_however_it_is_cut_into_batches(
    events: list[list[Key]], limits: dict[str, int | None], blocked: list[Key], cuts: list[bool]
) -> None:
    rules = rules_of(limits, blocked)
    with empty_world(rules=rules) as cut, empty_world(rules=rules) as whole:
        arrive(cut, events, cuts)
        arrive(whole, events, [False] * len(events))
        expected = plain(events, limits, blocked)
        assert set(partition(whole).values()) == expected
        assert set(partition(cut).values()) == expected
        for world in (cut, whole):
            nobody_is_lost_and_nobody_is_over(world, events, limits)
        refused = "select key_a, key_b, reason, type, held, log_offset from refused_links order by all"
        assert whole.rows(refused) == cut.rows(refused)


def nobody_is_lost_and_nobody_is_over(
    world: World, events: Sequence[Sequence[Key]], limits: dict[str, int | None]
) -> None:
    joined = "select count(*) from events join identifiers using (ident_key) join people using (person_id)"
    assert world.rows(joined) == [(len(events),)]
    assert world.rows("select count(distinct person_id) from identifiers") == world.rows("select count(*) from people")
    for kind, most in limits.items():
        # Two of one type in one event are kept apart too: a limit of one means one.
        counts = (
            f"select count(*) as n from identifiers where type = '{kind}' group by person_id having n > {most or 99}"
        )
        assert world.rows(counts) == []
