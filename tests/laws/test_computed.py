"""Laws of computed traits: kept up to date is the same as computed anew, and both are what plain Python says."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from examples import examples
from happenings import NOON, Happening, World, empty_world
from hypothesis import given
from hypothesis import strategies as st

from auftakt.people import NamedDefinition, parse_definition, retract_link
from auftakt.people.computed.step import ComputedStep

ZONE = ZoneInfo("Asia/Tokyo")
KEYS = [("email", f"{name}@example.com") for name in "abc"] + [("cookie", f"c{number}") for number in range(3)]
WINDOWS: list[dict[str, Any] | None] = [
    None,
    {"kind": "rolling", "days": 2},
    {"kind": "calendar", "unit": "day"},
    {"kind": "calendar", "unit": "day", "back": 1},
    {"kind": "calendar", "unit": "month"},
]
MEASURES = ["count", "sum", "average", "min", "max", "first", "last", "most_frequent", "unique", "unique_count"]


@st.composite
def definitions(draw: st.DrawFn) -> list[NamedDefinition]:
    found = []
    for place in range(draw(st.integers(1, 4))):
        measure = draw(st.sampled_from(MEASURES))
        named = st.sampled_from(
            ["size", "shade"] if measure in ("first", "last", "unique", "most_frequent") else ["size"]
        )
        document: dict[str, Any] = {
            "kind": "events",
            "event": draw(st.sampled_from(["Bought", "Seen"])),
            "measure": measure,
        }
        if measure != "count":
            document["property"] = draw(named)
        if draw(st.booleans()):
            document["where"] = [{"property": "shade", "op": "is", "value": "red"}]
        document["window"] = draw(st.sampled_from(WINDOWS))
        found.append(NamedDefinition(f"trt_{place}", f"trait_{place}", parse_definition(document)))
    return found


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[timedelta, list[Happening]]]:
    """Batches, each some time after the one before, of events around their time; some events name two identifiers."""
    batches, at, number = [], NOON, 0
    for _ in range(draw(st.integers(1, 4))):
        at += timedelta(hours=draw(st.sampled_from([0, 1, 20, 50])))
        found = []
        for _ in range(draw(st.integers(0, 4))):
            ids = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))
            properties = {
                "size": draw(st.sampled_from([1, 2.5, -3, "4", "large", None])),
                "shade": draw(st.sampled_from(["red", "blue"])),
            }
            moment = at + timedelta(hours=draw(st.sampled_from([-60, -47, -20, -1, 0, 3])))
            name = draw(st.sampled_from(["Bought", "Seen"]))
            found.append(Happening(ids, name=name, at=moment, properties=properties, message_id=f"m{number}"))
            number += 1
        batches.append((at - NOON, found))
    return batches


def standing(world: World) -> list[Any]:
    return world.rows("select person_id, name, text, number from traits where source_id = 'computed' order by all")


@examples(20)
@given(definitions(), histories(), st.booleans())
def test_kept_up_to_date_is_computed_anew(
    named: list[NamedDefinition], history: list[tuple[timedelta, list[Happening]]], undo: bool
) -> None:
    step = ComputedStep(ZONE)
    with empty_world() as world:
        at, everything = NOON, []
        for after, found in history:
            at = NOON + after
            world.arrive(*found, now=at)
            step.compute(world.con, named, at)
            everything += found
        links = [row[0] for row in world.rows("select link_id from links")]
        if undo and links:
            retract_link(world.con, links[0], at)
            world.arrive(now=at)
            step.compute(world.con, named, at)
        kept = standing(world)
        world.con.execute("delete from computed_runs")
        world.con.execute("delete from traits where source_id = 'computed'")
        ComputedStep(ZONE).compute(world.con, named, at)
        assert standing(world) == kept
        assert {row[:3] for row in kept} == plain(world, named, everything, at)
        last = {
            (row[0], row[1]): row[2]
            for row in world.rows("select person_id, name, text from computed_changes order by changed_at, rowid")
        }
        assert {(*key, text) for key, text in last.items() if text is not None} >= {row[:3] for row in kept}


def plain(world: World, named: Sequence[NamedDefinition], found: Sequence[Happening], now: datetime) -> set[Any]:
    """The same for each person and trait, event by event."""
    who = {
        (kind, value): person for kind, value, person in world.rows("select type, value, person_id from identifiers")
    }
    values = set()
    for each in named:
        by_person: dict[int, list[Happening]] = {}
        for happening in found:
            if _counts(each.definition, happening, now):
                by_person.setdefault(who[happening.ids[0]], []).append(happening)
        for person, theirs in by_person.items():
            text = _value(each.definition, theirs)
            if text is not None:
                values.add((person, each.name, text))
    return values


def _counts(definition: Any, happening: Happening, now: datetime) -> bool:
    window = definition.window
    if happening.name != definition.event or happening.at > now:
        return False
    if definition.where and (happening.properties or {})["shade"] != "red":
        return False
    if window is None:
        return True
    if hasattr(window, "days"):
        return happening.at > now - timedelta(days=window.days)
    day, today = happening.at.astimezone(ZONE).date(), now.astimezone(ZONE).date()
    if window.unit == "month":
        return (day.year, day.month) == (today.year, today.month)
    return day == today - timedelta(days=window.back)


def _value(definition: Any, theirs: list[Happening]) -> str | None:
    if definition.measure == "count":
        return str(len(theirs))
    # The world numbers messages in the order of arrival, as the log does.
    theirs = sorted(theirs, key=lambda each: (each.at, int((each.message_id or "m0")[1:])))
    raw = [value for each in theirs if (value := (each.properties or {})[definition.property]) is not None]
    texts = [value if isinstance(value, str) else json.dumps(value) for value in raw]
    numbers = [Decimal(text) for text in texts if text not in ("large", "red", "blue")]
    measure = definition.measure
    if measure in ("sum", "average", "min", "max"):
        return _of_numbers(measure, numbers)
    if not texts:
        return None
    if measure in ("first", "last"):
        return texts[0 if measure == "first" else -1]
    if measure == "most_frequent":
        return max(Counter(texts).items(), key=lambda pair: (pair[1], pair[0]))[0]
    distinct = sorted(set(texts))
    return str(len(distinct)) if measure == "unique_count" else json.dumps(distinct, separators=(",", ":"))


def _of_numbers(measure: str, numbers: list[Decimal]) -> str | None:
    if not numbers:
        return None
    if measure in ("min", "max"):
        figure = float(min(numbers) if measure == "min" else max(numbers))
        return repr(figure).removesuffix(".0")
    total = sum(numbers, Decimal(0))
    if measure == "average":
        total = Decimal(repr(float(total) / len(numbers))).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    return format(total.quantize(Decimal("0.0001")), "f").rstrip("0").rstrip(".")
