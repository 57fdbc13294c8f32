"""The hook `auftakt.destinations`: a system that people are kept up to date in. Ours are registered through it, too.

A destination only says how changes are written. Who goes out, consent, the difference, the ledger, schedule, secrets
and retries are the hub's business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import EntryPoint
from typing import Any, Protocol, runtime_checkable

from auftakt.kit.hooks import Hook
from auftakt.kit.text import Text
from auftakt.sources import Field


@dataclass(frozen=True)
class Put:
    """A person as they are to be there: `values` has every column of the sync, null where nothing is known."""

    key: str
    values: dict[str, str | None]


@dataclass(frozen=True)
class Changes:
    """A portion of a run: `removed` are keys that are to be gone, before `puts` are in.

    `number` is its place in the run, from 1, `at` the hub's clock; `columns` are those of the sync in order, the key's
    first. A portion may come twice after a crash, then within another run: a put must overwrite, and a key that is gone
    already must be no error.
    """

    sync: str
    run_id: str
    number: int
    at: datetime
    columns: tuple[str, ...]
    removed: tuple[str, ...]
    puts: tuple[Put, ...]


@runtime_checkable
class Destination(Protocol):
    """`write` is called in a thread of its own; when it returns, the changes are kept over there.

    `tidy` gives the settings as they are kept, with secrets in fields of kind `secret` only; it reaches for nothing
    outside and raises InvalidInput. `write` raises Unavailable for what may mend itself, InvalidInput for what a person
    must mend.
    """

    name: str
    title: Text
    fields: tuple[Field, ...]

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]: ...

    def write(self, config: Mapping[str, Any], changes: Changes) -> None: ...


_HOOK = Hook(
    "auftakt.destinations",
    Destination,
    noun="a destination",
    same="Two destinations are called",
    give="Give an object with name, title, fields, tidy and write.",
)


def registered_destinations(found: Iterable[EntryPoint] | None = None) -> dict[str, Destination]:
    """All destinations of the entry point group `auftakt.destinations`, by name.

    Raises Broken where something else is registered, or two have one name.
    """
    return _HOOK.registered(found)
