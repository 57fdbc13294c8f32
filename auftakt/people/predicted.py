"""Predicted traits: written as a whole by whoever predicts, beside reported and computed ones."""

from collections.abc import Collection
from datetime import datetime

import pyarrow as pa

from auftakt.kit.clock import naive
from auftakt.store import sql
from auftakt.store.plane import Connection

PREDICTED = "predicted"
"""The source of a predicted trait."""


def put_predicted(con: Connection, names: Collection[str], values: pa.Table, now: datetime) -> int:
    """Makes `values` (person_id, name, text) all that is predicted under `names`; gives how many values changed.

    Inside the writer's transaction. Who is not among them has nothing predicted any more; only what differs is written,
    and audiences look at those people again in the next batch.
    """
    con.register("predicted_values", values)
    try:
        moved = sql.run(con, "people", "predicted_moves", {"names": sorted(names)})
    finally:
        con.unregister("predicted_values")
    if moved:
        sql.run(con, "people", "drop_computed")
        sql.run(con, "people", "put_computed", {"now": naive(now), "source": PREDICTED})
        sql.run(con, "people", "note_predicted", {"now": naive(now)})
    return moved
