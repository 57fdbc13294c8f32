"""A rule that puts many events right in the same way: a few typed steps, each of which says what it changes.

Pure: an event in the common format in, the changed one out. What a step can't change it leaves as it is, so that the
checks afterwards name what is still wrong.
"""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

import msgspec

from auftakt.kit.clock import iso, parse_time
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.mending.draft import Event

MOST_STEPS = 20
CastType: TypeAlias = Literal["text", "number", "integer", "boolean", "time"]

FIELDS = (
    "type", "event", "name", "userId", "anonymousId", "previousId", "groupId", "messageId", "timestamp",
    "originalTimestamp", "sentAt",
)  # fmt: skip
"""Fields of an event that a step may name as they are; all others stand in one of `OBJECTS`."""

OBJECTS = ("properties", "traits", "context")

_YES, _NO = frozenset({"true", "yes", "1", "on"}), frozenset({"false", "no", "0", "off"})
_MONEY = "¥$€£円"
_MILLISECONDS_FROM = 100_000_000_000
_MISSING = object()


class Rename(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="rename"):
    """Moves a value to where it belongs, unless something stands there already."""

    field: str
    to: str


class SetMissing(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="set"):
    """Writes a value where there is none (or null)."""

    field: str
    value: Any


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="cast"):
    """Makes a value one of another type, where it can be read as one."""

    field: str
    type: CastType


class Drop(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="drop"):
    """Takes a field away."""

    field: str


class Replace(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do", tag="replace"):
    """Writes one value in place of another; what is neither stays."""

    field: str
    value: Any
    to: Any


Step: TypeAlias = Rename | SetMissing | Cast | Drop | Replace


class MendRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The steps in their order. Without any, events are only tried again as they came."""

    steps: tuple[Step, ...] = ()


def parse_mend_rule(document: Any) -> MendRule:
    """`{"steps": [{"do": "rename", "field": "properties.orderid", "to": "properties.order_id"}, …]}`.

    Raises InvalidInput, which names the step.
    """
    try:
        rule = msgspec.convert(document, MendRule)
    except msgspec.ValidationError as error:
        raise _invalid(Text(f"The rule can't be read: {error}", f"規則を読み取れません: {error}")) from error
    if len(rule.steps) > MOST_STEPS:
        raise _invalid(Text(f"At most {MOST_STEPS} steps.", f"手順は{MOST_STEPS}個までです。"))
    for number, step in enumerate(rule.steps, 1):
        places = (step.field, step.to) if isinstance(step, Rename) else (step.field,)
        for place in places:
            if not _is_place(place):
                raise _invalid(
                    Text(f"Step {number}: {place!r} is no field.", f"手順{number}: {place!r} という項目はありません。")
                )
    return rule


def changed(rule: MendRule, event: Event) -> Event:
    """The event as the rule would have it; the one given is not touched."""
    event = _copied(event)
    for step in rule.steps:
        _apply(step, event)
    return event


def _apply(step: Step, event: Event) -> None:
    here = _get(event, step.field)
    match step:
        case SetMissing():
            if _is_empty(step.field, here):
                _put(event, step.field, step.value)
        case _ if here is _MISSING:
            return
        case Rename():
            if _is_empty(step.to, _get(event, step.to)) and _put(event, step.to, here):
                _take(event, step.field)
        case Cast():
            _put(event, step.field, _cast(here, step.type))
        case Drop():
            _take(event, step.field)
        case Replace():
            if _same(here, step.value):
                _put(event, step.field, step.to)


def _is_empty(place: str, value: Any) -> bool:
    """Whether nothing stands there. An empty text says nothing in a field of the event's own; as a property it may."""
    blank = place in FIELDS and isinstance(value, str) and not value.strip()
    return blank or value is _MISSING or value is None


def _is_place(place: str) -> bool:
    first, dot, rest = place.partition(".")
    return place in FIELDS or (first in OBJECTS and dot == "." and all(_path(place)) and bool(rest.strip()))


def _path(place: str) -> list[str]:
    """Names of properties and traits may hold dots; a context is nested."""
    if place in FIELDS:
        return [place]
    first, _, rest = place.partition(".")
    return [first, *rest.split(".")] if first == "context" else [first, rest]


def _get(event: Event, place: str) -> Any:
    found: Any = event
    for name in _path(place):
        if not isinstance(found, dict) or name not in found:
            return _MISSING
        found = found[name]
    return found


def _put(event: Event, place: str, value: Any) -> bool:
    """Whether it could be written: where something that is no object stands in the way, nothing is."""
    *way, last = _path(place)
    found = event
    for name in way:
        inner = found.get(name)
        if inner is None:
            inner = found[name] = {}
        if not isinstance(inner, dict):
            return False
        found = inner
    found[last] = value
    return True


def _take(event: Event, place: str) -> None:
    *way, last = _path(place)
    found: Any = event
    for name in way:
        found = found[name]
    found.pop(last, None)


def _copied(event: Event) -> Event:
    return {key: _copied(value) if isinstance(value, dict) else value for key, value in event.items()}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _cast(value: Any, kind: CastType) -> Any:
    match kind:
        case "text":
            return _text(value)
        case "number":
            return _number(value)
        case "integer":
            number = _number(value)
            return int(number) if isinstance(number, float) and number.is_integer() else number
        case "boolean":
            return _boolean(value)
        case "time":
            return _time(value)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else value


def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKC", value).strip().strip(_MONEY).replace(",", "").strip()
    for read in (int, float):
        try:
            number = read(plain)
        except ValueError:
            continue
        return number if number == number and abs(number) != float("inf") else value
    return value


def _boolean(value: Any) -> Any:
    word = unicodedata.normalize("NFKC", str(value)).strip().lower()
    if isinstance(value, bool) or not isinstance(value, str | int):
        return value
    return True if word in _YES else False if word in _NO else value


def _time(value: Any) -> Any:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
            return iso(datetime.fromtimestamp(seconds, UTC))
        if isinstance(value, str):
            return iso(parse_time(unicodedata.normalize("NFKC", value).replace("/", "-")))
    except (ValueError, OverflowError, OSError):
        pass
    return value


def _invalid(message: Text) -> InvalidInput:
    return InvalidInput(
        message,
        next_action=Text(
            "Steps are rename, set, cast, drop and replace, on fields such as event, userId or properties.order_id.",
            "手順は rename・set・cast・drop・replace です。項目は event や properties.order_id のように書きます。",
        ),
        field="rule",
    )


def rule_document(rule: MendRule) -> Mapping[str, Any]:
    """The rule as JSON."""
    document: Mapping[str, Any] = msgspec.to_builtins(rule)
    return document
