"""What is due runs: each once at a time, a few together, and not when the service stops."""

import threading
from typing import Any

from auftakt.jobs import DueService, Progress, Tasks
from auftakt.kit.ids import SeededIds


class Work:
    """Runs that end when they are let go."""

    def __init__(self) -> None:
        self.due = ["a", "b", "c", "d"]
        self.ran: list[str] = []
        self.go = threading.Event()

    def run(self, key: str, progress: Progress) -> Any:
        self.ran.append(key)
        while not self.go.wait(0.005):
            progress.at(0, 0)
        self.due = [each for each in self.due if each != key]
        return key


def test_a_few_run_together_each_once() -> None:
    work, tasks = Work(), Tasks(SeededIds(1))
    service = DueService(tasks, "thing", lambda: list(work.due), work.run)
    assert service.run("a") == service.run("a") == service.running("a")
    service.start()
    task = service.run("b")
    work.go.set()
    assert tasks.wait(task, 10).result == "b"
    while work.due:
        service.drain(10)
    service.stop()
    assert sorted(work.ran) == ["a", "b", "c", "d"]
    assert [service.running(key) for key in "abcd"] == [None] * 4


def test_stopping_stops_what_runs_and_starts_nothing() -> None:
    work, tasks = Work(), Tasks(SeededIds(1))
    service = DueService(tasks, "thing", lambda: list(work.due), work.run)
    task = service.run("a")
    service.stop()
    assert (tasks.find(task).state, service.stopping) == ("stopped", True)
    service.drain(1)
    assert work.ran == ["a"]


def test_one_run_may_do_something_else() -> None:
    tasks = Tasks(SeededIds(1))
    service = DueService(tasks, "thing", list, lambda key, progress: "usual")
    task = service.run("a", lambda key, progress: f"{key}, forced")
    assert tasks.wait(task, 10).result == "a, forced"
