"""Laws of a replay: a hub that changed its logic and replayed everything is one that had it from the start; twice is
once; without a change nothing changes; what people decided stays.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from auftakt.hub import close_hub, open_hub
from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import FixedClock, iso
from auftakt.kit.ids import SeededIds
from auftakt.people import (
    Block,
    BothLanguages,
    Purpose,
    TypeRule,
    block_value,
    put_catalogue,
    put_types,
    replays_of,
)
from auftakt.people.replay.changes import ReplayChanges
from auftakt.people.types.saved import type_rules
from auftakt.sources import Selection, counters, parse_plan, save_plan
from auftakt.team import User

pytestmark = pytest.mark.slow

BY = User("usr_1", "Sample editor", "editor@example.com", "editor", "en", False)
KEYS = [("user_id", "u1"), ("user_id", "u2"), ("email", "a@example.com"), ("email", "b@example.com"), ("cookie", "c1")]
TRAITS = [
    None, {"city": "Sendai"}, {"city": 7}, {"consent": {"email": True}}, {"consent": {"email": False}},
    {"company": {"id": "k1", "size": 3}},
]  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
        st.sampled_from(["track", "identify"]),
        st.sampled_from(["Order Completed", "Page Viewed"]),
        st.sampled_from(TRAITS),
        st.sampled_from([None, {"total": 12}, {"total": "12"}, {"colour": "red", "total": 5}]),
    ),
    min_size=1,
    max_size=9,
)
ACTIONS = st.sampled_from(["allow", "warn", "drop", "quarantine"])
LOGIC = st.fixed_dictionaries(
    {
        "plan": st.none() | st.tuples(ACTIONS, ACTIONS, ACTIONS),
        "limit": st.sampled_from([None, 1]),
        "blocked": st.sampled_from([None, ("email", "a@example.com"), ("cookie", "c1")]),
        "double_opt_in": st.booleans(),
    }
)
TABLES = {
    "events": "log_offset, ident_key, revenue, order_id, traits::varchar, properties::varchar, context::varchar",
    "quarantine": "log_offset, reason, raw, state, name, detail, kind",
    "trait_facts": "ident_key, name, value::varchar, set_at, source_id, log_offset",
    "consent_facts": "ident_key, channel, purpose, granted, evidence::varchar, decided_at, source_id, log_offset",
    "consent_asks": "ident_key, purpose, evidence::varchar, asked_at, source_id, log_offset",
    "links": "key_a, key_b, source_id, log_offset, retracted_at is null",
    "refused_links": "key_a, key_b, log_offset, reason, type, held",
    "groups": "*",
    "group_traits": "*",
    "group_members": "*",
}
EVERYTHING = Selection()
numbers = count()


@contextmanager
def opened(template: Path, folder: Path) -> Iterator[Hub]:
    clock = FixedClock(datetime(2026, 11, 22, tzinfo=UTC))
    hub = open_hub(
        Path(shutil.copytree(template, folder / f"hub{next(numbers)}")), clock=clock, ids=SeededIds(1), environ={}
    )
    # Mails of a double opt-in leave events of their own, at their own time.
    hub.runner.steps = tuple(step for step in hub.runner.steps if step.name != "confirmations")
    try:
        yield hub
    finally:
        close_hub(hub)


def set_logic(hub: Hub, logic: dict[str, Any]) -> None:
    now = hub.clock.now()
    with hub.control.session() as session:
        held, wrong, unplanned = logic["plan"] or ("allow",) * 3
        properties = {"total": {"type": "number", "on_violation": wrong}}
        document = {
            "unplanned_event": "allow",
            "events": {"Order Completed": {"unplanned_property": unplanned, "properties": properties}},
            "traits": {"city": {"type": "text", "on_violation": held}},
        }
        save_plan(session, parse_plan(document), by=BY, now=now, enforced=logic["plan"] is not None)
        rules = [
            TypeRule(rule.type, rule.priority, logic["limit"] if rule.type == "user_id" else None)
            for rule in type_rules(session)
        ]
        put_types(session, rules, BY.id, now)
        if logic["blocked"]:
            block_value(session, Block(*logic["blocked"]), BY.id, now)
        words = BothLanguages("News", "お知らせ")
        purpose = Purpose("marketing", words, words, ["email"], double_opt_in=logic["double_opt_in"])
        put_catalogue(session, [purpose], now)


def arrive(hub: Hub, events: Sequence[Any], cut: int) -> None:
    now = hub.clock.now()
    lines = [
        msgspec.json.encode(
            {
                "r": iso(now), "s": "shop", "k": "e", "i": f"m{place}", "t": kind,
                "n": name if kind == "track" else "Identify", "at": iso(now - timedelta(hours=place)),
                "ids": ids, "tr": traits, "p": properties,
            }
        )
        for place, (ids, kind, name, traits, properties) in enumerate(events)
    ]  # fmt: skip
    for some in (lines[:cut], lines[cut:]):
        if some:
            hub.log.append_now(some)
            hub.runner.run_until_idle(now)


def replay(hub: Hub, selection: Selection = EVERYTHING) -> ReplayChanges:
    _, task_id = replays_of(hub).ask(selection, BY.id)
    task = hub.tasks.wait(task_id, 60)
    assert task.state == "done", task.error
    hub.runner.run_until_idle(hub.clock.now())
    return msgspec.convert(task.result["changes"], ReplayChanges)


def world(hub: Hub, *, named: bool = True) -> dict[str, Any]:
    """All derived rows; with people named by their identifiers, since ids are given in the order of arrival."""
    with hub.plane.reader() as con:
        found: dict[str, Any] = {
            table: con.execute(f"select {columns} from {table} order by all").fetchall()
            for table, columns in TABLES.items()
        }
        who: dict[int, list[Any]] = {}
        for person_id, *key in con.execute("select person_id, type, value from identifiers order by all").fetchall():
            who.setdefault(person_id, []).append(tuple(key))
        found["identity"] = sorted(who.values())
        for table, columns in {
            "people": "person_id, first_seen, last_seen, identifier_count",
            "traits": "person_id, name, text, number, set_at, log_offset",
            "consents": "person_id, channel, purpose, granted, decided_at, log_offset",
        }.items():
            rows = con.execute(f"select {columns} from {table}").fetchall()
            found[table] = sorted([(who[row[0]] if named else row[0], *row[1:]) for row in rows], key=repr)
        found["counters"] = counters(con)
    assert found["counters"].balanced
    return found


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@examples(4, suppress_health_check=SLOW)
@given(events=EVENTS, cut=st.integers(1, 9), old=LOGIC, new=LOGIC)
def test_a_hub_that_changed_and_replayed_is_one_that_had_it_from_the_start(
    empty_home: Path, tmp_path: Path, events: list[Any], cut: int, old: dict[str, Any], new: dict[str, Any]
) -> None:
    with opened(empty_home, tmp_path) as changed, opened(empty_home, tmp_path) as fresh:
        old = old | {"blocked": None}  # a value that was blocked would stay so
        set_logic(changed, old)
        arrive(changed, events, cut)
        set_logic(changed, new)
        set_logic(fresh, new)
        arrive(fresh, events, cut)
        before = world(changed, named=False)
        tried = replays_of(changed).attempt(EVERYTHING, Progress())
        assert world(changed, named=False) == before
        done = replay(changed)
        assert done == tried
        assert world(changed) == world(fresh)
        once = world(changed, named=False)
        again = replay(changed)
        assert world(changed, named=False) == once
        assert (again.people.touched, again.by_event, again.links_made, again.links_gone) == (0, [], 0, 0)
