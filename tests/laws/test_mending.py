"""Laws of mending by a rule: what a trial says is what is done, and doing it again changes nothing."""

import copy
import json
from itertools import count
from typing import Any

import msgspec
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from auftakt.jobs import Hub
from auftakt.kit.clock import iso
from auftakt.sources import Counters, QuarantineSearch, apply_rule, counters, parse_mend_rule, quarantined, try_rule
from auftakt.sources.mending.rule import FIELDS, changed
from auftakt.team import User

BY = User("usr_1", "Sample editor", "editor@example.com", "editor", "en", False)

values = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.text(max_size=6)
    | st.floats()
    | st.sampled_from(
        [
            "",
            "u1",
            "A",
            "¥1,200",
            "１２",
            "true",
            "2026/11/22 10:00",
            "2026-11-22T00:00:00Z",
            1_763_000_000,
            1_763_000_000_000,
        ]
    )
)
objects = st.dictionaries(st.sampled_from(["a", "b", "c.d", "email"]), values, max_size=3) | values
events = st.fixed_dictionaries(
    {},
    optional={name: values for name in FIELDS} | {name: objects for name in ("properties", "traits", "context")},
) | st.lists(values, max_size=2)
places = st.sampled_from([*FIELDS, "properties.a", "properties.b", "properties.c.d", "traits.email", "context.a.b"])
types = st.sampled_from(["text", "number", "integer", "boolean", "time"])
steps = st.one_of(
    st.fixed_dictionaries({"do": st.just("rename"), "field": places, "to": places}),
    st.fixed_dictionaries({"do": st.just("set"), "field": places, "value": values}),
    st.fixed_dictionaries(
        {
            "do": st.just("cast"),
            "field": places,
            "type": st.sampled_from(["text", "number", "integer", "boolean", "time"]),
        }
    ),
    st.fixed_dictionaries({"do": st.just("drop"), "field": places}),
    st.fixed_dictionaries({"do": st.just("replace"), "field": places, "value": values, "to": values}),
)
likely = [
    {"do": "set", "field": "type", "value": "track"}, {"do": "set", "field": "event", "value": "A"},
    {"do": "set", "field": "userId", "value": "u1"},
]  # fmt: skip
rules = st.lists(steps, max_size=5).map(lambda some: {"steps": some}) | st.lists(steps, max_size=3).map(
    lambda some: {"steps": [*some, *likely]}
)
numbers = count()


@examples(200)
@given(event=st.dictionaries(st.sampled_from([*FIELDS, "properties", "context"]), objects), rule=rules)
def test_a_rule_changes_a_copy_and_never_fails(event: dict[str, Any], rule: dict[str, Any]) -> None:
    before = copy.deepcopy(event)
    once = changed(parse_mend_rule(rule), event)
    assert repr(event) == repr(before)
    if all(step["do"] != "rename" for step in rule["steps"]):
        assert repr(changed(parse_mend_rule(rule), once)) == repr(once) or _is_chain(rule)


def _is_chain(rule: dict[str, Any]) -> bool:
    """Steps that meet what another one wrote may go on where they stopped."""
    named = [step["field"] for step in rule["steps"]]
    return len(named) != len(set(named)) or any(step["do"] == "replace" for step in rule["steps"])


@examples(25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(held=st.lists(events, min_size=1, max_size=6), rule=rules)
def test_what_is_tried_is_done_once(hub: Hub, held: list[Any], rule: dict[str, Any]) -> None:
    source = f"law{next(numbers)}"
    now = iso(hub.clock.now())
    lines = [
        msgspec.json.encode({"r": now, "s": source, "k": "q", "why": "no_identifier", "raw": json.dumps(event)})
        for event in held
    ]
    hub.log.append_now(lines)
    hub.runner.run_until_idle(hub.clock.now())
    search, parsed = QuarantineSearch(source_id=source), parse_mend_rule(rule)
    trial = try_rule(hub, search, parsed)
    assert trial.matching == trial.looked_at == len(held)
    assert trial.passing + sum(each.lines for each in trial.failing) == len(held)
    applied = apply_rule(hub, search, parsed, BY)
    assert (applied.mended, applied.failing) == (trial.passing, trial.failing)
    first = world(hub, source)
    assert sum(state == "mended" for _, state in first[0]) == trial.passing
    again = apply_rule(hub, search, parsed, BY)
    assert (again.mended, again.failing) == (0, trial.failing)
    assert world(hub, source) == first


def world(hub: Hub, source: str) -> tuple[list[Any], list[Any], Counters]:
    with hub.plane.reader() as con:
        states = [
            (each.log_offset, each.state) for each in quarantined(con, QuarantineSearch(source_id=source), limit=99)
        ]
        columns = "message_id, type, name, happened_at, properties::varchar, traits::varchar, context::varchar"
        stored = con.execute(f"select {columns} from events where source_id = ? order by 1", [source]).fetchall()
        counted = counters(con, source)
        assert counted.balanced
        assert counted.stored == len(stored)
        assert counters(con).received == hub.log.end
    return states, stored, counted
