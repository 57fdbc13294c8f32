"""Law of rules: the compiled SQL and the plain evaluator agree, for any people and any rule."""

import json
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from audience_world import TOKYO
from examples import examples
from happenings import NOON, Happening, World, empty_world
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from auftakt.audiences import (
    NamedRule,
    Rule,
    evaluate,
    facts_of,
    parse_rule,
    people_matching,
    rule_document,
    rule_text,
)
from auftakt.audiences.evaluate import to_number
from auftakt.audiences.membership import MembershipStep
from auftakt.people.properties import property_number
from auftakt.store.plane import Plane

WORDS = [
    "Tokyo",
    "tokyo",
    "東京",
    "Ｔｏｋｙｏ",
    "WINE",
    "wine",
    "",
    " 12",
    "12",
    "12.5",
    "-3",
    "1e3",
    "nan",
    "İstanbul",
    "O'Brien",
    "true",
    '"q"',
]
NUMBERS = [0, 1, 2, 3, -3, 12, 12.5, 0.1, 1000]
NAMES = ["city", "age", "vip", 'odd "name"', "a.b"]
JSON_TEXT = "json_extract_string"
EVENTS = ["Order Completed", "Page Viewed"]
PROPERTIES = ["category", "price", "revenue", "order_id", "campaign_id", 'odd "name"']
AGES = [
    timedelta(0),
    timedelta(seconds=1),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=7, microseconds=1),
    timedelta(days=7) - timedelta(microseconds=1),
    timedelta(days=30),
    timedelta(days=-1),
]

scalars = st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.booleans())
reported = st.one_of(scalars, st.none(), st.just({"inner": [1, "x"]}))
tests = st.one_of(
    st.fixed_dictionaries({"op": st.sampled_from(["is", "is_not"]), "value": scalars}),
    st.fixed_dictionaries({"op": st.just("in"), "value": st.lists(scalars, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"op": st.just("contains"), "value": st.sampled_from([word for word in WORDS if word])}),
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["at_least", "at_most"]),
            "value": st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS)),
        }
    ),
    st.just({"op": "exists"}),
)
trait_rules = st.builds(lambda name, test: {"kind": "trait", "name": name, **test}, st.sampled_from(NAMES), tests)
wheres = st.lists(
    st.builds(lambda name, test: {"property": name, **test}, st.sampled_from(PROPERTIES), tests), max_size=2
)
event_ops = st.sampled_from(["at_least", "at_most", "is"])
event_rules = st.one_of(
    st.builds(
        lambda name, measure, op, value, days, where: {
            "kind": "event",
            "name": name,
            "measure": measure,
            "op": op,
            "value": value,
            "days": days,
            "where": where,
        },
        st.sampled_from(EVENTS),
        st.sampled_from(["count", "orders"]),
        event_ops,
        st.integers(0, 3),
        st.sampled_from([None, 1, 7, 30]),
        wheres,
    ),
    st.builds(
        lambda name, op, value, days, field: {
            "kind": "event",
            "name": name,
            "measure": "sum",
            "op": op,
            "value": value,
            "days": days,
            "property": field,
        },
        st.sampled_from(EVENTS),
        event_ops,
        st.sampled_from([0, 0.3, 12.5, 25, 1000]),
        st.sampled_from([None, 7]),
        st.sampled_from([None, "price", "category"]),
    ),
    st.builds(
        lambda name, op, value, where: {
            "kind": "event",
            "name": name,
            "measure": "recency",
            "op": op,
            "value": value,
            "where": where,
        },
        st.sampled_from(EVENTS),
        event_ops,
        st.sampled_from([0, 1, 6, 7, 30]),
        wheres,
    ),
)
steps = st.builds(
    lambda name, where, within, unit: {"name": name, "where": where, "within": within, "unit": unit},
    st.sampled_from([*EVENTS, "Cart Viewed"]),
    st.one_of(st.just([]), wheres),
    st.sampled_from([None, 1, 7, 24, 168]),
    st.sampled_from(["minutes", "hours", "days"]),
)


@st.composite
def sequences(draw: st.DrawFn) -> dict[str, Any]:
    """Two to four steps; the last may be one that did not happen, and something may not stand in between."""
    first, *then = draw(st.lists(steps, min_size=2, max_size=4))
    missing = draw(st.booleans())
    if missing:
        then[-1] = {**then[-1], "within": then[-1]["within"] or 1}
    between = draw(st.one_of(st.none(), st.sampled_from(EVENTS))) if len(then) > missing else None
    return {
        "kind": "sequence",
        "steps": [{**first, "within": None}, *then],
        "missing": missing,
        "without": {"name": between} if between else None,
        "days": draw(st.sampled_from([None, 400] if missing else [None, 1, 7, 30])),
    }


others = st.sampled_from(
    [
        {"kind": "share", "salt": "spring", "share": 50},
        {"kind": "share", "salt": "a", "share": 33.33, "start": 12.5},
        {"kind": "everyone"},
        {"kind": "consent", "channel": "email"},
        {"kind": "audience", "id": "aud_known"},
    ]
)
rules = st.recursive(
    st.one_of(trait_rules, event_rules, sequences(), others),
    lambda inner: st.one_of(
        st.builds(lambda parts: {"kind": "all", "rules": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: {"kind": "any", "rules": parts}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: {"kind": "not", "rule": part}, inner),
    ),
    max_leaves=5,
).map(parse_rule)


@st.composite
def people(draw: st.DrawFn) -> list[Happening]:
    """Three people with traits, consents and events at, before and after the borders of windows."""
    found = []
    for person in range(3):
        ids = [("email", f"p{person}@example.com")]
        traits = draw(st.dictionaries(st.sampled_from(NAMES), reported, max_size=3))
        consent = draw(st.sampled_from([{}, {"consent": {"email": True}}, {"consent": {"email": False}}]))
        found.append(Happening(ids, type="identify", name="identify", traits={**traits, **consent}))
        for _ in range(draw(st.integers(0, 3))):
            found.append(
                Happening(
                    ids,
                    name=draw(st.sampled_from(EVENTS)),
                    at=NOON - draw(st.sampled_from(AGES)),
                    properties=draw(
                        st.dictionaries(st.sampled_from(["category", "price", 'odd "name"']), reported, max_size=2)
                    ),
                    revenue=draw(st.sampled_from([None, "12.5", "0.1", "0.2"])),
                    order_id=draw(st.sampled_from([None, "o1", "o2"])),
                )
            )
    return found


def known_members(world: World) -> None:
    world.con.execute("insert into memberships values ('aud_known', 1, timestamp '2026-01-01', '[]')")


@examples(25)
@given(people(), st.lists(rules, min_size=2, max_size=4))
def test_sql_and_python_agree(found: list[Happening], trees: list[Rule]) -> None:
    with empty_world() as world:
        world.arrive(*found)
        known_members(world)
        for tree in trees:
            size = people_matching(world.con, tree, NOON, TOKYO)
            by_sql = {row[0] for row in world.rows("from matching_people")}
            by_python = {
                person_id
                for (person_id,) in world.rows("select person_id from people")
                if evaluate(tree, facts_of(world.con, person_id, tree), NOON, TOKYO)
            }
            assert (by_sql, size) == (by_python, len(by_python)), rule_document(tree)


@examples(8)
@given(people(), st.lists(rules, min_size=1, max_size=3), st.sampled_from([1, 3, 7, 40]))
def test_kept_memberships_are_those_of_a_fresh_look(found: list[Happening], trees: list[Rule], days: int) -> None:
    """However the events come in and the time passes, the kept members are those that everyone's evaluation gives."""
    step = MembershipStep(TOKYO, lambda batch: [NamedRule(f"r{place}", tree) for place, tree in enumerate(trees)])
    later = NOON + timedelta(days=days)
    with empty_world() as world, pytest.MonkeyPatch.context() as patch:
        patch.setattr("auftakt.audiences.membership.stored_rules", lambda control: [])
        world.steps = [*world.steps, step]
        world.arrive(*found[: len(found) // 2])
        world.arrive(*found[len(found) // 2 :])
        world.arrive(now=later)
        for place, tree in enumerate(trees):
            kept = {row[0] for row in world.rows(f"select person_id from memberships where audience_id = 'r{place}'")}
            people_matching(world.con, tree, later, TOKYO)
            assert kept == {row[0] for row in world.rows("from matching_people")}, rule_document(tree)
        moves = (
            "select audience_id, person_id, sum(if(entered, 1, -1)) from membership_changes group by all order by all"
        )
        inside = [row[:2] for row in world.rows(moves) if row[2] > 0]
        assert inside == world.rows("select audience_id, person_id from memberships order by all")


@given(rules)
def test_a_rule_is_the_same_after_its_document(rule: Rule) -> None:
    assert parse_rule(rule_document(rule)) == rule


@given(rules)
def test_every_rule_can_be_said(rule: Rule) -> None:
    for language in ("en", "ja"):
        said = rule_text(rule, language, {"aud_known": "Known"})
        assert said
        assert "{" not in said.replace('"name"', "")


def test_text_is_a_number_for_both_or_for_neither() -> None:
    """All texts of up to four characters that a number could be made of, and some others."""
    words = ["".join(each) for length in range(5) for each in product("1.e+-_ n", repeat=length)]
    words += ["inf", "-infinity", "nan", "1e400", "0x10", "1,000", "\t12\n", "12\u00a0", "true", "１", "1１"]
    figure = property_number("x").transform(_words_instead)
    plane = Plane.open(None, [])
    try:
        with plane.reader() as con:
            handed = "select unnest(from_json($words, '[\"VARCHAR\"]')) as words"
            query = f"select words, {figure.sql('duckdb')} from ({handed})"
            found = dict(con.execute(query, {"words": json.dumps(words)}).fetchall())
    finally:
        plane.close()
    assert {word: to_number(word) for word in words} == found


def _words_instead(node: exp.Expr) -> exp.Expr:
    return exp.column("words") if isinstance(node, exp.Anonymous) and node.name == JSON_TEXT else node


def test_money_adds_up_exactly() -> None:
    """0.1 + 0.2 is 0.3 where money is added, whatever the order of adding."""
    rule = parse_rule({"kind": "event", "name": "Order Completed", "measure": "sum", "op": "is", "value": 0.3})
    ids = [("email", "p@example.com")]
    with empty_world() as world:
        world.arrive(*(Happening(ids, name="Order Completed", revenue=amount) for amount in ("0.1", "0.2")))
        assert people_matching(world.con, rule, NOON, TOKYO) == 1
        facts = facts_of(world.con, 1, rule)
        assert sum((event.revenue or Decimal(0) for event in facts.events), Decimal(0)) == Decimal("0.3")
        assert evaluate(rule, facts, NOON, TOKYO)
