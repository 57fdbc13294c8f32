"""Who bought which items, out of the data plane, up to a moment and never beyond it."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from auftakt.audiences.predictions.measured import PersonIds
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.clock import naive
from auftakt.people import property_condition, property_path
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Bought:
    """A row a person and item, rising by person. `latest`: when they last bought it."""

    person_ids: PersonIds
    items: NDArray[np.object_]
    names: NDArray[np.object_]
    latest: NDArray[np.datetime64]

    @property
    def people(self) -> PersonIds:
        return np.unique(self.person_ids)

    def table(self, people: PersonIds, items: tuple[str, ...]) -> sparse.csr_array:
        """1 where one of these people has one of these items."""
        place = {item: at for at, item in enumerate(items)}
        columns = np.array([place.get(item, -1) for item in self.items], dtype=np.int64)
        rows = np.minimum(np.searchsorted(people, self.person_ids), max(len(people) - 1, 0))
        inside = (columns >= 0) & (people[rows] == self.person_ids) if len(people) else columns > len(items)
        ones = np.ones(int(inside.sum()))
        return sparse.csr_array((ones, (rows[inside], columns[inside])), shape=(len(people), len(items)))


def bought(
    con: Connection,
    ask: Ask,
    item: str,
    until: datetime,
    since: datetime | None = None,
    person_id: int | None = None,
) -> Bought:
    """`item`: the property that says which item it was, of the event or of each of its `products`."""
    needs = {
        "events": list(ask.events),
        "path": property_path(item),
        "name": property_path("name"),
        "category": item == "category",
        "since": naive(since) if since else None,
        "until": naive(until),
        "person_id": person_id,
    }
    found = sql.arrays(con, "audiences", "bought_items", needs, {"wanted": property_condition(ask.where)})
    return Bought(np.asarray(found["person_id"], dtype=np.int64), found["item"], found["name"], found["latest"])
