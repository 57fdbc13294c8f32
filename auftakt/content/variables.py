"""What a text may name in `{{ … }}`: documented here, checked when a text is saved, filled in when it is rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from auftakt.campaigns import Campaign
from auftakt.kit.text import Language, Text

PERSON_FACTS = ("name", "email")
"""Known of everybody; further facts are the traits that the hub has seen."""


@dataclass(frozen=True)
class Variable:
    """A name, what it looks like when it is filled, and what it means."""

    name: str
    example: str
    description: Text


_FIXED = (
    Variable("person.name", "Sample Hanako", Text("The person's name; may be empty.", "お名前。空の場合があります。")),
    Variable("person.email", "hanako@example.com", Text("The address it is sent to.", "送信先のアドレス。")),
    Variable("campaign.name", "Autumn letter", Text("The campaign's name.", "キャンペーン名。")),
    Variable("message", "The cellar is full again.", Text("The one message.", "メッセージハウスの中心メッセージ。")),
    Variable(
        "claims",
        "{% for claim in claims %}- {{ claim.text }}{% endfor %}",
        Text("The claims; each has id, text and evidence.", "訴求の一覧。各項目に id・text・evidence があります。"),
    ),
    Variable("links.unsubscribe", "https://hub.example.com/u/…", Text("Ends the sending.", "配信停止のページ。")),
    Variable("links.preferences", "https://hub.example.com/p/…", Text("Choices on sending.", "配信設定のページ。")),
    Variable("hub.name", "Sample Shop", Text("The hub's name.", "ハブの名前。")),
    Variable("sender.name", "Sample Shop", Text("Who signs the mail.", "差出人の名前。")),
    Variable("sender.email", "shop@example.com", Text("The sender's address.", "差出人のアドレス。")),
    Variable("sender.address", "1-1 Sample, Tokyo", Text("The sender's postal address.", "差出人の住所。")),
    Variable(
        "sender.contact", "03-0000-0000", Text("Where questions and complaints go.", "問い合わせ・苦情の受付先。")
    ),
)

_CLAIM = frozenset({"id", "text", "evidence"})
_LOOP = frozenset({"first", "index", "index0", "last", "length", "name", "rindex", "rindex0"})
_OF_TEXT = frozenset({"size"})
_OF_LIST = frozenset({"size", "first", "last"})


@dataclass(frozen=True)
class MailLinks:
    """Addresses that belong to one person's mail. Preferences lead to the unsubscribe page where there is no other."""

    unsubscribe: str
    preferences: str = ""


class Names:
    """Decides which paths exist. `traits` are the facts of people that this hub knows."""

    def __init__(self, traits: Iterable[str] = ()) -> None:
        self.traits = sorted({*traits, *PERSON_FACTS})
        known = [variable.name for variable in _FIXED] + [f"person.{trait}" for trait in self.traits]
        self.paths = sorted(set(known))
        self._groups: dict[str, set[str]] = {}
        for path in self.paths:
            root, _, rest = path.partition(".")
            self._groups.setdefault(root, set()).add(rest)

    def knows(self, path: tuple[object, ...], local: bool) -> bool:
        """Whether `{{ path }}` can be filled. A local name is a loop's or an assigned one."""
        root, rest = path[0], path[1:]
        if not all(isinstance(segment, str | int) for segment in rest):
            return False
        if local:
            return not rest or (len(rest) == 1 and rest[0] in _CLAIM | _LOOP | _OF_LIST)
        if root == "claims":
            return _in_claims(rest)
        fields = self._groups.get(str(root))
        if fields is None:
            return False
        if fields == {""}:
            return not rest or rest in [(name,) for name in _OF_TEXT]
        return bool(rest) and rest[0] in fields and (len(rest) == 1 or rest[1:] in [(name,) for name in _OF_TEXT])


def _in_claims(rest: tuple[object, ...]) -> bool:
    if not rest or rest == ("size",):
        return True
    one = isinstance(rest[0], int) or rest[0] in ("first", "last")
    return one and len(rest) <= 2 and (len(rest) == 1 or rest[1] in _CLAIM)


def variables(traits: Collection[str] = ()) -> list[Variable]:
    """Everything that a text may name, with the hub's traits behind the fixed ones."""
    fixed = {variable.name for variable in _FIXED}
    about = Text("A trait of the person; may be empty.", "人物の特性。空の場合があります。")
    found = (Variable(f"person.{trait}", "", about) for trait in sorted(traits))
    return [*_FIXED, *(variable for variable in found if variable.name not in fixed)]


def campaign_facts(campaign: Campaign, hub_name: str, contact: str = "") -> Mapping[str, Any]:
    """What is the same in every mail of a campaign. Without a `contact`, questions go to the sender's address."""
    sender = campaign.sender
    house = campaign.message_house
    return MappingProxyType(
        {
            "campaign": {"name": campaign.name},
            "message": house.message,
            "claims": [{"id": claim.id, "text": claim.text, "evidence": claim.evidence} for claim in house.claims],
            "hub": {"name": hub_name},
            "sender": {
                "name": sender.name if sender else "",
                "email": sender.email if sender else "",
                "address": sender.address if sender else "",
                "contact": contact or (sender.email if sender else ""),
            },
        }
    )


def own_facts(person: Mapping[str, object], links: MailLinks) -> dict[str, Any]:
    """What is this one person's."""
    addresses = {"unsubscribe": links.unsubscribe, "preferences": links.preferences or links.unsubscribe}
    return {"person": person, "links": addresses}


def sample_person(language: Language) -> dict[str, object]:
    """Somebody made up, for looking at a text."""
    name = Text("Sample Hanako", "見本 花子").pick(language)
    return {
        "name": name,
        "email": "hanako@example.com",
        "language": language,
        "city": Text("Tokyo", "東京").pick(language),
    }
