"""How often one visitor may knock at a public page."""

from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from fastapi import Request

from auftakt.jobs import Hub
from auftakt.store.control import Control


class RateLimit:
    """At most `most` calls in each window of `per`, counted per key, for the `kept` keys that came last."""

    def __init__(self, most: int, per: timedelta, kept: int = 10_000) -> None:
        self._most = most
        self._seconds = per.total_seconds()
        self._kept = kept
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._counting = Lock()

    def allows(self, key: str, now: datetime) -> bool:
        """Counts this call."""
        window = int(now.timestamp() // self._seconds)
        with self._counting:
            then, calls = self._counts.pop(key, (window, 0))
            calls = calls + 1 if then == window else 1
            self._counts[key] = (window, calls)
            if len(self._counts) > self._kept:
                self._counts.popitem(last=False)
        return calls <= self._most


class VisitorLimit:
    """How often a minute one address may call a group of public pages of a hub."""

    def __init__(self, calls: int) -> None:
        self._calls = calls
        self._of: WeakKeyDictionary[Control, RateLimit] = WeakKeyDictionary()

    def allows(self, request: Request, hub: Hub) -> bool:
        """Counts this call."""
        limit = self._of.setdefault(hub.control, RateLimit(self._calls, timedelta(minutes=1)))
        return limit.allows(request.client.host if request.client else "", hub.clock.now())
