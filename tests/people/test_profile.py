"""Traits, consents, and when people were seen."""

from happenings import Happening, days_ago, empty_world

MAIL = [("email", "a@example.com")]
TRAITS = "select name, text, number from traits where text is not null order by name"
CONSENTS = "select channel, purpose, granted, evidence from consents order by all"


def test_the_latest_report_of_a_trait_stands_whatever_came_in_first() -> None:
    with empty_world() as world:
        world.arrive(Happening(MAIL, at=days_ago(1), traits={"city": "Osaka", "age": 41}))
        world.arrive(Happening(MAIL, at=days_ago(5), traits={"city": "Kyoto", "shoe": "26.5"}))
        assert world.rows(TRAITS) == [("age", "41", 41.0), ("city", "Osaka", None), ("shoe", "26.5", 26.5)]


def test_null_takes_a_trait_away_and_an_older_report_does_not_bring_it_back() -> None:
    with empty_world() as world:
        world.arrive(Happening(MAIL, at=days_ago(3), traits={"city": "Osaka"}))
        world.arrive(Happening(MAIL, at=days_ago(1), traits={"city": None}))
        world.arrive(Happening(MAIL, at=days_ago(2), traits={"city": "Kyoto"}))
        assert world.rows(TRAITS) == []


def test_values_keep_their_text_and_addresses_can_be_asked_for_by_part() -> None:
    with empty_world() as world:
        traits = {
            "address": {"city": "渋谷区", "postal/code": "150-0002"},
            "tags": ["a", "b"],
            "vip": True,
            "motto": "NaN",
            'odd "key"/~': "kept",
        }
        world.arrive(Happening(MAIL, traits=traits))
        assert world.rows(TRAITS) == [
            ("address", '{"city":"渋谷区","postal/code":"150-0002"}', None),
            ("address.city", "渋谷区", None),
            ("address.postal/code", "150-0002", None),
            ("motto", "NaN", None),
            ('odd "key"/~', "kept", None),
            ("tags", '["a","b"]', None),
            ("vip", "true", None),
        ]


def test_consent_comes_from_three_kinds_of_events() -> None:
    with empty_world() as world:
        proof = {"form": "newsletter", "text": "v3"}
        world.arrive(
            Happening(
                MAIL, at=days_ago(3), traits={"consent": {"email": True, "sms": {"granted": False, "evidence": proof}}}
            ),
            Happening(
                MAIL,
                name="Consent Updated",
                at=days_ago(2),
                properties={"channel": "Push", "purpose": "service", "granted": True, "evidence": proof},
            ),
            Happening(MAIL, name="Consent Updated", properties={"channel": "line"}),
        )
        world.arrive(
            Happening(MAIL, name="Unsubscribed", at=days_ago(1), properties={"channel": "email"}, message_id="off")
        )
        kept = '{"form":"newsletter","text":"v3"}'
        assert [(*row[:3], row[3].replace(": ", ":").replace(", ", ",")) for row in world.rows(CONSENTS)] == [
            ("email", "marketing", False, '{"event":"Unsubscribed","message_id":"off"}'),
            ("push", "service", True, kept),
            ("sms", "marketing", False, kept),
        ]


def test_a_yes_that_is_older_than_the_no_does_not_count() -> None:
    with empty_world() as world:
        world.arrive(Happening(MAIL, name="Unsubscribed", at=days_ago(1), properties={"channel": "email"}))
        world.arrive(Happening(MAIL, at=days_ago(2), traits={"consent": {"email": True}}))
        assert world.rows("select granted from consents") == [(False,)]


def test_of_a_yes_and_a_no_in_one_event_the_no_counts() -> None:
    with empty_world() as world:
        properties = {"channel": "email", "granted": True}
        world.arrive(
            Happening(MAIL, name="Consent Updated", properties=properties, traits={"consent": {"email": False}})
        )
        assert world.rows("select granted from consents") == [(False,)]


def test_traits_that_are_no_object_are_left_alone() -> None:
    with empty_world() as world:
        world.arrive(Happening(MAIL, traits=["not", "an object"]))  # type: ignore[arg-type]
        world.arrive(Happening(MAIL, traits={"consent": "yes", "city": "Nara"}))
        assert world.rows(TRAITS) == [("city", "Nara", None)]
        assert world.rows(CONSENTS) == []


def test_a_late_event_makes_a_person_older_not_younger() -> None:
    with empty_world() as world:
        world.arrive(Happening(MAIL, at=days_ago(1)))
        world.arrive(Happening(MAIL, at=days_ago(9)))
        span = world.rows("select first_seen, last_seen from people")[0]
        assert span == (days_ago(9).replace(tzinfo=None), days_ago(1).replace(tzinfo=None))
