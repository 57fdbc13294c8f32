"""The door: bytes of a request in, lines for the log out. Pure: it reads no clock, no store and no network.

A whole request is refused with an error (unreadable, too large, wrong key). Anything that is wrong with a single event
sends that event to quarantine, and the others are kept: a 4xx would make SDKs throw all of them away.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from msgspec import UNSET, Raw

from auftakt.kit.clock import iso
from auftakt.kit.errors import AuftaktError, InvalidInput, NotAllowed, NotSignedIn, TooMany
from auftakt.kit.text import Text
from auftakt.sources.body import Unreadable, legible, plain_body
from auftakt.sources.dialects import read_any, reader_name
from auftakt.sources.dialects.call import Opens, Reads
from auftakt.sources.erased import Erased
from auftakt.sources.event import AHEAD, MAX_EVENT, Arrival, Rejected, joined_context, line_of, shared_context, utc
from auftakt.sources.keys import Keys, Sender, write_keys
from auftakt.sources.message import NOTHING, Line, Message, write_line
from auftakt.sources.parcel import Parcel, open_parcel
from auftakt.sources.rates import Rates
from auftakt.sources.rules import allows_origin
from auftakt.sources.visitor import Visitor, without_address

MAX_EVENTS = 2_500
_RAW_KEPT = 65_536
# The longest that SDKs will wait for; a longer pause makes them give the events up.
_LONGEST_PAUSE = 300

# Kinds of request whose events say their type themselves.
_SAY_TYPE = ("batch", "single")


@dataclass(frozen=True, slots=True)
class Knock:
    """A request as it came. `kind` is the type of its event, `batch`, or `single` where the event says its type itself.

    `write_key` is the header's and `query_key` the address's; `opens` and `reads` belong to the dialect of the call.
    `origin`, `address` and `agent` say which site's page sent it, from where, and with what.
    """

    kind: str
    body: bytes
    authorization: str = ""
    write_key: str = ""
    encoding: str = ""
    query_key: str = ""
    opens: Opens = open_parcel
    reads: Reads = read_any
    origin: str = ""
    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines to keep, the error to answer with (None: 200, once the lines are durable), and who sent."""

    lines: list[bytes]
    refusal: AuftaktError | None = None
    sender: Sender | None = None


class UnknownKey(NotSignedIn):
    code = "unknown_write_key"


class TooManyEvents(InvalidInput):
    status, code = 400, "too_many_events"


class WrongOrigin(NotAllowed):
    code = "origin_not_allowed"


class TooFast(TooMany):
    code = "too_fast"


def answer(
    knock: Knock,
    keys: Keys,
    now: datetime,
    new_id: Callable[[], str],
    country: str = "JP",
    rates: Rates | None = None,
    erased: Erased | None = None,
) -> Answer:
    """Checks a request that was received at `now`; `new_id` makes the ids of events that came without one.

    `country` is where phone numbers without `+` belong; `rates` knows how fast each source may send.
    `erased` knows of whom nothing is kept any more: their events leave a line that says nothing but that.
    """
    try:
        parcel = knock.opens(plain_body(knock.body, knock.encoding), knock.kind == "batch")
    except AuftaktError as refusal:
        sender = keys.sender_of(write_keys(knock.authorization, knock.write_key, (knock.query_key,)))
        return Answer(_kept(knock, sender, now) if isinstance(refusal, Unreadable) else [], refusal, sender)
    sender = keys.sender_of(write_keys(knock.authorization, knock.write_key, (*parcel.keys, knock.query_key)))
    if sender is None:
        return Answer([], unknown_key())
    if not allows_origin(sender.rules, knock.origin):
        return Answer([], _wrong_origin(knock.origin), sender)
    events = parcel.raws() if parcel.messages is None else parcel.messages
    if events is None or len(events) > MAX_EVENTS:
        return Answer([], _no_batch() if events is None else _too_many(len(events)), sender)
    if rates is not None and (wait := rates.take(sender.source_id, sender.rules, len(events), now)):
        return Answer([], _too_fast(wait), sender)
    parcel = replace(parcel, context=shared_context(parcel.context))
    visitor = Visitor(sender.rules, knock.address, knock.agent)
    known = erased if erased is not None and erased.until else None
    arrival = Arrival(now, iso(now), now + AHEAD, sender.source_id, parcel.sent_at, new_id, country, visitor, known)
    return Answer(_lines(parcel, knock, arrival), None, sender)


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
            lines.append(_held(bytes(raw), why.code, parcel, knock, arrival))
        except msgspec.DecodeError:
            code = "wrong_type" if bytes(raw).startswith(b"{") else "not_an_object"
            lines.append(_held(bytes(raw), code, parcel, knock, arrival))
    return lines


def _line(message: Message, kind: str, batch_context: Raw, arrival: Arrival) -> bytes:
    if batch_context is not NOTHING:
        message.context = joined_context(batch_context, message.context)
    line = write_line(line_of(message, message.type or "" if kind in _SAY_TYPE else kind, arrival))
    if len(line) > MAX_EVENT:
        raise Rejected("event_too_large")
    return line


def _held(raw: bytes, code: str, parcel: Parcel, knock: Knock, arrival: Arrival) -> bytes:
    """An event that can't be taken, with what of its request is needed to put it right later."""
    rules = arrival.visitor.rules
    context: Raw | msgspec.UnsetType = UNSET
    if parcel.context is not NOTHING and len(parcel.context) <= MAX_EVENT:
        context = Raw(without_address(bytes(parcel.context).decode(), rules).encode())
    return _quarantined(raw, code, arrival.text, Sender(arrival.source_id, rules), knock, parcel.sent_at, context)


def _quarantined(
    raw: bytes,
    code: str,
    at: str,
    sender: Sender,
    knock: Knock,
    sent_at: datetime | None = None,
    context: Raw | msgspec.UnsetType = UNSET,
) -> bytes:
    text = without_address(raw.decode("utf-8", "replace"), sender.rules)
    dialect, kind = reader_name(knock.reads), "" if knock.kind in _SAY_TYPE else knock.kind
    line = Line(at, sender.source_id, "q", t=kind, n=dialect, at=_clock(sent_at), x=context, why=code, raw=text)
    return write_line(line)


def _clock(sent_at: datetime | None) -> datetime | None:
    try:
        return None if sent_at is None else utc(sent_at)
    except OverflowError:
        return None


def _kept(knock: Knock, sender: Sender | None, now: datetime) -> list[bytes]:
    """A body that is no JSON, kept for whoever has to find out why; only from senders that we know."""
    if sender is None or not allows_origin(sender.rules, knock.origin):
        return []
    return [_quarantined(legible(knock.body)[:_RAW_KEPT], "unreadable_body", iso(now), sender, knock)]


def unknown_key() -> UnknownKey:
    """The error for a key that no active source has."""
    return UnknownKey(
        Text("No active source has this write key.", "この書き込みキーを持つ有効なソースがありません。"),
        next_action=Text("Copy the key from Connections > Sources.", "「接続 > ソース」からキーをコピーしてください。"),
    )


def _wrong_origin(origin: str) -> WrongOrigin:
    return WrongOrigin(
        Text(f"Pages of {origin} may not send with this key.", f"{origin} のページからはこのキーで送信できません。"),
        next_action=Text(
            "Add the site under Connections > Sources, or use its own key.",
            "「接続 > ソース」でサイトを追加するか、そのサイト用のキーを使ってください。",
        ),
    )


def _too_fast(wait: float) -> TooFast:
    return TooFast(
        Text(
            "This source sends faster than it may. Nothing was kept.",
            "このソースの送信が上限を超えました。何も保存していません。",
        ),
        next_action=Text(
            "Send again after the pause that Retry-After names, or raise the limit under Connections > Sources.",
            "Retry-After の秒数だけ待って再送するか、「接続 > ソース」で上限を上げてください。",
        ),
        retry_after_seconds=min(_LONGEST_PAUSE, math.ceil(wait)),
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
