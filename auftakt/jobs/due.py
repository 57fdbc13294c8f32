"""A service that runs things when they are due: a few at a time, each at most once at the same time."""

import threading
from collections.abc import Callable
from typing import Any

from auftakt.jobs.tasks import Progress, Tasks

EVERY_SECONDS = 5.0
AT_ONCE = 3

Due = Callable[[], list[str]]
"""Ids of what is due now, the longest overdue first."""
DueWork = Callable[[str, Progress], Any]
"""Runs one to its end, and sees to it that it is not due at once again; gives what the task's result is to be."""


class DueService:
    """Looks every few seconds, and whenever it is woken. Each run is a task that shows progress and can be stopped."""

    def __init__(self, tasks: Tasks, kind: str, due: Due, work: DueWork) -> None:
        self._tasks = tasks
        self._kind = kind
        self._due = due
        self._work = work
        self._running: dict[str, str] = {}  # the task of each that runs
        self._lock = threading.Lock()
        self._looking = threading.Lock()  # one look at a time
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def stopping(self) -> bool:
        """Whether runs are being stopped because the hub stops, and not by a person."""
        return self._stopping.is_set()

    def start(self) -> None:
        self._stopping.clear()
        self._thread = threading.Thread(target=self._loop, name=f"auftakt-{self._kind}s", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread:
            self._thread.join(30)
        for task_id in list(self._running.values()):
            self._tasks.stop(task_id)
            self._tasks.wait(task_id, 30)

    def drain(self, timeout_seconds: float) -> None:
        """Runs what is due now, and waits for it."""
        self._start_due()
        for task_id in list(self._running.values()):
            self._tasks.wait(task_id, timeout_seconds)

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def run(self, key: str, work: DueWork | None = None) -> str:
        """Starts a run now, with `work` in place of the usual; gives its task, or that of the run that goes on."""
        with self._lock:
            if key not in self._running:
                one = work or self._work
                self._running[key] = self._tasks.start(self._kind, lambda progress: self._one(key, one, progress))
            return self._running[key]

    def running(self, key: str) -> str | None:
        """The task of the run that goes on."""
        return self._running.get(key)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._start_due()
            self._wake.wait(EVERY_SECONDS)
            self._wake.clear()

    def _start_due(self) -> None:
        with self._looking:
            # What ran when the list was made may have ended since, and is due no longer.
            ran = set(self._running)
            for key in self._due():
                if key not in ran and len(self._running) < AT_ONCE and not self._stopping.is_set():
                    self.run(key)

    def _one(self, key: str, work: DueWork, progress: Progress) -> Any:
        try:
            return work(key, progress)
        finally:
            with self._lock:
                self._running.pop(key, None)
            self._wake.set()
