"""Laws of leads: kept up to date is the same as scored anew, both are what plain Python says, and a score is the sum of
its explained parts."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from happenings import NOON, Happening, World, empty_world
from hypothesis import given, settings
from hypothesis import strategies as st

from auftakt.audiences import LeadModel, LeadStep, Points, explain_lead, parse_model
from auftakt.people import retract_link

pytestmark = pytest.mark.slow

KEYS = [("email", f"{name}@example.com") for name in "abc"] + [("cookie", f"c{number}") for number in range(2)]
EVENT = {"kind": "event", "name": "Seen"}


@st.composite
def models(draw: st.DrawFn) -> LeadModel:
    behaviour = []
    for place in range(draw(st.integers(0, 3))):
        when: dict[str, Any] = dict(EVENT)
        if draw(st.booleans()):
            when["where"] = [{"property": "shade", "op": "is", "value": "red"}]
        if draw(st.booleans()):
            when["days"] = 3
        points = draw(st.sampled_from([10, 2.5, -4]))
        cap = draw(st.sampled_from([None, 1, 2.5]))
        behaviour.append(
            {"id": f"e{place}", "name": "Seen", "when": when, "each": True, "points": points,
             "half_life_days": draw(st.sampled_from([None, 1, 7.5])), "cap": cap and cap * points}
        )  # fmt: skip
    behaviour.append({"id": "often", "name": "Often", "when": {**EVENT, "value": 2, "days": 2}, "points": 7})
    fit = [{"id": "red", "name": "Red", "when": {"kind": "trait", "name": "shade", "value": "red"}, "points": 20}]
    grades = [{"grade": "A", "points": 20}, {"grade": "B", "points": 0}]
    who = draw(st.sampled_from([{"kind": "everyone"}, {"kind": "trait", "name": "shade", "op": "exists"}]))
    return parse_model({"who": who, "behaviour": behaviour, "fit": fit, "grades": grades})


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[timedelta, list[Happening]]]:
    """Batches, each some time after the one before, of events around their time; some events name two identifiers."""
    batches, at, number = [], NOON, 0
    for _ in range(draw(st.integers(1, 4))):
        at += timedelta(hours=draw(st.sampled_from([0, 1, 20, 50])))
        found = []
        for _ in range(draw(st.integers(0, 4))):
            ids = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))
            shade = draw(st.sampled_from(["red", "blue"]))
            moment = at + timedelta(hours=draw(st.sampled_from([-80, -47, -20, -1, 0, 3])))
            traits = draw(st.sampled_from([None, {"shade": shade}]))
            found.append(
                Happening(ids, "Seen", moment, traits=traits, properties={"shade": shade}, message_id=f"m{number}")
            )
            number += 1
        batches.append((at - NOON, found))
    return batches


def standing(world: World) -> list[Any]:
    """Points and traits; the moment of what does not fade says nothing."""
    points = world.rows(
        "select person_id, rule_id, axis, round(worth, 9), if(half_life_days is null, null, worth_at), half_life_days,"
        " times from lead_points order by all"
    )
    return [points, world.rows("select person_id, name, text from traits where source_id = 'lead' order by all")]


@settings(max_examples=25)
@given(models(), histories(), st.booleans())
def test_kept_up_to_date_is_scored_anew(
    model: LeadModel, history: list[tuple[timedelta, list[Happening]]], undo: bool
) -> None:
    step = LeadStep()
    with empty_world() as world:
        at, everything = NOON, []
        for after, found in history:
            at = NOON + after
            world.arrive(*found, now=at)
            step.apply(world.con, model, at)
            everything += found
        links = [row[0] for row in world.rows("select link_id from links")]
        if undo and links:
            retract_link(world.con, links[0], at)
            world.arrive(now=at)
            step.apply(world.con, model, at)
        kept = standing(world)
        for table in ("lead_points", "lead_runs"):
            world.con.execute(f"delete from {table}")
        world.con.execute("delete from traits where source_id = 'lead'")
        LeadStep().apply(world.con, model, at)
        assert standing(world) == kept
        _compare(world, model, everything, at)
        _compare(world, model, everything, at + timedelta(days=40))
        step.apply(world.con, None, at)
        assert standing(world) == [[], []]


def _compare(world: World, model: LeadModel, everything: Sequence[Happening], now: datetime) -> None:
    """Each person's explained parts, at a moment, against plain Python; and their sum against the score."""
    who = {
        (kind, value): person for kind, value, person in world.rows("select type, value, person_id from identifiers")
    }
    shades = dict(world.rows("select person_id, text from traits where name = 'shade'"))
    for person in sorted(set(who.values())):
        theirs = [each for each in everything if who[each.ids[0]] == person and each.at <= now]
        told = explain_lead(world.con, model, person, now)
        if hasattr(model.who, "name") and person not in shades:
            assert told is None
            continue
        assert told is not None
        expected = {each.id: _worth(each, theirs, now) for each in model.behaviour}
        expected["red"] = 20.0 if shades.get(person) == "red" else 0.0
        parts = {part.rule_id: part.now for part in told.parts}
        assert parts == pytest.approx({key: worth for key, worth in expected.items() if worth})
        assert told.score == pytest.approx(sum(worth for key, worth in expected.items() if key != "red"), abs=1e-5)
        assert (told.fit, told.grade) == (expected["red"], "A" if expected["red"] else "B")


def _worth(rule: Points, theirs: Sequence[Happening], now: datetime) -> float:
    when: Any = rule.when
    counted = [
        each for each in theirs
        if (when.days is None or each.at > now - timedelta(days=when.days))
        and (not when.where or (each.properties or {})["shade"] == "red")
    ]  # fmt: skip
    if not rule.each:
        return rule.points if len(counted) >= 2 else 0.0
    left = math.inf if rule.cap is None else abs(rule.cap)
    worth = 0.0
    for each in sorted(counted, key=lambda each: each.at, reverse=True):
        given = min(abs(rule.points), left)
        left -= given
        age = (now - each.at) / timedelta(days=1)
        worth += math.copysign(given, rule.points) * (
            1.0 if rule.half_life_days is None else 0.5 ** (age / rule.half_life_days)
        )
    return worth
