"""A first draft from the pillar, without any model."""

import msgspec
import pytest

from auftakt.campaigns import Campaign, Pillar, Variant
from auftakt.content import check_variant, derive_variant, pillar_hash
from auftakt.kit.errors import InvalidInput


def with_pillar(campaign: Campaign, title: str, body: str, language: str = "ja") -> Campaign:
    return msgspec.structs.replace(campaign, pillar=Pillar(title=title, body=body, language=language))  # type: ignore[arg-type]


def test_title_first_sentence_and_paragraphs(campaign: Campaign) -> None:
    body = "200種が入りました。ぜひ\nご覧ください!\n\n- 送料無料"
    given = with_pillar(campaign, "新着ワイン", body)
    derived = derive_variant(given, "v_ja", "ja")
    assert given.pillar is not None
    assert derived.variant == Variant(
        id="v_ja",
        language="ja",
        subject="新着ワイン",
        preheader="200種が入りました。",
        body=f"# 新着ワイン\n\n{body}\n",
        pillar_hash=pillar_hash(given.pillar),
    )
    assert derived.made_by.ja == "柱コンテンツから機械的に作成(モデル不使用)"
    assert check_variant(derived.variant, (), given) == []


@pytest.mark.parametrize(
    ("body", "preheader"),
    [
        ("One, e.g. 3.5 litres, is enough. Two.", "One, e.g."),
        ("Costs 3.50 now! Buy.", "Costs 3.50 now!"),
        ("# Heading\n\nText.", "Heading"),
        ("- **Free** delivery", "Free delivery"),
        ("長" * 120, "長" * 89 + "…"),
    ],
)
def test_the_preheader_is_the_first_sentence(campaign: Campaign, body: str, preheader: str) -> None:
    assert derive_variant(with_pillar(campaign, "T", body, "en"), "v", "en").variant.preheader == preheader


def test_without_a_title_the_first_sentence_is_the_subject(campaign: Campaign) -> None:
    made = derive_variant(with_pillar(campaign, "", "一文目。二文目。"), "v", "ja").variant
    assert (made.subject, made.body) == ("一文目。", "一文目。二文目。\n")


def test_the_same_pillar_gives_the_same_draft_and_a_comma_another_hash(campaign: Campaign) -> None:
    assert derive_variant(campaign, "v", "ja") == derive_variant(campaign, "v", "ja")
    assert pillar_hash(Pillar(title="a", body="b")) != pillar_hash(Pillar(title="a", body="b,"))


def test_nothing_is_translated_or_made_up(campaign: Campaign) -> None:
    with pytest.raises(InvalidInput, match="another language"):
        derive_variant(campaign, "v", "en")
    with pytest.raises(InvalidInput, match="no pillar"):
        derive_variant(with_pillar(campaign, "T", " "), "v", "ja")
