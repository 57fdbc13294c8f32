"""How people move: each step, the ways in and out, and every move with its reason."""

from dataclasses import replace

from journey_world import DAY, END, HOUR, NOW, Happened, journey, new_world, send, version_of, wait

from auftakt.journeys import journey_counts
from auftakt.kit.hashing import bucket

TWO_MAILS = journey(send("s1", "w1"), wait("w1", "s2", days=3), send("s2", "end"), END)
PATIENT = journey(
    {"id": "w", "kind": "wait_until", "event": "Clicked", "days": 2, "then": "s1", "otherwise": "end"},
    send("s1", "end"),
    END,
)


def test_a_person_walks_the_path_with_a_reason_for_each_move() -> None:
    with new_world(version_of(TWO_MAILS)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        assert world.batch(NOW + 2 * DAY)["moved"] == 0
        world.batch(NOW + 3 * DAY)
        assert world.moves(1) == [
            (None, "s1", "entered", "treated"),
            ("s1", "w1", "sent_ok", None),
            ("w1", "s2", "waited", None),
            ("s2", "end", "sent_ok", None),
            ("end", None, "finished", None),
        ]
        assert world.rows("select * from positions") == []


def test_a_late_batch_does_not_stretch_the_wait_but_never_sends_in_a_heap() -> None:
    path = journey(wait("w1", "w2", days=1), wait("w2", "s1", hours=12), send("s1", "w3"), wait("w3", "s2", days=3),
                   send("s2", "end"), END)  # fmt: skip
    with new_world(version_of(path)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        world.batch(NOW + 1.75 * DAY)
        assert world.rows("select step_id, due_at from positions") == [("w3", (NOW + 4.5 * DAY).replace(tzinfo=None))]
        world.batch(NOW + 30 * DAY)
        assert [reason for _, _, reason in world.sent()] == ["sent_ok", "sent_ok"]
    with new_world(version_of(path)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        world.batch(NOW + 30 * DAY)
        assert [step for _, step, _ in world.sent()] == ["s1"], (
            "after an outage the path goes on from a day ago at most"
        )
        assert world.rows("select due_at from positions") == [((NOW + 32.5 * DAY).replace(tzinfo=None),)]


def test_an_awaited_event_wakes_and_a_timeout_goes_the_other_way() -> None:
    with new_world(version_of(PATIENT)) as world:
        for person in (1, 2, 3):
            world.person(person)
            world.joins(person, NOW)
        world.batch(NOW)
        world.batch(NOW + HOUR, Happened(1, "Clicked", NOW + HOUR), Happened(2, "Clicked", NOW - HOUR))
        assert world.moves(1)[1:] == [
            ("w", "s1", "event", None),
            ("s1", "end", "sent_ok", None),
            ("end", None, "finished", None),
        ]
        world.batch(NOW + 2 * DAY)
        assert world.moves(2)[1:] == [("w", "end", "timeout", None), ("end", None, "finished", None)]


def test_a_click_in_another_campaigns_mail_wakes_nobody() -> None:
    path = journey({**PATIENT["steps"][0], "event": "Email Link Clicked"}, *PATIENT["steps"][1:])
    with new_world(version_of(path)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        world.batch(NOW + HOUR, Happened(1, "Email Link Clicked", NOW + HOUR, campaign_id="cmp_other"))
        assert world.sent() == []
        world.batch(NOW + HOUR, Happened(1, "Email Link Clicked", NOW + HOUR, campaign_id="cmp_a"))
        assert world.sent() == [(1, "s1", "sent_ok")]


def test_an_exit_is_an_interrupt_wherever_somebody_is() -> None:
    exits = [
        {"kind": "event", "name": "Order Completed", "where": [{"property": "total", "op": "at_least", "value": 10}]},
        {"kind": "left_audience"},
    ]
    with new_world(version_of({**TWO_MAILS, "exit": exits})) as world:
        for person in (1, 2, 3):
            world.person(person)
            world.joins(person, NOW)
        world.batch(NOW)
        world.batch(
            NOW + HOUR,
            Happened(1, "Order Completed", NOW + HOUR, {"total": 12}),
            Happened(2, "Order Completed", NOW + HOUR, {"total": 9}),
        )
        world.leaves(3, NOW + 2 * HOUR)
        world.batch(NOW + 2 * HOUR)
        assert world.moves(1)[-1] == ("w1", None, "exit_event", "Order Completed")
        assert world.moves(3)[-1] == ("w1", None, "left_audience", None)
        assert world.rows("select person_id from positions") == [(2,)]


def test_a_rule_and_a_salted_split_part_people() -> None:
    path = journey(
        {"id": "b", "kind": "branch", "rule": {"kind": "trait", "name": "language", "op": "is", "value": "ja"},
         "then": "p", "otherwise": "end"},
        {"id": "p", "kind": "split",
         "arms": [{"name": "a", "share": 0.5, "next": "w"}, {"name": "b", "share": 0.5, "next": "end"}]},
        wait("w", "end", days=1),
        END,
    )  # fmt: skip
    with new_world(version_of(path)) as world:
        for person in range(40):
            world.person(person, language="ja" if person < 20 else "en")
            world.joins(person, NOW)
        world.batch(NOW)
        waiting = [person for (person,) in world.rows("select person_id from positions order by all")]
        assert waiting == [person for person in range(20) if bucket("cmp_a:p", person) < 0.5]
        assert world.moves(30)[1] == ("b", "end", "rule_no", None)


def test_the_holdout_is_decided_once_and_leaves_nothing_to_send() -> None:
    with new_world(version_of(TWO_MAILS, holdout=0.3)) as world:
        for person in range(50):
            world.person(person)
            world.joins(person, NOW)
        world.batch(NOW)
        held = {person for person in range(50) if bucket("cmp_a", person) < 0.3}
        assert {row[0] for row in world.rows("select person_id from assignments where arm = 'holdout'")} == held
        assert {person for person, _, _ in world.sent()} == set(range(50)) - held
        counts = journey_counts(world.con, "cmp_a", world.versions[0].definition)
        assert (counts.entered, counts.holdout, counts.in_flight) == (50 - len(held), len(held), 50 - len(held))
        world.versions = [
            replace(world.versions[0], state="draining"),
            version_of(TWO_MAILS, version=2, holdout=0.9),
        ]
        world.batch(NOW + DAY)
        assert len(world.rows("select * from assignments")) == 50


def test_a_share_can_be_held_back_at_a_step() -> None:
    path = journey({"id": "h", "kind": "holdout", "share": 0.5, "next": "w"}, wait("w", "end", days=1), END)
    with new_world(version_of(path)) as world:
        for person in range(20):
            world.person(person)
            world.joins(person, NOW)
        world.batch(NOW)
        gone = {row[0] for row in world.rows("select person_id from transitions where reason = 'holdout'")}
        assert gone == {person for person in range(20) if bucket("cmp_a:h", person) < 0.5}


def test_an_event_lets_members_in_by_cart_and_never_the_same_cart_twice() -> None:
    path = journey(wait("w", "end", days=1), END, entry={"kind": "event", "event": "Cart Viewed", "key": "cart"})
    with new_world(version_of(path)) as world:
        for person in (1, 2):
            world.person(person)
        world.joins(1, NOW)
        carts = [Happened(1, "Cart Viewed", NOW, {"cart": cart}) for cart in ("c1", "c1", "c2")]
        world.batch(NOW, *carts, Happened(2, "Cart Viewed", NOW, {"cart": "c3"}))
        world.batch(NOW + 2 * DAY)
        world.batch(NOW + 3 * DAY, Happened(1, "Cart Viewed", NOW + 3 * DAY, {"cart": "c1"}))
        assert world.rows("select person_id, entry_key from entries order by all") == [(1, "c1"), (1, "c2")]


def test_what_a_bot_did_starts_wakes_and_ends_nothing() -> None:
    path = journey(
        {**PATIENT["steps"][0], "where": [{"property": "page", "op": "is", "value": "top"}]}, *PATIENT["steps"][1:],
        entry={"kind": "event", "event": "Visited"}, exit=[{"kind": "event", "name": "Order Completed"}],
    )  # fmt: skip
    with new_world(version_of(path)) as world:
        for person in (1, 2):
            world.person(person)
            world.joins(person, NOW)
        world.batch(NOW, Happened(1, "Visited", NOW, bot=True), Happened(2, "Visited", NOW, bot=False))
        assert world.rows("select person_id from positions") == [(2,)]
        later = NOW + HOUR
        clicked = Happened(2, "Clicked", later, {"page": "top"}, bot=True)
        world.batch(later, clicked, Happened(2, "Order Completed", later, bot=True))
        assert world.rows("select step_id from positions") == [("w",)]
        world.batch(later, Happened(2, "Clicked", later, {"page": "top"}))
        assert [step for _, step, _ in world.sent()] == ["s1"], "the same by a person counts"


def test_re_entry_follows_its_rule() -> None:
    def entries(reentry: str) -> int:
        path = journey(wait("w", "end", days=1), END, entry={"kind": "event", "event": "Visited"}, reentry=reentry)
        with new_world(version_of(path)) as world:
            world.person(1)
            world.joins(1, NOW)
            for hours in (0, 1, 30):
                world.batch(NOW + hours * HOUR, Happened(1, "Visited", NOW + hours * HOUR))
            return len(world.rows("select * from entries"))

    assert {rule: entries(rule) for rule in ("never", "after_exit", "always")} == {
        "never": 1,
        "after_exit": 2,
        "always": 3,
    }


def test_an_order_in_the_same_batch_as_its_cart_ends_the_reminder() -> None:
    path = journey(
        wait("w", "s1", hours=1), send("s1", "end"), END,
        entry={"kind": "event", "event": "Cart Viewed"}, exit=[{"kind": "event", "name": "Order Completed"}],
    )  # fmt: skip
    with new_world(version_of(path)) as world:
        world.person(1)
        world.joins(1, NOW)
        world.batch(
            NOW + HOUR, Happened(1, "Cart Viewed", NOW + HOUR / 4), Happened(1, "Order Completed", NOW + HOUR / 2)
        )
        world.batch(NOW + DAY)
        assert world.sent() == []
        assert world.moves(1)[-1] == ("w", None, "exit_event", "Order Completed")


def test_a_new_version_drains_the_old_and_a_stopped_one_lets_everybody_out() -> None:
    with new_world(version_of(TWO_MAILS)) as world:
        for person in (1, 2):
            world.person(person)
        world.joins(1, NOW)
        world.batch(NOW)
        old = replace(world.versions[0], state="draining")
        world.versions = [old, version_of(journey(wait("x", "end", days=9), END), version=2)]
        world.joins(2, NOW + DAY)
        world.batch(NOW + DAY)
        world.batch(NOW + 3 * DAY)
        assert world.moves(1)[-1] == ("end", None, "finished", None)
        assert world.rows("select person_id, version, step_id from positions") == [(2, 2, "x")]
        world.versions = [replace(version, state="stopped") for version in world.versions]
        world.batch(NOW + 4 * DAY)
        assert world.moves(2)[-1] == ("x", None, "stopped", None)


def test_a_paused_journey_stands_still_and_wakes_nobody() -> None:
    with new_world(version_of(TWO_MAILS)) as world:
        for person in (1, 2):
            world.person(person)
        world.joins(1, NOW)
        world.batch(NOW)
        world.versions = [replace(world.versions[0], paused=True)]
        world.joins(2, NOW + DAY)
        world.batch(NOW + 3 * DAY)
        assert world.step.next_due(world.con, NOW + 3 * DAY) is None
        assert world.moves(2) == []
        world.versions = [replace(world.versions[0], paused=False)]
        world.batch(NOW + 4 * DAY)
        assert (world.moves(1)[-1][2], world.moves(2)[0][2]) == ("finished", "entered")


def test_merged_people_go_on_as_one() -> None:
    with new_world(version_of(TWO_MAILS)) as world:
        for person in (1, 2, 3):
            world.person(person)
        world.joins(1, NOW)
        world.joins(2, NOW)
        world.batch(NOW)
        world.batch(NOW + HOUR, merged=[(2, 1)])
        assert world.moves(2)[-1] == ("w1", None, "merged", "1")
        world.batch(NOW + 2 * HOUR, merged=[(1, 3)])
        assert world.rows("select person_id, step_id from positions") == [(3, "w1")]
        world.batch(NOW + 3 * DAY)
        assert world.rows("select person_id, step_id from sends where decided_at > $$2026-11-23$$") == [(3, "s2")]
        assert world.rows("select person_id, arm from assignments") == [(3, "treated")]
        counts = journey_counts(world.con, "cmp_a", world.versions[0].definition)
        assert (counts.entered, counts.in_flight, counts.finished) == (2, 0, 2)


def test_imported_experiments_tell_the_arm() -> None:
    with new_world() as world:
        world.person(1)
        assigned = [
            Happened(1, "Campaign Assigned", NOW, {"arm": arm}, campaign_id="cmp_old") for arm in ("Mens", "No")
        ]
        world.batch(NOW, assigned[0])
        world.batch(NOW, assigned[1])
        assert world.rows("select campaign_id, person_id, arm from assignments") == [("cmp_old", 1, "Mens")]


def test_the_next_due_moment_wakes_the_runner() -> None:
    later = version_of(TWO_MAILS, journey_id="cmp_b", starts_at=NOW + 2 * DAY)
    with new_world(version_of(TWO_MAILS), later) as world:
        assert world.step.next_due(world.con, NOW) is None
        world.person(1)
        world.joins(1, NOW)
        world.batch(NOW)
        assert world.step.next_due(world.con, NOW) == NOW + 2 * DAY
        world.batch(NOW + 2 * DAY)
        assert world.step.next_due(world.con, NOW + 2 * DAY) == NOW + 3 * DAY
