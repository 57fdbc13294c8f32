"""Traits that another step of the batch derives: written where they differ, and followed by audiences at once."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlglot import exp

from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection


def put_derived(
    con: Connection,
    names: Collection[str],
    people: str,
    values: str,
    source: str,
    now: datetime,
    *,
    noted: bool = True,
) -> int:
    """Makes the table `values` (person_id, name, text) all that people of the table `people` have under `names`; gives
    how many values changed. Inside a batch: whoever has another value is touched. `noted`: the change is kept in the
    trait's history.
    """
    slots = {"derived_values": _table(values), "derived_people": _table(people)}
    moved = sql.run(con, "people", "derived_moves", {"names": sorted(names), "source": source}, slots)
    if moved:
        at = {"now": naive(now)}
        sql.run(con, "people", "drop_computed")
        sql.run(con, "people", "put_computed", at | {"source": source})
        if noted:
            sql.run(con, "people", "note_computed", at)
        sql.run(con, "people", "touch_computed")
    return moved


@cache
def _table(name: str) -> exp.Expression:
    return exp.to_table(name)
