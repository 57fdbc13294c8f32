"""Long work: shows how far it is, can be stopped, and goes on when the page is left."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from auftakt.kit.errors import AuftaktError, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text

State = Literal["running", "done", "failed", "stopped"]


class Stopped(AuftaktError):
    """Somebody stopped the task; what it had finished stays."""

    status, code = 409, "stopped"


@dataclass(frozen=True)
class Task:
    """How far a task is. `result` is what the work gave, as JSON; `error` the body of an AuftaktError."""

    id: str
    kind: str
    state: State = "running"
    done: int = 0
    total: int = 0
    note: str = ""
    seconds_left: float | None = None
    result: Any = None
    error: dict[str, Any] | None = None


class Progress:
    """Handed to the work; `at` reports, and raises Stopped when the task was stopped."""

    def __init__(self, report: Callable[[int, int, str], None] | None = None) -> None:
        self._report = report
        self._stop = threading.Event()

    def stop(self) -> None:
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """For work that can't call `at` while it waits for something."""
        return self._stop.is_set()

    def at(self, done: int, total: int, note: str = "") -> None:
        if self._stop.is_set():
            raise Stopped(
                Text("Stopped. What was finished is kept.", "停止しました。終わった分は残っています。"),
                next_action=Text("Start it again to go on.", "もう一度始めると続きから進みます。"),
            )
        if self._report:
            self._report(done, total, note)


Work = Callable[[Progress], Any]


class Tasks:
    """Runs work in threads and remembers the last two hundred tasks."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._tasks: dict[str, Task] = {}
        self._progress: dict[str, Progress] = {}
        self._threads: dict[str, threading.Thread] = {}
        self._failures: dict[str, AuftaktError] = {}
        self._lock = threading.Lock()
        self._closing = False

    @property
    def closing(self) -> bool:
        """Whether what is being stopped is stopped because the hub closes; work that can go on later does so."""
        return self._closing

    def start(self, kind: str, work: Work) -> str:
        """Starts `work` in a thread of its own; gives the task's id."""
        task = Task(self._ids.new("tsk"), kind)
        started = time.monotonic()
        progress = Progress(lambda done, total, note: self._advance(task.id, started, done, total, note))
        thread = threading.Thread(target=self._run, args=(task.id, work, progress), name=f"auftakt-{kind}", daemon=True)
        with self._lock:
            for old in list(self._tasks)[:-200]:
                if self._tasks[old].state != "running":
                    self._tasks.pop(old), self._progress.pop(old), self._threads.pop(old), self._failures.pop(old, None)
            self._tasks[task.id], self._progress[task.id], self._threads[task.id] = task, progress, thread
        thread.start()
        return task.id

    def find(self, task_id: str, language: str = "en") -> Task:
        """With what it failed with in this language. Raises NotFound."""
        try:
            task = self._tasks[task_id]
            failure = self._failures.get(task_id)
            return replace(task, error=failure.as_dict(language)) if failure else task
        except KeyError:
            raise NotFound(
                Text(
                    "There is no such task; the hub may have been restarted.",
                    "そのタスクはありません。ハブが再起動された可能性があります。",
                ),
                next_action=Text(
                    "Start it again; finished parts are not repeated.",
                    "もう一度始めてください。終わった分は繰り返しません。",
                ),
            ) from None

    def stop(self, task_id: str) -> Task:
        task = self.find(task_id)
        self._progress[task_id].stop()
        return task

    def wait(self, task_id: str, timeout_seconds: float | None = None) -> Task:
        self.find(task_id)
        self._threads[task_id].join(timeout_seconds)
        return self.find(task_id)

    def running(self) -> list[Task]:
        return [task for task in self._tasks.values() if task.state == "running"]

    def close(self) -> None:
        self._closing = True
        for task in self.running():
            self.stop(task.id)
        for thread in list(self._threads.values()):
            thread.join(30)

    def _advance(self, task_id: str, started: float, done: int, total: int, note: str) -> None:
        spent = time.monotonic() - started
        left = round(spent / done * (total - done), 1) if done and total else None
        self._change(task_id, done=done, total=total, note=note, seconds_left=left)

    def _change(self, task_id: str, **facts: Any) -> None:
        with self._lock:
            self._tasks[task_id] = replace(self._tasks[task_id], **facts)

    def _fail(self, task_id: str, state: State, error: AuftaktError) -> None:
        self._failures[task_id] = error
        self._change(task_id, state=state, error=error.as_dict())

    def _run(self, task_id: str, work: Work, progress: Progress) -> None:
        try:
            result = work(progress)
        except Stopped as error:
            self._fail(task_id, "stopped", error)
        except AuftaktError as error:
            self._fail(task_id, "failed", error)
        except Exception as error:  # noqa: BLE001 - told to whoever waits for the task
            self._change(
                task_id,
                state="failed",
                error={"code": "broken", "message": str(error), "next_action": "", "detail": {}},
            )
        else:
            self._change(task_id, state="done", result=result, seconds_left=0.0)
