"""What looks in the background: it goes on after an error, tells it once, and stops at once, even within long work."""

import threading
from datetime import UTC, datetime

import pytest

from auftakt.jobs import FailedLook, Lookout, Stopped
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import Unavailable

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Played(Lookout):
    """Raises what it is given, one a look, and then nothing; `looked` is set when all was raised."""

    def __init__(self, errors: list[Exception]) -> None:
        super().__init__("sample", FixedClock(NOW), 0.001)
        self.errors = errors
        self.failures: list[FailedLook | None] = []
        self.looked = threading.Event()

    def look(self) -> None:
        self.failures.append(self.failed)
        if len(self.failures) > len(self.errors) + 1:
            self.looked.set()
        elif len(self.failures) <= len(self.errors):
            raise self.errors[len(self.failures) - 1]


def test_an_error_stands_until_a_look_succeeds_and_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    away, fault = Unavailable("The disk is full."), KeyError("sample")
    lookout = Played([away, away, fault])
    lookout.start()
    assert lookout.looked.wait(30)
    lookout.stop()
    full = FailedLook(NOW, "The disk is full.")
    assert lookout.failures[:5] == [None, full, full, FailedLook(NOW, "'sample'"), None]
    assert lookout.failed is None
    told = [(record.getMessage(), record.exc_info is not None) for record in caplog.records]
    # Only what the house does not know comes with the place where it happened.
    assert told == [
        ("sample: The disk is full. It is tried again.", False),
        ("sample: 'sample' It is tried again.", True),
    ]


class Long(Lookout):
    """Works until it is stopped."""

    def __init__(self) -> None:
        super().__init__("sample", FixedClock(NOW), 0.001)
        self.working = threading.Event()
        self.ended: type[Exception] | None = None

    def look(self) -> None:
        while True:
            try:
                self.progress.at(0, 1)
            except Stopped as error:
                self.ended = type(error)
                raise
            self.working.set()


def test_it_stops_within_long_work_and_can_be_started_again() -> None:
    lookout = Long()
    for _ in range(2):
        lookout.start()
        assert lookout.working.wait(30)
        lookout.stop()
        assert lookout.ended is Stopped
        assert [thread.name for thread in threading.enumerate() if thread.name == "auftakt-sample"] == []
        lookout.working.clear()
        lookout.ended = None
    assert lookout.failed is None
