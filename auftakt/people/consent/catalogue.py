"""The catalogue: for which purposes and over which channels people may be asked, and in exactly which words.

A hub that was told nothing has one purpose, `marketing` by email, which is what campaigns are sent for. Without a
recorded yes nobody has allowed anything, whatever the legal basis that a purpose names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.text import Text
from auftakt.people.consent.models import ConsentTextRow, PurposeRow

Basis = Literal["consent", "existing_customer", "contract", "legitimate_interest"]
BASES: tuple[Basis, ...] = ("consent", "existing_customer", "contract", "legitimate_interest")
CHANNELS = ("email", "sms", "line", "push", "post", "phone")

MARKETING = "marketing"
"""The purpose that campaigns are sent for."""

MAX_PURPOSES = 30
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class BothLanguages:
    """The same words in English and Japanese."""

    en: str
    ja: str

    def pick(self, language: str) -> str:
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True)
class Purpose:
    """What people are asked: a name, the words, where it may be used, and the legal basis as a note.

    With `double_opt_in` a yes by email counts only after its owner confirmed it by the link in a mail.
    """

    key: str
    name: BothLanguages
    text: BothLanguages
    channels: list[str]
    basis: Basis = "consent"
    active: bool = True
    double_opt_in: bool = False


@dataclass(frozen=True)
class TextVersion:
    """Words as they were shown from `since` on; `since` is empty for the words that Auftakt brings along."""

    version: int
    text: BothLanguages
    hash: str
    since: datetime | None


@dataclass(frozen=True)
class CataloguePurpose(Purpose):
    """A purpose with the words in force (the last of `versions`)."""

    versions: list[TextVersion] = field(default_factory=list)

    @property
    def current(self) -> TextVersion:
        return self.versions[-1]


BUILT_IN = Purpose(
    key=MARKETING,
    name=BothLanguages("News and offers", "お知らせとご案内"),
    text=BothLanguages(
        "I would like to receive news and offers. I can change my mind at any time with the link in each message.",
        "お知らせとご案内の受け取りに同意します。各メッセージのリンクから、いつでも変更できます。",
    ),
    channels=["email"],
)


def text_hash(purpose: str, text: BothLanguages) -> str:
    """Stands for exactly these words for exactly this purpose."""
    return sha256_hex(canonical_json({"purpose": purpose, "en": text.en, "ja": text.ja}))


def read_catalogue(session: Session, *, all_purposes: bool = False) -> list[CataloguePurpose]:
    """The purposes in their order; with `all_purposes` also those that are switched off."""
    rows = list(session.scalars(select(PurposeRow).order_by(PurposeRow.place, PurposeRow.key)))
    if not rows:
        return [_view(BUILT_IN, [TextVersion(1, BUILT_IN.text, text_hash(MARKETING, BUILT_IN.text), None)])]
    versions: dict[str, list[TextVersion]] = {}
    for text in session.scalars(select(ConsentTextRow).order_by(ConsentTextRow.purpose, ConsentTextRow.version)):
        words = BothLanguages(text.text_en, text.text_ja)
        versions.setdefault(text.purpose, []).append(TextVersion(text.version, words, text.hash, text.since))
    found = [_view(_purpose(row, versions[row.key][-1].text), versions[row.key]) for row in rows]
    return [each for each in found if each.active or all_purposes]


def put_catalogue(session: Session, purposes: Sequence[Purpose], now: datetime) -> list[CataloguePurpose]:
    """Makes these the purposes; gives the catalogue. Other words become a new version, all old ones are kept.

    What is left out is switched off, not deleted. Raises InvalidInput, and then changes nothing.
    """
    cleaned = [_cleaned(each) for each in purposes]
    _check(cleaned)
    if session.scalar(select(PurposeRow.key).limit(1)) is None:
        # Somebody may have agreed to the words that were there before anything was saved.
        _add_text(session, MARKETING, 1, BUILT_IN.text, now)
    rows = {row.key: row for row in session.scalars(select(PurposeRow))}
    for row in rows.values():
        row.active = False
    for place, purpose in enumerate(cleaned):
        row = rows.get(purpose.key) or PurposeRow(key=purpose.key)
        row.place, row.active = place, purpose.active
        row.name_en, row.name_ja = purpose.name.en, purpose.name.ja
        row.channels, row.basis = purpose.channels, purpose.basis
        row.double_opt_in = purpose.double_opt_in
        session.add(row)
        _put_text(session, purpose, now)
    session.flush()
    return read_catalogue(session, all_purposes=True)


def _put_text(session: Session, purpose: Purpose, now: datetime) -> None:
    query = select(ConsentTextRow).where(ConsentTextRow.purpose == purpose.key)
    last = session.scalar(query.order_by(ConsentTextRow.version.desc()).limit(1))
    if last is None or last.hash != text_hash(purpose.key, purpose.text):
        _add_text(session, purpose.key, last.version + 1 if last else 1, purpose.text, now)


def _add_text(session: Session, purpose: str, version: int, text: BothLanguages, now: datetime) -> None:
    digest = text_hash(purpose, text)
    session.add(
        ConsentTextRow(purpose=purpose, version=version, text_en=text.en, text_ja=text.ja, hash=digest, since=now)
    )
    session.flush()


def _purpose(row: PurposeRow, text: BothLanguages) -> Purpose:
    name = BothLanguages(row.name_en, row.name_ja)
    basis: Basis = next(each for each in BASES if each == row.basis)
    return Purpose(row.key, name, text, list(row.channels), basis, row.active, row.double_opt_in)


def _view(purpose: Purpose, versions: list[TextVersion]) -> CataloguePurpose:
    return CataloguePurpose(
        purpose.key, purpose.name, purpose.text, purpose.channels, purpose.basis, purpose.active,
        purpose.double_opt_in, versions,
    )  # fmt: skip


def _cleaned(purpose: Purpose) -> Purpose:
    name = BothLanguages(purpose.name.en.strip(), purpose.name.ja.strip())
    text = BothLanguages(purpose.text.en.strip(), purpose.text.ja.strip())
    channels = [each for each in CHANNELS if each in purpose.channels]
    unknown = sorted(set(purpose.channels) - set(CHANNELS))
    if unknown:
        raise _invalid(
            f"{purpose.key}: there is no channel {unknown[0]!r}.",
            f"{purpose.key}: チャネル {unknown[0]!r} はありません。",
            f"Take some of {', '.join(CHANNELS)}.",
            f"{'、'.join(CHANNELS)} から選んでください。",
        )
    return Purpose(purpose.key, name, text, channels, purpose.basis, purpose.active, purpose.double_opt_in)


def _check(purposes: Sequence[Purpose]) -> None:
    keys = [each.key for each in purposes]
    if len(set(keys)) != len(keys) or len(keys) > MAX_PURPOSES:
        raise _invalid(
            f"Each purpose needs a key of its own, and there may be {MAX_PURPOSES} of them.",
            f"目的のキーは重複できません。目的は{MAX_PURPOSES}件までです。",
            "Give each one another key.",
            "それぞれ別のキーにしてください。",
        )
    for purpose in purposes:
        _check_one(purpose)
    if not any(each.key == MARKETING and each.active and "email" in each.channels for each in purposes):
        raise _invalid(
            f"Campaigns are mailed for the purpose {MARKETING!r}; people must be able to see and refuse it.",
            f"キャンペーンのメールは目的 {MARKETING!r} で送られるため、相手が確認・拒否できる必要があります。",
            f"Keep {MARKETING!r} switched on, with the channel email; its name and words are yours to choose.",
            f"{MARKETING!r} をメールで有効にしておいてください。名前と文面は自由に決められます。",
        )


def _check_one(purpose: Purpose) -> None:
    texts = (purpose.name.en, purpose.name.ja, purpose.text.en, purpose.text.ja)
    if not _KEY.fullmatch(purpose.key):
        raise _invalid(
            f"{purpose.key!r} is not a key of a purpose.",
            f"{purpose.key!r} は目的のキーに使えません。",
            "Write small letters, digits, - and _, beginning with a letter; 40 at most.",
            "英小文字で始め、英小文字・数字・-・_ だけを40文字以内で使ってください。",
        )
    if not all(texts) or max(map(len, texts[:2])) > 80 or max(map(len, texts[2:])) > 2000:
        raise _invalid(
            f"{purpose.key}: name (80 characters) and text (2,000) are needed in both languages.",
            f"{purpose.key}: 名前(80文字以内)と文面(2,000文字以内)は両方の言語で必要です。",
            "Write what is missing; people read it in their own language.",
            "足りないものを書いてください。相手は自分の言語で読みます。",
        )
    if not purpose.channels or purpose.basis not in BASES:
        raise _invalid(
            f"{purpose.key}: a purpose needs a channel, and one of these bases: {', '.join(BASES)}.",
            f"{purpose.key}: チャネルと、次のいずれかの根拠が必要です: {'、'.join(BASES)}。",
            "Choose at least one channel.",
            "チャネルを1つ以上選んでください。",
        )


def _invalid(en: str, ja: str, next_en: str, next_ja: str) -> InvalidInput:
    return InvalidInput(Text(en, ja), next_action=Text(next_en, next_ja))
