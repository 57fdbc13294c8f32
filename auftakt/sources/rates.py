"""How fast each source may send: a bucket of events that fills with time."""

from datetime import datetime
from threading import Lock

from auftakt.sources.rules import DoorRules


class Rates:
    """`per_second` and `burst` count for sources without a limit of their own; 0 is no limit."""

    def __init__(self, per_second: int = 0, burst: int = 0) -> None:
        self._per_second = per_second
        self._burst = burst
        self._buckets: dict[str, tuple[float, datetime]] = {}
        self._taking = Lock()

    def take(self, source_id: str, rules: DoorRules, events: int, now: datetime) -> float:
        """Seconds to wait; 0: the events may come in.

        A batch that is larger than the bucket may come too, and the next one waits for it: every legal batch passes at
        some time. A clock that is put back fills nothing, and takes nothing away.
        """
        rate = self._per_second if rules.events_per_second is None else rules.events_per_second
        if not rate:
            return 0.0
        most = float(max((self._burst if rules.burst is None else rules.burst) or rate, 1))
        with self._taking:
            left, at = self._buckets.get(source_id, (most, now))
            left = min(most, left + max(0.0, (now - at).total_seconds()) * rate)
            if left >= 1:
                self._buckets[source_id] = (left - events, now)
                return 0.0
            self._buckets[source_id] = (left, now)
            return (1 - left) / rate
