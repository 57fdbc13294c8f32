"""The hook: what a predictor is asked, and what it has to answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import EntryPoint
from typing import Protocol, runtime_checkable

import msgspec

from auftakt.audiences.predictions.measured import BackTest, Drift, Numbers, PersonIds
from auftakt.kit.errors import InvalidInput
from auftakt.kit.hooks import Hook
from auftakt.kit.text import Text
from auftakt.people import PropertyTest
from auftakt.store.plane import Connection


class TooLittle(InvalidInput):
    """There is not enough data to learn from; the message says what is needed."""

    code = "too_little_data"


class Ask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be predicted: over the next `days`, for the events in `events` that pass all of `where`.

    `among`: only of whom did one of these in the `days` before; of everybody where it is empty. `shift_minutes`: the
    hub's time of day less UTC, which decides where one day ends. `sensitive`: traits that the hub declares to be so:
    nothing is learnt from them, and the card compares their groups. `unread`: traits that are declared personal.
    `campaign` and `arm`: whose effect, for uplift.
    """

    days: int
    events: tuple[str, ...]
    shift_minutes: int = 0
    where: tuple[PropertyTest, ...] = ()
    among: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    campaign: str = ""
    arm: str = ""

    @property
    def span(self) -> timedelta:
        """How far is looked ahead."""
        return timedelta(days=self.days)


@dataclass(frozen=True)
class Model:
    """What training found, as numbers by name that JSON can hold, from so many people. `learnt`: what else it takes to
    predict, as a text that only the predictor reads."""

    parameters: Mapping[str, float]
    people: int
    learnt: str = ""


@dataclass(frozen=True)
class Predicted:
    """A value a person for each trait; nan where nothing can be said, and texts empty there. `places`: decimals that
    mean something. `drift`: how far what is known now is from what was learnt from."""

    person_ids: PersonIds
    values: Mapping[str, Numbers]
    places: Mapping[str, int]
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    drift: tuple[Drift, ...] = ()


@runtime_checkable
class Predictor(Protocol):
    """Registered under the entry point group `auftakt.predictors`; built-ins are, too.

    Whatever is read must have happened before `until`: a back-test depends on it. `traits` names the predicted traits
    with what they mean; `days` and `events` are what is asked for where nobody chose. `floor` says below what it is not
    published.
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
    def floor(self) -> Text: ...
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


_HOOK = Hook(
    "auftakt.predictors",
    Predictor,
    noun="a predictor",
    same="Two predictors are called",
    give="Give an object with all that auftakt.audiences.Predictor names.",
)


def registered_predictors(found: Iterable[EntryPoint] | None = None) -> dict[str, Predictor]:
    """All of the entry point group, by name. Raises Broken where something else is registered, or two have one name."""
    return _HOOK.registered(found)
