"""One person: all that is known, and why it is one person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from auftakt.kit.clock import aware
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text, fold
from auftakt.people.naming import display_name
from auftakt.people.types.refused import RefusedLink, refused_page
from auftakt.sources import identifier_type, identifier_value
from auftakt.store import sql
from auftakt.store.plane import Connection

PARTS = ("identifiers", "links", "traits", "consents", "totals")
SHOWN = 1000  # identifiers and links of one person that are listed; all of them count


@dataclass(frozen=True)
class Identifier:
    type: str
    value: str
    first_seen: datetime
    source: str


@dataclass(frozen=True)
class IdentifierKey:
    type: str
    value: str


@dataclass(frozen=True)
class MatchedBy:
    """Why a link is there that no event made: a proposal, and who approved it. `by`: a user's id, or `policy`."""

    proposal_id: int
    probability: float
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Link:
    """Two identifiers that an event named together, or that matching found to be one person's."""

    link_id: int
    a: IdentifierKey
    b: IdentifierKey
    source: str
    seen_at: datetime
    match: MatchedBy | None = None


@dataclass(frozen=True)
class RetractedLink:
    """A link that somebody took back; `other_person` is who the other end belongs to now. `actor`: a user's id."""

    link_id: int
    a: IdentifierKey
    b: IdentifierKey
    source: str
    seen_at: datetime
    retracted_at: datetime
    actor: str
    reason: str
    other_person: int


@dataclass(frozen=True)
class Joiner:
    """The identifier that holds most of a person together, and by how many links."""

    type: str
    value: str
    links: int


@dataclass(frozen=True)
class Trait:
    name: str
    value: str
    source: str
    set_at: datetime


@dataclass(frozen=True)
class Consent:
    channel: str
    purpose: str
    granted: bool
    decided_at: datetime
    source: str
    evidence: Any


@dataclass(frozen=True)
class PersonTotals:
    events: int
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class PersonView:
    """A person as `people` knows them. `merged_from`: ids of people that are part of this one now."""

    person_id: int
    name: str | None
    first_seen: datetime
    last_seen: datetime
    identifier_count: int
    identifiers: list[Identifier]
    links: list[Link]
    retracted: list[RetractedLink]
    refused: list[RefusedLink]
    traits: list[Trait]
    consents: list[Consent]
    totals: PersonTotals
    oversized: bool
    merged_from: list[int]
    joined_by: Joiner | None


@dataclass(frozen=True)
class _Id:
    person_id: int


@dataclass(frozen=True)
class _Seen:
    person_id: int
    first_seen: datetime
    last_seen: datetime
    identifier_count: int


def find_person_id(con: Connection, key: str) -> int:
    """The person behind a person id (also one that was merged away) or `type:value`. Raises NotFound."""
    kind, colon, value = key.partition(":")
    if not colon:
        found = sql.one(con, "people", "person_by_id", _Id, {"person_id": int(key)}) if _is_id(key) else None
    else:
        found = (
            _by_identifier(con, kind, value)
            or _by_identifier(con, kind, fold(value))
            or _by_identifier(con, identifier_type(kind), identifier_value(kind, value))
        )
    if found is None:
        raise NotFound(
            Text(f"There is nobody with the key {key!r}.", f"キー {key!r} の人物は見つかりません。"),
            next_action=Text(
                "Give a person id, or an identifier such as email:a@example.com.",
                "人物の番号か、email:a@example.com のような識別子を指定してください。",
            ),
            key=key,
        )
    return found.person_id


def find_person(con: Connection, key: str, max_identifiers: int = 1000, parts: Collection[str] = PARTS) -> PersonView:
    """What is known about the person behind `key` (see `find_person_id`). Raises NotFound.

    Of `PARTS`, those not asked for are left empty and cost nothing; the traits are always read, for the name.
    """
    person = {"person_id": find_person_id(con, key)}
    shown = {**person, "most": SHOWN}
    seen = sql.rows(con, "people", "person_row", _Seen, person)[0]
    traits = sql.rows(con, "people", "person_traits", _trait, person)
    totals = sql.one(con, "people", "person_totals", PersonTotals, person) if "totals" in parts else None
    identified = "identifiers" in parts
    return PersonView(
        person_id=seen.person_id,
        name=_name(traits),
        first_seen=aware(seen.first_seen),
        last_seen=aware(seen.last_seen),
        identifier_count=seen.identifier_count,
        identifiers=sql.rows(con, "people", "person_identifiers", _identifier, shown) if identified else [],
        links=sql.rows(con, "people", "person_links", _link, shown) if "links" in parts else [],
        retracted=sql.rows(con, "people", "person_retracted", _retracted, shown) if "links" in parts else [],
        refused=refused_page(con, person_id=person["person_id"]).items if "links" in parts else [],
        traits=traits if "traits" in parts else [],
        consents=sql.rows(con, "people", "person_consents", _consent, person) if "consents" in parts else [],
        totals=totals or PersonTotals(0, 0, Decimal(0)),
        oversized=seen.identifier_count > max_identifiers,
        merged_from=[row.person_id for row in sql.rows(con, "people", "person_merged_from", _Id, person)],
        joined_by=sql.one(con, "people", "joiner", Joiner, person) if seen.identifier_count > max_identifiers else None,
    )


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= 18


def _by_identifier(con: Connection, kind: str, value: str) -> _Id | None:
    return sql.one(con, "people", "person_by_identifier", _Id, {"type": kind, "value": value})


def _name(traits: list[Trait]) -> str | None:
    values = {trait.name: trait.value for trait in traits}
    first = values.get("firstName") or values.get("first_name")
    return display_name(values.get("name"), first, values.get("lastName") or values.get("last_name"))


def _identifier(type: str, value: str, first_seen: datetime, source: str) -> Identifier:
    return Identifier(type, value, aware(first_seen), source)


def _link(
    link_id: int,
    a_type: str,
    a_value: str,
    b_type: str,
    b_value: str,
    source: str,
    seen_at: datetime,
    **match: Any,
) -> Link:
    ends = IdentifierKey(a_type, a_value), IdentifierKey(b_type, b_value)
    return Link(link_id, *ends, source, aware(seen_at), matched_by(**match) if match else None)


def matched_by(
    pair_id: int | None, probability: float | None, actor: str | None, reason: str | None, decided_at: datetime | None
) -> MatchedBy | None:
    """From the columns of a link; None for one that an event made."""
    if pair_id is None or decided_at is None:
        return None
    return MatchedBy(pair_id, probability or 0.0, actor or "", aware(decided_at), reason or "")


def _retracted(
    link_id: int,
    a_type: str,
    a_value: str,
    b_type: str,
    b_value: str,
    source: str,
    seen_at: datetime,
    retracted_at: datetime,
    actor: str,
    reason: str,
    other_person: int,
) -> RetractedLink:
    link = _link(link_id, a_type, a_value, b_type, b_value, source, seen_at)
    return RetractedLink(
        link.link_id, link.a, link.b, source, link.seen_at, aware(retracted_at), actor, reason, other_person
    )


def _trait(name: str, value: str, source: str, set_at: datetime) -> Trait:
    return Trait(name, value, source, aware(set_at))


def _consent(
    channel: str, purpose: str, granted: bool, decided_at: datetime, source: str, evidence: str | None
) -> Consent:
    return Consent(
        channel,
        purpose,
        granted,
        aware(decided_at),
        source,
        None if evidence is None else msgspec.json.decode(evidence),
    )
