"""The largest likelihood over positive parameters, found once for all models."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

Numbers: TypeAlias = NDArray[np.float64]
Likelihood: TypeAlias = Callable[[Numbers], tuple[float, Numbers | None]]
"""Gives the log-likelihood at positive parameters, and its gradient where there is a closed form."""

FEWEST = 10
"""People who bought again, below whom no model is fitted."""

_FARTHEST = 14.0
"""Parameters are sought between e^-14 and e^14; one at the border means that the data says nothing about it."""


class NoFit(InvalidInput):
    """The data does not determine the model."""

    code = "no_fit"


@dataclass(frozen=True)
class Fit:
    """Where the likelihood is largest, its logarithm there, and how many histories it rests on."""

    parameters: Numbers
    log_likelihood: float
    histories: int


def largest(likelihood: Likelihood, start: Numbers, histories: int) -> Fit:
    """Maximises over the logarithms of the parameters, by L-BFGS-B. Raises NoFit.

    The objective is the mean over `histories`, so that the same tolerance fits a hundred people and a million.
    """
    from scipy.optimize import minimize

    has_gradient = likelihood(start)[1] is not None

    def objective(logs: Numbers) -> tuple[float, Numbers] | float:
        parameters = np.exp(logs)
        value, gradient = likelihood(parameters)
        if gradient is None:
            return -value / histories
        return -value / histories, -gradient * parameters / histories

    found = minimize(
        objective,
        np.log(start),
        jac=has_gradient,
        method="L-BFGS-B",
        bounds=[(-_FARTHEST, _FARTHEST)] * len(start),
        options={"ftol": 1e-13, "gtol": 1e-7, "maxiter": 500},
    )
    at_border = np.abs(found.x) > _FARTHEST - 0.01
    if not np.isfinite(found.fun) or at_border.any():
        raise NoFit(
            Text(
                "These purchase histories do not determine the model: a parameter runs away.",
                "この購入履歴からはモデルが定まりません(パラメーターが発散します)。",
            ),
            next_action=Text(
                "Take a longer time or more people; there must be people who bought again and people who did not.",
                "期間を延ばすか、人数を増やしてください。再購入した人としていない人の両方が必要です。",
            ),
        )
    return Fit(np.exp(found.x), -float(found.fun) * histories, histories)


def check_enough(again: int) -> None:
    """Raises NoFit where too few people bought again: then any model fits."""
    if again < FEWEST:
        raise NoFit(
            Text(f"Only {again} people bought again.", f"再購入した人が {again} 人しかいません。"),
            next_action=Text(
                f"At least {FEWEST} are needed: take a longer time, or more events.",
                f"{FEWEST} 人以上が必要です。期間を延ばすか、対象のイベントを増やしてください。",
            ),
        )


def weighted(*columns: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """Equal histories once: the place of one of each kind, and how many there are of it."""
    order = np.lexsort(columns)
    differs = np.zeros(len(order), dtype=np.bool_)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[order][1:] != column[order][:-1]
    starts = np.flatnonzero(differs)
    return order[starts], np.diff(starts, append=len(order)).astype(np.float64)
