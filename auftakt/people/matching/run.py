"""A run over the hub's own people: records are taken on a snapshot, compared beside the hub, and proposals written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.clock import naive
from auftakt.kit.errors import AuftaktError
from auftakt.people.matching.beside import alone, beside
from auftakt.people.matching.certain import apart_of, certain_pairs, hard_values, sizes_of
from auftakt.people.matching.decide import MATCH_POLICY, join_choice
from auftakt.people.matching.found import EXPLAINED, Found, find_pairs
from auftakt.people.matching.gather import anchors_of, take_people
from auftakt.people.matching.guard import Guard
from auftakt.people.matching.models import MatchingRunRow
from auftakt.people.matching.proposals import count_proposals
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


@dataclass(frozen=True)
class MatchingRun:
    """A run that has ended. `people` had enough to be compared; of `pairs` that were likely enough, `merged` were
    joined by the policy and `left_out` were too many. `proposed` wait for somebody now."""

    id: str
    by: str
    started_at: datetime
    finished_at: datetime
    state: str
    people: int = 0
    pairs: int = 0
    merged: int = 0
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
    with alone(hub.home):
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
    counts |= dict.fromkeys(("people", "pairs", "merged", "proposed", "left_out"), 0)
    progress.at(0, 4, "take")
    with beside(hub, progress) as con:
        with hub.plane.reader() as plane:
            fields = fields_of(settings, plane)
            spec = spec_of(settings, fields, hub.settings.identity.country)
            counts["people"] = take_people(plane, con, fields)
        if counts["people"] < 2:
            _write(hub, run_id, Written(Found.nothing()), counts)
            return
        fold_records(con, spec)
        scored = score_records(con, spec, progress, EXPLAINED)
        found = find_pairs(con, spec, settings.lower, settings.most_proposals)
        hard = hard_values(con, spec)
    counts["pairs"], counts["left_out"] = found.likely, found.likely - len(found.pairs)
    with hub.plane.reader() as plane:
        anchors = anchors_of(plane, fields, found.people)
        largest = settings.largest_group
        sizes = sizes_of(plane, found.people, hub.settings.identity.max_identifiers, largest)
        apart = apart_of(plane)
    certain = None
    if settings.policy == "merge":
        guard = Guard(max_size=largest, hard=hard, size=sizes, apart=apart)
        certain = certain_pairs(scored, found.pairs, settings.upper, guard, progress)
    progress.at(4, 4, "write")
    reason = f"{settings.upper:g}"
    _write(hub, run_id, Written(found, anchors, certain, reason), counts)
    hub.runner.poke()


@dataclass(frozen=True)
class Written:
    """What the writer gets: `certain` are the pairs that the policy joins, `reason` the threshold they are over."""

    found: Found
    anchors: pa.Table | None = None
    certain: pa.Table | None = None
    reason: str = ""


def _write(hub: Hub, run_id: str, made: Written, counts: dict[str, int]) -> None:
    """One transaction: undecided proposals give way to what was found, and what is certain is joined."""
    now, found = hub.clock.now(), made.found
    no_anchors = pa.schema({"person_id": pa.int64(), "anchor": pa.string()}).empty_table()
    tables = {
        "match_found": found.pairs, "match_found_levels": found.levels, "match_found_values": found.values,
        "match_anchors": no_anchors if made.anchors is None else made.anchors,
    }  # fmt: skip
    if made.certain is not None:
        tables["match_joined"] = made.certain
    with hub.plane.writer() as con, _registered(con, tables):
        sql.run(con, "people", "match_apart")
        sql.run(con, "people", "match_fresh")
        for table in ("pairs", "levels", "values"):
            sql.run(con, "people", f"drop_match_{table}")
        sql.run(con, "people", "add_match_pairs", {"run_id": run_id, "now": naive(now)})
        sql.run(con, "people", "add_match_levels")
        sql.run(con, "people", "add_match_values")
        if made.certain is not None and sql.run(con, "people", "match_certain"):
            counts["merged"] = join_choice(con, now, MATCH_POLICY, made.reason)
        counts["proposed"] = count_proposals(con)["open"]


@contextmanager
def _registered(con: Connection, tables: Mapping[str, pa.Table]) -> Iterator[None]:
    for name, table in tables.items():
        con.register(name, table)
    try:
        yield
    finally:
        for name in tables:
            con.unregister(name)


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
