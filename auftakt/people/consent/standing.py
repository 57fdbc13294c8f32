"""What stands now for whoever has an address: the decisions, and the channels on which they can be reached at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from auftakt.kit.text import fold
from auftakt.store import sql
from auftakt.store.plane import Connection

_REACHED_BY = {"phone": ("sms", "phone"), "line_id": ("line",), "line_user_id": ("line",), "device_token": ("push",)}


@dataclass(frozen=True)
class Standing:
    """`decided`: by (purpose, channel); what is missing was never decided. `channels`: where they can be reached."""

    decided: Mapping[tuple[str, str], bool]
    channels: frozenset[str]


@dataclass(frozen=True)
class _Row:
    channel: str | None
    purpose: str | None
    granted: bool | None
    known: str | None


def standing_of(con: Connection, email: str) -> Standing:
    """For an address that nobody is known by, nothing is decided and email is the only channel."""
    rows = sql.rows(con, "people", "consents_by_identifier", _Row, {"type": "email", "value": fold(email)})
    decided = {(row.purpose, row.channel): bool(row.granted) for row in rows if row.purpose and row.channel}
    channels = {"email"} | {channel for _, channel in decided}
    for row in rows:
        channels.update(_REACHED_BY.get(row.known or "", ()))
    return Standing(decided, frozenset(channels))
