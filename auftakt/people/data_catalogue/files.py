"""The catalogue as a file: CSV for a spreadsheet, with all lines; YAML for git, in the form of the tracking plan."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.data_catalogue.declared import Declared
from auftakt.people.data_catalogue.entry import FIELDS, KINDS, About, CatalogueEntry, CatalogueField
from auftakt.people.data_catalogue.save import DataEdit, wrong_entry

FileForm: TypeAlias = Literal["csv", "yaml"]

MOST_CHARACTERS = 10_000_000
_COLUMNS = ("kind", "event", "name", *FIELDS)
_FORMULA = ("=", "@", "+", "-", "\t", "\r")


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    owner: str | None = None
    steward: str | None = None
    sensitivity: str | None = None
    purpose: str | None = None


class _Event(_Line, frozen=True, forbid_unknown_fields=True):
    properties: dict[str, _Line] = {}


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    events: dict[str, _Event] = {}
    traits: dict[str, _Line] = {}


def catalogue_csv(entries: Iterable[CatalogueEntry]) -> str:
    """All lines with what is said of each thing itself: what is inherited is empty, so that it stays so."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    for entry in entries:
        told = [getattr(entry, field) for field in FIELDS]
        said = [each.value if each.origin in ("plan", "catalogue") else "" for each in told]
        about = entry.about
        table.writerow([_cell(each) for each in (about.kind, about.event, about.name, *said)])
    return out.getvalue()


def catalogue_yaml(declared: Declared) -> str:
    """What is said beside the tracking plan, which is a file of its own."""
    import yaml

    document: dict[str, Any] = {}
    for about, said in sorted(declared.held.items(), key=lambda each: (each[0].event, each[0].name)):
        facts = {field: value for field in FIELDS if (value := getattr(said, field))}
        if about.kind == "trait" and facts:
            document.setdefault("traits", {})[about.name] = facts
        elif facts:
            event = document.setdefault("events", {}).setdefault(about.event, {})
            if about.kind == "event":
                event.update(facts)
            else:
                event.setdefault("properties", {})[about.name] = facts
    if not document:
        return "events: {}\n"
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return text


def parse_catalogue_file(text: str) -> dict[About, DataEdit]:
    """What a file says, CSV or YAML (or JSON). Raises InvalidInput that names the line or the place."""
    if len(text) > MOST_CHARACTERS:
        raise _unreadable(Text("it is too long", "大きすぎます"))
    text = text.lstrip("\ufeff")
    first = text.split("\n", 1)[0].lower()
    return _read_csv(text) if "kind" in first and "," in first and ":" not in first else _read_yaml(text)


def _read_csv(text: str) -> dict[About, DataEdit]:
    table = csv.DictReader(io.StringIO(text), restkey="", strict=True)
    found: dict[About, DataEdit] = {}
    try:
        columns = [(each or "").strip() for each in table.fieldnames or ()]
        if strange := [each for each in columns if each not in _COLUMNS]:
            raise _unreadable(Text(f"there is no column {strange[0]!r}", f"列 {strange[0]!r} はありません"))
        table.fieldnames = columns
        for row in table:
            if "" in row or None in row.values():
                place = Text(
                    f"line {table.line_num} has another number of cells", f"{table.line_num}行目の列数が違います"
                )
                raise _unreadable(place)
            about = _about(_plain(row.get("kind", "")), _plain(row.get("event", "")), _plain(row.get("name", "")))
            _add(found, about, {field: _plain(row[field]) for field in FIELDS if field in row})
    except csv.Error as error:
        raise _unreadable(Text(f"line {table.line_num}: {error}", f"{table.line_num}行目: {error}")) from error
    return found


def _read_yaml(text: str) -> dict[About, DataEdit]:
    import yaml

    try:
        given = msgspec.convert(yaml.safe_load(text) or {}, _Document)
    except (yaml.YAMLError, msgspec.ValidationError, ValueError) as error:
        said = " ".join(str(error).split())
        raise _unreadable(Text(said, said)) from error
    found: dict[About, DataEdit] = {}
    for event, line in given.events.items():
        _add(found, About("event", event), _edit(line))
        for name, each in line.properties.items():
            _add(found, About("property", event, name), _edit(each))
    for name, each in given.traits.items():
        _add(found, About("trait", "", name), _edit(each))
    return found


def _about(kind: str, event: str, name: str) -> About:
    known = next((each for each in KINDS if each == kind), None)
    if known is None:
        words = ", ".join(KINDS)
        raise _unreadable(Text(f"{kind!r} is not one of {words}", f"{kind!r} は {words} のいずれでもありません"))
    return About(known, event, name)


def _add(found: dict[About, DataEdit], about: About, edit: DataEdit) -> None:
    if about in found:
        raise wrong_entry(about, Text("it is there twice", "2回書かれています"))
    if edit:
        found[about] = edit


def _edit(line: _Line) -> Mapping[CatalogueField, str]:
    return {field: value for field in FIELDS if (value := getattr(line, field)) is not None}


def _cell(value: str) -> str:
    """As a spreadsheet may open it: nothing in a cell is taken for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _plain(value: str) -> str:
    value = value.strip()
    return value[1:] if value[:1] == "'" and value[1:].startswith(_FORMULA) else value


def _unreadable(what: Text) -> InvalidInput:
    return InvalidInput(
        Text(f"The file can't be read as a catalogue: {what.en}.", f"カタログとして読めません。{what.ja}。"),
        next_action=Text(
            "Begin with what the export gives; nothing was saved.",
            "書き出したファイルをもとに直してください。何も保存していません。",
        ),
    )
