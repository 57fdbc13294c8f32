"""What was sent, as the event that it would be if it were sent now: all that its request said of it stands in it."""

import json
from typing import Any

import msgspec
from msgspec import Raw

from auftakt.kit.clock import iso
from auftakt.sources.body import mended
from auftakt.sources.dialects import READERS
from auftakt.sources.message import Message
from auftakt.sources.quarantine import Quarantined

Event = dict[str, Any]

WHOLE_BODY = "unreadable_body"
"""The reason of rows that are no event but a whole request."""


def draft_of(row: Quarantined) -> Event | None:
    """The event in the common format, to be put right and sent; None where what came is no JSON object."""
    event = _object(row.raw)
    if event is None or row.reason == WHOLE_BODY:
        return event
    return completed(row, _translated(row, event))


def draft_text(row: Quarantined) -> str | None:
    """The same as JSON that every reader accepts."""
    draft = draft_of(row)
    return None if draft is None else event_text(draft)


def event_text(event: Event) -> str:
    """An event as JSON that every reader accepts: what JSON can't say becomes null."""
    return mended(json.dumps(event).encode()).decode()


def completed(row: Quarantined, event: Event) -> Event:
    """The event with the type that its path meant, and with what its batch said for all of its events."""
    event = dict(event)
    if row.kind and not row.held_by_plan:
        event["type"] = row.kind
    if row.sent_at is not None and event.get("sentAt") is None:
        event["sentAt"] = iso(row.sent_at)
    shared = _object(row.context) if row.context else None
    own = event.get("context")
    if shared and (own is None or isinstance(own, dict)):
        event["context"] = shared | (own or {})
    return event


def parts_of(row: Quarantined, event: Event) -> list[Event]:
    """The events of a text that was put right: one, or those of a whole request."""
    batch = event.get("batch")
    if row.reason != WHOLE_BODY or not isinstance(batch, list):
        return [event]
    parts = []
    for each in batch:
        part: Event = completed(row, each) if isinstance(each, dict) else {}
        if part.get("sentAt") is None and isinstance(event.get("sentAt"), str):
            part["sentAt"] = event["sentAt"]
        shared, own = event.get("context"), part.get("context")
        if isinstance(shared, dict) and (own is None or isinstance(own, dict)):
            part["context"] = shared | (own or {})
        parts.append(part)
    return parts


def _translated(row: Quarantined, event: Event) -> Event:
    if row.dialect == "merge":
        return {"type": "merge"} | event
    if row.dialect not in READERS or not row.dialect:
        return event
    try:
        message = READERS[row.dialect](Raw(json.dumps(event).encode()), row.received_at)
    except msgspec.DecodeError:
        return event
    return _document(message)


def _document(message: Message) -> Event:
    fields: Event = {}
    for name in message.__struct_fields__:
        value = getattr(message, name)
        if isinstance(value, Raw):
            if bytes(value):
                fields[name] = msgspec.json.decode(value)
        elif value is not None:
            fields[name] = msgspec.to_builtins(value)
    return fields


def _object(text: str) -> Event | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
