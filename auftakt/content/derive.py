"""A first draft from the pillar, without any model: its title, its first sentence, its paragraphs, nothing made up."""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from auftakt.campaigns import Campaign, Pillar, Variant
from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.text import Language, Text

_SENTENCE = re.compile(r".+?(?:[。!?!?]|\.(?=\s|$)|$)", re.DOTALL)
_MARKUP = re.compile(r"^#{1,3}\s+|^[-*・]\s+|\*\*", re.MULTILINE)
_LONGEST_PREHEADER = 90


@dataclass(frozen=True)
class DerivedVariant:
    """A draft and where it comes from, for the screen to say."""

    variant: Variant
    made_by: Text


def pillar_hash(pillar: Pillar) -> str:
    """sha256 of the pillar: a variant keeps it, so that the screen can say that the pillar has changed since."""
    return sha256_hex(canonical_json(msgspec.to_builtins(pillar)))


def derive_variant(campaign: Campaign, variant_id: str, language: Language) -> DerivedVariant:
    """The pillar as a mail. Raises InvalidInput without a pillar, or where it would have to be translated."""
    pillar = campaign.pillar
    if pillar is None or not pillar.body.strip():
        raise InvalidInput(
            Text("The campaign has no pillar text.", "柱コンテンツがありません。"),
            next_action=Text("Write the pillar first.", "先に柱コンテンツを書いてください。"),
            where="pillar",
        )
    if pillar.language != language:
        raise InvalidInput(
            Text("The pillar is in another language.", "柱コンテンツは別の言語で書かれています。"),
            next_action=Text(
                "Write this text by hand; nothing here translates.",
                "この文面は人が書いてください(翻訳機能はありません)。",
            ),
            where="pillar.language",
        )
    title = " ".join(pillar.title.split())
    variant = Variant(
        id=variant_id,
        language=language,
        subject=title or _first_sentence(pillar.body),
        preheader=_first_sentence(pillar.body),
        body=f"# {title}\n\n{pillar.body.strip()}\n" if title else f"{pillar.body.strip()}\n",
        pillar_hash=pillar_hash(pillar),
    )
    return DerivedVariant(
        variant, Text("Derived from the pillar, without a model", "柱コンテンツから機械的に作成(モデル不使用)")
    )


def _first_sentence(body: str) -> str:
    """Without markup, cut at a sentence's end or at the width that inboxes show."""
    plain = _MARKUP.sub("", body).strip()
    found = _SENTENCE.match(plain.split("\n\n", 1)[0].replace("\n", " "))
    sentence = found.group(0).strip() if found else ""
    return sentence if len(sentence) <= _LONGEST_PREHEADER else sentence[: _LONGEST_PREHEADER - 1] + "…"
