"""The local mailbox keeps what it answers, and can be searched and read."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from auftakt.channels import MailboxServer, MailLink, MailStore, ReceivedMail
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import NotFound

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def mailbox(tmp_path: Path, clock: FixedClock) -> Iterator[tuple[MailboxServer, MailStore]]:
    store = MailStore.open(tmp_path / "mailbox.db")
    server = MailboxServer(store, clock, port=0)
    server.start()
    yield server, store
    server.stop()
    store.close()


def raw(subject: str = "Hello", send_id: str = "snd_1") -> bytes:
    return (
        f"Subject: {subject}\r\nMessage-ID: <{send_id}@example.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n'
        "Content-Transfer-Encoding: 8bit\r\n\r\n佐藤 様\r\nお元気ですか\r\n--b\r\n"
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        '<p>佐藤 様 <a href="https://shop.example.com/?a=1&amp;b=2">the\n <b>wine</b></a></p>\r\n'
        "--b--\r\n"
    ).encode()


def test_a_client_of_another_make_is_served(mailbox: tuple[MailboxServer, MailStore]) -> None:
    server, store = mailbox
    with smtplib.SMTP(*server.address, timeout=5) as client:
        client.sendmail("a@example.com", ["b@example.com", "c@example.com"], b"Subject: dots\r\n\r\n.\r\n..two\r\nend")
        with pytest.raises(smtplib.SMTPResponseException) as raised:
            client.data(b"too early")
        assert raised.value.smtp_code == 503
        assert client.noop()[0] == 250
        assert client.docmd("NONSENSE")[0] == 502
    mail = store.read(1)
    assert (mail.summary.to, mail.summary.subject, mail.raw) == (
        "b@example.com, c@example.com",
        "dots",
        "Subject: dots\r\n\r\n.\r\n..two\r\nend\r\n",
    )


def test_a_mail_is_taken_apart(mailbox: tuple[MailboxServer, MailStore]) -> None:
    _, store = mailbox
    store.add(
        [
            ReceivedMail(
                NOW, "hub@example.com", ("taro@example.com",), raw("=?utf-8?b?56eL44Gu?=\r\n =?utf-8?b?5L6/44KK?=")
            )
        ]
    )
    mail = store.read(1)
    assert mail.summary.subject == "秋の便り"
    assert mail.summary.preheader == "佐藤 様 お元気ですか"
    assert mail.summary.send_id == "snd_1"
    assert mail.links == [MailLink("the wine", "https://shop.example.com/?a=1&b=2")]
    assert mail.text.replace("\r\n", "\n") == "佐藤 様\nお元気ですか"
    assert [header.name for header in mail.headers] == ["Subject", "Message-ID", "MIME-Version", "Content-Type"]


def test_pages_and_search(mailbox: tuple[MailboxServer, MailStore]) -> None:
    _, store = mailbox
    store.add(
        [
            ReceivedMail(NOW, "h@example.com", (f"p{n}@example.com",), raw(f"Offer {n} 100%", f"snd_{n}"))
            for n in range(25)
        ]
    )
    first = store.list(limit=10)
    second = store.list(before=first[-1].id, limit=10)
    assert [mail.send_id for mail in first + second] == [f"snd_{n}" for n in range(24, 4, -1)]
    assert [mail.to for mail in store.list("P7@")] == ["p7@example.com"]
    assert len(store.list("100%", limit=99)) == 25
    assert store.list("%7%1") == []
    with pytest.raises(NotFound):
        store.read(99)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"Subject",
        b"Content-Type: text/html; charset=nonsense\r\n\r\n\xe3",
        b"\r\n\r\n",
        b"Subject: =?x?y?z?=\r\n\r\n",
    ],
)
def test_no_mail_is_too_broken_to_be_shown(mailbox: tuple[MailboxServer, MailStore], data: bytes) -> None:
    _, store = mailbox
    store.add([ReceivedMail(NOW, "", (), data)])
    assert [mail.id for mail in store.list()] == [store.read(1).summary.id]
