"""In which forms a person's identifiers may stand somewhere: found, and taken out, in text, JSON and bytes.

What is too short or too plain to be told from an ordinary word ("42", "tokyo") counts only where it stands as an
identifier: otherwise half of the hub would be taken for one person's.
"""

import json
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any
from urllib.parse import quote

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

TAKEN_OUT = "[erased]"

_SHORTEST = 6
_LONG = 16
_BEFORE = rb"(?:(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrtbf])|(?<![A-Za-z0-9_.+%-]))"
_AFTER = rb"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
_ESCAPED = re.compile(rb"\\+u00([2-7][0-9A-Fa-f])")  # several: JSON inside of JSON
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_KEYS = (
    "userId", "anonymousId", "previousId", "user_id", "anonymous_id", "distinct_id", "customer_id", "external_id", "id",
)  # fmt: skip


class Traces:
    """Of some identifiers, as (type, comparable value), and of other spellings in which they came.

    Raises InvalidInput for nothing at all: no trace would be a trace of everybody.
    """

    def __init__(self, identifiers: Iterable[tuple[str, str]], spellings: Iterable[str] = ()) -> None:
        self.identifiers = frozenset((kind, value) for kind, value in identifiers if kind.strip() and value.strip())
        if not self.identifiers:
            raise InvalidInput(
                Text("There is no identifier to erase.", "削除する識別子がありません。"),
                next_action=Text("Give one as type:value.", "「種類:値」の形で指定してください。"),
            )
        told = {value for _, value in self.identifiers} | {each.strip() for each in spellings}
        self.words = frozenset(each for each in told if _is_telling(each))
        self.short = frozenset(value for _, value in self.identifiers if not _is_telling(value))

    @cached_property
    def forms(self) -> frozenset[str]:
        """Lower-case texts, one of which is in whatever `mentioned` says yes to (but for escapes inside of JSON)."""
        return frozenset(form.lower() for word in self.words for form in _forms(word))

    @cached_property
    def _words(self) -> re.Pattern[bytes] | None:
        return _pattern({form.encode() for word in self.words for form in _forms(word)})

    @cached_property
    def _plain_words(self) -> tuple[bytes, ...]:
        return tuple({form.encode().lower() for word in self.words for form in _forms(word)})

    @cached_property
    def _needles(self) -> tuple[bytes, ...]:
        pairs = (json.dumps(pair, ensure_ascii=False, separators=(",", ":")) for pair in self.identifiers)
        words = {form.encode().lower() for word in self.words for form in _forms(word)}
        ends = ('"{}"', '"{}\\"', 'id":{}', 'id": {}', 'id\\":{}', 'id\\": {}')
        short = {end.format(value) for value in self.short for end in ends}
        return tuple(words | {text.encode().lower() for text in (*pairs, *short)})

    @cached_property
    def _keyed(self) -> re.Pattern[bytes] | None:
        if not self.short:
            return None
        keys, values = "|".join(_KEYS), "|".join(re.escape(value) for value in sorted(self.short))
        return re.compile(rf'"(?:{keys})"\s*:\s*(?:"(?:{values})"|(?:{values})(?![\w.]))'.encode())

    def may_be_in(self, data: bytes) -> bool:
        """Quick, and sometimes wrong in saying yes: whether it is worth while to look closer."""
        lower = _unescaped(data).lower()
        return any(needle in lower for needle in self._needles)

    def mentioned(self, data: bytes) -> bool:
        """Whether one of the telling forms is there, as a word of its own."""
        data = _unescaped(data)
        lower = data.lower()
        return any(word in lower for word in self._plain_words) and bool(self._words and self._words.search(data))

    def named(self, data: bytes) -> bool:
        """The same, or one of the others as the value of a key that holds identifiers: for raw events."""
        return self.mentioned(data) or bool(self._keyed and self._keyed.search(_unescaped(data)))

    def without(self, text: str) -> str:
        """The text with a mark in place of each trace; the same object where there is none. JSON stays JSON."""
        if not self.words or not self.mentioned(text.encode("utf-8", "surrogatepass")):
            return text
        if text.lstrip()[:1] in ("{", "[", '"'):
            try:
                value = json.loads(text)
            except ValueError:
                pass
            else:
                return json.dumps(self.without_in(value), ensure_ascii=False, separators=(",", ":"))
        return self._plain(text)

    def without_in(self, value: Any) -> Any:
        """The same for a JSON value: in texts, keys and numbers."""
        if isinstance(value, str):
            return self._plain(value)
        if isinstance(value, dict):
            return {self._plain(key): self.without_in(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.without_in(each) for each in value]
        if isinstance(value, int | float) and not isinstance(value, bool):
            return TAKEN_OUT if self.mentioned(str(value).encode()) else value
        return value

    def without_bytes(self, data: bytes) -> bytes:
        """The same for bytes of any kind."""
        return self._words.sub(TAKEN_OUT.encode(), _unescaped(data)) if self.mentioned(data) and self._words else data

    def _plain(self, text: str) -> str:
        data = text.encode("utf-8", "surrogatepass")
        return self.without_bytes(data).decode("utf-8", "surrogatepass") if self.mentioned(data) else text


def _is_telling(value: str) -> bool:
    return len(value) >= _LONG or (len(value) >= _SHORTEST and ("@" in value or any(char.isdigit() for char in value)))


def _forms(word: str) -> set[str]:
    """A word as it is, in a URL, in JSON that escapes, and in full width."""
    forms = {word, word.lower(), word.upper()}
    forms |= {quote(form, safe="") for form in forms}
    forms |= {json.dumps(form)[1:-1] for form in forms} | {form.replace("/", "\\/") for form in forms}
    return forms | {word.translate(_FULL_WIDTH)}


def _pattern(forms: set[bytes]) -> re.Pattern[bytes] | None:
    if not forms:
        return None
    any_of = b"|".join(re.escape(form) for form in sorted(forms, key=lambda form: (-len(form), form)))
    return re.compile(_BEFORE + b"(?:" + any_of + b")" + _AFTER, re.IGNORECASE)


def _unescaped(data: bytes) -> bytes:
    r"""`\u0040` and its like as the characters that they are."""
    if b"\\u00" not in data:
        return data
    return _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), data)
