"""Deals and inquiries of a person, as the tools that keep them last told."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Dealing:
    """`kind`: deal or inquiry. Everything is what the latest event said; `changes` counts the events."""

    kind: str
    id: str
    opened_at: datetime
    changed_at: datetime
    source: str
    title: str | None
    stage: str | None
    amount: Decimal | None
    currency: str | None
    closes_on: str | None
    owner: str | None
    company: str | None
    text: str | None
    changes: int


def dealings_of(con: Connection, person_id: int, limit: int = 100) -> list[Dealing]:
    """The person's deals and inquiries, the latest first."""
    found = sql.rows(con, "people", "dealings", Dealing, {"person_id": person_id, "most": limit})
    return [replace(each, opened_at=aware(each.opened_at), changed_at=aware(each.changed_at)) for each in found]
