"""Write keys: in which spellings they come, and which source each belongs to."""

import base64
import binascii
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from auftakt.kit.clock import Clock
from auftakt.sources.rules import NO_RULES, DoorRules
from auftakt.sources.source import active_keys
from auftakt.store.control import Control

_FRESH = timedelta(seconds=5)
_SOONEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Sender:
    """A source that may send, and what the door asks of it."""

    source_id: str
    rules: DoorRules = NO_RULES


class Keys(Protocol):
    """Knows the sources that may send."""

    def sender_of(self, spellings: Iterable[str]) -> Sender | None: ...


class FixedKeys:
    """Keys that are given: for tests and benchmarks."""

    def __init__(self, keys: Mapping[str, str], rules: DoorRules | None = None) -> None:
        self._keys = {key: Sender(source_id, rules or NO_RULES) for key, source_id in keys.items()}

    def sender_of(self, spellings: Iterable[str]) -> Sender | None:
        return next((self._keys[key] for key in spellings if key in self._keys), None)


class KeyRing:
    """The write keys of active sources, read from the control state at most once a second.

    A new key works at once; one that was switched off stops within five seconds, in every process.
    """

    def __init__(self, control: Control, clock: Clock) -> None:
        self._control = control
        self._clock = clock
        self._lock = threading.Lock()
        self._read_at: datetime | None = None
        self._keys: Mapping[str, Sender] = {}

    def sender_of(self, spellings: Iterable[str]) -> Sender | None:
        """The active source that one of these keys belongs to."""
        candidates = tuple(spellings)
        self._refresh(_FRESH)
        found = self._find(candidates)
        if found is None and candidates and self._refresh(_SOONEST):
            found = self._find(candidates)
        return found

    def _find(self, candidates: tuple[str, ...]) -> Sender | None:
        return next((self._keys[key] for key in candidates if key in self._keys), None)

    def _refresh(self, age: timedelta) -> bool:
        now = self._clock.now()
        with self._lock:
            if self._read_at is not None and abs(now - self._read_at) < age:
                return False
            self._read_at = now
        with self._control.reading() as session:
            self._keys = {key: Sender(source_id, rules) for key, (source_id, rules) in active_keys(session).items()}
        return True


def write_keys(authorization: str, write_key: str, in_body: Iterable[str | None]) -> list[str]:
    """Every key that a request may mean, the likeliest first.

    `Basic` with base64 of `key:` or `key`, `Basic` with the key itself, `Bearer`, `X-Write-Key` (also `id:secret`), and
    the body's `writeKey` or `api_key`.
    """
    found: list[str] = []
    scheme, _, value = authorization.partition(" ")
    value = value.strip()
    if scheme.lower() == "basic":
        found += [_from_basic(value), value]
    elif scheme.lower() == "bearer":
        found.append(value)
    found += [write_key, write_key.partition(":")[0]]
    found += [key for key in in_body if key]
    return [key for key in dict.fromkeys(found) if key]


def _from_basic(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0]
    except (binascii.Error, ValueError):
        return value.partition(":")[0]
