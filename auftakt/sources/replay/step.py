"""The first step of a replay: lines of the log become rows by today's logic, in a data plane beside the hub's own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.sources.erased import erased_of, put_erased
from auftakt.sources.identifiers import identifier_value
from auftakt.sources.plan import Enforcement
from auftakt.sources.replay.selection import Selection
from auftakt.sources.seen import SeenKeys
from auftakt.sources.stage import find_repeats
from auftakt.store import sql
from auftakt.store.plane import Connection, Plane

_FOLDER = "sources"
REPLAY_TABLES = ("again_lines", "again_named")
"""What this step keeps besides the tables that every data plane has."""


@dataclass(frozen=True)
class _Named:
    type: str
    value: str


class AgainStep:
    """Stages what `selection` says of the lines that the hub's own `plane` keeps: as events, or open in quarantine
    because of the tracking plan. What somebody mended or dismissed, what is a duplicate or was erased stays as it is.

    Leaves `fresh` for the steps that follow, and in `again_lines` what was looked at, in `again_named` the identifiers
    of lines that today's logic would not store, or spells another way.
    """

    name = "sources"

    def __init__(self, plane: Plane, selection: Selection, heads: Callable[[Batch], None], country: str) -> None:
        self._own = plane
        self._selection = selection
        self._heads = heads
        self._country = country
        self._seen = SeenKeys()
        self._plan = Enforcement()

    def prepare(self, batch: Batch) -> None:
        """Makes the temporary tables of the portion; nothing of it lasts."""
        con = batch.con
        files = [str(segment.path) for segment in batch.segments]
        sql.run(con, _FOLDER, "arrived", {"files": files, "after": batch.after})
        with _handed_in(con, "again_known", self._known(batch)):
            sql.run(con, _FOLDER, "again_chosen", _asked(self._selection))
        sql.run(con, _FOLDER, "again_narrow")
        self._spell(con)
        self._plan.prepare(batch)
        find_repeats(con, self._seen, batch.after)
        erased = erased_of(batch.control)
        put_erased(con, erased)
        sql.run(con, _FOLDER, "suppressed", {"salt": erased.salt})
        for name in ("fates", "fresh"):
            sql.run(con, _FOLDER, name)
        self._heads(batch)

    def run(self, batch: Batch) -> Mapping[str, int]:
        for name in ("store_events", "store_held", "again_note_named"):
            sql.run(batch.con, _FOLDER, name)
        return {"looked_at": sql.run(batch.con, _FOLDER, "again_note_lines")}

    def _known(self, batch: Batch) -> Mapping[str, Any]:
        """The lines of the portion that the hub keeps, and whether as an event."""
        reach = {"first": batch.after, "end": max(segment.end for segment in batch.segments)}
        with self._own.reader() as own:
            return sql.arrays(own, _FOLDER, "again_kept", reach)

    def _spell(self, con: Connection) -> None:
        """Writes identifiers as the door would write them today. What points to nobody by now stays as it was."""
        found = sql.rows(con, _FOLDER, "again_values", _Named)
        became = [(each, identifier_value(each.type, each.value, self._country) or each.value) for each in found]
        changed = [(each, value) for each, value in became if value != each.value]
        if not changed:
            sql.run(con, _FOLDER, "again_nothing_spelt")
            return
        columns = {
            "type": pa.array([each.type for each, _ in changed], pa.string()),
            "value": pa.array([each.value for each, _ in changed], pa.string()),
            "became": pa.array([value for _, value in changed], pa.string()),
        }
        with _handed_in(con, "again_spellings", pa.table(columns)):
            sql.run(con, _FOLDER, "again_spelt")
        sql.run(con, _FOLDER, "again_spell")


def make_replay_tables(con: Connection) -> None:
    """Makes, in the data plane beside the hub's own, what the step keeps."""
    for table in REPLAY_TABLES:
        sql.run(con, _FOLDER, table)


def _asked(selection: Selection) -> dict[str, Any]:
    return {
        "since": naive(selection.since) if selection.since else None,
        "until": naive(selection.until) if selection.until else None,
        "happened": selection.by == "happened",
        "sources": list(selection.sources),
        "names": list(selection.events),
    }


@contextmanager
def _handed_in(con: Connection, name: str, table: Any) -> Iterator[None]:
    con.register(name, table)
    try:
        yield
    finally:
        con.unregister(name)
