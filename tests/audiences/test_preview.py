"""A rule before it is saved, and an audience over time."""

from datetime import date, timedelta
from typing import Any

import pytest
from audience_world import TOKYO, keeping
from happenings import NOON, Happening, days_ago, empty_world

from auftakt.audiences import Reach, parse_rule, preview_rule, size_history

BUYERS = {"kind": "event", "name": "Order Completed", "days": 10}


def asked(person: int, **consent: bool) -> Happening:
    return Happening([("email", f"p{person}@example.com")], type="identify", traits={"consent": consent})


def test_who_is_stopped_is_not_reachable_though_they_consented() -> None:
    with empty_world() as world:
        world.arrive(
            *(asked(person, email=True, sms=True) for person in range(4)),
            asked(4, email=False),
            Happening([("email", "p0@example.com"), ("phone", "+815011112222")]),
        )
        stopped = [("*", "p1@example.com"), ("sms", "p2@example.com"), ("@", "email:p3@example.com")]
        found = preview_rule(world.con, parse_rule({"kind": "everyone"}), NOON, TOKYO, stopped)
        assert found.reach == [Reach("email", 4, 4, 2), Reach("sms", 4, 1, 1)]
        assert (found.size, found.total, found.margin, found.reachable_email) == (5, 5, 0, 2)


def test_a_first_look_is_near_and_says_how_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auftakt.audiences.preview.SAMPLE_FROM", 1000)
    half: dict[str, Any] = {"kind": "share", "salt": "half", "share": 50}
    with empty_world() as world:
        world.con.execute(
            "insert into people select range + 1, timestamp '2026-01-01', timestamp '2026-01-01', 1 from range(20000)"
        )
        first = preview_rule(world.con, parse_rule(half), NOON, TOKYO, first_look=True)
        exact = preview_rule(world.con, parse_rule(half), NOON, TOKYO)
        assert (exact.margin, first.total) == (0, 20_000)
        assert 0 < first.margin < 2000
        assert abs(first.size - exact.size) <= 2 * first.margin
        nobody = preview_rule(world.con, parse_rule({"kind": "audience", "id": "none"}), NOON, TOKYO, first_look=True)
        assert (nobody.size, nobody.margin > 0) == (0, True)


def test_the_size_of_each_day_follows_who_came_and_who_left() -> None:
    rule = parse_rule(BUYERS)
    with empty_world() as world, keeping(world, [rule]):
        for person, age in ((0, 9), (1, 8)):
            bought = Happening([("email", f"p{person}@example.com")], name="Order Completed", at=days_ago(age))
            world.arrive(bought, now=days_ago(age))
        for day in range(3):
            world.arrive(now=NOON + timedelta(days=day))
        found = size_history(world.con, "r0", NOON + timedelta(days=2), TOKYO)
        assert [(each.day, each.size) for each in (found[0], found[1], found[2], found[-2], found[-1])] == [
            (date(2026, 11, 10), 0),
            (date(2026, 11, 11), 1),
            (date(2026, 11, 12), 2),
            (date(2026, 11, 21), 1),
            (date(2026, 11, 22), 0),
        ]
        assert sum(each.entered - each.left for each in found) == 0
        assert size_history(world.con, "r0", NOON + timedelta(days=2), TOKYO, days=2) == found[-2:]
