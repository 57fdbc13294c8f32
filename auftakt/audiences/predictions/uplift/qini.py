"""Qini: how much more one gains by choosing people by the prediction than by lot, and how sure that is."""

from dataclasses import dataclass

import numpy as np

from auftakt.audiences.predictions.measured import BINS, Bin, Numbers

RESAMPLED = 300
_SEED = 7


@dataclass(frozen=True)
class Qini:
    """In responses for each 1,000 people of the experiment, on average over all parts of them that one could choose: 0
    is choosing by lot. `low` and `high`: 95 % by bootstrap."""

    value: float
    low: float
    high: float


def qini(said: Numbers, treated: Numbers, did: Numbers) -> Qini:
    """All of one length, a row a person."""
    order = np.argsort(-said, kind="stable")
    rows = treated[order], did[order]
    random = np.random.default_rng(_SEED)
    drawn = [_area(*rows, random.poisson(1.0, len(order)).astype(np.float64)) for _ in range(RESAMPLED)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return Qini(_area(*rows, np.ones(len(order))), float(low), float(high))


def effect(treated: Numbers, did: Numbers) -> float:
    """How much more of the treated did it than of those held back; nan where one of both is missing."""
    if not treated.any() or treated.all():
        return float("nan")
    return float(did[treated > 0].mean() - did[treated == 0].mean())


def effect_tenths(said: Numbers, treated: Numbers, did: Numbers) -> tuple[Bin, ...]:
    """Tenths of the people by what was said of them: that, and how much more of the treated among them did it."""
    parts = [part for part in np.array_split(np.argsort(said, kind="stable"), BINS) if len(part)]
    found = [(len(part), float(said[part].mean()), effect(treated[part], did[part])) for part in parts]
    return tuple(Bin(*each) for each in found if np.isfinite(each[2]))


def _area(treated: Numbers, did: Numbers, weights: Numbers) -> float:
    """Between the curve of what is gained by choosing the first ones and the line of choosing by lot."""
    people = np.cumsum(weights)
    gained = _share(weights * treated, did) - _share(weights * (1 - treated), did)
    part = people / people[-1]
    return float(np.average(gained * part - part * gained[-1], weights=weights) * 1000)


def _share(weights: Numbers, did: Numbers) -> Numbers:
    share: Numbers = np.cumsum(weights * did) / np.maximum(np.cumsum(weights), 1e-9)
    return share
