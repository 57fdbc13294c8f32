"""Undo."""

from datetime import timedelta

import pytest
from happenings import NOON, Happening, empty_world

from auftakt.kit.errors import Conflict, NotFound
from auftakt.people import IdentityStep, find_person, redo_link, retract_link

MAIL, COOKIE, PHONE = ("email", "a@example.com"), ("cookie", "c1"), ("phone", "1")


def test_a_split_person_gets_back_what_was_theirs() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL], traits={"city": "Nara"}), Happening([COOKIE], traits={"city": "Oita"}))
        world.arrive(Happening([MAIL, COOKIE]))
        assert find_person(world.con, "2").person_id == 1
        assert retract_link(world.con, 1, NOON) == [1, 2]
        cities = [
            (find_person(world.con, key).person_id, find_person(world.con, key).traits[0].value) for key in ("1", "2")
        ]
        assert cities == [(1, "Nara"), (2, "Oita")]
        assert IdentityStep().next_due(world.con, NOON) == NOON
        assert world.arrive()["identity"]["touched"] == 2
        assert IdentityStep().next_due(world.con, NOON) is None


def test_other_links_still_hold() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL, COOKIE]), Happening([COOKIE, PHONE]), Happening([PHONE, MAIL]))
        assert retract_link(world.con, 1, NOON) == [1]
        assert find_person(world.con, "phone:1").identifier_count == 3


def test_a_link_is_taken_back_once() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL, COOKIE]))
        retract_link(world.con, 1, NOON)
        with pytest.raises(Conflict):
            retract_link(world.con, 1, NOON)
        with pytest.raises(NotFound):
            retract_link(world.con, 99, NOON)


def test_what_meets_again_after_the_undo_stays_apart_until_somebody_puts_it_back() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL, COOKIE]))
        retract_link(world.con, 1, NOON, "usr_1", "a shared tablet")
        assert world.arrive(Happening([COOKIE, MAIL]))["identity"]["links"] == 0
        assert world.rows("select count(distinct person_id) from identifiers") == [(2,)]
        taken = find_person(world.con, "cookie:c1").retracted[0]
        assert (taken.link_id, taken.actor, taken.reason, taken.other_person) == (1, "usr_1", "a shared tablet", 2)
        assert redo_link(world.con, 1, NOON + timedelta(days=1), "usr_2") == [1]
        assert find_person(world.con, "cookie:c1").retracted == []
        assert find_person(world.con, "cookie:c1").merged_from == [2]
        changes = world.rows("select link_id, change, actor, reason from link_changes order by changed_at")
        assert changes == [(1, "retracted", "usr_1", "a shared tablet"), (1, "redone", "usr_2", "")]
        with pytest.raises(Conflict):
            redo_link(world.con, 1, NOON)
