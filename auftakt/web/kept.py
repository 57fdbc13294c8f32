"""Answers that cost a scan of all events, kept until something has changed."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from auftakt.store import sql
from auftakt.store.plane import Connection, Plane

Value = TypeVar("Value")

_MOST = 50


@dataclass(frozen=True)
class _State:
    log_offset: int
    merges: int
    undone: int
    events: int


class Kept(Generic[Value]):
    """One kind of answer, per hub. `about` names the question, with everything besides events that it depends on."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._kept: WeakKeyDictionary[Plane, dict[Hashable, tuple[_State, Value]]] = WeakKeyDictionary()

    def get(self, plane: Plane, con: Connection, about: Hashable, make: Callable[[], Value]) -> Value:
        """The answer as kept, or made anew. `con` is the snapshot on which `make` answers."""
        state = sql.one(con, "web", "events_state", _State)
        assert state is not None, "a count always has a row"
        with self._one_at_a_time:  # ten who ask at once wait for one count, not for ten
            answers = self._kept.setdefault(plane, {})
            if about in answers and answers[about][0] == state:
                return answers[about][1]
            value = make()
            if len(answers) >= _MOST:
                answers.clear()
            answers[about] = (state, value)
            return value
