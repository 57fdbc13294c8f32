"""Identifiers, links and merges in batches."""

from happenings import NOON, Happening, empty_world

from auftakt.people import IdentityStep, Joiner, ProfileStep, find_person, oversized_people

MAIL, COOKIE, PHONE = ("email", "a@example.com"), ("cookie", "c1"), ("phone", "+81312345678")


def test_a_meeting_of_two_known_people_is_a_merge_with_its_event() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL]), Happening([COOKIE]))
        counts = world.arrive(Happening([COOKIE, MAIL]))
        assert counts["identity"] == {"touched": 1, "new_identifiers": 0, "links": 1, "merged": 1, "refused": 0}
        assert world.rows("select from_person, into_person, log_offset from merges") == [(2, 1, 2)]
        assert world.rows("select from_person, into_person from merged") == [(2, 1)]
        assert world.rows("from touched") == [(1,)]
        assert world.rows("select person_id, identifier_count from people") == [(1, 2)]


def test_who_is_new_in_company_was_never_anybody_else() -> None:
    """Identifiers that come together for the first time are one person from the start: no merge to be shown."""
    with empty_world() as world:
        world.arrive(Happening([MAIL, COOKIE]), Happening([COOKIE, PHONE]))
        assert world.rows("select distinct person_id from identifiers") == [(1,)]
        assert world.rows("from merges") == []
        assert find_person(world.con, "email:A@Example.com ").merged_from == []


def test_a_known_link_is_not_repeated() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL, COOKIE]), Happening([COOKIE, MAIL]))
        assert world.arrive(Happening([MAIL, COOKIE]))["identity"]["links"] == 0
        assert world.rows("select count(*) from links") == [(1,)]


def test_person_ids_are_never_given_twice() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL]), Happening([COOKIE]))
        world.arrive(Happening([MAIL, COOKIE]))
        world.arrive(Happening([PHONE]))
        assert world.rows("select person_id from people order by 1") == [(1,), (3,)]


def test_an_identifier_without_type_or_value_is_left_out() -> None:
    with empty_world() as world:
        world.arrive(Happening([MAIL, ("cookie", None)]))  # type: ignore[list-item]
        assert world.rows("select type, value from identifiers") == [MAIL]


def test_ten_thousand_identifiers_are_one_person_reported_as_oversized() -> None:
    steps = (IdentityStep(), ProfileStep(max_identifiers=1000))
    with empty_world(steps=steps) as world:
        crowds = [[("cookie", f"c{first + place}") for place in range(50)] for first in range(0, 10_000, 50)]
        counts = world.arrive(*(Happening([("till", "1"), *cookies]) for cookies in crowds))
        assert counts["identity"]["new_identifiers"] == 10_001
        assert counts["profiles"]["oversized"] == 1
        assert [(person.person_id, person.identifiers) for person in oversized_people(world.con, 1000)] == [(1, 10_001)]
        person = find_person(world.con, "cookie:c9998", max_identifiers=1000)
        assert (person.oversized, person.identifier_count, len(person.identifiers)) == (True, 10_001, 1000)
        assert person.joined_by == Joiner("till", "1", 10_000)
        assert world.arrive(Happening([("cookie", "c5")]), now=NOON)["identity"]["touched"] == 1
