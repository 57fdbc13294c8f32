"""Log to profiles: events per second through the real steps, against the floor of only reading the log.

    python bench/batch.py [--quick] [--people N] [--events N] [--segment N] [--rules N] [--threads N]

Prints a line with the rate, its ratio to the floor (the engine reads the same files and counts) and the peak memory,
before it what each step took: first without audiences (the promise: 150,000 events a second), then with them.
`cpu_seconds` is what all threads took, which a busy machine changes less than the clock.
Ends with an error if the people that came out are not those that went in.
"""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb

from auftakt.audiences import MembershipStep, NamedRule, parse_rule
from auftakt.jobs import BatchReport, Runner
from auftakt.kit.clock import FixedClock
from auftakt.kit.settings import BatchSettings
from auftakt.people import IdentityStep, ProfileStep
from auftakt.sources import SeenKeys, StageStep
from auftakt.store.control import Base, Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)

# Of ten events seven know only a cookie, two know cookie and address, one is a profile with traits and consent.
EVENTS = """
    select
        range - {first} as o, '2026-11-21T00:00:00Z' as r, 'src_bench' as s, 'e' as k, 'm' || range as i,
        if(kind = 9, 'identify', 'track') as t,
        case when kind = 9 then 'identify' when kind < 2 then 'Order Completed' else 'Page Viewed' end as n,
        strftime(timestamp '2026-11-21' - to_seconds((range * 7919) % 15552000), '%Y-%m-%dT%H:%M:%SZ') as at,
        case
            when kind < 7 then [['cookie', 'c' || person]]
            when kind < 9 then [['cookie', 'c' || person], ['email', 'p' || person || '@example.com']]
            else [['email', 'p' || person || '@example.com']]
        end as ids,
        if(kind = 9, {{'name': 'Sample ' || person, 'city': 'City ' || (person % 50), 'age': 20 + person % 60,
            'consent': {{'email': person % 3 > 0}}}}, null) as tr,
        if(kind < 2, {{'revenue': (range % 10000) / 100.0, 'order_id': 'o' || range, 'category': 'C' || (range % 20)}},
            null) as p
    from (select range, (range * 7907 + 13) % {people} as person, (range // {people} + range * 3) % 10 as kind
        from range({first}, {end}))
"""
FLOOR = """
    select count(*), count(distinct n) from read_json($files, format = 'newline_delimited', columns = {
        o: 'BIGINT', r: 'TIMESTAMP', s: 'VARCHAR', k: 'VARCHAR', i: 'VARCHAR', t: 'VARCHAR', n: 'VARCHAR',
        "at": 'TIMESTAMP', ids: 'VARCHAR[][]', tr: 'JSON', p: 'JSON', x: 'JSON', why: 'VARCHAR', raw: 'VARCHAR'})
"""
# Each person has at most a cookie and an address, so who is one person can be counted without any identity graph.
EXPECTED = """
    select sum(if(bool_or_linked or not (cookie and email), 1, 2)) from (
        select split_part(ids[1][2][2:], '@', 1) as person, bool_or(len(ids) > 1) as bool_or_linked,
            bool_or(ids[1][1] = 'cookie') as cookie, bool_or(ids[1][1] = 'email') as email
        from read_json($files, format = 'newline_delimited', columns = {ids: 'VARCHAR[][]'})
        group by 1)
"""

FOUND = """
    select (select count(*) from events), (select count(distinct person_id) from identifiers),
        (select count(*) from people)
"""


def rules(count: int) -> list[NamedRule]:
    found: list[dict[str, Any]] = []
    for place in range(count):
        found.append(
            {"kind": "all", "rules": [
                {"kind": "event", "name": "Order Completed", "measure": ("count", "sum", "recency")[place % 3],
                 "op": "at_least", "value": 1 + place % 40, **({} if place % 3 == 2 else {"days": (30, 90)[place % 2]}),
                 "where": [{"property": "category", "op": "is", "value": f"C{place % 20}"}]},
                {"kind": "trait", "name": "city", "op": "is_not", "value": f"City {place % 50}"},
                {"kind": "consent", "channel": "email"},
            ]}
        )  # fmt: skip
    return [NamedRule(f"aud_{place}", parse_rule(rule)) for place, rule in enumerate(found)]


def write_log(log: Log, people: int, events: int, segment: int) -> None:
    con = duckdb.connect()
    for first in range(0, events, segment):
        end = min(first + segment, events)
        path = log.staging / f"bench-{first}.ndjson"
        query = EVENTS.format(people=people, first=first, end=end)
        con.execute(f"copy ({query}) to '{path}' (format json)")
        log.adopt(path, end - first)
    con.close()


def floor(files: list[str], threads: int) -> tuple[float, int]:
    """Seconds to read and count, and the people who should come out."""
    with duckdb.connect(config={"threads": threads}) as con:
        started = time.perf_counter()
        con.execute(FLOOR, {"files": files}).fetchall()
        seconds = time.perf_counter() - started
        found = con.execute(EXPECTED, {"files": files}).fetchone()
        assert found is not None
        return seconds, int(found[0])


@contextmanager
def home(keep: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="auftakt-bench-", dir=keep))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100,000 people and 400,000 events")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=3_000_000)
    parser.add_argument("--segment", type=int, default=250_000, help="lines of one batch")
    parser.add_argument("--rules", type=int, default=20)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", help="where to put the stores; default: the system's temporary folder")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.people, chosen.events = 100_000, 400_000
    return chosen


def measure(folder: Path, chosen: argparse.Namespace, rule_count: int) -> tuple[dict[str, Any], list[BatchReport]]:
    log = Log.open(folder / "log")
    control = Control.open_file(folder / "control.db")
    plane = Plane.open(folder / "plane.duckdb", threads=chosen.threads)
    try:
        Base.metadata.create_all(control.engine)
        write_log(log, chosen.people, chosen.events, chosen.segment)
        files = [str(segment.path) for segment in log.segments()]
        floor_seconds, expected = floor(files, chosen.threads)
        named = rules(rule_count)
        steps = [
            StageStep(SeenKeys(folder / "keys")),
            IdentityStep(),
            ProfileStep(),
            MembershipStep(ZoneInfo("UTC"), lambda batch: named),
        ]
        settings = replace(BatchSettings(), max_events=chosen.segment)
        runner = Runner(plane, control, log, steps, FixedClock(NOW), settings)
        started, cpu = time.perf_counter(), time.process_time()
        reports = runner.run_until_idle(NOW)
        seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
        with plane.reader() as con:
            found = con.execute(FOUND).fetchone()
        assert found == (chosen.events, expected, expected), f"{found} instead of {(chosen.events, expected, expected)}"
    finally:
        plane.close()
        control.close()
        log.close()
    rate = chosen.events / seconds
    return {
        "events": chosen.events, "people": expected, "rules": rule_count, "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "events_per_second": round(rate), "floor_events_per_second": round(chosen.events / floor_seconds),
        "ratio": round(rate * floor_seconds / chosen.events, 3),
    }, reports  # fmt: skip


def main() -> int:
    chosen = arguments()
    for rule_count in dict.fromkeys((0, chosen.rules)):
        with home(chosen.folder) as folder:
            figures, reports = measure(folder, chosen, rule_count)
        spent: dict[str, float] = defaultdict(float)
        for report in reports:
            for step in report.steps:
                spent[step.name] += step.milliseconds / 1000
        last = reports[-1]
        print("seconds by step:", {name: round(seconds, 1) for name, seconds in spent.items()})
        print(f"last batch of {last.to_offset - last.from_offset:,} events: {last.milliseconds / 1000:.2f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print("batch:", json.dumps({**figures, "peak_rss_mb": peak}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
