"""PostHog's format: one kind of event, whose name and `$` properties say what it is.

`$identify`, `$set`, `$create_alias` and `$groupidentify` become what they mean; `$set_once` stays a property, since a
hub's traits know when they were set and the latest counts. All else is a track event, or a page or screen.
"""

import base64
import binascii
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from msgspec import Raw

from auftakt.sources.body import mended, plain_body, unreadable
from auftakt.sources.dialects.call import Asked, Call, Dialect, JsonObject
from auftakt.sources.message import NOTHING, Id, Message
from auftakt.sources.parcel import Parcel

_PAGES = {"$pageview": "page", "$screen": "screen"}
_ALIASES = ("$create_alias", "$merge_dangerously")
_TRAITS_ONLY = ("$identify", "$set", "$set_once")
_CAMPAIGN = ("source", "medium", "campaign", "term", "content")

Json = dict[str, Raw]


class Envelope(msgspec.Struct):
    """A request: many events, or one whose fields stand beside the key."""

    batch: list[Raw] | None = None
    data: Raw = NOTHING
    event: Raw = NOTHING
    api_key: Raw = NOTHING
    token: Raw = NOTHING
    sent_at: Raw = NOTHING


class Event(msgspec.Struct, rename={"sets": "$set"}):
    """One event. `offset` is its age in milliseconds when it was sent, from senders that don't trust their clock."""

    event: str | None = None
    distinct_id: Id = None
    uuid: str | None = None
    timestamp: datetime | None = None
    offset: float | None = None
    sets: Json | None = None
    properties: Json | None = None


_read_envelope = msgspec.json.Decoder(Envelope).decode
_read_list = msgspec.json.Decoder(list[Raw]).decode
_read_event = msgspec.json.Decoder(Event).decode
_read_id = msgspec.json.Decoder(Id).decode
_read_object = msgspec.json.Decoder(Json).decode


def open_body(body: bytes, is_batch: bool) -> Parcel:
    """A list of events, an object with a list, or one event; also in base64 within a form, as browsers send it."""
    if body[:5] == b"data=":
        body = _unpacked(dict(parse_qsl(body.decode("ascii", "replace"))).get("data", ""))
    body = body.strip()
    try:
        return _opened(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = mended(body)
    try:
        return _opened(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise unreadable("The body holds no event.", "本文にイベントがありません。") from error


def _opened(body: bytes) -> Parcel:
    body.decode()
    if body.startswith(b"["):
        events = _read_list(body)
        return Parcel(_key_of_first(events), None, NOTHING, None, lambda: events)
    envelope = _read_envelope(body)
    keys = [_text(envelope.api_key), _text(envelope.token)]
    events = envelope.batch if envelope.batch is not None else _inner(envelope, body)
    return Parcel(keys if any(keys) else _key_of_first(events), _time(envelope.sent_at), NOTHING, None, lambda: events)


def _inner(envelope: Envelope, body: bytes) -> list[Raw]:
    if envelope.event is not NOTHING:
        return [Raw(body)]
    data = bytes(envelope.data)
    return _read_list(data) if data.startswith(b"[") else [envelope.data] if data else []


def _key_of_first(events: list[Raw]) -> list[str | None]:
    """The browser's library writes the key into each event."""
    try:
        inside = _read_envelope(events[0])
        properties = _read_event(events[0]).properties or {}
    except (IndexError, msgspec.DecodeError):
        return []
    return [_text(inside.api_key), _text(inside.token), _text(properties.get("token", NOTHING))]


def _unpacked(text: str) -> bytes:
    if text.lstrip().startswith(("{", "[")):
        return text.encode()
    try:
        raw = base64.b64decode(text.replace(" ", "+"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise unreadable("The form's data is no base64.", "フォームの data が base64 ではありません。") from error
    return plain_body(raw, "")


def read_event(raw: Raw, received_at: datetime) -> Message:
    """The message that an event means. Raises msgspec.DecodeError where a field has the wrong type."""
    event = _read_event(raw)
    properties = event.properties or {}
    name = event.event or ""
    who = event.distinct_id if event.distinct_id is not None else _id(properties, "distinct_id")
    message = Message(
        type="track",
        event=event.event,
        messageId=event.uuid or _text(properties.get("$insert_id", NOTHING)),
        timestamp=event.timestamp,
        context=_context(properties),
        properties=_joined(properties),
    )
    if event.timestamp is None and event.offset is not None:
        # An age needs no correction of the sender's clock.
        message.timestamp, message.sentAt = _aged(received_at, event.offset), received_at
    _name_person(message, who, properties)
    if name in _ALIASES:
        message.type, message.previousId = "alias", _id(properties, "alias")
    elif name == "$groupidentify":
        _as_group(message, properties)
    elif name in _TRAITS_ONLY:
        message.type = "identify"
        message.anonymousId = _id(properties, "$anon_distinct_id") if name == "$identify" else message.anonymousId
    elif name in _PAGES:
        message.type = _PAGES[name]
        message.name = _text(properties.get("title" if name == "$pageview" else "$screen_name", NOTHING))
    sets = event.sets if event.sets is not None else _object(properties, "$set")
    if sets and name != "$groupidentify":
        message.traits = _joined(sets)
    return message


def _name_person(message: Message, who: Id, properties: Json) -> None:
    """`distinct_id` is a cookie's until somebody is identified: browsers say so, servers always mean a user."""
    device = _id(properties, "$device_id")
    anonymous = bytes(properties.get("$is_identified", NOTHING)) == b"false" or (device is not None and device == who)
    if anonymous:
        message.anonymousId = who
    else:
        message.userId = who


def _as_group(message: Message, properties: Json) -> None:
    kind, key = (_id(properties, name) for name in ("$group_type", "$group_key"))
    message.type, message.groupId = "group", key
    message.traits = _joined((_object(properties, "$group_set") or {}) | _encoded({"group_type": kind}))
    if message.userId == f"${kind}_{key}":
        # The libraries' stand-in for a person where none was named.
        message.userId = None


def _context(properties: Json) -> Raw:
    found: dict[str, Any] = {}
    library = {"name": properties.get("$lib"), "version": properties.get("$lib_version")}
    page = {
        "url": properties.get("$current_url"),
        "path": properties.get("$pathname"),
        "referrer": properties.get("$referrer"),
        "title": properties.get("title"),
    }
    campaign = {"name" if each == "campaign" else each: properties.get(f"utm_{each}") for each in _CAMPAIGN}
    for name, facts in (("library", library), ("page", page), ("campaign", campaign)):
        if present := {key: value for key, value in facts.items() if value is not None}:
            found[name] = present
    for name, source in (("ip", "$ip"), ("userAgent", "$raw_user_agent")):
        if source in properties:
            found[name] = properties[source]
    # The address stands in one place, where the source's wish about it is heard.
    properties.pop("$ip", None)
    return Raw(msgspec.json.encode(found)) if found else NOTHING


def _aged(received_at: datetime, offset: float) -> datetime | None:
    try:
        return received_at - timedelta(milliseconds=offset)
    except (OverflowError, ValueError):
        return None


def _joined(fields: Json) -> Raw:
    return Raw(msgspec.json.encode(fields)) if fields else NOTHING


def _encoded(fields: dict[str, Any]) -> Json:
    return {name: Raw(msgspec.json.encode(value)) for name, value in fields.items() if value is not None}


def _object(properties: Json, name: str) -> Json | None:
    raw = properties.get(name)
    return _read_object(raw) if raw is not None and bytes(raw).startswith(b"{") else None


def _id(properties: Json, name: str) -> Id:
    raw = properties.get(name)
    return None if raw is None else _read_id(raw)


def _text(raw: Raw) -> str | None:
    if not bytes(raw).startswith(b'"'):
        return None
    text: str = msgspec.json.decode(raw)
    return text


def _time(raw: Raw) -> datetime | None:
    try:
        return msgspec.json.decode(raw, type=datetime) if bytes(raw) else None
    except msgspec.DecodeError:
        return None


def flags(asked: Asked) -> JsonObject:
    """No flags, no recordings, no surveys: clients that ask go on without."""
    return {
        "config": {"enable_collect_everything": False},
        "flags": {},
        "featureFlags": {},
        "featureFlagPayloads": {},
        "errorsWhileComputingFlags": False,
        "sessionRecording": False,
        "surveys": False,
        "heatmaps": False,
        "capturePerformance": False,
        "autocapture_opt_out": True,
        "isAuthenticated": False,
        "supportedCompression": ["gzip", "gzip-js"],
        "toolbarParams": {},
        "siteApps": [],
        "hasFeatureFlags": False,
    }


_ASKS = Call(document=flags, methods=frozenset({"GET", "HEAD", "POST"}), needs_key=False)
_TAKES = Call("batch", opens=open_body, reads=read_event)
_PATHS = ("/batch", "/capture", "/e", "/i/v0/e")

DIALECT = Dialect(
    "posthog",
    {path: _TAKES for path in _PATHS} | {"/decide": _ASKS, "/flags": _ASKS},
    {("/array/", "/config"): _ASKS},
)
