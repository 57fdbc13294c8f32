"""How much, and at which hours, people may be written to."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from auftakt.kit.clock import aware
from auftakt.kit.settings import Settings


@dataclass(frozen=True)
class Pressure:
    """`quiet_from` and `quiet_until` are hours of the day in `timezone`; equal hours mean that no time is quiet."""

    max_per_week: int = 3
    quiet_from: int = 21
    quiet_until: int = 8
    timezone: str = "Asia/Tokyo"
    language: str = "en"

    @classmethod
    def of(cls, settings: Settings) -> "Pressure":
        caps = settings.pressure
        return cls(caps.max_per_week, caps.quiet_from, caps.quiet_until, settings.timezone, settings.language)

    def held_until(self, now: datetime) -> datetime | None:
        """The end of the quiet time that `now` lies in (aware UTC), or None."""
        here = now.astimezone(ZoneInfo(self.timezone))
        since_start = (here.hour - self.quiet_from) % 24
        if since_start >= (self.quiet_until - self.quiet_from) % 24:
            return None
        end = datetime.combine(here.date(), time(self.quiet_until % 24), here.tzinfo)
        return aware(end if end > here else end + timedelta(days=1))

    def opens(self, day: datetime) -> datetime:
        """The first moment of that calendar day (in `timezone`) at which people may be written to, in UTC."""
        here = day.astimezone(ZoneInfo(self.timezone))
        quiet = self.quiet_from != self.quiet_until
        return aware(datetime.combine(here.date(), time(self.quiet_until % 24 if quiet else 0), here.tzinfo))
