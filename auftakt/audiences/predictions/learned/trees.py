"""Boosted trees: learnt the same from the same, on one thread, with what each figure added to a person's score."""

from types import ModuleType
from typing import Any

import numpy as np

from auftakt.audiences.predictions.measured import Numbers
from auftakt.kit.errors import Broken

ROUNDS, CALM_ROUNDS = 150, 50
_CALM_LEAVES, _LARGEST_LEAF_CALM = 7, 300
_SMALLEST_LEAF, _LARGEST_LEAF = 10, 50
_SETTINGS: dict[str, Any] = {
    "objective": "binary",
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 7,
    "learning_rate": 0.05,
    "num_leaves": 15,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "cat_smooth": 20,
    "verbosity": -1,
}


def learn_trees(
    values: Numbers, target: Numbers, categories: list[int], objective: str = "binary", calm: bool = False
) -> str:
    """`values`: a row an example; `target`: what followed (0 or 1 where `binary`). `calm`: few and small trees, for
    what is weak beside its noise. Gives the model as text."""
    trees = _library()
    leaf = int(np.clip(len(target) // 100, _SMALLEST_LEAF, _LARGEST_LEAF_CALM if calm else _LARGEST_LEAF))
    settings = {**_SETTINGS, "objective": objective, "min_data_in_leaf": leaf}
    if calm:
        settings["num_leaves"] = _CALM_LEAVES
    examples = trees.Dataset(values, target, categorical_feature=categories, params=settings)
    text: str = trees.train(settings, examples, CALM_ROUNDS if calm else ROUNDS).model_to_string()
    return text


def ask_trees(text: str, values: Numbers) -> Numbers:
    """The probability (or the value, for other objectives) of each row."""
    if not len(values):
        return np.zeros(0)
    found: Numbers = np.asarray(_library().Booster(model_str=text).predict(values, num_threads=1), dtype=np.float64)
    return found


def weighed(text: str, row: Numbers) -> Numbers:
    """What each column added to one row's log odds (TreeSHAP); the last is what everybody starts with."""
    found = _library().Booster(model_str=text).predict(row[None, :], pred_contrib=True, num_threads=1)
    row_weights: Numbers = np.asarray(found, dtype=np.float64)[0]
    return row_weights


def _library() -> ModuleType:
    # Loaded only where something is learnt or asked: it takes longer than the rest of the start.
    try:
        import lightgbm
    except OSError as why:
        raise Broken(
            f"LightGBM can't be loaded: {why}",
            next_action="Install the system package libgomp1 (libomp on a Mac) and restart the hub.",
        ) from why
    return lightgbm
