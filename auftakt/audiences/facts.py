"""What is known about one person, in the form in which a rule looks at it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlglot import exp

from auftakt.audiences.rule import Rule, events_in
from auftakt.kit.clock import aware
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class EventFact:
    name: str
    happened_at: datetime
    message_id: str
    revenue: Decimal | None = None
    order_id: str | None = None
    campaign_id: str | None = None
    send_id: str | None = None
    category: str | None = None
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TraitFact:
    name: str
    text: str | None
    number: float | None


@dataclass(frozen=True)
class PersonFacts:
    """One person: current traits, consents as channel and purpose, audiences they are in, events in any order."""

    person_id: int = 0
    traits: dict[str, TraitFact] = field(default_factory=dict)
    consents: frozenset[tuple[str, str]] = frozenset()
    audiences: frozenset[str] = frozenset()
    events: Sequence[EventFact] = ()


@dataclass(frozen=True)
class _Granted:
    channel: str
    purpose: str


@dataclass(frozen=True)
class _In:
    audience_id: str


def facts_of(con: Connection, person_id: int, rule: Rule | None = None) -> PersonFacts:
    """Facts of one person; with a rule only the events that it looks at."""
    person = {"person_id": person_id}
    names = sorted({event.name for event in events_in(rule)}) if rule is not None else None
    wanted: exp.Expression = exp.true()
    if names is not None:
        wanted = c.some([exp.column("name").eq(c.text(name)) for name in names])
    return PersonFacts(
        person_id=person_id,
        traits={trait.name: trait for trait in sql.rows(con, "audiences", "facts_traits", TraitFact, person)},
        consents=frozenset(
            (row.channel, row.purpose) for row in sql.rows(con, "audiences", "facts_consents", _Granted, person)
        ),
        audiences=frozenset(row.audience_id for row in sql.rows(con, "audiences", "facts_audiences", _In, person)),
        events=sql.rows(con, "audiences", "facts_events", _event, person, {"event_scope": wanted}),
    )


def _event(
    name: str,
    happened_at: datetime,
    message_id: str,
    revenue: Decimal | None,
    order_id: str | None,
    campaign_id: str | None,
    send_id: str | None,
    category: str | None,
    properties: str | None,
) -> EventFact:
    document = msgspec.json.decode(properties) if properties else {}
    return EventFact(
        name,
        aware(happened_at),
        message_id,
        revenue,
        order_id,
        campaign_id,
        send_id,
        category,
        document if isinstance(document, dict) else {},
    )
