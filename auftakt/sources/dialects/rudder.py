"""What RudderStack adds to the Segment format: merges, pixels, beacons, and the configuration for browsers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Raw

from auftakt.sources.body import Unreadable, unreadable
from auftakt.sources.dialects.call import Asked, Call, Dialect, JsonObject
from auftakt.sources.message import Id, Message, read_message
from auftakt.sources.parcel import Parcel, open_loosely, open_parcel

_OBJECTS = ("context", "properties", "traits", "integrations")
_DEPTH = 5


class Same(msgspec.Struct):
    """One identifier of a merge."""

    type: str
    value: Id = None


class Merge(msgspec.Struct):
    """Two or more identifiers that are one person's."""

    mergeProperties: list[Same]
    messageId: str | None = None
    timestamp: datetime | None = None
    originalTimestamp: datetime | None = None
    sentAt: datetime | None = None


_read_merge = msgspec.json.Decoder(Merge).decode


def read_merge(raw: Raw, received_at: datetime) -> Message:
    """A merge is an alias: the identifiers are linked, and the link can be undone like any other."""
    merge = _read_merge(raw)
    externals = [{"type": each.type, "id": each.value} for each in merge.mergeProperties]
    return Message(
        type="alias",
        messageId=merge.messageId,
        timestamp=merge.timestamp,
        originalTimestamp=merge.originalTimestamp,
        sentAt=merge.sentAt,
        context=Raw(msgspec.json.encode({"externalIds": externals})),
    )


def read_any(raw: Raw, received_at: datetime) -> Message:
    """An event of the Segment format, or a merge among them."""
    message = read_message(raw)
    return read_merge(raw, received_at) if message.type == "merge" else message


def open_pixel(query: bytes, is_batch: bool) -> Parcel:
    """The query of a picture's address: `userId=1&properties.plan=pro`, or `properties={"plan":"pro"}`."""
    event: dict[str, Any] = {}
    try:
        pairs = parse_qsl(query.decode("ascii", "replace"), max_num_fields=200)
    except ValueError as error:
        raise _too_many_fields() from error
    for name, value in pairs:
        _put(event, name.split(".", _DEPTH), value)
    return open_parcel(msgspec.json.encode(event), is_batch)


def _put(event: dict[str, Any], place: Sequence[str], value: str) -> None:
    for name in place[:-1]:
        inner = event.setdefault(name, {})
        if not isinstance(inner, dict):
            return
        event = inner
    whole = len(place) == 1 and place[0] in _OBJECTS
    event[place[-1]] = _object(value) if whole else value


def _object(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


def source_config(asked: Asked) -> JsonObject:
    """What RudderStack's browser library loads before it sends: a source that is on, and no destinations of its own."""
    off = {"enabled": False}
    source = {
        "id": asked.write_key,
        "name": "Auftakt",
        "writeKey": asked.write_key,
        "enabled": True,
        "config": {"statsCollection": {"errors": off, "metrics": off}},
        "dataplanes": {},
        "destinations": [],
        "workspaceId": "auftakt",
    }
    return {"source": source, "consentManagementMetadata": {"providers": []}, "updatedAt": "2026-01-01T00:00:00.000Z"}


def _too_many_fields() -> Unreadable:
    return unreadable("The address names too many fields.", "アドレスの項目が多すぎます。")


_GET = frozenset({"GET", "HEAD"})

DIALECT = Dialect(
    "rudder",
    {
        "/v1/merge": Call("batch", opens=lambda body, _: open_loosely(body, False), reads=read_merge),
        "/beacon/v1/batch": Call("batch"),
        "/sourceConfig": Call(document=source_config, methods=_GET),
        "/pixel/v1/track": Call("track", opens=open_pixel, methods=_GET, gif=True),
        "/pixel/v1/page": Call("page", opens=open_pixel, methods=_GET, gif=True),
    },
)
