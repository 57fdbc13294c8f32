"""Answers that cost a scan of all events, kept until something has changed."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from auftakt.store import sql
from auftakt.store.plane import Connection, Plane

Value = TypeVar("Value")

_MOST = 50
_QUICK = 0.5  # seconds: what takes no longer is always up to date


@dataclass(frozen=True)
class _State:
    log_offset: int
    merges: int
    undone: int
    events: int


@dataclass(frozen=True)
class _Answer(Generic[Value]):
    """`good_until` counts the seconds of `time.monotonic`."""

    state: _State
    value: Value
    good_until: float


class Kept(Generic[Value]):
    """One kind of answer, per hub. `about` names the question, with everything besides events that it depends on.

    With `patience` an answer that was slow to make is also given, though something has changed, for as many times what
    making it took: a large hub does not count all day.
    """

    def __init__(self, patience: float = 0.0) -> None:
        self._patience = patience
        self._one_at_a_time = threading.Lock()
        self._kept: WeakKeyDictionary[Plane, dict[Hashable, _Answer[Value]]] = WeakKeyDictionary()

    def get(self, plane: Plane, con: Connection, about: Hashable, make: Callable[[], Value]) -> Value:
        """The answer as kept, or made anew. `con` is the snapshot on which `make` answers."""
        state = sql.one(con, "web", "events_state", _State)
        assert state is not None, "a count always has a row"
        with self._one_at_a_time:  # ten who ask at once wait for one count, not for ten
            answers = self._kept.setdefault(plane, {})
            kept = answers.get(about)
            if kept and (kept.state == state or time.monotonic() < kept.good_until):
                return kept.value
            started = time.monotonic()
            value = make()
            took = time.monotonic() - started
            if len(answers) >= _MOST:
                answers.clear()
            good_until = time.monotonic() + (took * self._patience if took > _QUICK else 0.0)
            answers[about] = _Answer(state, value, good_until)
            return value
