from collections.abc import Mapping
from datetime import timedelta

import pytest

from auftakt.jobs import Batch, Progress, Runner, Stopped, Tasks
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.ids import SeededIds
from auftakt.kit.settings import BatchSettings
from auftakt.store.control import Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane


class Copy:
    """Writes every log line it sees into a table; can be told to fail, and remembers what was committed."""

    name = "copy"

    def __init__(self) -> None:
        self.fail = False
        self.effects: list[int] = []

    def run(self, batch: Batch) -> Mapping[str, int]:
        batch.con.execute("create table if not exists seen (line varchar)")
        count = 0
        for segment in batch.segments:
            for line in segment.path.read_text().splitlines():
                batch.con.execute("insert into seen values ($line)", {"line": line})
                count += 1
        if self.fail:
            raise RuntimeError("the step broke")
        return {"lines": count}

    def committed(self, batch: Batch) -> None:
        self.effects.append(len(batch.segments))


def make(plane: Plane, control: Control, log: Log, clock: FixedClock, step: Copy, most: int = 1000) -> Runner:
    return Runner(
        plane, control, log, [step], clock, BatchSettings(max_events=most, every_seconds=0.01, idle_seconds=5)
    )


def seen(plane: Plane) -> list[str]:
    with plane.reader() as con:
        return [line for (line,) in con.execute("select line from seen order by line").fetchall()]


def test_offset_and_effects_commit_together(plane: Plane, control: Control, log: Log, clock: FixedClock) -> None:
    step = Copy()
    runner = make(plane, control, log, clock, step)
    log.append_now([b'{"a":1}', b'{"a":2}'])
    step.fail = True
    with pytest.raises(RuntimeError):
        runner.run_once(clock.now())
    assert (runner.offset, step.effects) == (0, [])
    step.fail = False
    report = runner.run_once(clock.now())
    assert (report.from_offset, report.to_offset, report.steps[0].counts) == (0, 2, {"lines": 2})
    assert seen(plane) == ['{"o":0,"a":1}', '{"o":1,"a":2}']
    runner.run_once(clock.now())
    assert (len(seen(plane)), make(plane, control, log, clock, step).offset, step.effects) == (2, 2, [1, 0])


def test_a_backlog_is_worked_through_in_portions(plane: Plane, control: Control, log: Log, clock: FixedClock) -> None:
    runner = make(plane, control, log, clock, Copy(), most=3)
    for number in range(5):
        log.append_now([b'{"n":%d}' % number] * 2)
        log.seal()
    reports = runner.run_until_idle(clock.now())
    assert [report.to_offset - report.from_offset for report in reports] == [2, 2, 2, 2, 2]
    assert runner.waiting_seconds(clock.now()) == 0


def test_the_thread_works_and_tells_of_failures(plane: Plane, control: Control, log: Log, clock: FixedClock) -> None:
    step = Copy()
    step.fail = True
    runner = make(plane, control, log, clock, step)
    log.append_now([b'{"r":"2026-11-22T00:00:00Z","a":1}'])
    runner.start()
    try:
        for _ in range(500):
            if runner.state.failures:
                break
            runner._stopping.wait(0.01)
        assert runner.state.error == "the step broke"
        clock.advance(timedelta(seconds=90))
        assert runner.waiting_seconds(clock.now()) == 90
        step.fail = False
        for _ in range(500):
            if runner.offset == 1:
                break
            runner._stopping.wait(0.01)
        assert runner.offset == 1
    finally:
        runner.stop()


def test_what_waits_keeps_its_age_when_the_hub_is_opened_again(
    plane: Plane, control: Control, log: Log, clock: FixedClock
) -> None:
    log.append_now([b'{"r":"2026-11-21T23:00:00Z","a":1}'])
    runner = make(plane, control, log, clock, Copy())
    assert runner.waiting_seconds(clock.now()) == 3600
    log.seal()
    assert runner.waiting_seconds(clock.now()) == 3600
    runner.run_once(clock.now())
    assert runner.waiting_seconds(clock.now()) == 0


def test_a_clock_that_was_put_back_makes_nothing_young(
    plane: Plane, control: Control, log: Log, clock: FixedClock
) -> None:
    step = Copy()
    step.fail = True
    runner = make(plane, control, log, clock, step)
    log.append_now([b'{"r":"2026-11-22T00:00:00Z","a":1}'])
    runner.start()
    try:
        clock.set(clock.now() - timedelta(days=1))
        runner._stopping.wait(0.3)
        assert runner.waiting_seconds(clock.now()) >= 0.2
    finally:
        runner.stop()


def test_a_task_shows_how_far_it_is_and_can_be_stopped() -> None:
    tasks = Tasks(SeededIds())

    def endless(progress: Progress) -> None:
        for done in range(1, 10**9):
            progress.at(done, 10**9, "counting")

    running = tasks.start("count", endless)
    assert tasks.find(running).state == "running"
    tasks.stop(running)
    stopped = tasks.wait(running, 10)
    assert (stopped.state, stopped.note, (stopped.error or {})["code"]) == ("stopped", "counting", "stopped")
    done = tasks.wait(tasks.start("quick", lambda progress: {"rows": 3}), 10)
    assert (done.state, done.result) == ("done", {"rows": 3})


def test_a_failed_task_says_what_to_do() -> None:
    tasks = Tasks(SeededIds())

    def refuse(progress: Progress) -> None:
        raise InvalidInput("No such column.", next_action="Choose another.", column="a")

    failed = tasks.wait(tasks.start("import", refuse), 10)
    assert (failed.state, failed.error) == (
        "failed",
        {
            "code": "invalid_input",
            "message": "No such column.",
            "next_action": "Choose another.",
            "detail": {"column": "a"},
        },
    )
    with pytest.raises(NotFound):
        tasks.find("tsk_none")
    with pytest.raises(Stopped):
        stop_at_once()


def stop_at_once() -> None:
    progress = Progress()
    progress.stop()
    progress.at(0, 1)
