"""What proves a decision, and the lines of the log that carry decisions of the hub's own pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from auftakt.kit.clock import iso
from auftakt.kit.text import fold
from auftakt.people.consent.catalogue import CataloguePurpose

HUB_SOURCE = "auftakt"
"""The source of what happens on the hub's own pages."""

REQUESTED = "Consent Requested"
"""Somebody signed up and has not confirmed yet. Allows nothing."""

UPDATED = "Consent Updated"


@dataclass(frozen=True)
class Where:
    """On which form something was decided, in which language, from which network address."""

    form: str
    language: str
    ip: str | None = None


def shown_words(purpose: CataloguePurpose, where: Where) -> dict[str, Any]:
    """The part of the evidence that says what the person read, and where."""
    return {
        "form": where.form,
        "text_version": purpose.current.version,
        "text_hash": purpose.current.hash,
        "language": where.language,
        "ip": where.ip,
    }


def consent_line(
    name: str,
    email: str,
    channel: str,
    purpose: str,
    evidence: Mapping[str, Any],
    *,
    message_id: str,
    at: datetime,
    granted: bool | None = None,
) -> bytes:
    """One line of the log: `UPDATED` with a decision, or `REQUESTED` without one, on the person with this address."""
    proof = {key: value for key, value in evidence.items() if value is not None} | {"event": message_id}
    properties: dict[str, Any] = {"channel": channel, "purpose": purpose, "evidence": proof}
    if granted is not None:
        properties["granted"] = granted
    return msgspec.json.encode(
        {
            "r": iso(at),
            "s": HUB_SOURCE,
            "k": "e",
            "i": message_id,
            "t": "track",
            "n": name,
            "at": iso(at),
            "ids": [["email", fold(email)]],
            "p": properties,
        }
    )
