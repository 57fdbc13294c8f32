"""Fairness: how a prediction falls on groups that the hub declares sensitive."""

import numpy as np

from auftakt.audiences.predictions.measured import Group, Numbers, PersonIds, grouped
from auftakt.audiences.predictions.predictor import Ask
from auftakt.store import sql
from auftakt.store.plane import Connection


def groups_of(con: Connection, ask: Ask, person_ids: PersonIds, said: Numbers, happened: Numbers) -> tuple[Group, ...]:
    """Each sensitive trait's groups among these people; `person_ids` rise."""
    found: list[Group] = []
    for trait in ask.sensitive:
        told = sql.arrays(con, "audiences", "trait_texts", {"name": trait})
        values = np.full(len(person_ids), None, dtype=object)
        place = np.searchsorted(person_ids, told["person_id"])
        inside = place < len(person_ids)
        inside[inside] = person_ids[place[inside]] == told["person_id"][inside]
        values[place[inside]] = told["text"][inside]
        found += grouped(trait, values, said, happened)
    return tuple(found)
