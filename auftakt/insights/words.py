"""The draft's texts: plain invitations that promise nothing, claim nothing and leave nothing to be filled in.

Category names stand as the data writes them; a person who edits the draft will know a better name.
"""

from auftakt.campaigns import MessageHouse, Pillar, Variant
from auftakt.content import pillar_hash
from auftakt.kit.text import Language, Text


def category_words(category: str) -> Text:
    """`SOFT DRINKS` reads as `Soft drinks` in English; in Japanese the name stands as it is."""
    english = category.capitalize() if category.isupper() else category
    return Text(english, category)


def message_house(words: Text) -> MessageHouse:
    """One message and no claims: nothing here is known that would have to be proven."""
    return MessageHouse(message=f"「{words.ja}」を、またどうぞ。 / {words.en}: you are welcome back.")


def pillar(words: Text) -> Pillar:
    """The text that the Japanese and English variants say in their own words."""
    return Pillar(
        title=f"「{words.ja}」を、またどうぞ",
        body=(
            f"以前よくお選びいただいていた「{words.ja}」を、最近はお買い上げいただいていないようです。\n\n"
            "次のお買い物の際に、売り場をのぞいてみてください。ご来店をお待ちしています。"
        ),
        language="ja",
    )


def variants(words: Text, core: Pillar) -> list[Variant]:
    """An invitation and a shorter reminder, each in both languages."""
    return [
        _variant("invite_ja", "ja", _INVITE_JA, words.ja, core),
        _variant("invite_en", "en", _INVITE_EN, words.en, core),
        _variant("remind_ja", "ja", _REMIND_JA, words.ja, core),
        _variant("remind_en", "en", _REMIND_EN, words.en, core),
    ]


def _variant(variant_id: str, language: Language, draft: tuple[str, str, str], name: str, core: Pillar) -> Variant:
    subject, preheader, body = (text.replace("*", name) for text in draft)
    return Variant(
        id=variant_id,
        language=language,
        subject=subject,
        preheader=preheader,
        body=body,
        pillar_hash=pillar_hash(core),
    )


_INVITE_JA = (
    "「*」を、またどうぞ",
    "しばらくお買い上げのない売り場からのご案内です",
    "いつもご利用ありがとうございます。\n\n"
    "以前よくお選びいただいていた「*」を、最近はお買い上げいただいていないようです。\n\n"
    "次のお買い物の際に、売り場をのぞいてみてください。ご来店をお待ちしています。",
)
_INVITE_EN = (
    "*: you are welcome back",
    "A note about something you used to pick up",
    "Thank you for shopping with us.\n\n"
    "You used to buy from “*” quite often, and lately you have not.\n\n"
    "Have a look at the shelf when you are next in. We would be glad to see you there.",
)
_REMIND_JA = (
    "「*」の売り場でお待ちしています",
    "前回のご案内の続きです",
    "先日「*」についてご案内しました。\n\nお買い物のついでに、ぜひ一度お立ち寄りください。このご案内は今回で終わりです。",
)
_REMIND_EN = (
    "*: still here when you are",
    "One last note on this",
    "We wrote to you about “*” the other day.\n\nIf you happen to be in, have a look. This is our last note about it.",
)
