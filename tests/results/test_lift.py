"""The lift against SciPy's own tests, against simulated truth, and where nothing can be said."""

from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from auftakt.results import ArmStats, Lift, compare


def stats_of(arm: str, values: np.ndarray) -> ArmStats:
    return ArmStats(
        arm,
        len(values),
        int(np.count_nonzero(values)),
        float(values.sum()),
        float(((values - values.mean()) ** 2).sum()) if len(values) else 0.0,
    )


def lift_of(treated: np.ndarray, held: np.ndarray, **more: object) -> Lift:
    return compare("metric", stats_of("treated", treated), stats_of("holdout", held), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("n", "m"), [(2, 2), (12, 400), (5000, 300)])
def test_equals_scipy_welch(n: int, m: int) -> None:
    rng = np.random.default_rng(n)
    treated, held = rng.gamma(2, 3, n), rng.gamma(2, 2.5, m)
    lift = lift_of(treated, held)
    oracle = stats.ttest_ind(treated, held, equal_var=False)
    interval = oracle.confidence_interval(0.95)
    assert lift.p == pytest.approx(oracle.pvalue, rel=1e-9)
    assert (lift.low, lift.high) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert lift.incremental == pytest.approx((treated.mean() - held.mean()) * n)
    assert lift.relative == pytest.approx(treated.mean() / held.mean() - 1)


@given(
    st.lists(st.integers(0, 50), min_size=2, max_size=40),
    st.lists(st.integers(0, 50), min_size=2, max_size=40),
)
def test_turning_the_arms_round_turns_the_interval_round(treated: list[int], held: list[int]) -> None:
    there = lift_of(np.array(treated, float), np.array(held, float))
    back = lift_of(np.array(held, float), np.array(treated, float))
    assert there.difference == pytest.approx(-back.difference)  # type: ignore[operator]
    assert there.p == (None if back.p is None else pytest.approx(back.p))
    if there.low is not None and there.high is not None and back.low is not None and back.high is not None:
        assert (there.low, there.high) == pytest.approx((-back.high, -back.low))
        assert (there.p < 0.05) == (there.low > 0 or there.high < 0)  # type: ignore[operator]
    else:
        assert there.low is there.high is back.low is back.high is None


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Skewed spend with many zeros, unequal arms: 95 % within what 2,000 repetitions allow."""
    rng = np.random.default_rng(7)
    truth = 0.06 * 20 - 0.04 * 20
    inside = 0
    for _ in range(2000):
        treated = rng.binomial(1, 0.06, 4000) * rng.gamma(2, 10, 4000)
        held = rng.binomial(1, 0.04, 1000) * rng.gamma(2, 10, 1000)
        lift = lift_of(treated, held)
        assert lift.low is not None
        assert lift.high is not None
        inside += lift.low <= truth <= lift.high
    assert 0.935 <= inside / 2000 <= 0.965


def test_huge_amounts_keep_their_digits() -> None:
    rng = np.random.default_rng(3)
    treated, held = 1e12 + rng.normal(1, 1, 500), 1e12 + rng.normal(0, 1, 500)
    lift = lift_of(treated, held)
    oracle = stats.ttest_ind(treated - 1e12, held - 1e12, equal_var=False)
    assert lift.p == pytest.approx(oracle.pvalue, rel=1e-3)
    tiny = lift_of(np.array([1e-160, 3e-160]), np.array([1e-160, 2e-160]))
    assert tiny.difference == pytest.approx(5e-161)


@pytest.mark.parametrize(
    ("treated", "held", "difference"),
    [
        ([], [], None),
        ([], [1, 2], None),
        ([1, 0], [], None),
        ([1], [0], 1.0),
        ([5, 5], [5, 5, 5], 0.0),
        ([1, 1], [0, 0], 1.0),
    ],
)
def test_no_interval_where_nothing_is_known(treated: list[int], held: list[int], difference: float | None) -> None:
    lift = lift_of(np.array(treated, float), np.array(held, float), people_per_day=5)
    said = asdict(lift)
    assert {key: said[key] for key in ("standard_error", "low", "high", "p", "days_to_enough")} == dict.fromkeys(
        ("standard_error", "low", "high", "p", "days_to_enough")
    )
    assert lift.difference == difference
    assert not lift.enough


def binary(hits: int, people: int) -> np.ndarray:
    return np.concatenate([np.ones(hits), np.zeros(people - hits)])


def test_enough_needs_an_interval_off_zero_and_ten_of_each_outcome() -> None:
    assert lift_of(binary(200, 1000), binary(20, 200), binary=True).enough
    assert not lift_of(binary(101, 1000), binary(20, 200), binary=True).enough  # the interval holds 0
    few = lift_of(binary(200, 1000), binary(9, 200), binary=True)
    assert few.low is not None
    assert few.low > 0
    assert not few.enough  # nine conversions are too few to trust the interval
    assert not lift_of(binary(995, 1000), binary(150, 200), binary=True).enough  # five that did not


def test_days_to_enough_is_told_only_where_it_can_be() -> None:
    unsure = binary(130, 1000), binary(20, 200)
    lift = lift_of(*unsure, binary=True, people_per_day=100)
    needed = ((1.959964 + 0.841621) * lift.standard_error / 0.03) ** 2  # type: ignore[operator]
    assert lift.days_to_enough == np.ceil((needed - 1) * 1200 / 100)
    assert lift_of(*unsure, binary=True, people_per_day=0).days_to_enough is None  # nobody comes any more
    assert lift_of(*unsure, binary=True, people_per_day=1).days_to_enough is None  # years away
    assert lift_of(binary(101, 1000), binary(20, 200), binary=True, people_per_day=100).days_to_enough is None  # noise
    assert lift_of(binary(300, 1000), binary(20, 200), binary=True, people_per_day=100).days_to_enough is None  # there
