"""Names of people: which part is the family name, and a key that doesn't depend on the order."""

import re
from dataclasses import dataclass

from auftakt.kit.normal.writing import kana_folded, settled, width_folded

_JAPANESE = re.compile("[ぁ-ヿ一-鿿々]")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "san", "sama", "さん", "サン", "様", "殿", "氏", "先生"})
_ENDING = re.compile("(?<=..)(?:様|殿)+$")
_PARTS = re.compile(r"[\s・·.]+")


@dataclass(frozen=True)
class PersonName:
    """A name in two parts, folded in width and case; `given` is "" where the text has one part."""

    family: str
    given: str


def person_name(text: str) -> PersonName:
    """Family and given name, by the order that the writing itself shows.

    Japanese writing puts the family name first. In Latin letters the family name is what stands before a comma, what
    stands in capitals beside something that doesn't, else the last word.
    """
    before, comma, behind = text.partition(",")
    if comma and before.strip() and behind.strip():
        return PersonName(" ".join(_words(before)), " ".join(_words(behind)))
    words = _words(text)
    if len(words) < 2:
        return PersonName("".join(words), "")
    if _JAPANESE.search(text) or _shouted_first(text):
        return PersonName(words[0], " ".join(words[1:]))
    return PersonName(words[-1], " ".join(words[:-1]))


def name_key(text: str) -> str:
    """What two spellings of a name share: no titles, no spaces, one kana; words in Latin letters in order of alphabet.

    `山田　太郎様` and `山田太郎` have one key, and so have `Taro YAMADA`, `Yamada, Taro` and `Mr. Yamada Taro`.
    """
    return settled(_key, text)


def _key(text: str) -> str:
    words = [kana_folded(word) for word in _words(text.replace(",", " "))]
    if not _JAPANESE.search("".join(words)):
        return " ".join(sorted(words))
    return _ENDING.sub("", "".join(words))


def _words(text: str) -> list[str]:
    words = [word for word in _PARTS.split(width_folded(text)) if word]
    kept = [word for word in words if word not in _TITLES]
    return [_ENDING.sub("", word) for word in kept or words]


def _shouted_first(text: str) -> bool:
    words = [word for word in _PARTS.split(text.strip()) if word and word.lower() not in _TITLES]
    return len(words) > 1 and len(words[0]) > 1 and words[0].isupper() and not words[-1].isupper()
