"""The first step of the micro-batch: lines of the log become rows, and each line has exactly one fate."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.kit.errors import Broken
from auftakt.kit.text import Text
from auftakt.sources.counters import Counters
from auftakt.sources.erased import erased_of, put_erased
from auftakt.sources.plan import Enforcement
from auftakt.sources.seen import SeenKeys, later_copies
from auftakt.sources.unreadable import lines_at
from auftakt.store import sql
from auftakt.store.log import Segment
from auftakt.store.plane import Connection

_FOLDER = "sources"
_NO_SOURCE = "unknown"


@dataclass(frozen=True)
class _Lines:
    lines: int


@dataclass(frozen=True)
class _Place:
    log_offset: int


class StageStep:
    """Reads the batch's segments, drops what was stored before or must not be collected, leaves `fresh` for the others.

    received = stored + quarantined + duplicate + suppressed, per source, in every batch. `heads` may say of events in
    `fresh` which of their identifiers is their own, before they are stored under it.
    """

    name = "sources"

    def __init__(self, seen: SeenKeys | None = None, heads: Callable[[Batch], None] | None = None) -> None:
        self._seen = seen or SeenKeys()
        self._heads = heads
        self._plan = Enforcement()
        self._prepared: Batch | None = None
        self._mends = False

    def prepare(self, batch: Batch) -> None:
        """Makes the temporary tables of the batch, `fresh` among them; nothing of it lasts."""
        self._prepared = batch
        con = batch.con
        if not batch.segments:
            sql.run(con, _FOLDER, "nothing_fresh")
            return
        files = [str(segment.path) for segment in batch.segments]
        sql.run(con, _FOLDER, "arrived", {"files": files, "after": batch.after})
        _keep_unreadable(batch)
        self._plan.prepare(batch)
        self._mends = sql.run(con, _FOLDER, "mendings") > 0
        find_repeats(con, self._seen, batch.after)
        if self._mends:
            sql.run(con, _FOLDER, "mended_again")
        erased = erased_of(batch.control)
        put_erased(con, erased)
        sql.run(con, _FOLDER, "suppressed", {"salt": erased.salt})
        for name in ("fates", "fresh"):
            sql.run(con, _FOLDER, name)
        if self._heads is not None:
            self._heads(batch)

    def run(self, batch: Batch) -> Mapping[str, int]:
        if self._prepared is not batch:
            self.prepare(batch)
        self._prepared = None
        if not batch.segments:
            return asdict(Counters())
        for name in ("store_events", "store_quarantine"):
            sql.run(batch.con, _FOLDER, name)
        self._plan.store(batch.con, batch.now)
        if self._mends:
            for name in ("store_mends", "close_mended", "close_dismissed"):
                sql.run(batch.con, _FOLDER, name, {"now": naive(batch.now)})
        sql.run(batch.con, _FOLDER, "store_counts", {"now": naive(batch.now)})
        counts = sql.one(batch.con, _FOLDER, "batch_counts", Counters) or Counters()
        _check_balance(batch, counts)
        return asdict(counts)

    def forget_keys(self) -> None:
        """Events were put in or taken out behind the log's end; the next batch finds their keys anew.

        To be called while nobody else writes, before the change is committed: a kill in between costs a reading.
        """
        self._seen.forget()


def find_repeats(con: Connection, seen: SeenKeys, committed: int) -> None:
    """Leaves `repeats`: lines whose event an earlier batch has stored, or an earlier line of this one holds.

    A line that the plan holds back is no reason to drop a later one: that may be the same event, put right.
    """
    import numpy as np

    seen.catch_up(con, committed)
    keys = sql.arrays(con, _FOLDER, "arrived_keys")
    order = np.argsort(keys["high"])
    offsets, high, low, held = (keys[name][order] for name in ("log_offset", "high", "low", "held"))
    copies = later_copies(offsets[~held], high[~held], low[~held])
    repeats = np.concatenate([offsets[seen.contains(high, low)], copies])
    con.register("repeat_offsets", {"log_offset": np.unique(repeats)})
    try:
        sql.run(con, _FOLDER, "repeats")
    finally:
        con.unregister("repeat_offsets")


def _expected(batch: Batch) -> int:
    return sum(segment.end - max(segment.first, batch.after) for segment in batch.segments)


def _check_balance(batch: Batch, counts: Counters) -> None:
    """Every line of the batch has exactly one fate, or nothing of the batch happens and /health turns red."""
    if counts.balanced and counts.received == _expected(batch):
        return
    raise Broken(
        Text(
            f"Of {_expected(batch)} lines of the log {counts.received} have a fate: {counts}.",
            f"ログ {_expected(batch)} 行のうち {counts.received} 行しか行き先が決まっていません: {counts}。",
        ),
        next_action=Text("Nothing was changed. Please report this.", "何も変更していません。お知らせください。"),
    )


def _keep_unreadable(batch: Batch) -> None:
    """Lines that the engine could not read go to quarantine. The door lets none in; a damaged disk may."""
    present = sql.one(batch.con, _FOLDER, "present_count", _Lines)
    if present is not None and present.lines == _expected(batch):
        return
    for segment in batch.segments:
        for log_offset, raw in lines_at(segment, _missing(batch, segment)):
            facts = {"log_offset": log_offset, "now": naive(batch.now), "source_id": _NO_SOURCE, "raw": raw}
            sql.run(batch.con, _FOLDER, "store_unreadable", facts)


def _missing(batch: Batch, segment: Segment) -> list[int]:
    first = max(segment.first, batch.after)
    present = {
        place.log_offset
        for place in sql.rows(batch.con, _FOLDER, "present", _Place, {"first": first, "end": segment.end})
    }
    return [offset for offset in range(first, segment.end) if offset not in present]
