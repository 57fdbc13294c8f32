"""Limits, priorities and blocked values in the identity step."""

from datetime import timedelta

from happenings import NOON, Happening, World, days_ago, empty_world

from auftakt.people import Block, IdentityRules, IdentityStep, ProfileStep, TypeRule, find_person, redo_link
from auftakt.people.types.catalogue import BUILT_IN, BUILT_IN_BLOCKS

A, B, C = ("user_id", "a"), ("user_id", "b"), ("user_id", "c")
TABLET = ("anonymous_id", "tablet")
MAIL, OTHER = ("email", "a@example.com"), ("email", "b@example.com")
PHONE = ("phone", "+81312345678")


def rules(*changed: TypeRule, blocks: list[Block] | None = None) -> IdentityRules:
    types = {rule.type: rule for rule in BUILT_IN} | {rule.type: rule for rule in changed}
    return IdentityRules.of(list(types.values()), blocks or [])


ONE_USER = TypeRule("user_id", 10, 1)
ONE_MAIL = TypeRule("email", 20, 1)


def people(world: World) -> set[frozenset[str]]:
    found = world.rows("select list(value) from identifiers group by person_id")
    assert world.rows("select count(distinct person_id) from identifiers") == world.rows("select count(*) from people")
    return {frozenset(values) for (values,) in found}


def test_a_second_user_on_a_tablet_stays_somebody_else() -> None:
    with empty_world(rules=rules(ONE_USER)) as world:
        world.arrive(Happening([A, TABLET], traits={"city": "Nara"}))
        counts = world.arrive(Happening([B, TABLET], traits={"city": "Oita"}))
        assert counts["identity"] == {"touched": 2, "new_identifiers": 1, "links": 0, "merged": 0, "refused": 1}
        assert people(world) == {frozenset(["a", "tablet"]), frozenset(["b"])}
        assert find_person(world.con, "user_id:b").traits[0].value == "Oita"
        link = find_person(world.con, "anonymous_id:tablet").refused[0]
        assert {(end.type, end.value, end.person_id) for end in (link.a, link.b)} == {(*TABLET, 1), (*B, 3)}
        assert (link.reason, link.rule, link.held, link.source) == ("limit", "user_id", 2, "src_test")
        assert find_person(world.con, "user_id:b").refused == [link]


def test_what_is_refused_again_is_written_once() -> None:
    with empty_world(rules=rules(ONE_USER)) as world:
        world.arrive(Happening([A, TABLET]), Happening([B, TABLET]), Happening([B, TABLET]))
        assert world.arrive(Happening([B, TABLET]))["identity"]["refused"] == 1
        assert world.rows("select count(*) from refused_links") == [(1,)]


def test_the_stronger_identifier_keeps_the_event_and_what_else_it_names() -> None:
    """A form on somebody's tablet: the new address takes its phone number with it and leaves the tablet."""
    with empty_world(rules=rules(ONE_MAIL)) as world:
        world.arrive(Happening([TABLET, MAIL]))
        world.arrive(Happening([TABLET, OTHER, PHONE], traits={"city": "Oita"}))
        assert people(world) == {frozenset(["tablet", MAIL[1]]), frozenset([OTHER[1], PHONE[1]])}
        assert find_person(world.con, "phone:" + PHONE[1]).traits[0].value == "Oita"


def test_without_a_limit_an_event_belongs_to_what_it_names_first() -> None:
    with empty_world(rules=rules()) as world:
        world.arrive(Happening([TABLET, MAIL]))
        assert world.rows("select ident_key = md5_number('anonymous_id' || chr(31) || 'tablet') from events") == [
            (True,)
        ]


def test_a_merge_of_two_known_people_is_refused_whole() -> None:
    with empty_world(rules=rules(ONE_MAIL)) as world:
        world.arrive(Happening([A, MAIL]), Happening([B, OTHER]))
        world.arrive(Happening([A, B]))
        assert people(world) == {frozenset(["a", MAIL[1]]), frozenset(["b", OTHER[1]])}
        assert world.rows("select count(*) from merges") == [(0,)]


def test_too_much_from_before_the_rule_keeps_nothing_else_out() -> None:
    with empty_world() as world:
        world.arrive(Happening([A, MAIL]), Happening([A, OTHER]))
        limited = rules(ONE_MAIL)
        world.steps, world.rules = (IdentityStep(lambda _: limited), ProfileStep()), limited
        world.arrive(Happening([A, PHONE]), Happening([A, ("email", "c@example.com")]))
        assert people(world) == {frozenset(["a", MAIL[1], OTHER[1], PHONE[1]]), frozenset(["c@example.com"])}


def test_so_many_a_month() -> None:
    mails = [("email", f"m{place}@example.com") for place in range(5)]
    with empty_world(rules=rules(TypeRule("email", 20, 2, "month"))) as world:
        for place, mail in enumerate(mails):
            world.arrive(Happening([A, mail], at=days_ago(40) if place < 3 else NOON))
        assert people(world) == {
            frozenset(["a", *(mails[place][1] for place in (0, 1, 3, 4))]),
            frozenset([mails[2][1]]),
        }


def test_weeks_begin_on_monday_and_years_in_january() -> None:
    monday = NOON - timedelta(days=4)  # the 16th
    for per, first, second, joined in (
        ("week", monday, monday + timedelta(days=6), 1),
        ("week", monday - timedelta(days=1), monday, 2),
        ("year", days_ago(300), NOON, 1),
        ("year", days_ago(330), NOON, 2),
    ):
        with empty_world(rules=rules(TypeRule("email", 20, 1, per))) as world:  # type: ignore[arg-type]
            world.arrive(Happening([A, MAIL], at=first), Happening([A, OTHER], at=second))
            assert find_person(world.con, "user_id:a").identifier_count == 1 + joined, (per, first)


def test_a_blocked_value_joins_nobody_and_its_events_go_to_who_else_is_named() -> None:
    blocked = [Block("anonymous_id", "TABLET"), *BUILT_IN_BLOCKS]
    with empty_world(rules=rules(blocks=blocked)) as world:
        world.arrive(Happening([TABLET, MAIL], traits={"city": "Nara"}), Happening([TABLET, B]))
        world.arrive(Happening([TABLET]), Happening([C, ("email", "test@example.com")]))
        assert people(world) == {frozenset([each[1]]) for each in (TABLET, MAIL, B, C, ("", "test@example.com"))}
        assert find_person(world.con, "email:a@example.com").traits[0].value == "Nara"
        assert find_person(world.con, "anonymous_id:tablet").totals.events == 1
        assert world.rows("select reason, type, count(*) from refused_links group by all order by all") == [
            ("blocked", "anonymous_id", 2), ("blocked", "email", 1)
        ]  # fmt: skip


def test_a_star_stands_for_any_text_and_nothing_else_is_special() -> None:
    blocked = [Block("till", "shop_%*9"), Block("till", "a.c")]
    with empty_world(rules=rules(blocks=blocked)) as world:
        tills = ["shop_%1239", "SHOP_%9", "shopX%1239", "shop_12 9", "a.c", "abc"]
        for till in tills:
            world.arrive(Happening([("user_id", till), ("till", till)]))
        alone = {value for (value,) in world.rows("select value from identifiers where type = 'till' "
                 "and person_id not in (select person_id from identifiers where type = 'user_id')")}  # fmt: skip
        assert alone == {"shop_%1239", "SHOP_%9", "a.c"}


def test_what_fits_after_all_is_linked_and_no_longer_refused() -> None:
    with empty_world(rules=rules(ONE_USER)) as world:
        world.arrive(Happening([A, TABLET]), Happening([B, TABLET]))
        loose = rules()
        world.steps, world.rules = (IdentityStep(lambda _: loose), ProfileStep()), loose
        assert world.arrive(Happening([B, TABLET]))["identity"]["links"] == 1
        assert world.rows("select count(*) from refused_links") == [(0,)]
        assert len(people(world)) == 1


def test_somebody_may_put_back_what_a_rule_would_refuse() -> None:
    """Who takes a link back and puts it back decides; rules are for what nobody looked at."""
    with empty_world() as world:
        world.arrive(Happening([A, TABLET]), Happening([B, TABLET]))
        limited = rules(ONE_USER)
        world.steps, world.rules = (IdentityStep(lambda _: limited), ProfileStep()), limited
        from auftakt.people import retract_link

        retract_link(world.con, 2, NOON)
        assert redo_link(world.con, 2, NOON) == [1]


def test_a_crowd_on_one_till_costs_one_look_each() -> None:
    with empty_world(rules=rules(ONE_MAIL)) as world:
        crowd = [Happening([("email", f"m{place}@example.com"), ("till", "1")]) for place in range(5000)]
        assert world.arrive(*crowd)["identity"]["refused"] == 4999
        assert len(people(world)) == 5000
