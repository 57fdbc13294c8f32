"""What a request holds besides its key: read in one go where all fields have their types, else event by event."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import Raw

from auftakt.kit.text import Text
from auftakt.sources.body import Unreadable, mended
from auftakt.sources.message import NOTHING, Envelope, Message, read_batch, read_envelope, read_single, read_time

_KEYS = ("writeKey", "api_key")


@dataclass(frozen=True, slots=True)
class Parcel:
    """`messages` is None where they have to be read one by one, from `raws`; both are None where there is no batch.

    `raws` gives each event as the bytes that came; it raises Unreadable where there are none.
    """

    keys: Sequence[str | None]
    sent_at: datetime | None
    context: Raw
    messages: Sequence[Message] | None
    raws: Callable[[], Sequence[Raw] | None]


def open_parcel(body: bytes, is_batch: bool) -> Parcel:
    """Raises Unreadable for what is no JSON object."""
    try:
        return _strictly(body, is_batch)
    except msgspec.ValidationError:
        pass
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        body = mended(body)
    return open_loosely(body, is_batch)


def open_loosely(body: bytes, is_batch: bool) -> Parcel:
    """The same for events that have to be read one by one."""
    try:
        _check_utf8(body)
        return _loosely(body, is_batch)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _loosely(mended(body), is_batch)


def _check_utf8(body: bytes) -> None:
    """msgspec looks at the bytes only where it has to make a text of them: Raw would carry them on as they are."""
    if not body.isascii():
        body.decode()


def _strictly(body: bytes, is_batch: bool) -> Parcel:
    _check_utf8(body)
    if is_batch:
        batch = read_batch(body)
        return Parcel((batch.writeKey, batch.api_key), batch.sentAt, batch.context, batch.batch, _raws(body))
    single = read_single(body)
    return Parcel((single.writeKey, single.api_key), None, NOTHING, (single,), lambda: [Raw(body)])


def _loosely(body: bytes, is_batch: bool) -> Parcel:
    envelope = _envelope(body)
    context = envelope.context if is_batch else NOTHING
    sent_at = _sent_at(envelope) if is_batch else None
    return Parcel(
        (envelope.writeKey, envelope.api_key), sent_at, context, None, _raws(body) if is_batch else lambda: [Raw(body)]
    )


def _raws(body: bytes) -> Callable[[], Sequence[Raw] | None]:
    return lambda: _envelope(body).batch


def _envelope(body: bytes) -> Envelope:
    try:
        return read_envelope(body)
    except msgspec.ValidationError:
        return _usable(body)


def _usable(body: bytes) -> Envelope:
    """For a body whose outer fields have wrong types: what can be used of it."""
    fields = msgspec.json.decode(body)
    if not isinstance(fields, dict):
        raise Unreadable(
            Text("The body is not a JSON object.", "本文が JSON オブジェクトではありません。"),
            next_action=Text("Send an object.", "オブジェクトを送ってください。"),
        )
    batch = fields.get("batch")
    keys = [value if isinstance(value := fields.get(name), str) else None for name in _KEYS]
    events = [Raw(msgspec.json.encode(each)) for each in batch] if isinstance(batch, list) else None
    return Envelope(events, keys[0], keys[1])


def _sent_at(envelope: Envelope) -> datetime | None:
    try:
        return read_time(envelope.sentAt) if bytes(envelope.sentAt) else None
    except msgspec.DecodeError:
        return None
