"""The wire format: what SDKs of this dialect send, as far as we read it. Everything may be missing or null."""

from datetime import datetime

import msgspec
from msgspec import Raw

TYPES = frozenset({"identify", "track", "page", "screen", "group", "alias"})
NOTHING = Raw(b"")

Id = str | int | None


class Message(msgspec.Struct, gc=False):
    """One event. Objects stay as the bytes that came: the data plane reads them, not Python."""

    type: str | None = None
    messageId: str | None = None
    userId: Id = None
    anonymousId: Id = None
    previousId: Id = None
    groupId: Id = None
    event: str | None = None
    name: str | None = None
    timestamp: datetime | None = None
    originalTimestamp: datetime | None = None
    sentAt: datetime | None = None
    traits: Raw = NOTHING
    properties: Raw = NOTHING
    context: Raw = NOTHING


class Single(Message, gc=False):
    """A request that is one event."""

    writeKey: str | None = None
    api_key: str | None = None


class Batch(msgspec.Struct):
    """A request of many events, all of whose fields have their types."""

    batch: list[Message] | None = None
    writeKey: str | None = None
    api_key: str | None = None
    sentAt: datetime | None = None
    context: Raw = NOTHING


class Envelope(msgspec.Struct):
    """The same, whatever its events are."""

    batch: list[Raw] | None = None
    writeKey: str | None = None
    api_key: str | None = None
    sentAt: Raw = NOTHING
    context: Raw = NOTHING


class ExternalId(msgspec.Struct):
    """One entry of `context.externalIds`."""

    type: str | None = None
    id: Id = None


class ContextPeek(msgspec.Struct):
    """The parts of a context that say whose event it is, and who brought it."""

    traits: Raw = NOTHING
    externalIds: list[ExternalId] | None = None
    direct: Raw = NOTHING
    userAgent: Raw = NOTHING
    ip: Raw = NOTHING
    bot: Raw = NOTHING


class TraitsPeek(msgspec.Struct):
    """The traits that are identifiers too."""

    email: Id = None
    phone: Id = None


class NamePeek(msgspec.Struct):
    """Whether properties have a name already."""

    name: Raw | msgspec.UnsetType = msgspec.UNSET


class Line(msgspec.Struct, omit_defaults=True):
    """One line of the log, but for `o`, which the log adds (keys: see architecture.md)."""

    r: str
    s: str
    k: str
    i: str = ""
    t: str = ""
    n: str = ""
    at: datetime | None = None
    ids: list[tuple[str, str]] = []
    tr: Raw | msgspec.UnsetType = msgspec.UNSET
    p: Raw | msgspec.UnsetType = msgspec.UNSET
    x: Raw | msgspec.UnsetType = msgspec.UNSET
    why: str = ""
    raw: str = ""


class Mending(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a line does to the quarantine: it takes the place of part `part` of the row `of`, or dismisses rows."""

    by: str
    of: int = -1
    part: int = 0
    dismisses: list[int] = []


class MendLine(Line, omit_defaults=True):
    """A line that came out of the quarantine; all others are written without this field."""

    m: Mending | None = None


read_single = msgspec.json.Decoder(Single).decode
read_batch = msgspec.json.Decoder(Batch).decode
read_message = msgspec.json.Decoder(Message).decode
read_envelope = msgspec.json.Decoder(Envelope).decode
read_context = msgspec.json.Decoder(ContextPeek).decode
read_traits = msgspec.json.Decoder(TraitsPeek).decode
read_named = msgspec.json.Decoder(NamePeek).decode
read_time = msgspec.json.Decoder(datetime | None).decode
write_line = msgspec.json.Encoder().encode
