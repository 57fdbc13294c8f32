"""What a dialect is made of: its calls, and how a body of it is opened and each event of it read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from msgspec import Raw

from auftakt.sources.message import Message
from auftakt.sources.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a document: the key as it was written, and the address that the client reached us at."""

    write_key: str
    scheme: str
    host: str


JsonObject = dict[str, Any]
Opens = Callable[[bytes, bool], Parcel]
Reads = Callable[[Raw, datetime], Message]
Documents = Callable[[Asked], JsonObject]


@dataclass(frozen=True, slots=True)
class Call:
    """One path. It brings events of type `kind` (`batch`: each event has its own), or gives a `document`.

    `opens` gives the parcel of a body, `reads` one event of it at the time that it was received. `gif`: the answer is
    a picture of one pixel. `needs_key`: only a known key gets the document.
    """

    kind: str = ""
    opens: Opens | None = None
    reads: Reads | None = None
    document: Documents | None = None
    methods: frozenset[str] = frozenset({"POST"})
    needs_key: bool = True
    gif: bool = False


@dataclass(frozen=True, slots=True)
class Dialect:
    """`calls` by path (without a slash at the end), `patterns` by what stands before and after a key in the path."""

    name: str
    calls: Mapping[str, Call]
    patterns: Mapping[tuple[str, str], Call] = field(default_factory=dict)
