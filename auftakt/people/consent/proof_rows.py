"""A file of consents that were given elsewhere: one row a decision, each checked against what this hub can keep.

Pure: text in, decisions and problems out. A yes needs a form or another proof; a no needs nothing but its time.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from auftakt.kit.errors import InvalidInput
from auftakt.kit.ids import stable_id
from auftakt.kit.text import Text, fold
from auftakt.people.consent.catalogue import CHANNELS, CataloguePurpose
from auftakt.sources import identifier_type, identifier_value

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "identifier": ("identifier", "email", "address", "識別子", "メール", "メールアドレス"),
    "purpose": ("purpose", "目的"),
    "channel": ("channel", "チャネル"),
    "state": ("state", "granted", "consent", "status", "状態", "同意"),
    "time": ("time", "at", "date", "decided_at", "日時", "同意日時", "日付"),
    "form": ("form", "フォーム", "取得方法"),
    "text_version": ("text_version", "version", "文面の版", "版"),
    "proof": ("proof", "file", "url", "証拠", "証跡"),
    "ip": ("ip", "ip_address", "接続元"),
}
"""What the columns of a file may be called; identifier, state and time have to be there."""

_NEEDED = ("identifier", "state", "time")
_STATES = {
    **dict.fromkeys(
        ("granted", "yes", "true", "1", "opt_in", "opt-in", "subscribed", "はい", "同意", "許可", "有"), True
    ),
    **dict.fromkeys(
        (
            "denied",
            "no",
            "false",
            "0",
            "opt_out",
            "opt-out",
            "unsubscribed",
            "withdrawn",
            "いいえ",
            "拒否",
            "停止",
            "無",
        ),
        False,
    ),
}
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日")
MAX_CELL = 500


@dataclass(frozen=True)
class ProvenConsent:
    """One decision with its proof. `row`: 1 is the first row after the header; `at` is UTC."""

    row: int
    type: str
    value: str
    purpose: str
    channel: str
    granted: bool
    at: datetime
    form: str
    text_version: int | None
    proof: str
    ip: str

    @property
    def message_id(self) -> str:
        """The same decision with the same proof is the same event, from whatever file it comes."""
        parts = (self.type, self.value, self.purpose, self.channel, self.granted, self.at.isoformat())
        return stable_id("cim", *parts, self.form, self.text_version, self.proof)


@dataclass(frozen=True)
class RowProblem:
    """Why a row can't be taken; `reason` is a code of `sources.explain_reason`."""

    row: int
    column: str
    reason: str
    text: str


def read_proof_rows(
    lines: Iterable[str], catalogue: Sequence[CataloguePurpose], now: datetime, zone: ZoneInfo, country: str
) -> Iterator[ProvenConsent | RowProblem]:
    """The rows of a CSV file in order, one at a time. Raises InvalidInput where the header lacks a column.

    Times without an offset are in `zone`; a phone number without `+` belongs to `country`.
    """
    reader = csv.reader(lines)
    places = _places(next(reader, []))
    known = {each.key: {version.version for version in each.versions} for each in catalogue}
    for number, cells in enumerate(reader, 1):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        yield _check(number, row, known, now, zone, country)


def _places(header: Sequence[str]) -> dict[str, int]:
    names = [fold(name.lstrip("\ufeff")) for name in header]
    places = {
        column: next(names.index(fold(alias)) for alias in aliases if fold(alias) in names)
        for column, aliases in COLUMNS.items()
        if any(fold(alias) in names for alias in aliases)
    }
    if missing := [column for column in _NEEDED if column not in places]:
        raise InvalidInput(
            Text(f"The file has no column {', '.join(missing)}.", f"ファイルに列 {', '.join(missing)} がありません。"),
            next_action=Text(
                f"Name the columns {', '.join(COLUMNS)}; nothing was imported.",
                f"列の名前を {', '.join(COLUMNS)} にしてください。何も取り込んでいません。",
            ),
            missing=missing,
        )
    return places


def _check(
    number: int, row: Mapping[str, str], known: Mapping[str, set[int]], now: datetime, zone: ZoneInfo, country: str
) -> ProvenConsent | RowProblem:
    def wrong(column: str, reason: str) -> RowProblem:
        return RowProblem(number, column, reason, row.get(column, "")[:MAX_CELL])

    if long := next((column for column, cell in row.items() if len(cell) > MAX_CELL), None):
        return wrong(long, "cell_too_long")
    kind, value = _identifier(row["identifier"], country)
    if not value:
        return wrong("identifier", "no_identifier")
    purpose, channel = fold(row.get("purpose", "")) or "marketing", fold(row.get("channel", "")) or "email"
    if purpose not in known:
        return wrong("purpose", "unknown_purpose")
    if channel not in CHANNELS:
        return wrong("channel", "unknown_channel")
    granted = _STATES.get(fold(row["state"]))
    if granted is None:
        return wrong("state", "unreadable_consent")
    at = _time(row["time"], zone)
    if at is None:
        return wrong("time", "unreadable_time")
    if at > now:
        return wrong("time", "time_in_future")
    version = row.get("text_version", "").removeprefix("v")
    if version and not (version.isdecimal() and int(version) in known[purpose]):
        return wrong("text_version", "unknown_text_version")
    form, proof = row.get("form", ""), row.get("proof", "")
    if granted and not (form or proof):
        return wrong("proof", "no_proof")
    return ProvenConsent(
        number, kind, value, purpose, channel, granted, at, form, int(version) if version else None, proof,
        row.get("ip", ""),
    )  # fmt: skip


def _identifier(text: str, country: str) -> tuple[str, str]:
    kind, colon, value = text.partition(":")
    if not colon:
        kind, value = "email", text
    kind = identifier_type(kind)
    value = identifier_value(kind, value, country)
    readable = "@" in value.strip("@") and " " not in value if kind == "email" else True
    return kind, value if readable else ""


def _time(text: str, zone: ZoneInfo) -> datetime | None:
    found: datetime | None = None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        for form in _FORMS:
            try:
                found = datetime.strptime(text, form).replace(tzinfo=zone)
                break
            except ValueError:
                continue
    if found is None:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
