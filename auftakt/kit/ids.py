"""Ids that sort by the time they were made, and ids that can be computed again."""

import hashlib
import random
import secrets
import threading
from typing import Protocol

from auftakt.kit.clock import Clock

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Ids(Protocol):
    """Gives new ids such as `cmp_01k9…`: the kind, then 26 characters that sort by time."""

    def new(self, kind: str) -> str: ...


def _base32(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


class TimeIds:
    """48 bits of milliseconds and 80 bits of chance (the layout of ULID); strictly rising within one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._lock = threading.Lock()

    def new(self, kind: str) -> str:
        stamp = int(self._clock.now().timestamp() * 1000)
        with self._lock:
            number = max((stamp << 80) | secrets.randbits(80), self._last + 1)
            self._last = number
        return f"{kind}_{_base32(number, 26)}"


class SeededIds:
    """The same ids in the same order every time: for tests."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)
        self._count = 0

    def new(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{_base32((self._count << 80) | self._random.getrandbits(80), 26)}"


def stable_id(kind: str, *parts: object) -> str:
    """The same parts always give the same id: 104 bits of SHA-256 over the parts, each with its length.

    In hex, so that a statement over a million people can make the same id with one function call.
    """
    digest = hashlib.sha256()
    for part in parts:
        raw = str(part).encode()
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return f"{kind}_{digest.hexdigest()[:26]}"
