"""Which reported yeses only ask: those for a purpose that wants a confirmation by mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from auftakt.kit.clock import aware
from auftakt.people.consent.models import PurposeRow
from auftakt.sources import OWN, list_sources
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ToConfirm:
    """A yes by email for one of `purposes` is a question, unless one of the sources `trusted` reports it."""

    purposes: tuple[str, ...] = ()
    trusted: tuple[str, ...] = ()


AskReader = Callable[[Control], ToConfirm]


def nothing_to_confirm(control: Control) -> ToConfirm:
    """Every reported yes counts."""
    return ToConfirm()


def to_confirm(control: Control) -> ToConfirm:
    """What the catalogue wants confirmed. The hub's own pages and imported files bring their own proof."""
    with control.reading() as session:
        query = select(PurposeRow.key).where(PurposeRow.double_opt_in.is_(True), PurposeRow.active.is_(True))
        purposes = tuple(session.scalars(query))
        if not purposes:
            return ToConfirm()
        imports = [source.id for source in list_sources(session) if source.kind in ("import", "hub")]
    return ToConfirm(purposes, tuple(sorted({*OWN, *imports})))


def hold_asks(con: Connection, wanted: ToConfirm) -> int:
    """Moves what only asks from the temp table `fresh_consent_facts` to `consent_asks`; gives how many."""
    if not wanted.purposes:
        return 0
    params = {"purposes": list(wanted.purposes), "trusted": list(wanted.trusted)}
    held = sql.run(con, "people", "hold_consent_asks", params)
    if held:
        sql.run(con, "people", "drop_held_facts", params)
    return held


@dataclass(frozen=True)
class ConsentAsk:
    """A yes that an event reported and that nobody has confirmed. `address` is empty where none is known for sure."""

    log_offset: int
    purpose: str
    evidence: dict[str, Any]
    asked_at: datetime
    address: str
    language: str
    stands: bool


@dataclass(frozen=True)
class _Row:
    log_offset: int
    purpose: str
    evidence: str | None
    asked_at: datetime
    source: str
    address: str | None
    language: str | None
    stands: bool


def asks_after(con: Connection, log_offset: int, most: int) -> list[ConsentAsk]:
    """What was asked by events behind this offset, in order; all of an event or nothing of it."""
    rows = sql.rows(con, "people", "consent_asks_after", _Row, {"after": log_offset, "most": most})
    if len(rows) == most and rows[0].log_offset != rows[-1].log_offset:
        rows = [row for row in rows if row.log_offset != rows[-1].log_offset]
    return [
        ConsentAsk(
            row.log_offset, row.purpose, _evidence(row), aware(row.asked_at), row.address or "",
            "ja" if (row.language or "").lower().startswith("ja") else "en" if row.language else "", row.stands,
        )
        for row in rows
    ]  # fmt: skip


def _evidence(row: _Row) -> dict[str, Any]:
    found = msgspec.json.decode(row.evidence) if row.evidence else None
    return {**found, "source": row.source} if isinstance(found, dict) else {"source": row.source}
