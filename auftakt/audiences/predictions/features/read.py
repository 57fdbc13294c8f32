"""Figures out of the data plane, as they were at a moment: nothing that came after it is ever read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from auftakt.audiences.predictions.features.spec import WHOLE, Features
from auftakt.audiences.predictions.measured import Numbers, PersonIds
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.clock import naive
from auftakt.people import property_condition
from auftakt.store import sql
from auftakt.store.plane import Connection

_COUNTS = (2, 3, 4, 5, 6, 7)
"""Of the figures of all, those that count something: 0 where nothing happened."""


@dataclass(frozen=True)
class Known:
    """A row a person, rising by person id; nan where something is not known or never happened."""

    person_ids: PersonIds
    values: Numbers

    def __len__(self) -> int:
        return len(self.person_ids)

    def only(self, chosen: NDArray[np.bool_]) -> "Known":
        """The people for whom `chosen` is true."""
        return Known(self.person_ids[chosen], self.values[chosen])


@dataclass(frozen=True)
class Happened:
    """Who did what was asked for: how often, and how many days after the start for the first time."""

    times: Numbers
    days: Numbers


def known_at(
    con: Connection,
    features: Features,
    ask: Ask,
    until: datetime,
    person_id: int | None = None,
    part: int = 0,
    parts: int = 1,
) -> Known:
    """What was known at `until` of everybody who had done something, or of one person, or of one of `parts`."""
    needs = {
        "events": list(ask.events),
        "names": list(features.events),
        "among": list(ask.among),
        "numbers": list(features.numbers),
        "texts": [each.name for each in features.texts],
        "levels": [list(each.levels) for each in features.texts],
        "since": naive(until - timedelta(days=ask.days)),
        "until": naive(until),
        "shift": ask.shift_minutes,
        "person_id": person_id,
        "part": part,
        "parts": parts,
    }
    found = sql.arrays(con, "audiences", "feature_cells", needs, {"wanted": property_condition(ask.where)})
    person_ids, rows = np.unique(np.asarray(found["person_id"], dtype=np.int64), return_inverse=True)
    values = np.full((len(person_ids), features.width), np.nan)
    counts = [*_COUNTS, *(at for at in range(len(WHOLE), features.first_number) if (at - len(WHOLE)) % 3 < 2)]
    values[:, counts] = 0.0
    values[rows, found["place"]] = found["value"]
    return Known(person_ids, values)


def in_parts(con: Connection, features: Features, ask: Ask, until: datetime, parts: int) -> Iterator[Known]:
    """Everybody, so many at a time that memory does not grow with them."""
    for part in range(parts):
        yield known_at(con, features, ask, until, part=part, parts=parts)


def happened_between(con: Connection, ask: Ask, since: datetime, until: datetime, person_ids: PersonIds) -> Happened:
    """What these people did from `since` to `until`; `person_ids` rise. Who did nothing has 0 times and nan days."""
    needs = {"events": list(ask.events), "since": naive(since), "until": naive(until)}
    found = sql.arrays(con, "audiences", "target_between", needs, {"wanted": property_condition(ask.where)})
    times, days = np.zeros(len(person_ids)), np.full(len(person_ids), np.nan)
    if len(person_ids):
        places = np.minimum(np.searchsorted(person_ids, found["person_id"]), len(person_ids) - 1)
        known = person_ids[places] == found["person_id"]
        times[places[known]] = found["times"][known]
        days[places[known]] = found["days"][known]
    return Happened(times, days)
