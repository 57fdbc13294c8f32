"""The mapping file: which columns of a file say who, when and what. Written in TOML or JSON.

A value is the name of a column, or a table: `{column = "a", map = {"No" = "holdout"}}`, `{value = "fixed"}`,
`{columns = ["last", "first"], join = " "}`, `{preamble = "Start date: ([0-9]{8})"}` for what a report says above its
header, or `{row_number = true, prefix = "till-"}` for files whose rows have no key of their own.

Without identifiers rows are about nobody in particular (ad spend, companies): they give facts and groups only.
"""

import re
import tomllib
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json
from auftakt.kit.text import Text


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a value comes from. Exactly one of column, columns, value, preamble and row_number.

    Of `columns` those that are filled are joined. `preamble` is a pattern with one group. With `number`, "¥1,234"
    becomes a number where it stands as a trait or a property.
    """

    column: str | None = None
    columns: list[str] = []
    join: str = ""
    value: str | int | float | bool | None = None
    preamble: str | None = None
    row_number: bool = False
    prefix: str = ""
    map: dict[str, str] = {}
    number: bool = False


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which rows: those where the column is one of `is`, or `filled`, or does not begin with one of `not_starting`.

    With none of these, where it says yes (1, true, yes, はい, 有, ○).
    """

    column: str
    is_: list[str] = msgspec.field(name="is", default_factory=list)
    filled: bool = False
    not_starting: list[str] = []


Given = str | Value
When = str | Condition


class EventMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event that a row may give; it is called `name`, or what stands in `name_column`.

    `key` says when two rows, also of two files of one source, tell of the same event: where all its values are equal,
    and the first is filled. Exports that overlap then count once.
    """

    name: str | None = None
    name_column: str | None = None
    when: When | None = None
    time: Given | None = None
    revenue: Given | None = None
    order_id: Given | None = None
    campaign_id: Given | None = None
    properties: dict[str, Given] = {}
    key: list[Given] = []


class ConsentMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One consent that a row states; none where `granted` is empty, or `when` leaves the row out."""

    channel: str
    granted: Given
    purpose: str = "marketing"
    when: When | None = None
    time: Given | None = None
    evidence: dict[str, Given] = {}


class GroupMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The group that a row tells of: a company or a household, joined by the row's person if it has one."""

    id: Given
    type: str = "account"
    traits: dict[str, Given] = {}
    time: Given | None = None


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file. Times without an offset are taken to be in `time_zone`; `time_format` is strptime's, or `epoch`,
    `epoch_ms`, and left out where times are written as ISO 8601 or `2026/11/22 08:00`.
    """

    identifiers: dict[str, Given] = {}
    traits: dict[str, Given] = {}
    consents: list[ConsentMapping] = []
    events: list[EventMapping] = []
    group: GroupMapping | None = None
    time: Given | None = None
    time_zone: str = "UTC"
    time_format: str | None = None
    encoding: str | None = None
    delimiter: str | None = None

    def canonical(self) -> bytes:
        """One byte sequence per meaning, for the hash that makes an import known again."""
        return canonical_json(msgspec.to_builtins(self))


def read_mapping(text: str | bytes) -> Mapping:
    """A mapping from TOML or JSON. Raises InvalidInput that names the field."""
    raw = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    try:
        table = msgspec.json.decode(raw) if raw.lstrip().startswith("{") else tomllib.loads(raw)
        mapping = msgspec.convert(table, Mapping)
    except (msgspec.DecodeError, tomllib.TOMLDecodeError) as error:
        raise _invalid(f"The mapping can't be read: {error}", f"マッピングを読めません: {error}") from error
    check_mapping(mapping)
    return mapping


def check_mapping(mapping: Mapping) -> None:
    """Raises InvalidInput for a mapping that could give nothing, or that points nowhere."""
    if not mapping.identifiers and (mapping.traits or mapping.consents or not (mapping.events or mapping.group)):
        raise _invalid("The mapping names no identifier.", "マッピングに識別子がありません。")
    if not (mapping.traits or mapping.consents or mapping.events or mapping.group):
        raise _invalid(
            "The mapping gives no traits, consents or events.", "マッピングに特性・同意・イベントがありません。"
        )
    for given in values_of(mapping):
        if isinstance(given, Value):
            _check_value(given)
    if any((event.name is None) == (event.name_column is None) for event in mapping.events):
        raise _invalid(
            "An event needs either name or name_column.", "イベントには name か name_column のどちらか一方が必要です。"
        )
    try:
        ZoneInfo(mapping.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise _invalid(
            f"There is no time zone {mapping.time_zone!r}.", f"タイムゾーン {mapping.time_zone!r} はありません。"
        ) from error


def columns_of(mapping: Mapping) -> set[str]:
    """Every column that the mapping names."""
    named: set[str | None] = set()
    for given in values_of(mapping):
        named |= {given} if isinstance(given, str) else {given.column, *given.columns}
    conditions = [each.when for each in mapping.events] + [each.when for each in mapping.consents]
    named |= {when if isinstance(when, str) else when.column for when in conditions if when}
    return {name for name in named if name is not None}


def with_preamble(mapping: Mapping, preamble: str) -> Mapping:
    """The mapping for a file with this text above its header. Raises InvalidInput where a pattern isn't found in it."""

    def told(node: Any) -> Any:
        if isinstance(node, dict) and isinstance(pattern := node.get("preamble"), str):
            found = re.search(pattern, preamble)
            if found is None:
                raise _invalid(
                    f"Above the header of the file nothing is like {pattern!r}.",
                    f"ファイルの見出し行より上に {pattern!r} に当たるものがありません。",
                )
            return {key: value for key, value in node.items() if key != "preamble"} | {"value": found[1]}
        if isinstance(node, dict):
            return {key: told(value) for key, value in node.items()}
        return [told(value) for value in node] if isinstance(node, list) else node

    if not any(isinstance(given, Value) and given.preamble for given in values_of(mapping)):
        return mapping
    return msgspec.convert(told(msgspec.to_builtins(mapping)), Mapping)


def _check_value(given: Value) -> None:
    ways = (given.column is not None, bool(given.columns), given.value is not None, given.preamble is not None)
    if sum(ways) + given.row_number != 1:
        raise _invalid(
            "A value needs exactly one of column, columns, value, preamble and row_number.",
            "値には column・columns・value・preamble・row_number のどれか1つだけが必要です。",
        )
    if given.preamble is None:
        return
    try:
        groups = re.compile(given.preamble).groups
    except re.error as error:
        raise _invalid(f"The pattern can't be read: {error}", f"パターンを読めません: {error}") from error
    if groups != 1:
        raise _invalid("A preamble's pattern needs exactly one group.", "preamble のパターンには括弧が1組必要です。")


def values_of(mapping: Mapping) -> list[Given]:
    """Every value of the mapping."""
    found: list[Given | None] = [mapping.time, *mapping.identifiers.values(), *mapping.traits.values()]
    if mapping.group:
        found += [mapping.group.id, mapping.group.time, *mapping.group.traits.values()]
    for event in mapping.events:
        found += [
            event.name_column,
            event.time,
            event.revenue,
            event.order_id,
            event.campaign_id,
            *event.properties.values(),
            *event.key,
        ]
    for consent in mapping.consents:
        found += [consent.granted, consent.time, *consent.evidence.values()]
    return [given for given in found if given is not None]


def _invalid(en: str, ja: str) -> InvalidInput:
    return InvalidInput(
        Text(en, ja),
        next_action=Text(
            "Correct the mapping (docs/en/sources.md).", "マッピングを直してください(docs/ja/sources.md)。"
        ),
    )
