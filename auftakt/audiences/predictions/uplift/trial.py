"""The hook: an experiment of the past, as whoever keeps it tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol, runtime_checkable

from auftakt.audiences.predictions.measured import Numbers, PersonIds
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.errors import Broken
from auftakt.store.plane import Connection

GROUP = "auftakt.trials"


@dataclass(frozen=True)
class Trial:
    """Who was in it, rising by person id: `treated` (1) or held back (0) by lot, and whether they then did (1) what was
    asked for within its days. `began`: nothing that was known of them later is looked at."""

    began: datetime
    person_ids: PersonIds
    treated: Numbers
    did: Numbers


@runtime_checkable
class Trials(Protocol):
    """Registered under the entry point group `auftakt.trials`; campaigns with a holdout are, too."""

    def trial(self, con: Connection, ask: Ask, until: datetime) -> Trial | None:
        """That of `ask.campaign` and `ask.arm`, as far as it was over by `until`; None where there is none."""


def find_trial(con: Connection, ask: Ask, until: datetime, found: Iterable[EntryPoint] | None = None) -> Trial | None:
    """The first that any of them knows. Raises Broken where something else is registered."""
    for entry in entry_points(group=GROUP) if found is None else found:
        trials = entry.load()
        if not isinstance(trials, Trials):
            raise Broken(
                f"{entry.value} is registered as trials but is a {type(trials).__name__}.",
                next_action="Give an object with all that auftakt.audiences.Trials names.",
            )
        if trial := trials.trial(con, ask, until):
            return trial
    return None
