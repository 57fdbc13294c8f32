"""Groups are joined on the mean of the evidence, never against what a person can have only once."""

from itertools import combinations

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from auftakt.kit.errors import InvalidInput
from auftakt.people.matching.guard import Guard, guarded_groups
from auftakt.people.matching.score import ScoredPairs


def scored(*rows: tuple[int, int, float]) -> ScoredPairs:
    return ScoredPairs(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.float64),
    )


def test_a_likely_pair_is_a_group_and_an_unlikely_one_is_not() -> None:
    assert guarded_groups(scored((1, 2, 8.0), (3, 4, -3.0)), 0.9) == [[1, 2]]


def test_two_families_are_not_chained_by_one_pair() -> None:
    one = [(a, b, 10.0) for a, b in combinations(range(5), 2)]
    other = [(a, b, 10.0) for a, b in combinations(range(5, 10), 2)]
    assert guarded_groups(scored(*one, *other, (4, 5, 5.0)), 0.5) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]


def test_what_a_person_has_once_keeps_groups_apart() -> None:
    guard = Guard(hard={1: ("a",), 2: (None,), 3: ("b",)})
    assert guarded_groups(scored((1, 2, 9.0), (2, 3, 8.0), (1, 3, 8.0)), 0.5, guard) == [[1, 2]]


def test_a_source_without_duplicates_gives_each_group_one_record() -> None:
    guard = Guard(source={1: "shop", 2: "crm", 3: "shop"}, alone=frozenset({"shop", "crm"}))
    assert guarded_groups(scored((1, 2, 9.0), (2, 3, 8.0), (1, 3, 8.0)), 0.5, guard) == [[1, 2]]


def test_no_group_is_larger_than_it_may_be() -> None:
    rows = [(a, b, 9.0) for a, b in combinations(range(9), 2)]
    assert max(len(group) for group in guarded_groups(scored(*rows), 0.5, Guard(max_size=4))) <= 4


@pytest.mark.parametrize("threshold", [0.0, 0.49, 1.0, 1.5])
def test_a_threshold_that_is_not_offered_is_refused(threshold: float) -> None:
    with pytest.raises(InvalidInput):
        guarded_groups(scored((1, 2, 8.0)), threshold)


WEIGHTS = st.sampled_from([-6.0, -1.0, 0.5, 3.0, 9.0])
PAIRS = st.dictionaries(st.tuples(st.integers(0, 8), st.integers(9, 16)), WEIGHTS, min_size=1, max_size=30)


@examples(60, deadline=None)
@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(pairs: dict[tuple[int, int], float], random: "object") -> None:
    rows = [(a, b, weight) for (a, b), weight in pairs.items()]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert guarded_groups(scored(*rows), 0.5) == guarded_groups(scored(*shuffled), 0.5)
