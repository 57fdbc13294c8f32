"""What a text may know about people: the names of their traits, and one person's facts as a text sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from auftakt.kit.text import language_of
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Name:
    name: str


def known_traits(con: Connection) -> list[str]:
    """Names of traits that somebody has, at most 500."""
    return [row.name for row in sql.rows(con, "content", "known_traits", _Name)]


def person_facts(traits: Mapping[str, object], email: str) -> dict[str, object]:
    """The person as a text sees them: all traits, the address, and a name if there is any way to tell it."""
    return {**traits, "name": _name(traits), "email": email}


def _name(traits: Mapping[str, object]) -> str:
    """The reported name, else first and last name in the order of their language; empty if nobody told."""
    if whole := traits.get("name"):
        return str(whole)
    first = traits.get("first_name") or traits.get("firstName")
    last = traits.get("last_name") or traits.get("lastName")
    parts = [str(part) for part in (first, last) if part]
    return " ".join(reversed(parts) if language_of("".join(parts)) == "ja" else parts)
