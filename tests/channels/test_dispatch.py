"""From a reserved send to the mailbox and back into the log, with kills at each border."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from channels.fake_smtp import Do, FakeServer, in_thread

from auftakt.channels import (
    Dispatcher,
    DueDelivery,
    HandOverStep,
    Links,
    Mail,
    MailboxServer,
    MailStore,
    Outbox,
    Sender,
    Server,
    Timeouts,
    deliveries_of,
    delivery_counts,
    recover,
    suppress,
    suppressed_addresses,
)
from auftakt.channels.ledger import claim, due
from auftakt.channels.outcomes import log_outcomes
from auftakt.jobs import Batch
from auftakt.kit.clock import FixedClock, naive
from auftakt.kit.errors import AuftaktError, InvalidInput
from auftakt.store.control import Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LINKS = Links(b"s" * 32, "https://hub.example.com")
QUICK = Timeouts(connect=1.0, reply=1.0, accept=1.0)


class PlainRenderer:
    """Greets by address; refuses people that a test names."""

    def __init__(self, refused: Sequence[str] = ()) -> None:
        self.refused = refused

    def render(self, deliveries: Sequence[DueDelivery]) -> Mapping[str, Mail | AuftaktError]:
        return {each.send_id: self._mail(each) for each in deliveries}

    def _mail(self, delivery: DueDelivery) -> Mail | AuftaktError:
        if delivery.send_id in self.refused:
            return InvalidInput("the name is missing")
        return Mail(
            Sender("hub@example.com", "見本商店"), "お知らせ", f"<p>{delivery.address} 様</p>", f"{delivery.address} 様"
        )


@pytest.fixture
def mailbox(tmp_path: Path, clock: FixedClock) -> Iterator[tuple[MailboxServer, MailStore]]:
    store = MailStore.open(tmp_path / "mailbox.db")
    server = MailboxServer(store, clock, port=0)
    server.start()
    yield server, store
    server.stop()
    store.close()


@pytest.fixture
def reserve(plane: Plane) -> Callable[..., list[str]]:
    """Writes sends as the journeys do, one a person."""

    def write(count: int, decided_at: datetime = NOW, decision: str = "reserved", start: int = 0) -> list[str]:
        send_ids = [f"snd_{start + number:06d}" for number in range(count)]
        with plane.writer() as con:
            con.execute(
                "insert into sends (send_id, campaign_id, journey_id, version, step_id, person_id, channel, variant_id,"
                " language, address, decision, reason, decided_at, approval_id)"
                " select 'snd_' || lpad((range + $start)::varchar, 6, '0'), 'cmp_1', 'jrn_1', 1, 's1', range + $start,"
                " 'email', 'v_ja', 'ja', 'p' || (range + $start) || '@example.com', $decision, 'sent_ok', $at, 'apr_1'"
                " from range($count)",
                {"count": count, "start": start, "decision": decision, "at": naive(decided_at)},
            )
        return send_ids

    return write


def commit(control: Control, plane: Plane, now: datetime = NOW) -> None:
    with plane.reader() as con:
        batch = Batch(con, now, control)
    HandOverStep(plane).committed(batch)


def outbox(control: Control, log: Log, clock: FixedClock, renderer: PlainRenderer | None = None) -> Outbox:
    return Outbox(control, log, clock, renderer or PlainRenderer(), LINKS)


def counts(control: Control) -> dict[str, int]:
    with control.reading() as session:
        return {state: count for state, count in delivery_counts(session).items() if count}


def events(log: Log) -> list[dict[str, object]]:
    log.seal()
    return [json.loads(line) for segment in log.segments() for line in segment.path.read_bytes().splitlines()]


def server_of(mailbox: tuple[MailboxServer, MailStore]) -> Server:
    host, port = mailbox[0].address
    return Server(host, port, timeouts=QUICK)


def dispatch(box: Outbox, server: Server) -> Dispatcher:
    """Starts, drains, stops; gives the dispatcher for its last word on health."""
    dispatcher = Dispatcher(box, server)
    dispatcher.start()
    try:
        dispatcher.drain(8)
    finally:
        health = dispatcher.health
        dispatcher.stop()
    assert health.state in ("ok", "away")
    return dispatcher


def test_every_reserved_send_arrives_once_and_is_told_once(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    send_ids = reserve(300)
    reserve(20, decision="not_sent", start=1000)
    commit(control, plane)
    commit(control, plane)
    dispatch(outbox(control, log, clock), server_of(mailbox))
    assert sorted(mailbox[1].send_ids()) == send_ids
    assert counts(control) == {"accepted": 300}
    told = events(log)
    assert sorted(str(event["i"]) for event in told) == [f"{send_id}:sent" for send_id in send_ids]
    first = next(event for event in told if event["i"] == "snd_000000:sent")
    assert first == {
        "o": first["o"],
        "r": "2026-11-22T00:00:00.000000Z",
        "s": "auftakt",
        "k": "e",
        "i": "snd_000000:sent",
        "t": "track",
        "n": "Email Sent",
        "at": "2026-11-22T00:00:00.000000Z",
        "ids": [["email", "p0@example.com"]],
        "p": {
            "send_id": "snd_000000",
            "campaign_id": "cmp_1",
            "channel": "email",
            "variant_id": "v_ja",
            "answer": "250 2.0.0 kept",
            "reason": "accepted",
            "attempts": 1,
        },
    }


def test_one_mail_that_cannot_be_made_is_told_and_the_rest_goes_out(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    reserve(5)
    commit(control, plane)
    dispatch(outbox(control, log, clock, PlainRenderer(["snd_000002"])), server_of(mailbox))
    assert mailbox[1].send_ids().count("snd_000002") == 0
    assert counts(control) == {"accepted": 4, "rejected": 1}
    with control.reading() as session:
        view = deliveries_of(session, ["snd_000002"])["snd_000002"]
    assert view.answer_text("en") == (
        "The mail could not be made for this person. (the name is missing)"
        " Correct the content and have it approved again."
    )


def test_a_kill_between_commit_and_ledger_loses_nothing(
    control: Control, plane: Plane, reserve: Callable[..., list[str]]
) -> None:
    reserve(10)
    commit(control, plane)
    reserve(10, NOW + timedelta(minutes=1), start=10)  # committed, then killed
    reserve(10, NOW - timedelta(days=1), start=20)  # and some with a clock that was turned back
    assert recover(control, plane, NOW + timedelta(minutes=2)) == (20, 0)
    assert counts(control) == {"reserved": 30}
    assert recover(control, plane, NOW + timedelta(minutes=2)) == (0, 0)


def test_a_kill_between_handing_over_and_the_answer_is_unknown_and_never_sent_again(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    reserve(10)
    commit(control, plane)
    with control.session() as session:
        ready = due(session, 4, NOW)
        assert claim(session, [each.send_id for each in ready], NOW) == {f"snd_{n:06d}" for n in range(4)}
    assert recover(control, plane, NOW) == (0, 4)
    dispatch(outbox(control, log, clock), server_of(mailbox))
    clock.advance(timedelta(days=7))
    dispatch(outbox(control, log, clock), server_of(mailbox))
    assert counts(control) == {"accepted": 6, "unknown": 4}
    assert sorted(mailbox[1].send_ids()) == [f"snd_{n:06d}" for n in range(4, 10)]


def test_a_kill_between_answer_and_log_tells_it_once(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    reserve(3)
    commit(control, plane)
    full = Log.open(log.folder.parent / "full")
    full.close()  # appending fails from now on, as on a full disk
    box = outbox(control, full, clock)
    letters = box.claim(box.letters(10))
    from auftakt.channels.replies import Answer

    with pytest.raises(AuftaktError):
        box.settle({letter.send_id: Answer("accepted", "accepted", "250 ok") for letter in letters})
    assert counts(control) == {"accepted": 3}
    assert log_outcomes(control, log, NOW) == 3
    assert log_outcomes(control, log, NOW) == 0
    assert sorted(str(event["i"]) for event in events(log)) == [f"snd_{n:06d}:sent" for n in range(3)]


def test_an_address_suppressed_after_the_decision_gets_nothing(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    reserve(3)
    commit(control, plane)
    box = outbox(control, log, clock)
    letters = box.letters(10)
    with control.session() as session:
        suppress(session, "email", "P1@example.com", "unsubscribed", NOW)
    assert [letter.recipient for letter in box.claim(letters)] == ["p0@example.com", "p2@example.com"]
    assert recover(control, plane, NOW) == (0, 2)
    dispatch(box, server_of(mailbox))
    assert counts(control) == {"rejected": 1, "unknown": 2}
    assert mailbox[1].count() == 0


def test_while_the_server_is_away_everything_waits_and_health_tells_and_then_goes_on(
    control: Control,
    plane: Plane,
    log: Log,
    clock: FixedClock,
    mailbox: tuple[MailboxServer, MailStore],
    reserve: Callable[..., list[str]],
) -> None:
    reserve(200)
    commit(control, plane)
    box = outbox(control, log, clock)
    nobody = Server("127.0.0.1", 1, timeouts=QUICK)
    for _ in range(8):
        dispatcher = Dispatcher(box, nobody)
        dispatcher.start()
        dispatcher.drain(8)
        health = dispatcher.health
        dispatcher.stop()
        assert (health.state, health.detail) == ("away", "127.0.0.1:1: Connect call failed ('127.0.0.1', 1)")
        assert health.next_action is not None
        assert "smtp.host" in health.next_action.en
        assert counts(control) == {"deferred": 200}
        clock.advance(timedelta(minutes=20))
    dispatch(box, server_of(mailbox))
    assert counts(control) == {"accepted": 200}
    assert {event["n"] for event in events(log)} == {"Email Sent"}
    with control.reading() as session:
        assert {view.attempts for view in deliveries_of(session, [f"snd_{n:06d}" for n in range(200)]).values()} == {1}


def test_deferred_mails_are_tried_again_later_each_time_and_given_up_after_six(
    control: Control, plane: Plane, log: Log, clock: FixedClock, reserve: Callable[..., list[str]]
) -> None:
    from auftakt.channels.replies import Answer

    reserve(1)
    commit(control, plane)
    box = outbox(control, log, clock)
    pauses = []
    for _ in range(6):
        letters = box.claim(box.letters(10))
        assert len(letters) == 1
        box.settle({letters[0].send_id: Answer("deferred", "try_later", "450 greylisted")})
        due_at = box.next_due()
        if due_at is not None:
            pauses.append((due_at - clock.now()) / timedelta(minutes=1))
            clock.set(due_at - timedelta(seconds=1))
            assert box.letters(10) == []
            clock.set(due_at)
    assert pauses == [1, 5, 15, 60, 60]
    assert counts(control) == {"rejected": 1}
    assert [(event["n"], event["i"]) for event in events(log)] == [
        *(("Email Deferred", f"snd_000000:deferred:{n}") for n in range(1, 6)),
        ("Email Rejected", "snd_000000:rejected"),
    ]


def test_an_unfriendly_server_gets_everybody_their_mail_once_or_says_by_name_who_not(
    control: Control, plane: Plane, log: Log, clock: FixedClock, reserve: Callable[..., list[str]]
) -> None:
    def script(stage: str, argument: str, nth: int) -> str | Do | None:
        number = int(argument[1:].partition("@")[0]) if argument.startswith("p") else -1
        if stage == "rcpt" and number % 10 == 1 and nth == 1:
            return "451 4.7.1 greylisted"
        if stage == "rcpt" and number == 12:
            return "550 5.1.1 no such user"
        if stage == "end" and number == 23:
            return Do(hang_up=True)
        if stage == "mail" and nth % 17 == 0:
            return Do("421 4.7.0 enough for now", hang_up=True)
        return None

    send_ids = reserve(60)
    commit(control, plane)
    box = outbox(control, log, clock)
    with in_thread(FakeServer(script)) as fake:
        for _ in range(6):
            dispatch(box, Server("127.0.0.1", fake.port, timeouts=QUICK))
            clock.advance(timedelta(hours=1))
    assert counts(control) == {"accepted": 58, "rejected": 1, "unknown": 1}
    received = sorted(recipient for _, recipient, _ in fake.mails)
    assert received == sorted(f"p{n}@example.com" for n in range(60) if n not in (12, 23))
    with control.reading() as session:
        views = deliveries_of(session, send_ids)
        assert suppressed_addresses(session) == [("email", "p12@example.com")]
    assert {view.send_id: view.answer_code for view in views.values() if view.state != "accepted"} == {
        "snd_000012": "no_mailbox",
        "snd_000023": "no_answer",
    }
    told = [(event["n"], event["i"]) for event in events(log)]
    assert len(set(told)) == len(told)
    assert ("Email Bounced", "snd_000012:bounced") in told
    assert ("Email Unknown", "snd_000023:unknown") in told
    assert sum(name == "Email Sent" for name, _ in told) == 58
