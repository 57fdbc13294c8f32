"""Words in two languages, and how text is made comparable."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "ja"]


@dataclass(frozen=True)
class Text:
    """One sentence in both languages of the hub."""

    en: str
    ja: str

    def pick(self, language: str) -> str:
        return self.ja if language == "ja" else self.en

    def __str__(self) -> str:
        return self.en


def pick(text: "str | Text", language: str) -> str:
    return text.pick(language) if isinstance(text, Text) else text


def fold(text: str) -> str:
    """NFKC, trimmed, lower case: full-width and half-width forms of an address become one."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def language_of(text: str) -> Language:
    """`ja` if any kana or kanji is in it, else `en`."""
    for char in text:
        point = ord(char)
        if 0x3040 <= point <= 0x30FF or 0x4E00 <= point <= 0x9FFF or 0x3400 <= point <= 0x4DBF:
            return "ja"
    return "en"


def language_from_header(accept: str | None, fallback: Language = "en") -> Language:
    """The first of `Accept-Language` that we speak."""
    for part in (accept or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("ja"):
            return "ja"
        if tag.startswith("en"):
            return "en"
    return fallback
