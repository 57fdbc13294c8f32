"""Time is handed in. Only `SystemClock` ever asks the machine what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time, always aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place where the machine is asked


class FixedClock:
    """A clock that stands still until it is told to move: for tests, rehearsals and the demo."""

    def __init__(self, start: datetime) -> None:
        self._now = aware(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        self._now = aware(moment)

    def advance(self, step: timedelta) -> datetime:
        self._now += step
        return self._now


def aware(moment: datetime) -> datetime:
    """The same moment as aware UTC; a naive datetime is taken to be UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def naive(moment: datetime) -> datetime:
    """The same moment as naive UTC, which is what the data plane's TIMESTAMP columns hold."""
    return aware(moment).replace(tzinfo=None)


def iso(moment: datetime) -> str:
    """`2026-11-22T08:00:00.000000Z`: fixed width, so that text sorts as time does."""
    return naive(moment).isoformat(timespec="microseconds") + "Z"


def parse_time(text: str) -> datetime:
    """Reads ISO 8601 as SDKs write it (`Z`, `+00:00`, 0 to 9 decimals). Raises ValueError if it is none."""
    return aware(datetime.fromisoformat(text.strip()))
