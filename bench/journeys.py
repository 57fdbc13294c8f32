"""Journeys at scale: people through six steps with consent, holdout, caps and quiet hours, set-based.

Prints people/s, transitions/s, the ratio to a plain loop that checkpoints each person's steps to SQLite (timed in the
same run), and peak memory. Messages by reason are compared with those of a plain simulation, person by person.
"""

import argparse
import resource
import sqlite3
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auftakt.jobs import Batch
from auftakt.journeys import JourneyStep, JourneyVersion, Pressure
from auftakt.kit.clock import naive
from auftakt.kit.hashing import bucket, canonical_json, sha256_hex
from auftakt.store.plane import Connection, Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TICK = timedelta(hours=6)
PRESSURE = Pressure(max_per_week=2, quiet_from=21, quiet_until=6, timezone="UTC", language="en")
HOLDOUT, SHARE_A, CONSENT_OF_TEN, ENTRY_TICKS = 0.1, 0.5, 9, 4
PATH = {
    "first": "s1",
    "steps": [
        {"id": "s1", "kind": "send", "variants": ["v_en"], "next": "w1"},
        {"id": "w1", "kind": "wait", "hours": 24, "next": "p"},
        {
            "id": "p",
            "kind": "split",
            "arms": [{"name": "a", "share": SHARE_A, "next": "s2"}, {"name": "b", "share": 1 - SHARE_A, "next": "w2"}],
        },
        {"id": "s2", "kind": "send", "variants": ["v_en"], "next": "w2"},
        {"id": "w2", "kind": "wait", "hours": 48, "next": "s3"},
        {"id": "s3", "kind": "send", "variants": ["v_en"], "next": "end"},
        {"id": "end", "kind": "exit"},
    ],
}


def version() -> JourneyVersion:
    snapshot = {"journey": PATH, "variants": [{"id": "v_en", "language": "en"}], "holdout": HOLDOUT}
    hash = sha256_hex(canonical_json(snapshot))
    return JourneyVersion("cmp_bench", 1, snapshot, "apr_bench", hash, "live", False, NOW, NOW, None)


def fill(con: Connection, people: int) -> None:
    con.execute(
        "insert into traits by name select i as person_id, 'email' as name, 'p' || i || '@example.com' as text, "
        "$now as set_at, 'src' as source_id, 0 as log_offset from range($people) as everyone(i)",
        {"now": naive(NOW), "people": people},
    )
    con.execute(
        "insert into consents by name select i as person_id, 'email' as channel, 'marketing' as purpose, "
        "i % 10 < $share as granted, $now as decided_at, 'src' as source_id, 0 as log_offset "
        "from range($people) as everyone(i)",
        {"now": naive(NOW), "people": people, "share": CONSENT_OF_TEN},
    )
    con.execute("create or replace temp table fresh as select *, null::varchar[][] as ids from events limit 0")
    con.execute("create or replace temp table merged (from_person bigint, into_person bigint)")


def set_based(plane: Plane, people: int) -> float:
    """Seconds for everybody to walk to the end; people come in over the first ticks."""
    published = version()
    step = JourneyStep(
        PRESSURE,
        approvals=lambda _, ids: {published.approval_id: published.hash},
        suppressions=lambda _: [],
        versions=lambda _: [published],
    )
    with plane.writer() as con:
        fill(con, people)
    started = time.perf_counter()
    for tick in range(40):
        now = NOW + tick * TICK
        with plane.writer() as con:
            if tick < ENTRY_TICKS:
                con.execute(
                    "insert into memberships select 'cmp_bench', i, $now, 'bench' from range($people) as everyone(i) "
                    "where i % $ticks = $tick",
                    {"now": naive(now), "people": people, "ticks": ENTRY_TICKS, "tick": tick},
                )
            batch = Batch(con, now, None)  # type: ignore[arg-type]
            step.run(batch)
        step.committed(batch)
        with plane.reader() as con:
            if tick >= ENTRY_TICKS and step.next_due(con, now) is None:
                break
    return time.perf_counter() - started


def expected(people: int) -> dict[str, int]:
    """Messages by reason of a plain simulation, person by person, without a database."""
    reasons: dict[str, int] = {}
    for person in range(people):
        for _, reason in walk(person, lambda *_: None):
            reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


def walk(person: int, checkpoint) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """One person through the path; `checkpoint(person, step, due)` is called after each step."""
    if bucket("cmp_bench", person) < HOLDOUT:
        checkpoint(person, "holdout", 0)
        return []
    moment = NOW + (person % ENTRY_TICKS) * TICK
    sent: list[datetime] = []
    told: list[tuple[str, str]] = []

    def mail(step: str) -> None:
        nonlocal moment
        if person % 10 >= CONSENT_OF_TEN:
            told.append((step, "no_consent"))
        else:
            if end := PRESSURE.held_until(moment):
                told.append((step, "quiet_hours"))
                moment = end
            capped = sum(at > moment - timedelta(days=7) for at in sent) >= PRESSURE.max_per_week
            told.append((step, "cap" if capped else "sent_ok"))
            if not capped:
                sent.append(moment)
        checkpoint(person, step, moment.timestamp())

    mail("s1")
    moment += timedelta(hours=24)
    checkpoint(person, "w1", moment.timestamp())
    checkpoint(person, "p", moment.timestamp())
    if bucket("cmp_bench:p", person) < SHARE_A:
        mail("s2")
    moment += timedelta(hours=48)
    checkpoint(person, "w2", moment.timestamp())
    mail("s3")
    checkpoint(person, "end", moment.timestamp())
    return told


def workflow_per_person(people: int) -> float:
    """People/s of a loop that makes each step of each person durable before the next one, as workflow engines do."""
    with tempfile.TemporaryDirectory() as folder:
        con = sqlite3.connect(Path(folder) / "workflows.db", isolation_level=None)
        con.execute("pragma journal_mode = wal")
        con.execute("create table steps (person integer, step text, due real, primary key (person, step))")
        started = time.perf_counter()
        for person in range(people):
            walk(person, lambda *row: con.execute("insert or replace into steps values (?, ?, ?)", row))
        seconds = time.perf_counter() - started
        con.close()
    return people / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        plane = Plane.open(Path(folder) / "plane.duckdb", threads=2)
        seconds = set_based(plane, people)
        with plane.reader() as con:
            found = dict(con.execute("select reason, count(*) from sends group by reason").fetchall())
            (moves,) = con.execute("select count(*) from transitions").fetchone() or (0,)
            (twice,) = con.execute(
                "select count(*) - count(distinct send_id) from sends where decision = 'reserved'"
            ).fetchone() or (0,)
        plane.close()
    wanted = expected(people)
    if found != wanted or twice:
        raise SystemExit(f"wrong: {found} instead of {wanted}, {twice} sent twice")
    alone = workflow_per_person(min(people, 500))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"journeys: {people:,} people in {seconds:.1f} s = {people / seconds:,.0f} people/s, "
        f"{moves / seconds:,.0f} transitions/s; workflow per person {alone:,.0f} people/s, "
        f"ratio {people / seconds / alone:,.0f} x; peak {peak:,.0f} MB"
    )


if __name__ == "__main__":
    main()
