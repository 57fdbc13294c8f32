"""EASE (Steck 2019): which items go together, as a linear model with a closed solution."""

from base64 import b64decode, b64encode
from collections.abc import Iterator

import msgspec
import numpy as np
from scipy import sparse

from auftakt.audiences.predictions.measured import Numbers

PENALTY = 100.0
MOST_ITEMS = 1000
KEPT = 400
"""Of each item, so many weights are kept: the largest."""
_AT_ONCE = 4000


class Together(msgspec.Struct, frozen=True):
    """Items with their names, and how strongly having one (row) speaks for another (column): `places` and `weights`
    hold `kept` columns and their weights a row, as base64 of 16 bit integers and 16 bit floats. `counts`: how many
    people have each."""

    items: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[int, ...]
    kept: int
    places: str
    weights: str

    def matrix(self) -> sparse.csr_array:
        """Row: what is had; column: what it speaks for."""
        wide = len(self.items)
        places = np.frombuffer(b64decode(self.places), dtype=np.int16).astype(np.int32)
        weights = np.frombuffer(b64decode(self.weights), dtype=np.float16).astype(np.float64)
        return sparse.csr_array((weights, places, np.arange(0, len(places) + 1, self.kept)), shape=(wide, wide))


def fit_ease(had: sparse.csr_array, items: tuple[str, ...], names: tuple[str, ...]) -> Together:
    """`had`: a row a person, a column an item, 1 where they have it."""
    wide = len(items)
    inverse = np.linalg.inv((had.T @ had).toarray() + PENALTY * np.eye(wide))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0.0)
    kept = min(KEPT, wide)
    places = np.sort(np.argpartition(-np.abs(weights), kept - 1, axis=1)[:, :kept], axis=1)
    chosen = np.take_along_axis(weights, places, axis=1)
    counts = tuple(int(each) for each in np.asarray(had.sum(axis=0)).ravel())
    return Together(
        items,
        names,
        counts,
        kept,
        b64encode(places.astype(np.int16).tobytes()).decode(),
        b64encode(chosen.astype(np.float16).tobytes()).decode(),
    )


def best_new(had: sparse.csr_array, model: Together, most: int, plain: bool = False) -> Numbers:
    """The `most` likely columns of each person that they do not have, best first; -1 where nothing speaks for one. With
    `plain`, what most people have."""
    parts = [_best(scores, most) for scores in _scores(had, model, plain)]
    return np.concatenate(parts) if parts else np.zeros((0, most))


def _scores(had: sparse.csr_array, model: Together, plain: bool) -> Iterator[Numbers]:
    weights = model.matrix()
    for first in range(0, had.shape[0], _AT_ONCE):
        some = had[first : first + _AT_ONCE]
        scores = (
            np.tile(np.array(model.counts, dtype=np.float64), (some.shape[0], 1))
            if plain
            else (some @ weights).toarray()
        )
        scores[some.nonzero()] = -np.inf
        yield scores


def _best(scores: Numbers, most: int) -> Numbers:
    most = min(most, scores.shape[1])
    places = np.argsort(-scores, axis=1, kind="stable")[:, :most].astype(np.float64)
    places[np.take_along_axis(scores, places.astype(np.int64), axis=1) <= 0] = -1
    return places
