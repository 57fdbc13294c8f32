"""Does an event cost the same when a hundred million are stored? Events through the real steps, first against last.

    python bench/growth.py [--events 100_000_000] [--people N] [--segment N] [--threads N] [--memory 2GB]

Prints a line per ten steps of the way and one at the end: the cost per event of the last million against that of the
second (the first makes the people), by the clock and by what all threads took, and the peak memory of the process.
Segments are made as they are needed and deleted once they have had their effect. Ends with an error if the events that
came out are not those that went in, if memory went over 4 GB, or if the last million cost over 1.3 times the second.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from batch import EVENTS, FOUND, NOW, home

from auftakt.jobs import Runner
from auftakt.kit.clock import FixedClock
from auftakt.kit.settings import BatchSettings, PlaneSettings
from auftakt.people import IdentityStep, ProfileStep
from auftakt.sources import SeenKeys, StageStep
from auftakt.store.control import Base, Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane

MILLION = 1_000_000
MOST_MEMORY_MB = 4096
MOST_GROWTH = 1.3


@dataclass(frozen=True)
class Spent:
    events: int
    seconds: float
    cpu: float


def write_segment(path: str, people: int, first: int, end: int) -> None:
    with duckdb.connect() as con:
        con.execute(f"copy ({EVENTS.format(people=people, first=first, end=end)}) to '{path}' (format json)")


def portions(log: Log, runner: Runner, chosen: argparse.Namespace) -> Iterator[Spent]:
    """Makes a segment (in a process of its own, so that its memory does not count), works it through, deletes it."""
    with multiprocessing.get_context("spawn").Pool(1) as maker:
        for first in range(0, chosen.events, chosen.segment):
            end = min(first + chosen.segment, chosen.events)
            path = log.staging / f"growth-{first}.ndjson"
            maker.apply(write_segment, (str(path), chosen.people, first, end))
            segment = log.adopt(path, end - first)
            started, cpu = time.perf_counter(), time.process_time()
            runner.run_once(NOW)
            yield Spent(end - first, time.perf_counter() - started, time.process_time() - cpu)
            segment.path.unlink()


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def microseconds(spent: list[Spent]) -> tuple[float, float]:
    """Per event: by the clock, and by what all threads took."""
    events = sum(each.events for each in spent)
    return sum(each.seconds for each in spent) / events * 1e6, sum(each.cpu for each in spent) / events * 1e6


@contextmanager
def opened(folder: Path, chosen: argparse.Namespace) -> Iterator[tuple[Log, Plane, Runner]]:
    log, control = Log.open(folder / "log"), Control.open_file(folder / "control.db")
    plane = Plane.open(folder / "plane.duckdb", threads=chosen.threads, memory_limit=chosen.memory)
    try:
        Base.metadata.create_all(control.engine)
        steps = [StageStep(SeenKeys(folder / "keys")), IdentityStep(), ProfileStep()]
        settings = replace(BatchSettings(), max_events=chosen.segment)
        yield log, plane, Runner(plane, control, log, steps, FixedClock(NOW), settings)
    finally:
        plane.close()
        control.close()
        log.close()


def measure(folder: Path, chosen: argparse.Namespace) -> list[Spent]:
    spent: list[Spent] = []
    tell = max(1, chosen.events // chosen.segment // 10)
    with opened(folder, chosen) as (log, plane, runner):
        for each in portions(log, runner, chosen):
            spent.append(each)
            if len(spent) % tell == 0:
                clock, cpu = microseconds(spent[-tell:])
                done = sum(portion.events for portion in spent)
                print(f"{done:>12,} events  {clock:6.2f} us  {cpu:6.2f} us of cpu  {peak_mb():,} MB", flush=True)
        with plane.reader() as con:
            found = con.execute(FOUND).fetchone()
        assert found is not None
        assert found[0] == chosen.events, f"{found[0]:,} events instead of {chosen.events:,}"
    return spent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=10 * MILLION)
    parser.add_argument("--people", type=int, default=MILLION)
    parser.add_argument("--segment", type=int, default=250_000, help="lines of one batch")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default=PlaneSettings().memory_limit, help="of the data plane")
    parser.add_argument("--folder", help="where to put the stores; default: the system's temporary folder")
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    with home(chosen.folder) as folder:
        spent = measure(folder, chosen)
    of_a_million = max(1, MILLION // chosen.segment)
    first, last = microseconds(spent[of_a_million : 2 * of_a_million]), microseconds(spent[-of_a_million:])
    peak, growth = peak_mb(), last[1] / first[1]
    print("growth:", json.dumps({
        "events": chosen.events, "people": chosen.people, "us_per_event_second_million": round(first[0], 2),
        "us_per_event_last_million": round(last[0], 2), "ratio": round(last[0] / first[0], 2),
        "cpu_ratio": round(growth, 2), "peak_rss_mb": peak,
    }))  # fmt: skip
    return 0 if peak <= MOST_MEMORY_MB and growth <= MOST_GROWTH else 1


if __name__ == "__main__":
    sys.exit(main())
