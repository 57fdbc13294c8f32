"""The campaign document: one Struct that says everything about a campaign.

It is stored whole, versioned, exported as JSON, kept in git and imported again. Dates are calendar dates in the
hub's time zone, money is a decimal string, shares lie between 0 and 1.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import Meta, Struct, field

from auftakt.kit.text import Language

JsonObject: TypeAlias = dict[str, Any]
State: TypeAlias = Literal["draft", "in_review", "approved", "scheduled", "live", "finished"]
DecimalText: TypeAlias = Annotated[str, Meta(pattern=r"^\d{1,15}(\.\d{1,4})?$")]
CurrencyCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
DocumentId: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,80}$")]


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A misspelt field is an error at import, not a silently lost wish."""


class Audience(_Part, frozen=True):
    """Whom the campaign is for: a rule tree of `auftakt.audiences`, and the name that people call it by."""

    name: str
    rule: JsonObject


class Goal(_Part, frozen=True):
    """What a person should do: an event, filters on its properties, and the days after entry in which it counts."""

    event: str
    where: list[JsonObject] = field(default_factory=list)
    within_days: Annotated[int, Meta(ge=1, le=730)] = 30
    description: str = ""


class Target(_Part, frozen=True):
    """A KPI that is to reach a value by a date. `unit` is people, count, money (then with the currency) or share."""

    kpi: str
    value: int | float
    unit: str = "count"
    by: date | None = None


class Budget(_Part, frozen=True):
    amount: DecimalText
    currency: CurrencyCode = "JPY"


class Claim(_Part, frozen=True):
    """A statement that content may cite, with what proves it and the last day on which it may be said."""

    id: DocumentId
    text: str
    evidence: str = ""
    expires_on: date | None = None


class MessageHouse(_Part, frozen=True):
    """One message, carried by claims."""

    message: str = ""
    claims: list[Claim] = field(default_factory=list)


class Pillar(_Part, frozen=True):
    """The core text that every variant is derived from."""

    title: str = ""
    body: str = ""
    language: Language = "ja"


class Variant(_Part, frozen=True):
    """The pillar in one channel and language. `pillar_hash` tells which state of the pillar it was made from."""

    id: DocumentId
    channel: Literal["email"] = "email"
    language: Language = "ja"
    subject: str = ""
    preheader: str = ""
    body: str = ""
    pillar_hash: str = ""


class Sender(_Part, frozen=True):
    """Who signs the mail. Japanese law (特定電子メール法) wants name and postal address shown in each."""

    name: str = ""
    email: str = ""
    address: str = ""


class Campaign(_Part, frozen=True):
    """The central object. Everything below `id` and `name` may be empty in a draft; checks say what is missing."""

    id: DocumentId
    name: str
    idea: str = ""
    state: State = "draft"
    audience: Audience | None = None
    goal: Goal | None = None
    targets: list[Target] = field(default_factory=list)
    budget: Budget | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    message_house: MessageHouse = field(default_factory=MessageHouse)
    pillar: Pillar | None = None
    variants: list[Variant] = field(default_factory=list)
    journey: JsonObject | None = None
    holdout: float = 0.1
    languages: list[Language] = field(default_factory=list)
    sender: Sender | None = None
    origin: dict[str, str] = field(default_factory=dict)
    played: bool = False
