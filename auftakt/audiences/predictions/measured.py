"""How well a predictor did, as its card tells it."""

from datetime import datetime
from typing import TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray

from auftakt.kit.text import Text

Numbers: TypeAlias = NDArray[np.float64]
PersonIds: TypeAlias = NDArray[np.int64]

BINS = 10
_PSI_LEAST = 1e-4
_LARGEST_GROUPS = 8


class Bin(msgspec.Struct, frozen=True):
    """People of whom alike much was said: what was said on average, and what happened."""

    people: int
    said: float
    happened: float


class Measure(msgspec.Struct, frozen=True):
    """One more figure of how well it did. `plain`: the same without a model; `low` and `high`: where it lies with 95 %
    confidence. `floor`: where it, or its low end, is below that, nothing is published."""

    title: Text
    value: float
    plain: float | None = None
    floor: float | None = None
    low: float | None = None
    high: float | None = None


class Group(msgspec.Struct, frozen=True):
    """People with one value of a sensitive trait: what was said of each on average, what happened, and which part of
    them is in the tenth of whom most was said."""

    trait: str
    value: str
    people: int
    said: float
    happened: float
    chosen: float


class Drift(msgspec.Struct, frozen=True):
    """How far a figure is distributed now from how it was when the predictor learnt: the population stability index."""

    title: Text
    index: float


class Shape(msgspec.Struct, frozen=True):
    """How a figure was distributed: the borders of its tenths, and which part of the people was in each of them; the
    last part is of whom it was not known."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]


class BackTest(msgspec.Struct, frozen=True):
    """How well the predictor did on time it had not seen: trained on everything before `cutoff`, asked for what came
    until `until`. `error` and `plain_error`: how wrong it was, and how wrong one is without a model (each predictor
    says on its card what that means). `said` and `happened` add up over all people, where that means anything.
    """

    cutoff: datetime
    until: datetime
    people: int
    said: float | None
    happened: float | None
    error: float | None
    plain_error: float | None
    bins: tuple[Bin, ...]
    measures: tuple[Measure, ...] = ()
    groups: tuple[Group, ...] = ()
    drift: tuple[Drift, ...] = ()


def tenths(said: Numbers, happened: Numbers) -> tuple[Bin, ...]:
    """Tenths of the people, by what was said of them."""
    order = np.argsort(said, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    return tuple(Bin(len(part), float(said[part].mean()), float(happened[part].mean())) for part in parts)


def ranked(said: Numbers, happened: Numbers) -> float:
    """The probability that more was said of somebody with whom it happened (1) than of somebody with whom it did not
    (0): the area under the ROC curve. nan where there is only one kind."""
    yes = happened > 0
    many, few = int(yes.sum()), int((~yes).sum())
    if not many or not few:
        return float("nan")
    _, place, counts = np.unique(said, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    return float((middle[place][yes].sum() - many * (many + 1) / 2) / (many * few))


def shape_of(values: Numbers) -> Shape:
    """Tenths of what is known; what is not known (nan) is a part of its own."""
    known = values[np.isfinite(values)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else np.zeros(0)
    return Shape(tuple(edges.tolist()), tuple(_shares(edges, values).tolist()))


def moved(before: Shape, now: Numbers) -> float:
    """The population stability index of `now`: 0 where both are distributed alike; above 0.25 is usually called
    another population."""
    shares = (np.maximum(each, _PSI_LEAST) for each in (before.shares, _shares(np.array(before.edges), now)))
    old, new = shares
    return float(((new - old) * np.log(new / old)).sum())


def _shares(edges: Numbers, values: Numbers) -> Numbers:
    place = np.where(np.isfinite(values), np.searchsorted(edges, values, side="left"), len(edges) + 1)
    counts = np.bincount(place.astype(np.int64), minlength=len(edges) + 2)
    return np.asarray(counts / max(len(values), 1), dtype=np.float64)


def grouped(trait: str, values: NDArray[np.object_], said: Numbers, happened: Numbers) -> tuple[Group, ...]:
    """The largest groups of people by a trait's value; None where it is not known."""
    border = np.quantile(said, 1 - 1 / BINS) if len(said) else 0.0
    chosen = said >= border if len(said) and border > said.min() else np.zeros(len(said), dtype=bool)
    names, place = np.unique(np.array([str(each) for each in values]), return_inverse=True)
    counts = np.bincount(place, minlength=len(names))
    known = np.array([each is not None for each in values], dtype=bool)
    found: list[Group] = []
    for at in np.argsort(-counts, kind="stable"):
        who = (place == at) & known
        if who.any() and len(found) < _LARGEST_GROUPS:
            figures = (float(each[who].mean()) for each in (said, happened, chosen))
            found.append(Group(trait, str(names[at]), int(who.sum()), *figures))
    return tuple(found)
