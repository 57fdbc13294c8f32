"""Schedules: how they are written, when the next run is, and how long to wait after a failure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from auftakt.jobs import parse_schedule, retry_at
from auftakt.kit.errors import InvalidInput

TOKYO, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_every_so_often_counts_from_the_begin_of_the_last_run() -> None:
    schedule = parse_schedule(" 15M ")
    assert schedule.text == "15m"
    assert schedule.next_run(None, NOW, TOKYO) == NOW
    assert schedule.next_run(NOW - timedelta(minutes=5), NOW, TOKYO) == NOW + timedelta(minutes=10)
    assert schedule.next_run(NOW - timedelta(days=5), NOW, TOKYO) == NOW, "what was missed is made up once"


def test_a_time_of_day_is_that_of_the_hubs_clock_also_when_the_clocks_change() -> None:
    assert parse_schedule("03:30").next_run(NOW, NOW, TOKYO) == datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    at_three = parse_schedule("03:00")
    saturday = datetime(2026, 10, 24, 1, 0, tzinfo=UTC)  # exactly 03:00 in summer time
    assert at_three.next_run(saturday, saturday, BERLIN) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)
    gap = parse_schedule("02:30").next_run(NOW, datetime(2027, 3, 28, 0, 0, tzinfo=UTC), BERLIN)
    assert gap == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "0m", "5", "24:00", "3:30", "32d", "745h", "-1h", "1h30m", "1w"])
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="no schedule"):
        parse_schedule(text)


def test_the_wait_doubles_from_a_minute_to_six_hours() -> None:
    waits = [(retry_at(NOW, failures, 0) - NOW).total_seconds() / 60 for failures in (1, 2, 3, 9, 10, 500)]
    assert waits == [1, 2, 4, 256, 360, 360]
    assert retry_at(NOW, 1, 1) - NOW == timedelta(seconds=30)
