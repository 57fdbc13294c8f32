"""The hook: what a predictor is asked, and what it has to answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, TypeAlias, runtime_checkable

import msgspec
import numpy as np
from numpy.typing import NDArray

from auftakt.kit.errors import Broken, InvalidInput
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

GROUP = "auftakt.predictors"
Numbers: TypeAlias = NDArray[np.float64]
PersonIds: TypeAlias = NDArray[np.int64]


class TooLittle(InvalidInput):
    """There is not enough data to learn from; the message says what is needed."""

    code = "too_little_data"


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be predicted: over the next `days`, for the events in `events`. `shift_minutes`: the hub's time of day
    less UTC, which decides where one day ends."""

    days: int
    events: tuple[str, ...]
    shift_minutes: int = 0


@dataclass(frozen=True)
class Model:
    """What training found, as numbers by name that JSON can hold, from so many people."""

    parameters: Mapping[str, float]
    people: int


@dataclass(frozen=True)
class Predicted:
    """A value a person for each trait; nan where nothing can be said. `places`: decimals that mean something."""

    person_ids: PersonIds
    values: Mapping[str, Numbers]
    places: Mapping[str, int]


class Bin(msgspec.Struct, frozen=True):
    """People of whom alike much was said: what was said on average, and what happened."""

    people: int
    said: float
    happened: float


class BackTest(msgspec.Struct, frozen=True):
    """How well the predictor did on time it had not seen: trained on everything before `cutoff`, asked for what came
    until `until`. `error` is the mean absolute difference a person, `plain_error` that of one's own past rate going on.
    """

    cutoff: datetime
    until: datetime
    people: int
    said: float
    happened: float
    error: float
    plain_error: float
    bins: tuple[Bin, ...]


@runtime_checkable
class Predictor(Protocol):
    """Registered under the entry point group `auftakt.predictors`; built-ins are, too.

    Whatever is read must have happened before `until`: a back-test depends on it. `traits` names the predicted traits
    with what they mean; `days` and `events` are what is asked for where nobody chose.
    """

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def about(self) -> Text: ...
    @property
    def needs(self) -> Text: ...
    @property
    def distrust(self) -> Text: ...
    @property
    def traits(self) -> Mapping[str, Text]: ...
    @property
    def days(self) -> int: ...
    @property
    def events(self) -> tuple[str, ...]: ...

    def train(self, con: Connection, ask: Ask, until: datetime) -> Model:
        """Raises TooLittle."""

    def predict(self, con: Connection, model: Model, ask: Ask, until: datetime) -> Predicted: ...

    def back_test(self, con: Connection, ask: Ask, until: datetime) -> BackTest:
        """Raises TooLittle."""

    def reasons(self, con: Connection, model: Model, ask: Ask, until: datetime, person_id: int) -> list[Text]:
        """Why this is predicted of this person; empty where nothing is."""


def registered_predictors(found: Iterable[EntryPoint] | None = None) -> dict[str, Predictor]:
    """All of the entry point group, by name. Raises Broken where something else is registered, or two have one name."""
    predictors: dict[str, Predictor] = {}
    for entry in entry_points(group=GROUP) if found is None else found:
        predictor = entry.load()
        if not isinstance(predictor, Predictor):
            raise Broken(
                f"{entry.value} is registered as a predictor but is a {type(predictor).__name__}.",
                next_action="Give an object with all that auftakt.audiences.Predictor names.",
            )
        if predictor.name in predictors:
            raise Broken(f"Two predictors are called {predictor.name}.", next_action=f"Rename {entry.value}.")
        predictors[predictor.name] = predictor
    return dict(sorted(predictors.items()))
