"""Who comes in, who leaves, when and why."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from audience_world import TOKYO
from happenings import NOON, Happening, World, days_ago, empty_world

from auftakt.audiences import MembershipStep, NamedRule, because_text, memberships_of, parse_rule
from auftakt.people import retract_link
from auftakt.store.control import Control

MAIL, COOKIE = ("email", "a@example.com"), ("cookie", "c1")
BUYERS = {"kind": "event", "name": "Order Completed", "value": 2, "days": 30}


class Rules:
    """Rules that a test may change between two batches."""

    def __init__(self, world: World, **documents: Any) -> None:
        self.documents = documents
        self.step = MembershipStep(TOKYO, lambda batch: self.named())
        world.steps = [*world.steps, self.step]

    def named(self) -> Sequence[NamedRule]:
        return [NamedRule(key, parse_rule(document)) for key, document in self.documents.items()]


def members(world: World) -> list[tuple[Any, ...]]:
    return world.rows("select audience_id, person_id from memberships order by all")


def order(days: float) -> Happening:
    return Happening([MAIL], name="Order Completed", at=days_ago(days))


def test_time_alone_moves_people_at_the_border_of_the_window(control: Control) -> None:
    with empty_world(control) as world:
        rules = Rules(world, buyers=BUYERS)
        world.arrive(order(29), order(1))
        border = NOON + timedelta(days=1)
        assert rules.step.next_due(world.con, NOON) == border
        world.arrive(now=border - timedelta(microseconds=1))
        assert members(world) == [("buyers", 1)]
        world.arrive(now=border)
        assert members(world) == []
        changes = world.rows("select entered, changed_at, because from membership_changes order by changed_at")
        assert [(entered, at) for entered, at, _ in changes] == [
            (True, NOON.replace(tzinfo=None)),
            (False, border.replace(tzinfo=None)),
        ]
        assert [json.loads(because)[0]["value"] for _, _, because in changes] == [2, 1]
        assert because_text(changes[1][2], "en") == "Order Completed in the last 30 days: 1 times"
        assert because_text(changes[1][2], "ja") == "直近30日間のOrder Completed: 1回"


def test_a_border_passes_while_the_hub_was_off(control: Control) -> None:
    with empty_world(control) as world:
        rules = {"kind": "event", "name": "Order Completed", "measure": "recency", "op": "at_least", "value": 10}
        Rules(world, lapsed=rules)
        world.arrive(order(1))
        assert members(world) == []
        world.arrive(now=NOON + timedelta(days=200))
        assert members(world) == [("lapsed", 1)]


def test_an_event_dated_in_the_future_counts_when_its_time_comes(control: Control) -> None:
    with empty_world(control) as world:
        Rules(world, buyers={**BUYERS, "value": 1})
        world.arrive(order(-1))
        assert members(world) == []
        world.arrive(now=NOON + timedelta(days=1))
        assert members(world) == [("buyers", 1)]


def test_a_changed_rule_is_evaluated_for_everyone_and_a_deleted_one_is_emptied(control: Control) -> None:
    with empty_world(control) as world:
        rules = Rules(world, all={"kind": "everyone"}, tokyo={"kind": "trait", "name": "city", "value": "Tokyo"})
        world.arrive(Happening([MAIL], traits={"city": "Tokyo"}), Happening([COOKIE], traits={"city": "Nara"}))
        assert members(world) == [("all", 1), ("all", 2), ("tokyo", 1)]
        rules.documents = {"tokyo": {"kind": "trait", "name": "city", "op": "is_not", "value": "Tokyo"}}
        world.arrive(now=NOON + timedelta(hours=1))
        assert members(world) == [("tokyo", 2)]
        assert world.rows("select audience_id, size from audience_runs") == [("tokyo", 1)]
        moves = world.rows("select audience_id, sum(if(entered, 1, -1)) from membership_changes group by 1 order by 1")
        assert moves == [("all", 0), ("tokyo", 1)]


def test_an_audience_follows_the_one_it_refers_to_in_the_same_batch(control: Control) -> None:
    with empty_world(control) as world:
        reference = {"kind": "not", "rule": {"kind": "audience", "id": "z_buyers"}}
        Rules(world, a_others=reference, z_buyers={**BUYERS, "value": 1})
        world.arrive(Happening([MAIL]), Happening([COOKIE]))
        assert members(world) == [("a_others", 1), ("a_others", 2)]
        world.arrive(order(0), now=NOON + timedelta(seconds=1))
        assert members(world) == [("a_others", 2), ("z_buyers", 1)]


def test_who_is_merged_stays_in_since_the_first_of_them_came_and_an_undo_is_followed(control: Control) -> None:
    with empty_world(control) as world:
        Rules(world, buyers={**BUYERS, "value": 1})
        world.arrive(Happening([MAIL]), Happening([COOKIE], name="Order Completed"))
        later = NOON + timedelta(hours=2)
        world.arrive(Happening([MAIL, COOKIE]), now=later)
        assert world.rows("select audience_id, person_id, since from memberships") == [
            ("buyers", 1, NOON.replace(tzinfo=None))
        ]
        assert memberships_of(world.con, 1)[0].because == "Order Completed in the last 30 days: 1 times"
        retract_link(world.con, 1, later)
        world.arrive(now=later)
        assert members(world) == [("buyers", 2)]


def test_a_quiet_batch_writes_nothing(control: Control) -> None:
    with empty_world(control) as world:
        Rules(world, buyers=BUYERS, all={"kind": "everyone"})
        world.arrive(order(1), order(2))
        before = world.rows("from membership_changes order by all")
        counts = world.arrive(Happening([MAIL]), now=NOON + timedelta(seconds=1))
        assert counts["audiences"]["moved"] == 0
        assert world.rows("from membership_changes order by all") == before


def test_a_cart_that_nobody_came_back_to_is_seen_when_its_hour_is_over(control: Control) -> None:
    cart = {"name": "Product Added"}
    rule = {
        "kind": "sequence",
        "steps": [cart, {"name": "Order Completed", "within": 1, "unit": "hours"}],
        "missing": True,
        "days": 1,
    }
    with empty_world(control) as world:
        rules = Rules(world, abandoned=rule)
        hour = timedelta(hours=1)
        world.arrive(Happening([MAIL], name="Product Added"), Happening([COOKIE], name="Product Added"))
        assert rules.step.next_due(world.con, NOON) == NOON + hour
        world.arrive(Happening([COOKIE], name="Order Completed", at=NOON + hour / 2), now=NOON + hour / 2)
        assert members(world) == []
        world.arrive(now=NOON + hour)
        assert members(world) == [("abandoned", 1)]
        because = world.rows("select because from memberships")[0][0]
        assert because_text(because, "en") == (
            "Product Added, then no Order Completed within 1 hour in the last day: 2026-11-20"
        )
        assert because_text(because, "ja") == (
            "直近1日間のProduct Addedのあと1時間以内にOrder Completedなし: 2026-11-20"
        )
        world.arrive(now=NOON + timedelta(days=1))
        assert members(world) == []


def test_a_random_part_stays_who_it_is_and_parts_of_one_draw_share_nobody(control: Control) -> None:
    people = [Happening([("email", f"p{place}@example.com")]) for place in range(400)]
    with empty_world(control) as world:
        Rules(
            world,
            first={"kind": "share", "salt": "spring", "share": 25},
            more={"kind": "share", "salt": "spring", "share": 50},
            other={"kind": "share", "salt": "spring", "share": 75, "start": 25},
        )
        world.arrive(*people[:200])
        before = set(members(world))
        world.arrive(*people[200:])
        assert before <= set(members(world))
        who = {name: {person for rule, person in members(world) if rule == name} for name in ("first", "more", "other")}
        assert who["first"] < who["more"]
        assert (who["first"] & who["other"], len(who["first"] | who["other"])) == (set(), 400)
        assert 60 < len(who["first"]) < 140
