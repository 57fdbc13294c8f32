"""Rules on a world of tests: who meets one by the plain evaluator, and memberships kept as the hub keeps them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from happenings import World

from auftakt.audiences import MembershipStep, NamedRule, Rule, evaluate, facts_of, people_matching

TOKYO = ZoneInfo("Asia/Tokyo")
"""The zone of the hub in these tests."""


def people_who(world: World, rule: Rule, now: datetime) -> set[int]:
    """Everyone, one by one, in Python."""
    everyone = world.rows("select person_id from people")
    return {person_id for (person_id,) in everyone if evaluate(rule, facts_of(world.con, person_id, rule), now, TOKYO)}


def matched(world: World, rule: Rule, now: datetime) -> set[int]:
    """The same by the compiled rule."""
    people_matching(world.con, rule, now, TOKYO)
    return {row[0] for row in world.rows("from matching_people")}


@contextmanager
def keeping(world: World, rules: Sequence[Rule]) -> Iterator[None]:
    """Keeps members of the rules as audiences r0, r1, …; none are saved besides."""
    step = MembershipStep(TOKYO, lambda batch: [NamedRule(f"r{place}", rule) for place, rule in enumerate(rules)])
    world.steps = [*world.steps, step]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("auftakt.audiences.membership.stored_rules", lambda control: [])
        yield


def kept(world: World, place: int) -> set[int]:
    return {row[0] for row in world.rows(f"select person_id from memberships where audience_id = 'r{place}'")}
