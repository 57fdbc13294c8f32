"""Liquid tags set aside while the text around them is turned into MJML and HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Raw and comment blocks are one token: what stands in them is no template.
_TOKEN = re.compile(
    r"\{%-?\s*(raw|comment)\s*-?%\}.*?\{%-?\s*end\1\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}",
    re.DOTALL,
)
_OPENS = re.compile(r"\{%-?\s*(raw|comment)\s*-?%\}|\{\{|\{%")
_CLOSES = {
    "{{": re.compile(r"\}\}"),
    "{%": re.compile(r"%\}"),
    "raw": re.compile(r"\{%-?\s*endraw\s*-?%\}"),
    "comment": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
}
_MARK = re.compile(r"zqLq(\d+)qz")
_ONLY_TAGS = re.compile(r"\s*(?:zqLq\d+qz\s*)+")


@dataclass(frozen=True)
class Protected:
    """A text whose Liquid tags are marks, words that neither Markdown nor MJML touches."""

    text: str
    tokens: Sequence[str]

    def restore(self, text: str) -> str:
        return _MARK.sub(lambda found: self.tokens[int(found.group(1))], text)

    def is_control(self, line: str) -> bool:
        """Whether the line holds nothing but `{% … %}`: it steers and shows nothing."""
        if not _ONLY_TAGS.fullmatch(line):
            return False
        return all(self.tokens[int(found.group(1))].startswith("{%") for found in _MARK.finditer(line))


def protect(source: str) -> Protected:
    """Replaces each tag by a mark. What looks like a mark in the source is dropped."""
    tokens: list[str] = []

    def mark(found: re.Match[str]) -> str:
        tokens.append(found.group(0))
        return f"zqLq{len(tokens) - 1}qz"

    return Protected(_TOKEN.sub(mark, source.replace("zqLq", "")), tokens)


def never_closed(source: str) -> int | None:
    """Where a tag opens that is never closed, if there is one.

    Asked before anything else: the searches for tags, ours and the Liquid library's, take time squared on such a text.
    """
    at = 0
    while found := _OPENS.search(source, at):
        closes = _CLOSES[found.group(1) or found.group(0)].search(source, found.end())
        if closes is None:
            return found.start()
        at = closes.end()
    return None


def blanked(source: str) -> str:
    """The source with every tag overwritten by spaces: places in the rest keep their line and column."""
    return _TOKEN.sub(lambda found: re.sub(r"[^\n]", " ", found.group(0)), source)


def place(source: str, index: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    before = source[:index]
    return before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1
