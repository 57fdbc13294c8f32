"""The DR-learner: what treatment adds for each person, from people of whom each was seen only with it or without it."""

import numpy as np

from auftakt.audiences.predictions.learned.trees import ask_trees, learn_trees
from auftakt.audiences.predictions.measured import Numbers

FOLDS = 3
_HALVES = 2


def learn_effect(values: Numbers, treated: Numbers, did: Numbers, categories: list[int]) -> str:
    """The model of the effect as text. What each row would have done both ways comes from a model that has not seen
    that row, so that one row's luck does not become its effect (Kennedy 2023)."""
    half = np.arange(len(did)) % _HALVES
    share = float(treated.mean())
    told = np.zeros(len(did))
    for part in range(_HALVES):
        own, others = half == part, half != part
        with_it, without = (
            ask_trees(learn_trees(values[chosen], did[chosen], categories, calm=True), values[own])
            for chosen in (others & (treated > 0), others & (treated == 0))
        )
        seen = np.where(treated[own] > 0, with_it, without)
        lot = (treated[own] - share) / (share * (1 - share))
        told[own] = with_it - without + lot * (did[own] - seen)
    return learn_trees(values, told, categories, "regression", calm=True)


def held_out(values: Numbers, treated: Numbers, did: Numbers, categories: list[int]) -> Numbers:
    """What is said of each row by a model that has not seen it."""
    fold = np.arange(len(did)) % FOLDS
    said = np.zeros(len(did))
    for part in range(FOLDS):
        seen = fold != part
        model = learn_effect(values[seen], treated[seen], did[seen], categories)
        said[~seen] = ask_trees(model, values[~seen])
    return said
