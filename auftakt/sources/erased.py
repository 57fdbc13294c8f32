"""Identifiers of people who were erased, known by a salted hash alone, and what becomes of events that name one.

The door and imports ask before anything is written to the log; the batch asks once more, for what was on its way.
"""

import hashlib
import secrets
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from weakref import WeakKeyDictionary

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from auftakt.kit.clock import naive
from auftakt.sources.models import ErasedIdentifierRow, ErasedSaltRow
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Connection

ERASED_REASON = "erased"
"""What a line of the log, and a row of an import, says that was not kept for this reason."""

_FRESH_SECONDS = 1.0
_SALT = 1


@dataclass(frozen=True)
class Erased:
    """The hashes by now. `until` gives for each the moment up to which events are dropped; None: for ever."""

    salt: str = ""
    until: Mapping[str, datetime | None] = field(default_factory=lambda: MappingProxyType({}))

    def digest(self, kind: str, value: str) -> str:
        """The salted hash of a comparable identifier; the data plane computes the same (`suppressed.sql`)."""
        return hashlib.sha256(f"{self.salt}{kind}\x1f{value}".encode()).hexdigest()

    def drops(self, ids: Iterable[tuple[str, str]], happened_at: datetime) -> bool:
        """Whether an event that names these must not be kept."""
        for kind, value in ids:
            digest = self.digest(kind, value)
            if digest in self.until:
                until = self.until[digest]
                if until is None or happened_at <= until:
                    return True
        return False


class _Ring:
    """What the control state says, read at most once a second and at once after a change in this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.read_at: float | None = None
        self.version: tuple[int, str] | None = None
        self.erased = Erased()


_RINGS: "WeakKeyDictionary[Control, _Ring]" = WeakKeyDictionary()
_RINGS_LOCK = threading.Lock()


def erased_of(control: Control) -> Erased:
    """Who was erased, as the control state says it now (in another process: up to a second ago)."""
    ring = _ring(control)
    with ring.lock:
        if ring.read_at is not None and time.monotonic() - ring.read_at < _FRESH_SECONDS:
            return ring.erased
        with control.reading() as session:
            version = _version(session)
            if version != ring.version:
                ring.version, ring.erased = version, _read(session)
        ring.read_at = time.monotonic()
        return ring.erased


def drop_erased(control: Control, identifiers: Iterable[tuple[str, str]], erasure_id: str, now: datetime) -> list[str]:
    """From now on, whatever names one of these is dropped; gives their hashes, sorted. Twice is as good as once."""
    with control.session() as session:
        erased = Erased(_salt(session))
        digests = sorted({erased.digest(kind, value) for kind, value in identifiers})
        for digest in digests:
            row = session.get(ErasedIdentifierRow, digest)
            if row is None:
                row = ErasedIdentifierRow(digest=digest, changed_at=now)
                session.add(row)
            row.erasure_id, row.until, row.changed_at = erasure_id, None, now
    _forget(control)
    return digests


def allow_later(control: Control, erasure_id: str, now: datetime) -> None:
    """What happens after `now` makes new people again; what happened before still doesn't come back."""
    with control.session() as session:
        mine = update(ErasedIdentifierRow).where(ErasedIdentifierRow.erasure_id == erasure_id)
        session.execute(mine.values(until=now, changed_at=now))
    _forget(control)


def put_erased(con: Connection, erased: Erased) -> None:
    """Leaves the temporary table `erased` for statements that ask for it."""
    forever = [digest for digest, until in erased.until.items() if until is None]
    dated = [(digest, naive(until)) for digest, until in erased.until.items() if until is not None]
    facts = {"forever": forever, "dated": [digest for digest, _ in dated], "until": [until for _, until in dated]}
    sql.run(con, "sources", "erased", facts)


def _ring(control: Control) -> _Ring:
    with _RINGS_LOCK:
        return _RINGS.setdefault(control, _Ring())


def _forget(control: Control) -> None:
    ring = _ring(control)
    with ring.lock:
        ring.read_at = ring.version = None


def _version(session: Session) -> tuple[int, str]:
    count, changed = session.execute(
        select(func.count(ErasedIdentifierRow.digest), func.max(ErasedIdentifierRow.changed_at))
    ).one()
    return count, str(changed)


def _read(session: Session) -> Erased:
    found = session.execute(select(ErasedIdentifierRow.digest, ErasedIdentifierRow.until)).all()
    salt = session.get(ErasedSaltRow, _SALT)
    return Erased(salt.salt if salt else "", MappingProxyType({digest: until for digest, until in found}))


def _salt(session: Session) -> str:
    row = session.get(ErasedSaltRow, _SALT)
    if row is None:
        row = ErasedSaltRow(id=_SALT, salt=secrets.token_hex(16))
        session.add(row)
        session.flush()
    return row.salt
