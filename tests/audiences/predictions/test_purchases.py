"""Models of purchases: published figures, and identities that hold whatever the parameters are."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auftakt.audiences.predictions.purchases.bgbb import BgBb, fit_bgbb
from auftakt.audiences.predictions.purchases.bgnbd import BgNbd, fit_bgnbd
from auftakt.audiences.predictions.purchases.gammagamma import fit_gammagamma
from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.audiences.predictions.purchases.likelihood import NoFit
from auftakt.audiences.predictions.purchases.paretonbd import ParetoNbd, fit_paretonbd

CDNOW = ("x", "t_x", "T", "zbar")


def read(path: Path, names: tuple[str, ...]) -> list[Any]:
    columns = duckdb.sql(f"from read_parquet('{path}')").fetchnumpy()
    return [np.asarray(columns[name], dtype=np.float64) for name in names]


@pytest.fixture(scope="module")
def expected(shared_data: Path) -> Any:
    return json.loads((shared_data / "expected.json").read_text())


@pytest.fixture(scope="module")
def cdnow(shared_data: Path) -> Histories:
    return Histories.of(*read(shared_data / "cdnow_summary_with_spend.parquet", CDNOW))


def agrees(model: Any, figures: dict[str, float], names: str) -> None:
    for name in names.split():
        assert getattr(model, name) == pytest.approx(figures[name], rel=0.01), name
    assert model.log_likelihood == pytest.approx(figures["ll"], abs=0.01)


def test_cdnow_gives_the_published_models(cdnow: Histories, expected: Any) -> None:
    agrees(fit_bgnbd(cdnow), expected["cdnow_bgnbd"], "r alpha a b")
    agrees(fit_paretonbd(cdnow), expected["cdnow_paretonbd"], "r alpha s beta")
    worth = fit_gammagamma(cdnow)
    agrees(worth, expected["cdnow_gammagamma"], "p q v")
    assert worth.buyers == expected["cdnow_gammagamma"]["n"]
    # The worked example of the paper: two repeat purchases, the last in week 30.43 of 38.86.
    one = Histories.of(np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert fit_bgnbd(cdnow).expected(one, 39)[0] == pytest.approx(1.226, abs=0.001)


def test_the_cohort_slows_down_as_it_really_did(cdnow: Histories) -> None:
    """Known from the same people's later purchases: 2,457 in the first 39 weeks, 1,882 in the next."""
    for model in (fit_bgnbd(cdnow), fit_paretonbd(cdnow)):
        said = model.expected(cdnow, 39).sum()
        assert abs(said - 1882) < (2457 - 1882) / 2


def test_the_donors_give_the_published_model(shared_data: Path, expected: Any) -> None:
    columns = read(shared_data / "bgbb_donations_lifetimes.parquet", ("frequency", "recency", "periods", "weights"))
    x, last, end = (np.repeat(each, columns[3].astype(int)) for each in columns[:3])
    people = Histories.of(x, last, end)
    assert len(people) == expected["bgbb_donations"]["n"]
    agrees(fit_bgbb(people), expected["bgbb_donations"], "alpha beta gamma delta")


positive = st.floats(0.2, 8)
bought = st.tuples(st.integers(0, 12), st.floats(0.1, 1), st.floats(1, 60))


def one_of(told: tuple[int, float, float]) -> Histories:
    repeats, share, watched = told
    last = watched * share if repeats else 0.0
    return Histories.of(np.array([float(repeats)]), np.array([last]), np.array([watched]))


def density(likelihood: Callable[[Histories], float], people: Histories) -> float:
    """How likely the next purchase comes at once: that history, relative to the one there is."""
    more = Histories(people.repeats + 1, people.watched, people.watched, people.value)
    return float(np.exp(likelihood(more) - likelihood(people)))


def bgnbd_likelihood(model: BgNbd, people: Histories) -> float:
    from scipy.special import gammaln

    r, alpha, a, b = model.r, model.alpha, model.a, model.b
    x, last, end = (float(each[0]) for each in (people.repeats, people.last, people.watched))
    told = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    told += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    either = (alpha + end) ** -(r + x) + (a / (b + x - 1) * (alpha + last) ** -(r + x) if x else 0.0)
    return float(told + np.log(either))


def paretonbd_likelihood(model: ParetoNbd, people: Histories) -> float:
    """By quadrature over the moment of stopping, without the closed form that the model uses."""
    from scipy.integrate import quad
    from scipy.special import gammaln

    r, alpha, s, beta = model.r, model.alpha, model.s, model.beta
    x, last, end = (float(each[0]) for each in (people.repeats, people.last, people.watched))
    scale = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
    stays = (alpha + end) ** -(r + x) * (beta + end) ** -s
    stopped = quad(lambda at: s * (alpha + at) ** -(r + x) * (beta + at) ** -(s + 1), last, end, epsrel=1e-10)[0]
    return float(scale + np.log(stays + stopped))


@settings(max_examples=40)
@given(positive, positive, positive, positive, bought)
def test_what_is_expected_begins_as_the_likelihood_says(
    one: float, two: float, three: float, four: float, told: tuple[int, float, float]
) -> None:
    people, soon = one_of(told), 1e-6
    bgnbd = BgNbd(one, two, three + 1.01, four + 1, 0)
    rate = density(lambda them: bgnbd_likelihood(bgnbd, them), people)
    assert bgnbd.expected(people, soon)[0] / soon == pytest.approx(rate, rel=1e-3)
    pareto = ParetoNbd(one, two, three, four, 0)
    rate = density(lambda them: paretonbd_likelihood(pareto, them), people)
    assert pareto.expected(people, soon)[0] / soon == pytest.approx(rate, rel=1e-3)
    assert bgnbd.buys(people, soon)[0] / soon == pytest.approx(bgnbd.expected(people, soon)[0] / soon, rel=1e-3)
    assert bgnbd.buys(people, 50)[0] <= min(bgnbd.expected(people, 50)[0], bgnbd.alive(people)[0])
    for model in (bgnbd, pareto):
        assert 0 <= model.alive(people)[0] <= 1
        assert model.expected(people, 1)[0] < model.expected(people, 10)[0]


@settings(max_examples=40)
@given(positive, positive, positive, positive, st.integers(0, 8), st.integers(0, 8), st.integers(1, 8))
def test_a_chance_is_taken_as_the_likelihood_says(
    one: float, two: float, three: float, four: float, taken: int, last: int, later: int
) -> None:
    last = max(last, taken) if taken else 0
    model, end = BgBb(one, two, three, four, 0), float(last + later)
    people = Histories.of(np.array([float(taken)]), np.array([float(last)]), np.array([end]))
    more = Histories(people.repeats + 1, people.watched + 1, people.watched + 1, people.value)
    from auftakt.audiences.predictions.purchases.bgbb import _log_likelihoods as logs

    parameters = np.array([one, two, three, four])
    before, after = (logs(parameters, each.repeats, each.last, each.watched)[0] for each in (people, more))
    assert model.expected(people, 1)[0] == pytest.approx(np.exp(after - before), rel=1e-5)
    assert model.expected(people, 1)[0] <= model.alive(people)[0] * (1 + 1e-5) <= 1 + 1e-5


def test_worth_lies_between_ones_own_average_and_everybodys(cdnow: Histories) -> None:
    model = fit_gammagamma(cdnow)
    everybody = model.p * model.v / (model.q - 1)
    told = Histories.of(np.array([0.0, 1, 30]), np.array([0.0, 5, 30]), np.array([39.0] * 3), np.array([0.0, 100, 100]))
    none, once, often = model.worth(told)
    assert none == pytest.approx(everybody)
    assert everybody < once < often < 100


def test_what_is_no_history_or_tells_nothing_is_refused() -> None:
    def histories(x: list[float], last: list[float], end: list[float]) -> Histories:
        return Histories.of(np.array(x), np.array(last), np.array(end))

    for wrong in (
        ([1.0], [5.0], [4.0]),
        ([0.0], [1.0], [4.0]),
        ([1.0], [0.0], [4.0]),
        ([-1.0], [0.0], [4.0]),
        ([], [], []),
    ):
        with pytest.raises(NoFit):
            histories(*wrong)
    nobody_again = histories([0.0] * 50, [0.0] * 50, [float(n) for n in range(10, 60)])
    for fit in (fit_bgnbd, fit_gammagamma):
        with pytest.raises(NoFit):
            fit(nobody_again)
