"""When something runs that runs again and again: every so often, or each day at a time of the hub's own clock."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

_EVERY = re.compile(r"([1-9][0-9]{0,4})([mhd])")
_DAILY = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LONGEST = timedelta(days=31)
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)


@dataclass(frozen=True)
class Schedule:
    """Either `every`, or `daily` at a local time. `text` is how it was written."""

    text: str
    every: timedelta | None = None
    daily: time | None = None

    def next_run(self, last: datetime | None, now: datetime, zone: ZoneInfo) -> datetime:
        """The next moment after a run that began at `last`, never before `now`; without a run before, `now`.

        A time that a change of the clocks leaves out is that time by the clock before the change.
        """
        if last is None:
            return now
        if self.every is not None:
            return max(now, last + self.every)
        day = now.astimezone(zone).date()
        today, tomorrow = (
            datetime.combine(day + timedelta(days=each), self.daily or time(), zone).astimezone(UTC) for each in (0, 1)
        )
        return today if today > now else tomorrow


def parse_schedule(text: str) -> Schedule:
    """`15m`, `6h`, `1d`, or `03:30`. Raises InvalidInput."""
    told = text.strip().lower()
    if found := _EVERY.fullmatch(told):
        every = int(found[1]) * _UNITS[found[2]]
        if every <= _LONGEST:
            return Schedule(told, every=every)
    if found := _DAILY.fullmatch(told):
        return Schedule(told, daily=time(int(found[1]), int(found[2])))
    raise InvalidInput(
        Text(f"{text!r} is no schedule.", f"{text!r} は実行間隔として読めません。"),
        next_action=Text(
            "Write 15m, 6h or 1d (at most 31d), or a time of day such as 03:30.",
            "15m・6h・1d(最長31d)、または 03:30 のような時刻で指定してください。",
        ),
    )


def retry_at(now: datetime, failures: int, chance: float) -> datetime:
    """When to try again after so many failures in a row: twice as long each time, from 1 minute to 6 hours.

    `chance`, from 0 to 1, shortens the wait by up to half, so that many that failed together don't come back together.
    """
    wait = min(_FIRST_WAIT * (1 << min(max(failures - 1, 0), 16)), _LONGEST_WAIT)
    return now + wait * (1 - chance / 2)
