"""Mails as bytes, read back by Python's own parser."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from auftakt.channels.address import envelope_address
from auftakt.channels.mime import Letter, Mail, Sender, encode_header, skeleton_of, stuff_dots

SENDER = Sender("hub@example.com", "見本商店")
DATE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def parse(data: bytes) -> EmailMessage:
    unstuffed = (
        data.removeprefix(b".").replace(b"\r\n..", b"\r\n.")
        if data.startswith(b"..")
        else data.replace(b"\r\n..", b"\r\n.")
    )
    return message_from_bytes(unstuffed, _class=EmailMessage, policy=policy.default)


def built(
    subject: str = "s", html: str = "<p>h</p>", text: str = "t", eight_bit: bool = True, sender: Sender = SENDER
) -> bytes:
    letter = Letter("snd_1", "taro@example.com", Mail(sender, subject, html, text), "https://hub.example.com/u/t", DATE)
    return skeleton_of(sender).build(letter, eight_bit)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_a_whole_mail() -> None:
    data = built("秋のワインのお知らせ", "<p>佐藤 様</p>", "佐藤 様")
    message = parse(data)
    assert dict(message.items()) == {
        "From": "見本商店 <hub@example.com>",
        "To": "taro@example.com",
        "Subject": "秋のワインのお知らせ",
        "Date": "Sun, 22 Nov 2026 08:30:00 +0000",
        "Message-ID": "<snd_1@example.com>",
        "MIME-Version": "1.0",
        "List-Unsubscribe": "<https://hub.example.com/u/t>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Content-Type": 'multipart/alternative; boundary="=_snd_1"',
    }
    assert (part(message, "plain").rstrip("\n"), part(message, "html").rstrip("\n")) == ("佐藤 様", "<p>佐藤 様</p>")
    assert b"Content-Transfer-Encoding: 8bit" in data
    assert data == built("秋のワインのお知らせ", "<p>佐藤 様</p>", "佐藤 様")


@pytest.mark.parametrize("eight_bit", [True, False])
def test_a_line_longer_than_mail_allows_becomes_base64(eight_bit: bool) -> None:
    data = built(html="<p>" + "長い" * 600 + "</p>", eight_bit=eight_bit)
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert part(parse(data), "html").rstrip("\n") == "<p>" + "長い" * 600 + "</p>"


@examples(150, deadline=None)
@given(
    subject=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n.\r"), max_size=400),
    eight_bit=st.booleans(),
)
def test_whatever_is_written_arrives_and_no_header_is_added(subject: str, text: str, eight_bit: bool) -> None:
    data = built(subject, text, text, eight_bit)
    message = parse(data)
    assert len(message.items()) == 9
    shown = re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", subject).strip()
    assert " ".join(str(message["Subject"]).split()) == " ".join(shown.split())
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    assert part(message, "plain").rstrip("\n") == wanted
    assert b"\r\n.\r\n" not in data
    assert not data.startswith(b".\r\n")
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    head = data.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 or b"=?" not in line for line in head.split(b"\r\n"))


def test_a_subject_in_japanese_is_folded_between_characters() -> None:
    lines = encode_header("お" * 100, 9).split(b"\r\n ")
    assert len(lines) > 5
    assert all(len(line) <= 75 for line in lines)
    assert len(lines[0]) + 9 <= 76


def test_sender_names_are_quoted_where_they_must_be() -> None:
    for name in ('Sample, "Shop" & Co.', "Sample Shop", "見本商店" * 12, "a\r\nBcc: x@example.com"):
        message = parse(built(sender=Sender("hub@example.com", name)))
        # Python's newer header class puts blanks between the encoded words of a name, against RFC 2047 6.2
        written = message_from_bytes(built(sender=Sender("hub@example.com", name)))["From"]
        shown, address = parseaddr(" ".join(written.split()))
        assert (str(make_header(decode_header(shown))), address) == (name.replace("\r\n", " "), "hub@example.com")
        assert message["Bcc"] is None


@given(st.binary(max_size=300))
def test_stuffed_data_never_ends_early(data: bytes) -> None:
    stuffed = stuff_dots(data)
    assert b"\r\n.\r\n" not in stuffed
    assert not stuffed.startswith(b".\r\n")


@pytest.mark.parametrize(
    ("written", "sendable"),
    [
        (" Taro.Sato+x@Example.com ", "Taro.Sato+x@Example.com"),
        ("a@例え.example", "a@xn--r8jz45g.example"),
        ("a@b@example.com", None),
        ("a@example..com", None),
        ("a@" + "x" * 64 + ".example", None),
        ("a\x00@example.com", None),
        ("", None),
    ],
)
def test_addresses(written: str, sendable: str | None) -> None:
    assert envelope_address(written) == sendable
