"""The door: bytes of a request in, lines for the log out. Pure: it reads no clock, no store and no network.

A whole request is refused with an error (unreadable, too large, wrong key). Anything that is wrong with a single event
sends that event to quarantine, and the others are kept: a 4xx would make SDKs throw all of them away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec import Raw

from auftakt.kit.clock import iso
from auftakt.kit.errors import AuftaktError, InvalidInput, NotSignedIn
from auftakt.kit.text import Text
from auftakt.sources.body import Unreadable, plain_body
from auftakt.sources.dialects import read_any
from auftakt.sources.dialects.call import Opens, Reads
from auftakt.sources.event import AHEAD, MAX_EVENT, Arrival, Rejected, joined_context, line_of
from auftakt.sources.keys import Keys, write_keys
from auftakt.sources.message import NOTHING, Line, Message, write_line
from auftakt.sources.parcel import Parcel, open_parcel

MAX_EVENTS = 2_500
_RAW_KEPT = 65_536

# Kinds of request whose events say their type themselves.
_SAY_TYPE = ("batch", "single")


@dataclass(frozen=True, slots=True)
class Knock:
    """A request as it came. `kind` is the type of its event, `batch`, or `single` where the event says its type itself.

    `write_key` is the header's and `query_key` the address's; `opens` and `reads` belong to the dialect of the call.
    """

    kind: str
    body: bytes
    authorization: str = ""
    write_key: str = ""
    encoding: str = ""
    query_key: str = ""
    opens: Opens = open_parcel
    reads: Reads = read_any


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines to keep, and the error to answer with (None: 200, once the lines are durable)."""

    lines: list[bytes]
    refusal: AuftaktError | None = None


class UnknownKey(NotSignedIn):
    code = "unknown_write_key"


class TooManyEvents(InvalidInput):
    status, code = 400, "too_many_events"


def answer(knock: Knock, keys: Keys, now: datetime, new_id: Callable[[], str], country: str = "JP") -> Answer:
    """Checks a request that was received at `now`; `new_id` makes the ids of events that came without one.

    `country` is where phone numbers without `+` belong.
    """
    try:
        parcel = knock.opens(plain_body(knock.body, knock.encoding), knock.kind == "batch")
    except AuftaktError as refusal:
        source_id = keys.source_of(write_keys(knock.authorization, knock.write_key, (knock.query_key,)))
        return Answer(_kept(knock, source_id, now) if isinstance(refusal, Unreadable) else [], refusal)
    source_id = keys.source_of(write_keys(knock.authorization, knock.write_key, (*parcel.keys, knock.query_key)))
    if source_id is None:
        return Answer([], unknown_key())
    events = parcel.raws() if parcel.messages is None else parcel.messages
    if events is None or len(events) > MAX_EVENTS:
        return Answer([], _no_batch() if events is None else _too_many(len(events)))
    arrival = Arrival(now, iso(now), now + AHEAD, source_id, parcel.sent_at, new_id, country)
    return Answer(_lines(parcel, knock, arrival))


def _lines(parcel: Parcel, knock: Knock, arrival: Arrival) -> list[bytes]:
    if parcel.messages is None:
        return _each(parcel, knock, arrival)
    try:
        return [_line(message, knock.kind, parcel.context, arrival) for message in parcel.messages]
    except (Rejected, msgspec.DecodeError):
        # One of them is bad: now each for itself, with the bytes that it came as.
        return _each(parcel, knock, arrival)


def _each(parcel: Parcel, knock: Knock, arrival: Arrival) -> list[bytes]:
    lines = []
    for raw in parcel.raws() or ():
        try:
            lines.append(_line(knock.reads(raw, arrival.at), knock.kind, parcel.context, arrival))
        except Rejected as why:
            lines.append(_quarantined(bytes(raw), why.code, arrival.text, arrival.source_id))
        except msgspec.DecodeError:
            code = "wrong_type" if bytes(raw).startswith(b"{") else "not_an_object"
            lines.append(_quarantined(bytes(raw), code, arrival.text, arrival.source_id))
    return lines


def _line(message: Message, kind: str, batch_context: Raw, arrival: Arrival) -> bytes:
    if batch_context is not NOTHING:
        message.context = joined_context(batch_context, message.context)
    line = write_line(line_of(message, message.type or "" if kind in _SAY_TYPE else kind, arrival))
    if len(line) > MAX_EVENT:
        raise Rejected("event_too_large")
    return line


def _quarantined(raw: bytes, code: str, at: str, source_id: str) -> bytes:
    return write_line(Line(at, source_id, "q", why=code, raw=raw.decode("utf-8", "replace")))


def _kept(knock: Knock, source_id: str | None, now: datetime) -> list[bytes]:
    """A body that is no JSON, kept for whoever has to find out why; only from senders that we know."""
    if source_id is None:
        return []
    return [_quarantined(knock.body[:_RAW_KEPT], "unreadable_body", iso(now), source_id)]


def unknown_key() -> UnknownKey:
    """The error for a key that no active source has."""
    return UnknownKey(
        Text("No active source has this write key.", "この書き込みキーを持つ有効なソースがありません。"),
        next_action=Text("Copy the key from Connections > Sources.", "「接続 > ソース」からキーをコピーしてください。"),
    )


def _no_batch() -> Unreadable:
    return Unreadable(
        Text("There is no list `batch` in the body.", "本文に `batch` の配列がありません。"),
        next_action=Text('Send {"batch": [...]}.', '{"batch": [...]} の形で送ってください。'),
    )


def _too_many(count: int) -> TooManyEvents:
    return TooManyEvents(
        Text(
            f"A batch of {count} events; {MAX_EVENTS} is the most.",
            f"{count}件のバッチです。上限は{MAX_EVENTS}件です。",
        ),
        next_action=Text("Send smaller batches.", "バッチを小さくしてください。"),
    )
