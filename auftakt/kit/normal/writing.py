"""Width, case, kana, and mail addresses."""

import re
import unicodedata
from collections.abc import Callable

# Hiragana and katakana stand in the same order, 96 places apart.
_TO_KATAKANA = {code: code + 0x60 for code in [*range(0x3041, 0x3097), 0x309D, 0x309E]}
_SPACES = re.compile(r"\s+")
# Marks that are typed where a long vowel is meant; only after kana, since elsewhere they are dashes.
_LONG = re.compile("(?<=[ァ-ヺー])[-‐‑‒–—―−─~〜]")


def settled(once: Callable[[str], str], text: str) -> str:
    """`once` again and again, until it changes nothing: what one rule leaves may be what another one folds."""
    while (again := once(text)) != text:
        text = again
    return text


def width_folded(text: str) -> str:
    """One width, one case, one space: `Ａｂｃ　１２` is `abc 12`, `ｶﾅ` is `カナ`."""
    return _plain(text) if text.isascii() else settled(_plain, text)


def kana_folded(text: str) -> str:
    """`width_folded`, all kana as katakana, long vowels with one mark: `やまだ`, `ﾔﾏﾀﾞ` and `ヤマダ` are `ヤマダ`."""
    return settled(_kana, text)


def email_folded(text: str) -> str:
    """An address as it is compared: one width, lower case, trimmed. Nothing that only some providers do is assumed:
    dots and what follows a plus stay."""
    return text.strip().lower() if text.isascii() else settled(_address, text)


def _plain(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()


def _kana(text: str) -> str:
    return _LONG.sub("ー", _plain(text).translate(_TO_KATAKANA))


def _address(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()
