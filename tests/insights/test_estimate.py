"""The worth of an idea: Wilson against SciPy, and the interval of a product against simulation."""

import numpy as np
import pytest
from scipy import stats

from auftakt.insights.estimate import wilson, worth_of


@pytest.mark.parametrize(("hits", "total"), [(0, 7), (3, 9), (43, 56), (50, 50)])
def test_equals_scipy_wilson(hits: int, total: int) -> None:
    oracle = stats.binomtest(hits, total).proportion_ci(0.95, method="wilson")
    found = wilson(hits, total)
    assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-12)
    assert found.value == hits / total


def test_the_range_holds_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(11)
    truth = 100 * 0.4 * 0.1 * 20
    inside = 0
    for _ in range(1000):
        returned = int(rng.binomial(80, 0.4))
        spend = rng.gamma(4, 5, returned)
        worth = worth_of(100, returned, 80, float(spend.mean()), float(spend.var(ddof=1)), 0.1)
        assert worth is not None
        inside += worth.low <= truth <= worth.high
    assert 0.93 <= inside / 1000 <= 0.97


def test_too_few_say_nothing() -> None:
    assert worth_of(100, 4, 80, 20, 4, 0.1) is None
    assert worth_of(100, 5, 80, 0, 0, 0.1) is None
