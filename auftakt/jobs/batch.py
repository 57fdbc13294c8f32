"""The micro-batch: read the log, run the steps, commit the offset with the effects.

`now` is a parameter of every batch, so the same steps run live, in a test of ninety days, and in a rehearsal.
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, runtime_checkable

from auftakt.kit.clock import Clock, naive
from auftakt.kit.settings import BatchSettings
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.log import Log, Segment
from auftakt.store.plane import Connection, Plane

logger = logging.getLogger(__name__)

_FOLD_WHEN_IDLE = 16 << 20  # bytes that a batch without events folds away, so that the next start is quick


@dataclass(frozen=True)
class Batch:
    """What a step gets. `con` is inside the one write transaction; `segments` hold the new lines of the log, if any."""

    con: Connection
    now: datetime
    control: Control
    segments: tuple[Segment, ...] = ()
    after: int = 0
    live: bool = True


class Step(Protocol):
    """One stage of the flow, set-based. Gives counts that are shown in the status."""

    @property
    def name(self) -> str: ...
    def run(self, batch: Batch) -> Mapping[str, int]: ...


@runtime_checkable
class HasPreparation(Protocol):
    """A step that makes temporary tables before the transaction begins: the engine scans those with all its threads."""

    def prepare(self, batch: Batch) -> None: ...


@runtime_checkable
class HasEffects(Protocol):
    """A step that acts outside the data plane, after the commit."""

    def committed(self, batch: Batch) -> None: ...


@runtime_checkable
class HasTimers(Protocol):
    """A step for which time alone can make work."""

    def next_due(self, con: Connection, now: datetime) -> datetime | None: ...


@dataclass(frozen=True)
class StepReport:
    name: str
    counts: Mapping[str, int]
    milliseconds: float


@dataclass(frozen=True)
class BatchReport:
    """What one batch did; `to_offset` is committed."""

    now: datetime
    from_offset: int
    to_offset: int
    milliseconds: float
    steps: tuple[StepReport, ...] = ()


@dataclass(frozen=True)
class _Committed:
    log_offset: int
    batch_at: datetime


@dataclass
class RunnerState:
    """What the health page tells."""

    last: BatchReport | None = None
    error: str | None = None
    failures: int = 0
    due: datetime | None = field(default=None)


class Runner:
    """Runs batches: once, until nothing is left, or in a thread of its own."""

    def __init__(
        self, plane: Plane, control: Control, log: Log, steps: Sequence[Step], clock: Clock, settings: BatchSettings
    ) -> None:
        self.steps = tuple(steps)
        self.state = RunnerState()
        self._plane = plane
        self._control = control
        self._log = log
        self._clock = clock
        self._settings = settings
        self._running = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._moved = time.monotonic()  # when nothing waited, or a batch was committed
        with plane.reader() as con:
            self._offset = committed_offset(con)

    @property
    def offset(self) -> int:
        """The committed offset: all lines of the log before it have had their effect."""
        return self._offset

    def run_once(self, now: datetime) -> BatchReport:
        """One batch at `now`. Raises what a step raises; then nothing of the batch has happened."""
        with self._running:
            started = time.perf_counter()
            self._log.seal()
            segments = self._next_segments()
            end = segments[-1].end if segments else self._offset
            with self._plane.alone() as con:
                batch = Batch(con, now, self._control, segments, self._offset)
                prepared = {step.name: _prepare(step, batch) for step in self.steps if isinstance(step, HasPreparation)}
                with self._plane.writer():
                    reports = [_timed(step, batch, prepared.get(step.name, 0.0)) for step in self.steps]
                    milliseconds = (time.perf_counter() - started) * 1000
                    self._commit_offset(con, now, end, milliseconds)
            report = BatchReport(now, self._offset, end, milliseconds, tuple(reports))
            self._offset = end
            for step in self.steps:
                if isinstance(step, HasEffects):
                    step.committed(batch)
            self._note(report)
            return report

    def run_until_idle(self, now: datetime, most: int = 10_000) -> list[BatchReport]:
        """Batches at `now` until the log is worked through; at least one, since time alone may have made work."""
        reports = [self.run_once(now)]
        while self._log.end > self._offset and len(reports) < most:
            reports.append(self.run_once(now))
        return reports

    def poke(self) -> None:
        """Something was changed by a person: do not wait for the next round."""
        self._wake.set()

    def start(self) -> None:
        self._stopping.clear()
        self._moved = time.monotonic()
        self._thread = threading.Thread(target=self._loop, name="auftakt-batch", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread:
            self._thread.join()
            self._thread = None

    def waiting_seconds(self, now: datetime) -> float:
        """Age of the oldest event that has had no effect yet; 0 if there is none.

        By the time at which it was received, so that a restart does not make it young; and never less than the time for
        which the runner has stood still, so that a clock that was put back does not either.
        """
        if self._log.end <= self._offset:
            return 0.0
        received = self._log.received_at(self._offset)
        age = (now - received).total_seconds() if received else 0.0
        return max(0.0, age, time.monotonic() - self._moved if self._thread else 0.0)

    def _read_offset(self) -> None:
        """A commit whose answer was an error may have been kept: the data plane knows."""
        try:
            with self._plane.reader() as con:
                self._offset = committed_offset(con)
        except Exception:
            logger.exception("The data plane can't be read")

    def _next_segments(self) -> tuple[Segment, ...]:
        taken: list[Segment] = []
        lines = 0
        for segment in self._log.segments(self._offset):
            if taken and lines + segment.end - segment.first > self._settings.max_events:
                break
            taken.append(segment)
            lines += segment.end - segment.first
        return tuple(taken)

    def _commit_offset(self, con: Connection, now: datetime, end: int, milliseconds: float) -> None:
        commit_offset(con, end, now)
        if end > self._offset:
            facts = {"now": naive(now), "from_offset": self._offset, "to_offset": end, "milliseconds": milliseconds}
            sql.run(con, "jobs", "note_batch", facts)

    def _note(self, report: BatchReport) -> None:
        with self._plane.reader() as con:
            dues = [step.next_due(con, report.now) for step in self.steps if isinstance(step, HasTimers)]
        if report.to_offset == report.from_offset:
            self._plane.fold(_FOLD_WHEN_IDLE)
        self._moved = time.monotonic()
        self.state = RunnerState(
            last=report if report.to_offset > report.from_offset or self.state.last is None else self.state.last,
            due=min((due for due in dues if due is not None), default=None),
        )

    def _loop(self) -> None:
        rested = 0.0
        while not self._stopping.is_set():
            poked = self._wake.wait(self._settings.every_seconds)
            self._wake.clear()
            if self._stopping.is_set():
                return
            now = self._clock.now()
            rested += self._settings.every_seconds
            due = self.state.due is not None and self.state.due <= now
            waiting = self._log.end > self._offset
            if not waiting:
                self._moved = time.monotonic()
            if poked or waiting or due or rested >= self._settings.idle_seconds:
                rested = 0.0
                self._try(now)

    def _try(self, now: datetime) -> None:
        try:
            self.run_once(now)
        except Exception as error:
            logger.exception("The batch failed and will be tried again")
            self.state.error = str(error).splitlines()[0]
            self.state.failures += 1
            self._read_offset()
            self._stopping.wait(min(30.0, 0.5 * 2**self.state.failures))


def committed_offset(con: Connection) -> int:
    """How far the log has been worked through, from the data plane itself."""
    found = sql.one(con, "jobs", "committed_offset", _Committed)
    return found.log_offset if found else 0


def commit_offset(con: Connection, end: int, now: datetime) -> None:
    """Notes, inside the transaction of its effects, that the log was read up to `end`."""
    sql.run(con, "jobs", "forget_offset")
    sql.run(con, "jobs", "commit_offset", {"log_offset": end, "now": naive(now)})


def _prepare(step: HasPreparation, batch: Batch) -> float:
    started = time.perf_counter()
    step.prepare(batch)
    return time.perf_counter() - started


def _timed(step: Step, batch: Batch, spent: float) -> StepReport:
    started = time.perf_counter()
    counts = step.run(batch)
    return StepReport(step.name, dict(counts), (spent + time.perf_counter() - started) * 1000)
