"""Reads a tracking plan from YAML or JSON and says what is wrong with it, with the place."""

import json
import re
from collections.abc import Mapping
from typing import Any

import duckdb
import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.plan.document import EventPlan, PropertyPlan, TrackingPlan, plan_document

MOST_EVENTS = 2_000
MOST_PROPERTIES = 300
LONGEST_NAME = 200
_BAD_NAME = re.compile(r'["\\\x00-\x1f]')
_SCALARS: dict[str, tuple[type, ...]] = {"text": (str,), "number": (int, float), "integer": (int,)}


class InvalidPlan(InvalidInput):
    code = "invalid_plan"


def parse_plan(document: Any) -> TrackingPlan:
    """A plan from JSON values. Raises InvalidPlan, which names the place as `$.events["Order Completed"].type`."""
    try:
        plan = msgspec.convert(document, TrackingPlan)
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        raise _wrong(_named(document, path.strip("`")), Text(what, f"形が正しくありません({what})")) from error
    _check(plan)
    return plan


def read_plan(text: str) -> TrackingPlan:
    """A plan from the text of a file, YAML or JSON (which is YAML). Raises InvalidPlan, with the line where it can."""
    import yaml

    try:
        document = json.loads(text) if text.lstrip().startswith("{") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise _wrong("$", Text(f"this is not YAML: {said}", f"YAML として読めません({said})")) from error
    return parse_plan({} if document is None else document)


def write_plan(plan: TrackingPlan) -> str:
    """The plan as YAML: a line a property."""
    import yaml

    # Tuples would be tagged as Python's own.
    plain = json.loads(json.dumps(plan_document(plan)))
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return text


def _check(plan: TrackingPlan) -> None:
    if len(plan.events) > MOST_EVENTS:
        raise _wrong("$.events", Text(f"there are more than {MOST_EVENTS} events", f"{MOST_EVENTS}件を超えています"))
    if plan.unplanned_event == "drop":
        raise _wrong(
            "$.unplanned_event",
            Text("an event can't be dropped; take quarantine", "イベントは破棄できません。quarantine にしてください"),
        )
    _check_properties(plan.traits, "$.traits")
    for name, event in plan.events.items():
        _check_event(name, event)


def _check_event(name: str, event: EventPlan) -> None:
    path = f"$.events[{json.dumps(name, ensure_ascii=False)}]"
    if not name.strip() or len(name) > LONGEST_NAME or "\x00" in name:
        raise _wrong(path, Text(f"a name has 1 to {LONGEST_NAME} characters", f"名前は1〜{LONGEST_NAME}文字です"))
    _check_properties(event.properties, f"{path}.properties")


def _check_properties(properties: Mapping[str, PropertyPlan], path: str) -> None:
    if len(properties) > MOST_PROPERTIES:
        raise _wrong(path, Text(f"there are more than {MOST_PROPERTIES}", f"{MOST_PROPERTIES}件を超えています"))
    for name, planned in properties.items():
        place = f"{path}[{json.dumps(name, ensure_ascii=False)}]"
        if not name or len(name) > LONGEST_NAME or _BAD_NAME.search(name):
            raise _wrong(
                place,
                Text(
                    f'a name has 1 to {LONGEST_NAME} characters, none of them " or \\',
                    f'名前は1〜{LONGEST_NAME}文字で、" と \\ は使えません',
                ),
            )
        _check_limits(planned, place)


def _check_limits(planned: PropertyPlan, place: str) -> None:
    if planned.one_of:
        wanted = _SCALARS.get(planned.type)
        if wanted is None or not all(isinstance(each, wanted) for each in planned.one_of):
            raise _wrong(
                f"{place}.one_of",
                Text("it needs the type text, number or integer, and values of it", "type と値の型が合っていません"),
            )
    if (planned.minimum is not None or planned.maximum is not None) and planned.type not in {"number", "integer"}:
        raise _wrong(place, Text("a limit needs the type number or integer", "範囲は number か integer だけに使えます"))
    if (planned.pattern or planned.longest is not None) and planned.type != "text":
        raise _wrong(place, Text("it needs the type text", "type を text にしてください"))
    if planned.longest is not None and planned.longest < 0:
        raise _wrong(f"{place}.longest", Text("it is less than 0", "0 より小さい値です"))
    if planned.pattern:
        _check_pattern(planned.pattern, f"{place}.pattern")


def _check_pattern(pattern: str, place: str) -> None:
    try:
        re.compile(pattern)
        duckdb.connect(config={"threads": 1}).execute("select regexp_full_match('', $1)", [pattern])
    except (re.error, duckdb.Error) as error:
        said = str(error).splitlines()[0]
        raise _wrong(place, Text(f"it is no regular expression ({said})", f"正規表現ではありません({said})")) from error


def _named(document: Any, path: str) -> str:
    """msgspec writes `$.events[...].type` for a dict's value; the name says more."""
    if "[...]" not in path or not isinstance(document, dict):
        return path or "$"
    section = "events" if path.startswith("$.events") else "traits"
    for name, each in (document.get(section) or {}).items():
        kind: Any = EventPlan if section == "events" else PropertyPlan
        try:
            msgspec.convert(each, kind)
        except msgspec.ValidationError:
            return path.replace("[...]", f"[{json.dumps(name, ensure_ascii=False)}]", 1)
    return path


def _wrong(place: str, what: Text) -> InvalidPlan:
    return InvalidPlan(
        Text(f"The plan is wrong at {place}: {what.en}.", f"計画の {place} が正しくありません。{what.ja}。"),
        next_action=Text(
            "Correct it and save again; the plan in force has not changed.",
            "修正して、もう一度保存してください。有効な計画は変わっていません。",
        ),
        path=place,
    )
