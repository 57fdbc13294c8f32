"""The sample-ratio check against SciPy, and at its edges."""

import pytest
from scipy import stats

from auftakt.results import SampleRatio, sample_ratio


def test_equals_scipy_chisquare() -> None:
    observed = {"treated": 8100, "holdout": 900}
    found = sample_ratio(observed, {"treated": 0.9, "holdout": 0.1})
    assert found == SampleRatio(1.0, True, {"treated": 8100.0, "holdout": 900.0}, observed)
    skewed = {"treated": 8000, "holdout": 1000}
    oracle = stats.chisquare([8000, 1000], [8100, 900])
    found = sample_ratio(skewed, {"treated": 9, "holdout": 1})
    assert found is not None
    assert found.p == pytest.approx(oracle.pvalue)
    assert not found.ok


def test_just_above_the_threshold_is_fine() -> None:
    found = sample_ratio({"a": 5160, "b": 4840}, {"a": 1, "b": 1})
    assert found is not None
    assert (round(found.p, 4), found.ok) == (0.0014, True)
    found = sample_ratio({"a": 5170, "b": 4830}, {"a": 1, "b": 1})
    assert found is not None
    assert (round(found.p, 4), found.ok) == (0.0007, False)


def test_nothing_to_compare() -> None:
    assert sample_ratio({}, {"treated": 0.8, "holdout": 0.2}) is None
    assert sample_ratio({"treated": 10}, {"treated": 1.0, "holdout": 0.0}) is None


def test_an_arm_that_nobody_planned_or_that_stayed_empty() -> None:
    found = sample_ratio({"treated": 50, "holdout": 50, "odd": 1}, {"treated": 0.5, "holdout": 0.5})
    assert found is not None
    assert (found.p, found.ok, found.observed["odd"]) == (0.0, False, 1)
    found = sample_ratio({"treated": 100}, {"treated": 0.8, "holdout": 0.2})
    assert found is not None
    assert (found.ok, found.observed) == (False, {"treated": 100, "holdout": 0})
