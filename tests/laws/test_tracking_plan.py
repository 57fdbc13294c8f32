"""What the batch says of events beside the plan is what the plain evaluator says, for any plan and any events."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from empty_stores import empty_control
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from auftakt.jobs import Batch
from auftakt.kit.ids import SeededIds
from auftakt.sources import StageStep
from auftakt.sources.plan import TrackingPlan, parse_plan, save_plan, violations_of
from auftakt.store.log import Log
from auftakt.store.plane import Plane
from auftakt.team import create_user

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEYS = ["order_id", "total", "a.b", "色"]
NAMES = ["Order Completed", "Signed Up"]
ACTIONS = st.sampled_from(["allow", "warn", "drop", "quarantine"])

VALUES = st.one_of(
    st.none(), st.booleans(), st.sampled_from(["JPY", "usd", "", "2026-11-22", "2026-11-22T01:02:03Z", "京都"]),
    st.text(max_size=5).filter(lambda text: "\x00" not in text), st.integers(-(2**63), 2**64 - 1), st.integers(-3, 3),
    st.floats(-1e6, 1e6), st.lists(st.integers(0, 3), max_size=2), st.just({"x": 1}), st.just({}),
)  # fmt: skip
EVENTS = st.fixed_dictionaries(
    {"t": st.sampled_from(["track", "page", "identify"]), "n": st.sampled_from([*NAMES, "Other"])},
    optional={
        "p": st.dictionaries(st.sampled_from([*KEYS, "extra"]), VALUES, max_size=4),
        "tr": st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3),
    },
)


@st.composite
def properties(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["any", "text", "number", "integer", "boolean", "time", "list", "object"]))
    found: dict[str, Any] = {"type": kind, "required": draw(st.booleans()), "on_violation": draw(st.none() | ACTIONS)}
    if kind == "text":
        found |= draw(st.sampled_from([{}, {"one_of": ["JPY", "京都"]}, {"pattern": "[A-Z]{3}"}, {"longest": 2}]))
    if kind in {"number", "integer"}:
        found |= draw(st.sampled_from([{}, {"one_of": [1, 2]}, {"minimum": 0}, {"maximum": 1.5, "minimum": -1}]))
    return found


@st.composite
def plans(draw: st.DrawFn) -> TrackingPlan:
    events = {
        name: {
            "type": draw(st.sampled_from(["track", "page"])),
            "properties": draw(st.dictionaries(st.sampled_from(KEYS), properties(), max_size=3)),
            "on_violation": draw(st.none() | ACTIONS),
            "unplanned_property": draw(st.none() | ACTIONS),
        }
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    }
    return parse_plan(
        {
            "events": events,
            "traits": draw(st.dictionaries(st.sampled_from(KEYS), properties(), max_size=2)),
            "on_violation": draw(ACTIONS),
            "unplanned_event": draw(st.sampled_from(["allow", "warn", "quarantine"])),
            "unplanned_property": draw(ACTIONS),
        }
    )


class World:
    """A hub's stores as far as the step needs them; one for all examples, each with a plan and a log of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.control = empty_control(folder / "control.db")
        with self.control.session() as session:
            self.user = create_user(
                session, SeededIds(1), name="Sample", email="a@example.com", role="admin", language="en", now=NOW
            )

    def judge(self, plan: TrackingPlan, events: list[dict[str, Any]]) -> tuple[list[set[tuple[str, ...]]], list[Any]]:
        """The batch's violations by event, and what became of each event: its properties and traits, or None."""
        with self.control.session() as session:
            save_plan(session, plan, by=self.user, now=NOW)
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            log, plane = Log.open(Path(folder) / "log"), Plane.open(None)
            log.append_now([_line(number, event) for number, event in enumerate(events)])
            log.seal()
            with plane.writer() as con:
                StageStep().run(Batch(con, NOW, self.control, tuple(log.segments(0))))
                found = con.execute("select log_offset, place, key, problem, action from plan_found").fetchall()
                kept = dict(
                    (row[0], (row[1], row[2]))
                    for row in con.execute("select log_offset, properties, traits from fresh").fetchall()
                )
            plane.close()
            log.close()
        said: list[set[tuple[str, ...]]] = [set() for _ in events]
        for offset, *rest in found:
            said[offset].add(tuple(rest))
        return said, [kept.get(number) for number in range(len(events))]


def _line(number: int, event: dict[str, Any]) -> bytes:
    line = {
        "r": "2026-11-22T00:00:00.000000Z", "s": "src_1", "k": "e", "i": f"m{number}", "at": "2026-11-21T12:00:00Z",
        "ids": [["user_id", "u1"]],
    }  # fmt: skip
    return msgspec.json.encode(line | event)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("plan"))
    yield made
    made.control.close()


@examples(60)
@given(plan=plans(), events=st.lists(EVENTS, min_size=1, max_size=8))
def test_the_batch_judges_as_the_evaluator_does(world: World, plan: TrackingPlan, events: list[dict[str, Any]]) -> None:
    said, kept = world.judge(plan, events)
    for event, violations, left in zip(events, said, kept, strict=True):
        expected = violations_of(
            plan, type=event["t"], name=event["n"], source_id="src_1", properties=event.get("p"), traits=event.get("tr")
        )
        assert violations == {(each.place, each.key, each.problem, each.action) for each in expected}
        assert (left is None) == any(each.action == "quarantine" for each in expected)
        if left is not None:
            for place, was, now in (("properties", event.get("p"), left[0]), ("traits", event.get("tr"), left[1])):
                off = {each.key for each in expected if each.action == "drop" and each.place == place}
                wanted = {key: value for key, value in (was or {}).items() if key not in off}
                assert (msgspec.json.decode(now) if now else {}) == wanted
