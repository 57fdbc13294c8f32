"""A run over the hub's own people: records are taken on a snapshot, compared beside the hub, and proposals written."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.clock import naive
from auftakt.kit.errors import AuftaktError, Conflict
from auftakt.kit.text import Text
from auftakt.people.matching.found import EXPLAINED, Found, find_pairs
from auftakt.people.matching.gather import anchors_of, take_people
from auftakt.people.matching.models import MatchingRunRow
from auftakt.people.matching.records import fold_records
from auftakt.people.matching.score import score_records
from auftakt.people.matching.settings import (
    MatchingSettings,
    PeopleField,
    available_fields,
    matching_settings,
    spec_of,
    usual_fields,
)
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.team import record

_SPILL = "matching.tmp"
_LOOK_SECONDS = 0.2
_working: set[Path] = set()
_lock = threading.Lock()


@dataclass(frozen=True)
class MatchingRun:
    """A run that has ended. `people` had enough to be compared; of `pairs` that were likely enough, `proposed` wait now
    and `left_out` were too many; for the rest somebody had decided before."""

    id: str
    by: str
    started_at: datetime
    finished_at: datetime
    state: str
    people: int = 0
    pairs: int = 0
    proposed: int = 0
    left_out: int = 0
    error: str | None = None


def run_matching(hub: Hub, by: str, progress: Progress | None = None) -> MatchingRun:
    """Compares the hub's people; undecided proposals of earlier runs give way to those that are found.

    Nothing is written before the end, in one transaction: a run that was stopped or killed leaves what was there, and
    is started anew. Raises Conflict while another run goes on, InvalidInput where there is nothing to compare,
    TooManyPairs, Stopped.
    """
    progress, started = progress or Progress(), hub.clock.now()
    counts: dict[str, int] = {}
    run_id, state, error = hub.ids.new("mtr"), "failed", None
    with _alone(hub.home):
        try:
            _work(hub, run_id, progress, counts)
            state = "done"
        except Stopped:
            state = "stopped"
            raise
        except AuftaktError as failure:
            error = str(failure)
            raise
        finally:
            run = _note(hub, run_id, by, started, state, counts, error)
    return run


def matching_runs(session: Session, limit: int = 20) -> list[MatchingRun]:
    """The latest first."""
    rows = session.scalars(select(MatchingRunRow).order_by(MatchingRunRow.started_at.desc()).limit(limit))
    return [_run(row) for row in rows]


def fields_of(settings: MatchingSettings, con: Connection) -> tuple[PeopleField, ...]:
    """What a run would compare: the chosen fields, or the usual ones that the hub's people have."""
    return settings.fields or usual_fields(available_fields(con))


def _work(hub: Hub, run_id: str, progress: Progress, counts: dict[str, int]) -> None:
    with hub.control.reading() as session:
        settings = matching_settings(session)
    progress.at(0, 4, "take")
    with _beside(hub, progress) as con:
        with hub.plane.reader() as plane:
            fields = fields_of(settings, plane)
            spec = spec_of(settings, fields, hub.settings.identity.country)
            counts["people"] = take_people(plane, con, fields)
        if counts["people"] < 2:
            counts |= {"pairs": 0, "proposed": 0, "left_out": 0}
            _write(hub, run_id, None)
            return
        fold_records(con, spec)
        score_records(con, spec, progress, EXPLAINED)
        found = find_pairs(con, spec, settings.lower, settings.most_proposals)
    progress.at(4, 4, "write")
    counts["pairs"], counts["left_out"] = found.likely, found.likely - len(found.pairs)
    with hub.plane.reader() as plane:
        anchors = anchors_of(plane, fields, found.people)
    counts["proposed"] = _write(hub, run_id, found, anchors)


def _write(hub: Hub, run_id: str, found: Found | None, anchors: pa.Table | None = None) -> int:
    """Proposals about which nobody decided give way to what was found; gives how many wait now."""
    at = {"run_id": run_id, "now": naive(hub.clock.now())}
    with hub.plane.writer() as con:
        proposed = 0
        tables = {} if found is None else {
            "match_found": found.pairs, "match_found_levels": found.levels, "match_found_values": found.values,
            "match_anchors": anchors,
        }  # fmt: skip
        for name, table in tables.items():
            con.register(name, table)
        try:
            sql.run(con, "people", "match_apart")
            if tables:
                sql.run(con, "people", "match_fresh")
            for table in ("pairs", "levels", "values"):
                sql.run(con, "people", f"drop_match_{table}")
            if tables:
                proposed = sql.run(con, "people", "add_match_pairs", at)
                sql.run(con, "people", "add_match_levels")
                sql.run(con, "people", "add_match_values")
        finally:
            for name in tables:
                con.unregister(name)
    return proposed


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    with _lock:
        if home in _working:
            raise Conflict(
                Text("A matching run goes on already.", "名寄せはすでに実行中です。"),
                next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、停止してください。"),
            )
        _working.add(home)
    try:
        yield
    finally:
        with _lock:
            _working.discard(home)


@contextmanager
def _beside(hub: Hub, progress: Progress) -> Iterator[Connection]:
    """An engine of its own in memory, with what does not fit in a folder of the hub that is gone afterwards.

    Comparing is one long statement: somebody who stops the task interrupts it.
    """
    spill = hub.home / _SPILL
    shutil.rmtree(spill, ignore_errors=True)  # of a run that was killed
    plane = hub.settings.plane
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": plane.memory_limit, "threads": plane.threads, "temp_directory": str(spill)
    }  # fmt: skip
    con = duckdb.connect(":memory:", config=limits)
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_SECONDS):
            if progress.stopped:
                con.interrupt()

    watcher = threading.Thread(target=look, name="auftakt-matching-stop", daemon=True)
    watcher.start()
    try:
        yield con
    except Exception:
        progress.at(0, 0, "stop")  # says that it was stopped, where that is why
        raise
    finally:
        ended.set()
        watcher.join()
        con.close()
        shutil.rmtree(spill, ignore_errors=True)


def _note(
    hub: Hub, run_id: str, by: str, started: datetime, state: str, counts: dict[str, int], error: str | None
) -> MatchingRun:
    now = hub.clock.now()
    with hub.control.session() as session:
        row = MatchingRunRow(
            id=run_id, by=by, started_at=started, finished_at=now, state=state, counts=dict(counts), error=error
        )
        session.add(row)
        record(session, now, by, f"matching.{state}", "matching_run", run_id, dict(counts))
        session.flush()
        return _run(row)


def _run(row: MatchingRunRow) -> MatchingRun:
    return MatchingRun(row.id, row.by, row.started_at, row.finished_at, row.state, **row.counts, error=row.error)
