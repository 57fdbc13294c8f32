"""One event, checked: whose it is, when it was, what it is called. Gives a line of the log or the reason why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import UNSET, Raw

from auftakt.sources.erased import ERASED_REASON, Erased
from auftakt.sources.identifiers import MAX_IDENTIFIERS, MAX_LENGTH, identifier_type, identifier_value
from auftakt.sources.message import (
    NOTHING,
    TYPES,
    ContextPeek,
    ExternalId,
    Id,
    Line,
    Message,
    read_context,
    read_named,
    read_traits,
)
from auftakt.sources.visitor import NOBODY, Bot, Visitor, seen, tells_of_sender

MAX_EVENT = 32_768
MAX_MESSAGE_ID = 100
MAX_NAME = 200
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)

# What an event is called whose type has no name of its own.
NAMES = {
    "identify": "Identified",
    "page": "Page Viewed",
    "screen": "Screen Viewed",
    "group": "Group Joined",
    "alias": "Aliased",
}

Field = Raw | msgspec.UnsetType
Identifiers = list[tuple[str, str]]


class Rejected(Exception):
    """This event goes to quarantine; `code` is a key of `REASONS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Arrival:
    """What all events of one request share; `text` is `at` as ISO text, `sent_at` the sender's clock at that moment."""

    at: datetime
    text: str
    latest: datetime
    source_id: str
    sent_at: datetime | None
    new_id: Callable[[], str]
    country: str = "JP"
    visitor: Visitor = NOBODY
    erased: Erased | None = None


def line_of(message: Message, kind: str, arrival: Arrival) -> Line:
    """The line of the log for a message of type `kind`.

    Raises Rejected, or msgspec.DecodeError for a field of the wrong type.
    """
    if kind not in TYPES:
        raise Rejected("unknown_type")
    # Most messages lack one or two of them, and this runs for every event.
    traits = UNSET if message.traits is NOTHING else _object(message.traits)
    properties = UNSET if message.properties is NOTHING else _object(message.properties)
    context = UNSET if message.context is NOTHING else _object(message.context)
    peek: ContextPeek | None = None
    if context is not UNSET:
        peek = read_context(context)
        if tells_of_sender(peek):
            try:
                context = seen(context, peek, arrival.visitor)
            except Bot:
                raise Rejected("bot") from None
    ids, traits_aside = _identifiers(message, kind, traits, peek, arrival.country)
    if kind == "group":
        # A group's traits are facts about the group, not about the person.
        properties, traits = _group(message, traits), traits_aside
    elif traits is UNSET:
        traits = traits_aside
    if message.name and kind in ("page", "screen"):
        properties = _named(properties, message.name)
    message_id = message.messageId or arrival.new_id()
    if len(message_id) > MAX_MESSAGE_ID:
        raise Rejected("message_id_too_long")
    name, at = _name(message, kind), _happened_at(message, arrival)
    if arrival.erased is not None and arrival.erased.drops(ids, at):
        return Line(arrival.text, arrival.source_id, "x", why=ERASED_REASON)
    return Line(arrival.text, arrival.source_id, "e", message_id, kind, name, at, ids, traits, properties, context)


def line_again(message: Message, kind: str, arrival: Arrival) -> Line:
    """The line for an event that had been through the door when it was held back, as the quarantine writes it.

    Its properties are a line's already, and a company may be about nobody. Raises as `line_of`.
    """
    if kind not in TYPES:
        raise Rejected("unknown_type")
    traits, properties, context = (_object(raw) for raw in (message.traits, message.properties, message.context))
    peek = None if context is UNSET else read_context(context)
    ids: Identifiers = []
    try:
        ids, _ = _identifiers(message, kind, traits, peek, arrival.country)
    except Rejected as why:
        if why.code != "no_identifier" or kind != "group":
            raise
    message_id = message.messageId or arrival.new_id()
    if len(message_id) > MAX_MESSAGE_ID:
        raise Rejected("message_id_too_long")
    name, at = _name(message, kind), _happened_at(message, arrival)
    if arrival.erased is not None and arrival.erased.drops(ids, at):
        return Line(arrival.text, arrival.source_id, "x", why=ERASED_REASON)
    return Line(arrival.text, arrival.source_id, "e", message_id, kind, name, at, ids, traits, properties, context)


def _object(raw: Raw) -> Field:
    if raw is NOTHING:
        return UNSET
    data = bytes(raw)
    if not data or data == b"null" or data == b"{}":
        return UNSET
    if data[0] != 0x7B:
        raise Rejected("wrong_type")
    return raw


def _identifiers(
    message: Message, kind: str, traits: Field, peek: ContextPeek | None, country: str
) -> tuple[Identifiers, Field]:
    """The event's identifiers, its own first, and the traits that stood in the context."""
    ids: Identifiers = []
    if message.userId is not None:
        _add(ids, "user_id", message.userId)
    if message.anonymousId is not None:
        _add(ids, "anonymous_id", message.anonymousId)
    if kind == "alias":
        # SDKs pass the cookie's id here, but an earlier user id is allowed too: it is looked for as both.
        _add(ids, "user_id", message.previousId)
        _add(ids, "anonymous_id", message.previousId)
    aside: Field = UNSET
    externals: list[ExternalId] | None = None
    if peek is not None:
        aside = UNSET if peek.traits is NOTHING else _object(peek.traits)
        externals = peek.externalIds
    own = aside if kind == "group" or traits is UNSET else traits
    if own is not UNSET:
        known = read_traits(own)
        _add(ids, "email", known.email)
        _add(ids, "phone", known.phone, country)
    for external in externals or ():
        if external.type:
            _add(ids, identifier_type(external.type), external.id, country)
    if not ids:
        raise Rejected("no_identifier")
    if len(ids) > MAX_IDENTIFIERS:
        raise Rejected("too_many_identifiers")
    return ids, aside


def _add(ids: Identifiers, kind: str, value: Id, country: str = "JP") -> None:
    if value is None:
        return
    text = identifier_value(kind, value if isinstance(value, str) else str(value), country)
    if len(text) > MAX_LENGTH or len(kind) > MAX_LENGTH:
        raise Rejected("identifier_too_long")
    if text and (kind, text) not in ids:
        ids.append((kind, text))


def _name(message: Message, kind: str) -> str:
    if kind != "track":
        return NAMES[kind]
    name = (message.event or "").strip()
    if not name:
        raise Rejected("no_name")
    if len(name) > MAX_NAME:
        raise Rejected("name_too_long")
    return name


def _group(message: Message, traits: Field) -> Field:
    group = {"group_id": None if message.groupId is None else str(message.groupId)}
    return Raw(msgspec.json.encode(group if traits is UNSET else group | {"traits": traits}))


def _named(properties: Field, name: str) -> Field:
    if properties is UNSET:
        return Raw(msgspec.json.encode({"name": name}))
    if read_named(properties).name is not UNSET:
        return properties
    return Raw(b'{"name":' + msgspec.json.encode(name) + b"," + bytes(properties)[1:])


def _happened_at(message: Message, arrival: Arrival) -> datetime:
    """The event's time by our clock: received - (sent - original), where the sender tells when it sent.

    A correction that would turn a plausible time into an impossible one is not made (the sender's `sentAt` is wrong).
    """
    written, original = message.timestamp, message.originalTimestamp
    moment = original or written
    if moment is None:
        return arrival.at
    if written is not None and original is not None and written != original:
        # Relayed by somebody who has corrected it already.
        sent, moment = None, written
    else:
        sent = message.sentAt or arrival.sent_at
    if moment.tzinfo is not UTC:
        moment = utc(moment)
    if sent is not None:
        try:
            corrected = moment + (arrival.at - utc(sent))
        except OverflowError:
            corrected = EARLIEST - AHEAD
        if EARLIEST <= corrected <= arrival.latest:
            return corrected
    if moment < EARLIEST:
        raise Rejected("too_old")
    if moment > arrival.latest:
        raise Rejected("in_the_future")
    return moment


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone is taken for UTC. Raises OverflowError at the ends of the calendar."""
    zone = moment.tzinfo
    if zone is UTC:
        return moment
    return moment.replace(tzinfo=UTC) if zone is None else moment.astimezone(UTC)


def shared_context(raw: Raw) -> Raw:
    """The context of a batch; nothing where it can't be read, since it must not cost every event of the batch."""
    try:
        if _object(raw) is UNSET:
            return NOTHING
        traits = _object(read_context(raw).traits)
        if traits is not UNSET:
            read_traits(traits)
    except (Rejected, msgspec.DecodeError):
        return NOTHING
    return raw


def joined_context(batch: Raw, own: Raw) -> Raw:
    """The context of a batch with that of one event laid over it."""
    if batch is NOTHING or _object(batch) is UNSET:
        return own
    if own is NOTHING or _object(own) is UNSET:
        return batch
    base, over = (msgspec.json.decode(raw, type=dict[str, Raw]) for raw in (batch, own))
    return Raw(msgspec.json.encode(base | over))


__all__ = [
    "EARLIEST",
    "NOTHING",
    "Arrival",
    "Rejected",
    "joined_context",
    "line_again",
    "line_of",
    "shared_context",
    "utc",
]
