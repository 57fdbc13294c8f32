"""Purchase histories out of the data plane, up to a moment and never beyond it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from auftakt.audiences.predictions.measured import Numbers, PersonIds
from auftakt.audiences.predictions.predictor import Ask
from auftakt.audiences.predictions.purchases.history import Histories
from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Buyers:
    """Who bought, with the history of each. Times are in days."""

    person_ids: PersonIds
    histories: Histories


def buyers(con: Connection, ask: Ask, until: datetime, person_id: int | None = None) -> Buyers:
    """Everybody who bought before `until`, or only one of them; rising by person id. Raises NoFit where nobody did."""
    needs = {"names": list(ask.events), "until": naive(until), "shift": ask.shift_minutes, "person_id": person_id}
    found = sql.arrays(con, "audiences", "purchase_histories", needs)
    columns = (found[name] for name in ("repeats", "last", "watched", "value"))
    return Buyers(np.asarray(found["person_id"], dtype=np.int64), Histories.of(*columns))


def bought_between(con: Connection, ask: Ask, since: datetime, until: datetime, person_ids: PersonIds) -> Numbers:
    """On how many days from `since` to `until` each of these people bought; `person_ids` rise."""
    needs = {"names": list(ask.events), "since": naive(since), "until": naive(until), "shift": ask.shift_minutes}
    found = sql.arrays(con, "audiences", "purchases_between", needs)
    days = np.zeros(len(person_ids))
    if not len(person_ids):
        return days
    places = np.minimum(np.searchsorted(person_ids, found["person_id"]), len(person_ids) - 1)
    known = person_ids[places] == found["person_id"]
    days[places[known]] = found["days"][known]
    return days
