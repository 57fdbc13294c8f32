"""The local mailbox's shelf: mails in a SQLite file of its own, to be listed, searched and read in the app."""

import re
import sqlite3
import threading
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

from auftakt.kit.clock import iso, parse_time
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text

_SCHEMA = """
create table if not exists mails (
    id integer primary key, received_at text not null, sender text not null, recipient text not null,
    subject text not null, send_id text not null, raw blob not null
);
create index if not exists mails_send on mails (send_id);
"""
_SUBJECT = re.compile(rb"^subject:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)", re.IGNORECASE | re.MULTILINE)
_MESSAGE_ID = re.compile(rb"^message-id:\s*<([^@>\s]{1,200})@", re.IGNORECASE | re.MULTILINE)
_PREHEADER_LENGTH = 140


@dataclass(frozen=True)
class ReceivedMail:
    """A mail as the sink took it; `raw` is what came after DATA, dots unstuffed."""

    received_at: datetime
    sender: str
    recipients: tuple[str, ...]
    raw: bytes


@dataclass(frozen=True)
class MailSummary:
    """A line of the mailbox. `send_id` comes from the Message-ID and is empty for mails that are not ours."""

    id: int
    received_at: datetime
    to: str
    subject: str
    preheader: str
    send_id: str


@dataclass(frozen=True)
class MailHeader:
    name: str
    value: str


@dataclass(frozen=True)
class MailLink:
    """A link of the HTML part and the words that it stands on."""

    text: str
    url: str


@dataclass(frozen=True)
class MailContent:
    """A mail taken apart. The HTML is as it was sent: whoever shows it puts it in a sandbox."""

    summary: MailSummary
    headers: list[MailHeader]
    html: str
    text: str
    raw: str
    links: list[MailLink]


class MailStore:
    """Open with `MailStore.open(path)`. May be used from any thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> "MailStore":
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        connection.execute("pragma journal_mode = wal")
        connection.execute(
            "pragma synchronous = normal"
        )  # survives a kill of the process, which is what is promised here
        connection.executescript(_SCHEMA)
        return cls(connection)

    def add(self, mails: Sequence[ReceivedMail]) -> None:
        """Keeps all of them, or none."""
        rows = [
            (
                iso(mail.received_at),
                mail.sender,
                ", ".join(mail.recipients),
                _subject(mail.raw),
                _send_id(mail.raw),
                zlib.compress(mail.raw, 1),
            )
            for mail in mails
        ]
        with self._lock:
            self._connection.execute("begin immediate")
            try:
                self._connection.executemany(
                    "insert into mails (received_at, sender, recipient, subject, send_id, raw)"
                    " values (?, ?, ?, ?, ?, ?)",
                    rows,
                )
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")

    def count(self) -> int:
        with self._lock:
            found: tuple[int] = self._connection.execute("select count(*) from mails").fetchone()
        return found[0]

    def send_ids(self) -> list[str]:
        """One entry a mail that is ours, in the order of arrival: a send id that stands there twice was sent twice."""
        with self._lock:
            rows = self._connection.execute("select send_id from mails where send_id <> '' order by id").fetchall()
        return [row[0] for row in rows]

    def list(self, search: str = "", before: int | None = None, limit: int = 50) -> list[MailSummary]:
        """The newest first; `search` looks into address and subject, `before` is the last id of the page before."""
        wanted = "%" + re.sub(r"([\\%_])", r"\\\1", search.strip()) + "%"
        query = (
            "select id, received_at, recipient, subject, send_id, raw from mails where (? is null or id < ?)"
            " and (recipient like ? escape '\\' or subject like ? escape '\\') order by id desc limit ?"
        )
        with self._lock:
            rows = self._connection.execute(query, (before, before, wanted, wanted, limit)).fetchall()
        return [_summary(row, _parse(zlib.decompress(row[5]))) for row in rows]

    def read(self, mail_id: int) -> MailContent:
        """Raises NotFound."""
        query = "select id, received_at, recipient, subject, send_id, raw from mails where id = ?"
        with self._lock:
            row = self._connection.execute(query, (mail_id,)).fetchone()
        if row is None:
            raise NotFound(
                Text(f"There is no mail {mail_id} in the mailbox.", f"受信箱にメール {mail_id} はありません。"),
                next_action=Text("Open the mailbox again.", "受信箱を開き直してください。"),
            )
        raw = zlib.decompress(row[5])
        message = _parse(raw)
        html = _part(message, "html")
        return MailContent(
            summary=_summary(row, message),
            headers=[MailHeader(name, str(value)) for name, value in message.items()],
            html=html,
            text=_part(message, "plain"),
            raw=raw.decode("utf-8", "replace"),
            links=links_of(html),
        )

    def close(self) -> None:
        with self._lock:
            self._connection.close()


def links_of(html: str) -> list[MailLink]:
    """The links of a page, in order."""
    reader = _LinkReader()
    reader.feed(html)
    reader.close()
    return reader.links


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[MailLink] = []
        self._url: str | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and (url := dict(attrs).get("href")):
            self._url, self._words = url, []

    def handle_data(self, data: str) -> None:
        if self._url is not None:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._url is not None:
            self.links.append(MailLink(" ".join("".join(self._words).split()), self._url))
            self._url = None


def _summary(row: tuple[int, str, str, str, str, bytes], message: EmailMessage) -> MailSummary:
    mail_id, received_at, to, subject, send_id, _ = row
    preheader = " ".join(_part(message, "plain").split())[:_PREHEADER_LENGTH]
    return MailSummary(mail_id, parse_time(received_at), to, subject, preheader, send_id)


def _parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, _class=EmailMessage, policy=policy.default)


def _part(message: EmailMessage, kind: str) -> str:
    """The text of the first part of this kind; empty where there is none or its charset lies."""
    body = message.get_body(preferencelist=(kind,))
    if body is None or body.is_multipart():
        return ""
    payload = body.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    try:
        return raw.decode(body.get_content_charset("utf-8"), "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _head(raw: bytes) -> bytes:
    return raw[: raw.find(b"\r\n\r\n")] if b"\r\n\r\n" in raw else raw


def _subject(raw: bytes) -> str:
    found = _SUBJECT.search(_head(raw))
    if found is None:
        return ""
    written = found.group(1).decode("utf-8", "replace")
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except (HeaderParseError, LookupError, ValueError):
        return written


def _send_id(raw: bytes) -> str:
    found = _MESSAGE_ID.search(_head(raw))
    local = found.group(1).decode("ascii", "replace") if found else ""
    return local if local.startswith("snd_") else ""
