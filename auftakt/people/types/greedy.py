"""Which of some links hold, where not all of them may: one after the other, each if both sides fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Slot = tuple[str, int]
"""A type, and the period that its identifiers were first seen in, as a number."""


@dataclass(frozen=True)
class Wish:
    """A link between two people that is to be made, in the order of the list that it stands in.

    A `forced` one is made whatever the rules say.
    """

    link_id: int
    a: int
    b: int
    forced: bool = False


@dataclass(frozen=True)
class Refusal:
    """A link that may not be made, since the two would have more of `type` than allowed: `held` of them."""

    link_id: int
    type: str
    held: int


def refuse(wishes: Sequence[Wish], holds: Mapping[int, Mapping[Slot, int]], most: Mapping[str, int]) -> list[Refusal]:
    """Those of the wishes that don't fit. `holds` says what each person has to begin with; who is missing has nothing.

    What one side alone has too much of is no reason: it was there before the rule. Each union copies the smaller of
    both accounts, so the whole costs little more than sorting the wishes.
    """
    parents: dict[int, int] = {}
    accounts: dict[int, dict[Slot, int]] = {person: dict(slots) for person, slots in holds.items()}

    def root(person: int) -> int:
        top = person
        while (above := parents.get(top, top)) != top:
            top = above
        while (above := parents.get(person, person)) != top:
            parents[person], person = top, above
        return top

    refused = []
    for wish in wishes:
        a, b = root(wish.a), root(wish.b)
        if a == b:
            continue
        small, large = accounts.get(a, {}), accounts.get(b, {})
        if len(small) > len(large):
            a, b, small, large = b, a, large, small
        over = None if wish.forced else _first_over(small, large, most)
        if over is not None:
            refused.append(Refusal(wish.link_id, *over))
            continue
        parents[a] = b
        for slot, count in small.items():
            large[slot] = large.get(slot, 0) + count
        accounts[b] = large
        accounts.pop(a, None)
    return refused


def _first_over(
    small: Mapping[Slot, int], large: Mapping[Slot, int], most: Mapping[str, int]
) -> tuple[str, int] | None:
    """The first type of which both together have too much, and how much; None if they fit."""
    return min(
        ((slot[0], count + large[slot]) for slot, count in small.items() if _over(slot, count, large, most)),
        default=None,
    )


def _over(slot: Slot, count: int, large: Mapping[Slot, int], most: Mapping[str, int]) -> bool:
    other = large.get(slot, 0)
    return other > 0 and count + other > most[slot[0]]
