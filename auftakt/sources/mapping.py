"""The mapping file: which columns of a file say who, when and what. Written in TOML or JSON.

A value is the name of a column, or a table: `{column = "a", map = {"No" = "holdout"}}`, `{value = "fixed"}`, or
`{row_number = true, prefix = "till-"}` for files whose rows have no key of their own.
"""

import tomllib
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json
from auftakt.kit.text import Text


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where a value comes from. Exactly one of column, value and row_number."""

    column: str | None = None
    value: str | int | float | bool | None = None
    row_number: bool = False
    prefix: str = ""
    map: dict[str, str] = {}


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which rows: those where the column is one of `is`; without it, where it says yes (1, true, yes, はい, 有, ○)."""

    column: str
    is_: list[str] = msgspec.field(name="is", default_factory=list)


Given = str | Value
When = str | Condition


class EventMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event that a row may give; it is called `name`, or what stands in `name_column`."""

    name: str | None = None
    name_column: str | None = None
    when: When | None = None
    time: Given | None = None
    revenue: Given | None = None
    order_id: Given | None = None
    campaign_id: Given | None = None
    properties: dict[str, Given] = {}


class ConsentMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One consent that a row states. Rows where the column is empty state nothing."""

    channel: str
    granted: str
    purpose: str = "marketing"
    time: Given | None = None
    evidence: dict[str, Given] = {}


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole file. Times without an offset are taken to be in `time_zone`; `time_format` is strptime's, or `epoch`,
    `epoch_ms`, and left out where times are written as ISO 8601 or `2026/11/22 08:00`.
    """

    identifiers: dict[str, Given]
    traits: dict[str, Given] = {}
    consents: list[ConsentMapping] = []
    events: list[EventMapping] = []
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
    if not mapping.identifiers:
        raise _invalid("The mapping names no identifier.", "マッピングに識別子がありません。")
    if not (mapping.traits or mapping.consents or mapping.events):
        raise _invalid(
            "The mapping gives no traits, consents or events.", "マッピングに特性・同意・イベントがありません。"
        )
    for given in _all_values(mapping):
        if isinstance(given, Value) and (given.column is not None) + (given.value is not None) + given.row_number != 1:
            raise _invalid(
                "A value needs exactly one of column, value and row_number.",
                "値には column・value・row_number のどれか1つだけが必要です。",
            )
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
    named = {given if isinstance(given, str) else given.column for given in _all_values(mapping)}
    named |= {
        event.when if isinstance(event.when, str) else event.when.column for event in mapping.events if event.when
    }
    named |= {consent.granted for consent in mapping.consents}
    return {name for name in named if name is not None}


def _all_values(mapping: Mapping) -> list[Given]:
    found: list[Given | None] = [mapping.time, *mapping.identifiers.values(), *mapping.traits.values()]
    for event in mapping.events:
        found += [
            event.name_column,
            event.time,
            event.revenue,
            event.order_id,
            event.campaign_id,
            *event.properties.values(),
        ]
    for consent in mapping.consents:
        found += [consent.time, *consent.evidence.values()]
    return [given for given in found if given is not None]


def _invalid(en: str, ja: str) -> InvalidInput:
    return InvalidInput(
        Text(en, ja),
        next_action=Text(
            "Correct the mapping (docs/en/sources.md).", "マッピングを直してください(docs/ja/sources.md)。"
        ),
    )
