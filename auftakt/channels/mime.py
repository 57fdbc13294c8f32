"""Mails as bytes.

All mails of a sender share one skeleton; a person's mail is that skeleton with a few byte strings between its pieces,
which costs a hundredth of building a message object per person.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from auftakt.channels.address import domain_of, envelope_address
from auftakt.kit.clock import aware

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_MAX_LINE = 998  # RFC 5322 2.1.1, without CRLF
_WORD_BYTES = 45  # 60 base64 characters and the 12 of =?UTF-8?B??= stay below the 75 of RFC 2047
_BODY_STEP = 57  # bytes that make one base64 line of 76


@dataclass(frozen=True)
class Sender:
    """Who mails come from: `address` stands in the envelope too."""

    address: str
    name: str


@dataclass(frozen=True)
class Mail:
    """What one person is to read, and who signs it."""

    sender: Sender
    subject: str
    html: str
    text: str


@dataclass(frozen=True)
class Letter:
    """One mail on its way: its id, the envelope's address, the mail and the link that unsubscribes ("": none)."""

    send_id: str
    recipient: str
    mail: Mail
    unsubscribe_url: str
    date: datetime


def encode_header(text: str, used: int) -> bytes:
    """A header's value by RFC 2047, folded; `used` is what already stands on its first line.

    ASCII that fits stays as it is. Control characters become a blank, so no value can start a header of its own.
    """
    clean = _CONTROL.sub(" ", text).strip()
    if clean.isascii() and len(clean) + used <= 76 and "=?" not in clean:
        return clean.encode("ascii")
    words: list[bytes] = []
    room = min(_WORD_BYTES, max(3, (75 - used - 12) // 4 * 3))
    chunk = b""
    for char in clean:
        raw = char.encode("utf-8", "replace")
        if len(chunk) + len(raw) > room:
            words.append(chunk)
            chunk, room = b"", _WORD_BYTES
        chunk += raw
    words.append(chunk)
    return b"\r\n ".join(b"=?UTF-8?B?" + binascii.b2a_base64(word, newline=False) + b"?=" for word in words)


def encode_mailbox(name: str, address: str, used: int) -> bytes:
    """`Name <address>`, quoted or encoded as its characters need."""
    clean = _CONTROL.sub(" ", name).strip()
    if not clean:
        return address.encode()
    if clean.isascii() and len(clean) + len(address) + used <= 74:
        shown = clean if _PLAIN_NAME.fullmatch(clean) else '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f"{shown} <{address}>".encode()
    return encode_header(clean, used) + b"\r\n <" + address.encode() + b">"


def encode_body(text: str, eight_bit: bool) -> tuple[bytes, bytes]:
    """(content-transfer-encoding, bytes with CRLF): as it is where the line allows it, base64 otherwise."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    raw = lines.replace("\n", "\r\n").encode("utf-8", "replace")
    if (eight_bit or raw.isascii()) and b"\0" not in raw and max(map(len, raw.split(b"\r\n"))) <= _MAX_LINE:
        return (b"7bit" if raw.isascii() else b"8bit"), raw
    packed = binascii.b2a_base64(raw, newline=False)
    step = _BODY_STEP // 3 * 4
    return b"base64", b"\r\n".join([packed[at : at + step] for at in range(0, len(packed), step)])


def stuff_dots(data: bytes) -> bytes:
    """A line that starts with a dot gets a second one (RFC 5321 4.5.2). Ends with CRLF, without the final dot."""
    if data.startswith(b"."):
        data = b"." + data
    return data.replace(b"\r\n.", b"\r\n..") + (b"" if data.endswith(b"\r\n") else b"\r\n")


@lru_cache(maxsize=64)
def _date(moment: datetime) -> bytes:
    return format_datetime(aware(moment)).encode()


class Skeleton:
    """Builds the bytes of letters of one sender."""

    def __init__(self, sender: Sender) -> None:
        self.envelope_from = envelope_address(sender.address) or sender.address
        self._from = b"From: " + encode_mailbox(sender.name, self.envelope_from, 6) + b"\r\nTo: "
        self._domain = domain_of(sender.address).encode()

    def build(self, letter: Letter, eight_bit: bool) -> bytes:
        """The mail as it goes over the line after DATA, dots stuffed, without the final dot.

        The same send always has the same Message-ID, so a receiver can tell a repetition.
        """
        text_encoding, text = encode_body(letter.mail.text, eight_bit)
        html_encoding, html = encode_body(letter.mail.html, eight_bit)
        ident = letter.send_id.encode()
        stop = letter.unsubscribe_url.encode()
        unsubscribing = (
            b"\r\nList-Unsubscribe: <" + stop + b">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click"
            if stop
            else b""
        )
        boundary = b"=_" + ident  # no base64 has "=_" in it, and nobody knows the id before the mail is written
        return stuff_dots(
            b"".join(
                (
                    self._from,
                    letter.recipient.encode(),
                    b"\r\nSubject: ",
                    encode_header(letter.mail.subject, 9),
                    b"\r\nDate: ",
                    _date(letter.date),
                    b"\r\nMessage-ID: <",
                    ident,
                    b"@",
                    self._domain,
                    b">\r\nMIME-Version: 1.0",
                    unsubscribing,
                    b'\r\nContent-Type: multipart/alternative;\r\n boundary="',
                    boundary,
                    b'"\r\n\r\n--',
                    boundary,
                    b"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ",
                    text_encoding,
                    b"\r\n\r\n",
                    text,
                    b"\r\n--",
                    boundary,
                    b"\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: ",
                    html_encoding,
                    b"\r\n\r\n",
                    html,
                    b"\r\n--",
                    boundary,
                    b"--\r\n",
                )
            )
        )


@lru_cache(maxsize=256)
def skeleton_of(sender: Sender) -> Skeleton:
    """One skeleton a sender, whoever asks."""
    return Skeleton(sender)
