"""What is sent, what is not, and why: the first reason that applies, in a fixed order."""

from dataclasses import replace
from datetime import timedelta

from journey_world import DAY, END, FREE, HOUR, NOW, journey, new_world, send, version_of, wait

from auftakt.journeys import Pressure, decisions_of, explain, reason_text
from auftakt.kit.ids import stable_id

ONE_MAIL = journey(send("s1", "end"), END)


def test_each_reason_not_to_send() -> None:
    ended = version_of(ONE_MAIL, journey_id="cmp_ended")
    doubtful = version_of(ONE_MAIL, journey_id="cmp_doubtful")
    silent = version_of(journey({"id": "s1", "kind": "send", "variants": ["v_ja"], "next": "end"}, END), "cmp_silent")
    with new_world(version_of(ONE_MAIL), ended, doubtful, silent) as world:
        world.approvals = {each.approval_id: each.hash for each in (world.versions[0], ended, silent)}
        world.suppressed = [("email", "P3@example.com ")]
        world.person(1)
        world.person(2, consent=False)
        world.person(3)
        world.person(4, email=None)
        world.person(5, consent=None)
        for person in range(1, 6):
            world.joins(person, NOW)
        for other in ("cmp_ended", "cmp_doubtful", "cmp_silent"):
            world.joins(1, NOW, other)
        world.versions[1] = replace(ended, starts_at=NOW - DAY)
        world.batch(NOW - HOUR)
        world.batch(NOW)
        found = world.rows("select journey_id, person_id, reason from sends where reason <> 'sent_ok' order by all")
        assert found == [
            ("cmp_a", 2, "no_consent"),
            ("cmp_a", 3, "suppressed"),
            ("cmp_a", 4, "no_address"),
            ("cmp_a", 5, "no_consent"),
            ("cmp_doubtful", 1, "not_approved"),
            ("cmp_silent", 1, "no_variant"),
        ]
        assert world.rows("select count(*) from positions") == [(0,)], "after a no people go on"


def test_nothing_is_sent_after_the_end() -> None:
    with new_world(version_of(journey(wait("w", "s1", days=2), *ONE_MAIL["steps"]), ends_at=NOW + DAY)) as world:
        for person in (1, 2):
            world.person(person)
        world.joins(1, NOW)
        world.batch(NOW)
        world.joins(2, NOW + DAY)
        world.batch(NOW + 2 * DAY)
        assert world.sent() == [(1, "s1", "campaign_ended")]


def test_a_snapshot_that_was_tampered_with_is_not_approved() -> None:
    version = version_of(ONE_MAIL)
    with new_world(replace(version, snapshot={**version.snapshot, "holdout": 0.01})) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        assert world.sent() == [(1, "s1", "not_approved")]


def test_the_id_of_a_send_does_not_know_the_version_so_nothing_goes_out_twice() -> None:
    loop = journey(
        send("s1", "w"), wait("w", "s1", days=1), END,
    )  # fmt: skip
    with new_world(version_of(loop)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        world.batch(NOW + DAY)
        assert world.sent() == [(1, "s1", "sent_ok"), (1, "s1", "already_sent")]
        assert world.rows("select distinct send_id from sends") == [(stable_id("snd", "cmp_a", "s1", 1, ""),)]


def test_a_variant_in_the_persons_language_else_in_the_hubs() -> None:
    with new_world(version_of(ONE_MAIL)) as world:
        for person, language in ((1, "ja-JP"), (2, "en"), (3, "fr"), (4, None)):
            world.person(person, language=language)
            world.joins(person, NOW)
        world.batch(NOW)
        assert world.rows("select person_id, variant_id, language, address from sends order by all") == [
            (1, "v_ja", "ja", "p1@example.com"),
            (2, "v_en", "en", "p2@example.com"),
            (3, "v_en", "en", "p3@example.com"),
            (4, "v_en", "en", "p4@example.com"),
        ]


def test_quiet_hours_hold_and_tell_it_once() -> None:
    tokyo = Pressure(max_per_week=9, quiet_from=21, quiet_until=8, timezone="Asia/Tokyo")
    night = NOW.replace(hour=13)
    with new_world(version_of(ONE_MAIL), pressure=tokyo) as world:
        world.person(1)
        world.joins(1, night)
        world.batch(night)
        assert world.rows("select due_at from positions") == [(night.replace(hour=23, tzinfo=None),)]
        world.batch(night + HOUR)
        world.batch(night + DAY)
        assert world.sent() == [(1, "s1", "quiet_hours")]
        world.batch(night.replace(hour=23) + DAY)
        assert world.sent() == [(1, "s1", "quiet_hours"), (1, "s1", "sent_ok")]
        assert [reason for _, _, reason, _ in world.moves(1)] == ["entered", "quiet_hours", "sent_ok", "finished"]


def test_the_night_ends_in_the_hubs_own_zone() -> None:
    pressure = Pressure(quiet_from=21, quiet_until=8, timezone="Asia/Tokyo")
    assert pressure.held_until(NOW) is None
    assert pressure.held_until(NOW.replace(hour=12)) == NOW.replace(hour=23)
    assert pressure.held_until(NOW.replace(hour=22, minute=59)) == NOW.replace(hour=23)
    assert FREE.held_until(NOW.replace(hour=3)) is None
    day = Pressure(quiet_from=9, quiet_until=17, timezone="UTC")
    assert day.held_until(NOW.replace(hour=10)) == NOW.replace(hour=17)
    assert day.held_until(NOW.replace(hour=18)) is None


def test_the_cap_counts_all_campaigns_over_seven_days() -> None:
    versions = [version_of(ONE_MAIL, journey_id=f"cmp_{name}") for name in "abcd"]
    with new_world(*versions, pressure=replace(FREE, max_per_week=2)) as world:
        world.person(1)
        for name in "abc":
            world.joins(1, NOW, f"cmp_{name}")
        world.batch(NOW)
        assert world.rows("select journey_id, reason from sends order by all") == [
            ("cmp_a", "sent_ok"),
            ("cmp_b", "sent_ok"),
            ("cmp_c", "cap"),
        ]
        world.joins(1, NOW + timedelta(days=7), "cmp_d")
        world.batch(NOW + timedelta(days=7))
        assert world.rows("select reason from sends where journey_id = 'cmp_d'") == [("sent_ok",)]


def test_every_decision_can_be_explained_also_after_a_merge() -> None:
    with new_world(version_of(ONE_MAIL)) as world:
        for person in (1, 2):
            world.person(person, consent=person == 1)
            world.joins(person, NOW)
        world.batch(NOW)
        world.batch(NOW + HOUR, merged=[(1, 2)])
        found = decisions_of(world.con, person_id=2, language="ja")
        assert sorted((each.person_id, each.reason, each.reason_text) for each in found) == [
            (1, "sent_ok", "配信しました"),
            (2, "no_consent", "このチャネルの同意がありません"),
        ]
        first = decisions_of(world.con, campaign_id="cmp_a", limit=1)
        rest = decisions_of(world.con, campaign_id="cmp_a", after=(first[0].decided_at, first[0].send_id))
        assert {each.send_id for each in first + rest} == {each.send_id for each in found}
        told = explain(world.con, 2, "cmp_a")
        assert (told.arm, told.membership is not None, len(told.decisions)) == ("treated", True, 2)
        assert [move.reason for move in told.transitions if move.detail != "1"].count("finished") == 2
        assert reason_text("never heard of", "en") == "never heard of"
