"""Who answered when and where, out of the data plane, up to a moment and never beyond it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from auftakt.audiences.predictions.measured import Numbers, PersonIds
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

HOURS = 24


@dataclass(frozen=True)
class Answers:
    """A row a person, rising by person id. `hours`: how often at each hour of the day; `first`: that of the first."""

    person_ids: PersonIds
    hours: Numbers
    first: NDArray[np.int64]


@dataclass(frozen=True)
class Reached:
    """A row a person and channel, rising by person id: how often something was sent and answered."""

    person_ids: PersonIds
    channels: NDArray[np.object_]
    sent: Numbers
    answered: Numbers


def answers(
    con: Connection, ask: Ask, until: datetime, since: datetime | None = None, person_id: int | None = None
) -> Answers:
    needs = {
        "events": list(ask.events),
        "since": naive(since) if since else None,
        "until": naive(until),
        "shift": ask.shift_minutes,
        "person_id": person_id,
    }
    found = sql.arrays(con, "audiences", "reply_hours", needs)
    people, rows = np.unique(np.asarray(found["person_id"], dtype=np.int64), return_inverse=True)
    hours, earliest = np.zeros((len(people), HOURS)), np.full((len(people), HOURS), np.inf)
    hours[rows, found["hour"]] = found["times"]
    earliest[rows, found["hour"]] = found["first"]
    return Answers(people, hours, np.argmin(earliest, axis=1) if len(people) else np.zeros(0, np.int64))


def reached(con: Connection, ask: Ask, until: datetime, person_id: int | None = None) -> Reached:
    needs = {"events": list(ask.events), "until": naive(until), "person_id": person_id}
    found = sql.arrays(con, "audiences", "reply_channels", needs)
    ids = np.asarray(found["person_id"], dtype=np.int64)
    return Reached(ids, found["channel"], np.asarray(found["sent"]), np.asarray(found["answered"]))
