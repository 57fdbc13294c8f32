"""What a mail server may do to a letter, stage by stage, and what the answer says about it."""

import asyncio
import ssl
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from channels.fake_smtp import Do, FakeServer, Script

from auftakt.channels.carrier import Carrier
from auftakt.channels.mime import Letter, Mail, Sender
from auftakt.channels.replies import Answer
from auftakt.channels.server import Server, ServerAway, Timeouts
from auftakt.channels.smtp import LineTired, SmtpConnection

QUICK = Timeouts(connect=1.0, reply=0.4, accept=0.4)
SENDER = Sender("hub@example.com", "Sample Shop")
Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(work)


def letter(recipient: str = "a@example.com", send_id: str = "", html: str = "<p>Hello</p>") -> Letter:
    mail = Mail(SENDER, "Hello", html, "Hello")
    return Letter(
        send_id or f"snd_{recipient.partition('@')[0]}",
        recipient,
        mail,
        "https://hub.example.com/u/token",
        datetime(2026, 11, 22, tzinfo=UTC),
    )


async def send(fake: FakeServer, *letters: Letter, lines: int = 1, **server: Any) -> dict[str, Answer]:
    """Carries the letters to the running fake; answers by recipient."""
    answers: dict[str, Answer] = {}

    def answered(given_to: Letter, given: Answer) -> None:
        answers[given_to.recipient] = given

    carrier = Carrier(Server("127.0.0.1", fake.port, timeouts=QUICK, **server), answered, lines)
    carrier.start()
    for each in letters:
        await carrier.put(each)
    async with asyncio.timeout(10):
        while len(answers) < len(letters):
            await asyncio.sleep(0.005)
    carrier.close()
    assert await carrier.closed(2.0) == []
    return answers


def one_answer(script: Script, features: tuple[str, ...] = ("PIPELINING", "8BITMIME"), **server: Any) -> Answer:
    async def work() -> Answer:
        async with FakeServer(script, features).running() as fake:
            return (await send(fake, letter(), **server))["a@example.com"]

    return run(work())


def says(stage: str, reply: str | Do) -> Script:
    return lambda at, argument, nth: reply if at == stage else None


PIPELINING = pytest.mark.parametrize("features", [("PIPELINING", "8BITMIME"), ()], ids=["pipelining", "plain"])


@PIPELINING
@pytest.mark.parametrize(
    ("stage", "reply", "expected"),
    [
        ("end", "250 2.0.0 queued as 42", Answer("accepted", "accepted", "250 2.0.0 queued as 42")),
        ("rcpt", "450 4.2.0 greylisted", Answer("deferred", "try_later", "450 4.2.0 greylisted")),
        ("rcpt", "550 5.1.1 no such user", Answer("rejected", "no_mailbox", "550 5.1.1 no such user", hard=True)),
        ("rcpt", "550 User unknown", Answer("rejected", "no_mailbox", "550 User unknown", hard=True)),
        ("rcpt", "550 5.7.1 blocked by policy", Answer("rejected", "refused", "550 5.7.1 blocked by policy")),
        ("rcpt", "554 Relay access denied", Answer("rejected", "refused", "554 Relay access denied")),
        ("mail", "451 try later", Answer("deferred", "try_later", "451 try later")),
        ("mail", "553 5.1.8 bad sender", Answer("deferred", "sender_refused", "553 5.1.8 bad sender", counted=False)),
        ("data", "451 4.3.0 busy", Answer("deferred", "try_later", "451 4.3.0 busy")),
        ("data", "554 5.7.0 no", Answer("rejected", "refused_content", "554 5.7.0 no")),
        ("end", "452 4.3.1 disk full", Answer("deferred", "try_later", "452 4.3.1 disk full")),
        ("end", "554 5.7.1 looks like spam", Answer("rejected", "refused_content", "554 5.7.1 looks like spam")),
        ("end", Do("421 4.3.2 going down", hang_up=True), Answer("deferred", "closing", "421 4.3.2 going down")),
        ("mail", Do("421 4.7.0 too many", hang_up=True), Answer("deferred", "closing", "421 4.7.0 too many")),
        ("rcpt", Do("421 4.7.0 slow down", hang_up=True), Answer("deferred", "closing", "421 4.7.0 slow down")),
        ("mail", Do(hang_up=True), Answer("deferred", "line_lost", "the server closed the line")),
        ("rcpt", Do(hang_up=True), Answer("deferred", "line_lost", "the server closed the line")),
        ("data", Do(hang_up=True), Answer("deferred", "line_lost", "the server closed the line")),
        ("rcpt", Do("250 ok", wait=2.0), Answer("deferred", "too_slow", "no answer within 0.4 s")),
        ("data", Do("354 go", hang_up=True), Answer("deferred", "line_lost", "the server closed the line")),
        ("end", Do(hang_up=True), Answer("unknown", "no_answer", "the server closed the line")),
        ("end", Do("250 ok", wait=2.0), Answer("unknown", "no_answer", "no answer within 0.4 s")),
        ("rcpt", "hello?", Answer("deferred", "line_lost", "the server does not speak SMTP: 'hello?'")),
    ],
)  # fmt: skip
def test_each_stage_has_its_answer(features: tuple[str, ...], stage: str, reply: str | Do, expected: Answer) -> None:
    assert one_answer(says(stage, reply), features) == expected


@pytest.mark.parametrize(
    ("stage", "reply", "code", "server"),
    [
        ("connect", "554 go away", "server_refuses", {}),
        ("connect", Do("421 busy", hang_up=True), "server_away", {}),
        ("connect", Do(hang_up=True), "server_away", {}),
        ("connect", Do("220 hi", wait=2.0), "server_away", {}),
        ("connect", "HTTP/1.1 400 Bad Request", "server_away", {}),
        ("ehlo", "", "tls_missing", {"tls": "starttls"}),
        ("ehlo", "", "sign_in_missing", {"user": "u", "password": "p"}),
        ("mail", "530 5.7.0 sign in first", "sign_in_refused", {}),
    ],
)
def test_what_concerns_everybody_is_not_counted_against_the_recipient(
    stage: str, reply: str | Do, code: str, server: dict[str, str]
) -> None:
    answer = one_answer(says(stage, reply) if reply else lambda *_: None, **server)
    assert (answer.outcome, answer.code, answer.counted) == ("deferred", code, False)


def test_a_server_that_is_not_there() -> None:
    async def work() -> Answer:
        async with FakeServer().running() as fake:
            port = fake.port
        fake.port = port
        return (await send(fake, letter()))["a@example.com"]

    answer = run(work())
    assert (answer.outcome, answer.code, answer.counted) == ("deferred", "server_away", False)
    assert "127.0.0.1" in answer.words


@PIPELINING
def test_one_refused_recipient_does_not_touch_the_others(features: tuple[str, ...]) -> None:
    def script(stage: str, argument: str, nth: int) -> str | None:
        return "550 5.1.1 gone" if (stage, argument) == ("rcpt", "b3@example.com") else None

    async def work() -> tuple[dict[str, Answer], list[str], int]:
        async with FakeServer(script, features).running() as fake:
            answers = await send(fake, *(letter(f"b{n}@example.com") for n in range(8)))
            return answers, [to for _, to, _ in fake.mails], fake.connections

    answers, received, connections = run(work())
    assert received == [f"b{n}@example.com" for n in range(8) if n != 3]
    assert {to for to, answer in answers.items() if answer.outcome != "accepted"} == {"b3@example.com"}
    assert connections == 1


def test_a_server_that_says_354_without_recipients_gets_an_empty_mail_that_goes_nowhere() -> None:
    def script(stage: str, argument: str, nth: int) -> str | None:
        if argument != "b1@example.com":
            return None
        return {"rcpt": "550 5.1.1 gone", "data": "354 go"}.get(stage)

    async def work() -> tuple[dict[str, Answer], list[str]]:
        async with FakeServer(script).running() as fake:
            answers = await send(fake, *(letter(f"b{n}@example.com") for n in range(3)))
            return answers, [to for _, to, _ in fake.mails]

    answers, received = run(work())
    assert [answers[f"b{n}@example.com"].outcome for n in range(3)] == ["accepted", "rejected", "accepted"]
    assert received == ["b0@example.com", "b2@example.com"]


def test_a_slow_recipient_holds_up_one_line_only() -> None:
    def script(stage: str, argument: str, nth: int) -> Do | None:
        return Do("250 ok", wait=0.3) if (stage, argument) == ("end", "b0@example.com") else None

    async def work() -> list[str]:
        async with FakeServer(script).running() as fake:
            await send(fake, *(letter(f"b{n}@example.com") for n in range(10)), lines=3)
            return [to for _, to, _ in fake.mails]

    received = run(work())
    assert len(received) == 10
    assert received.index("b0@example.com") >= 8  # only the letter that its line had announced comes later


def test_a_line_that_the_server_closed_between_two_mails_is_replaced_without_a_word() -> None:
    def script(stage: str, argument: str, nth: int) -> Do | None:
        return (
            Do("421 idle too long", hang_up=True) if (stage, argument, nth) == ("mail", "hub@example.com", 2) else None
        )

    async def work() -> tuple[dict[str, Answer], int]:
        async with FakeServer(script).running() as fake:
            return await send(fake, letter("b0@example.com"), letter("b1@example.com")), fake.connections

    answers, connections = run(work())
    assert [answer.outcome for answer in answers.values()] == ["accepted", "accepted"]
    assert connections == 2


def test_what_was_announced_but_not_sent_when_the_line_broke_goes_over_a_new_one() -> None:
    def script(stage: str, argument: str, nth: int) -> Do | None:
        return Do(hang_up=True) if (stage, argument) == ("end", "b0@example.com") else None

    async def work() -> tuple[dict[str, Answer], list[str]]:
        async with FakeServer(script).running() as fake:
            answers = await send(fake, letter("b0@example.com"), letter("b1@example.com"))
            return answers, [to for _, to, _ in fake.mails]

    answers, received = run(work())
    assert [answers[f"b{n}@example.com"].outcome for n in range(2)] == ["unknown", "accepted"]
    assert received == ["b1@example.com"]


def test_a_line_that_breaks_in_the_middle_of_a_big_mail_means_not_sent() -> None:
    async def work() -> Answer:
        async def hang_up_while_reading(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 hi\r\n250-x\r\n250 PIPELINING\r\n250 ok\r\n250 ok\r\n354 go\r\n")
            await reader.readexactly(200_000)
            writer.transport.abort()

        server = await asyncio.start_server(hang_up_while_reading, "127.0.0.1", 0)
        async with server:
            line = await SmtpConnection.open(Server("127.0.0.1", server.sockets[0].getsockname()[1], timeouts=QUICK))
            answer = await line.deliver(letter(html="x" * 8_000_000))
            line.drop()
            return answer

    answer = run(work())
    assert (answer.outcome, answer.code) == ("deferred", "line_lost")


@PIPELINING
def test_no_command_gets_into_the_envelope(features: tuple[str, ...]) -> None:
    bad = [
        "a@example.com>\r\nRCPT TO:<b@example.com",
        "a b@example.com",
        "no-at-sign",
        "@example.com",
        "a@",
        "a@-x.example",
    ]

    async def work() -> tuple[dict[str, Answer], list[tuple[str, str]]]:
        async with FakeServer(features=features).running() as fake:
            answers = await send(
                fake, *(letter(to, f"snd_{n}") for n, to in enumerate(bad)), letter("good@example.com")
            )
            return answers, fake.stages

    answers, stages = run(work())
    assert {answers[to].code for to in bad} == {"bad_address"}
    assert [argument for stage, argument in stages if stage == "rcpt"] == ["good@example.com"]


def test_an_address_in_japanese_needs_a_server_that_can() -> None:
    async def work(features: tuple[str, ...]) -> tuple[Answer, list[str]]:
        async with FakeServer(features=features).running() as fake:
            answers = await send(fake, letter("佐藤@例え.example"))
            return answers["佐藤@例え.example"], [argument for stage, argument in fake.stages if stage == "rcpt"]

    assert run(work(("PIPELINING",)))[0].code == "bad_address"
    assert run(work(("PIPELINING", "8BITMIME", "SMTPUTF8"))) == (
        Answer("accepted", "accepted", "250 2.0.0 queued"),
        ["佐藤@xn--r8jz45g.example"],
    )


def test_sign_in_plain_and_login() -> None:
    async def work(offer: str) -> list[tuple[str, str]]:
        def script(stage: str, argument: str, nth: int) -> str | None:
            return None

        async with FakeServer(script, ("PIPELINING", offer)).running() as fake:
            await send(fake, letter(), user="user", password="pass")
            return [pair for pair in fake.stages if pair[0] == "auth"]

    assert run(work("AUTH PLAIN LOGIN")) == [("auth", "PLAIN AHVzZXIAcGFzcw==")]


def test_a_refused_password_holds_everything() -> None:
    answer = one_answer(says("auth", "535 5.7.8 wrong"), ("AUTH PLAIN",), user="user", password="no")
    assert (answer.outcome, answer.code, answer.counted) == ("deferred", "sign_in_refused", False)


def test_a_line_is_replaced_after_so_many_mails() -> None:
    async def work() -> tuple[int, int]:
        answers: list[Answer] = []
        async with FakeServer().running() as fake:
            server = Server("127.0.0.1", fake.port, timeouts=QUICK)
            carrier = Carrier(server, lambda _, given: answers.append(given), lines=1, mails_per_line=3)
            carrier.start()
            for n in range(7):
                await carrier.put(letter(f"b{n}@example.com"))
            async with asyncio.timeout(5):
                while len(answers) < 7:
                    await asyncio.sleep(0.005)
            carrier.close()
            await carrier.closed(1.0)
            return len(fake.mails), fake.connections

    assert run(work()) == (7, 3)


def test_stopping_gives_back_what_was_not_begun() -> None:
    def script(stage: str, argument: str, nth: int) -> Do | None:
        return Do("250 ok", wait=0.2) if stage == "end" else None

    async def work() -> tuple[set[str], set[str], list[str]]:
        answered: set[str] = set()
        async with FakeServer(script).running() as fake:
            server = Server("127.0.0.1", fake.port, timeouts=QUICK)
            carrier = Carrier(server, lambda given_to, _: answered.add(given_to.recipient), lines=1)
            carrier.start()
            for n in range(4):
                await carrier.put(letter(f"b{n}@example.com"))
            await asyncio.sleep(0.1)
            carrier.close()
            untouched = await carrier.closed(2.0)
            return answered, {each.recipient for each in untouched}, [to for _, to, _ in fake.mails]

    answered, untouched, received = run(work())
    assert answered == {"b0@example.com"} == set(received)
    assert untouched == {f"b{n}@example.com" for n in (1, 2, 3)}


def test_a_connection_tells_when_its_line_is_tired() -> None:
    async def work() -> None:
        def script(stage: str, argument: str, nth: int) -> Do | None:
            return Do(hang_up=True) if (stage, nth) == ("mail", 2) else None

        async with FakeServer(script).running() as fake:
            line = await SmtpConnection.open(Server("127.0.0.1", fake.port, timeouts=QUICK))
            assert (await line.deliver(letter())).outcome == "accepted"
            with pytest.raises(LineTired):
                await line.deliver(letter("b@example.com"))
            assert line.closed

    run(work())


def test_without_a_server_nothing_is_tried() -> None:
    with pytest.raises(ServerAway) as raised:
        run(SmtpConnection.open(Server("", 25)))
    assert raised.value.code == "no_server"


CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""For localhost only, signed by itself, valid until 2126; its key stands beside it and protects nothing."""


def server_context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


async def send_encrypted(tls: str, trusted: bool) -> tuple[Answer, list[tuple[str, str]]]:
    features = ("PIPELINING", "STARTTLS", "AUTH PLAIN")
    async with FakeServer(features=features, context=server_context(), wrapped=tls == "tls").running() as fake:
        context = ssl.create_default_context(cafile=str(CERTIFICATE)) if trusted else None
        timeouts = Timeouts(connect=5.0, reply=5.0, accept=5.0)
        server = Server("localhost", fake.port, tls, "user", "pass", timeouts, context)
        try:
            line = await SmtpConnection.open(server)
        except ServerAway as away:
            return Answer("deferred", away.code, counted=False), fake.stages
        answer = await line.deliver(letter())
        await line.quit()
        return answer, fake.stages


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_mail_goes_over_an_encrypted_line(tls: str) -> None:
    answer, stages = run(send_encrypted(tls, trusted=True))
    assert answer.outcome == "accepted"
    greetings = ["ehlo", "starttls", "ehlo"] if tls == "starttls" else ["ehlo"]
    assert [stage for stage, _ in stages] == ["connect", *greetings, "auth", "mail", "rcpt", "data", "end", "quit"]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_password_and_no_mail(tls: str) -> None:
    answer, stages = run(send_encrypted(tls, trusted=False))
    assert answer.code == "tls_failed"
    assert not {stage for stage, _ in stages} & {"auth", "mail"}
