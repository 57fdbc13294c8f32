"""The text part of a mail, from its HTML: what a reader without pictures, or a screen reader, gets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = frozenset({
    "address", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ol", "p", "section", "table", "td", "th", "tr",
    "ul"
})  # fmt: skip
_SPACED = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "table"])
_SILENT = frozenset({"head", "style", "title", "script"})


def text_of(html: str) -> str:
    """Lines without markup. Links follow their words in brackets, list items begin with a hyphen or a number."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    """Collects words; knows which parts no reader sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._hidden: list[bool] = []
        self._links: list[tuple[str, int]] = []
        self._numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SILENT:
            self._silent += 1
        if tag == "div":
            self._hidden.append("display:none" in given.get("style", "").replace(" ", ""))
        if tag == "br":
            self._add("\n")
        elif tag in _BLOCKS:
            self._add("\n\n" if tag in _SPACED else "\n")
        if tag in ("ul", "ol"):
            self._numbers.append(0 if tag == "ol" else None)
        if tag == "li":
            self._add(f"\n{self._next_mark()} ")
        if tag == "img" and given.get("alt"):
            self._add(given["alt"])
        if tag == "a":
            self._links.append((given.get("href", ""), len(self.parts)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "img", "hr"):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag == "a" and self._links:
            address, since = self._links.pop()
            words = "".join(self.parts[since:]).strip()
            if address.strip() and address != words:
                self._add(f" ( {address} )")
        if tag in _BLOCKS:
            self._add("\n\n" if tag in _SPACED else "\n")
        if tag == "div" and self._hidden:
            self._hidden.pop()
        if tag in ("ul", "ol") and self._numbers:
            self._numbers.pop()

    def _next_mark(self) -> str:
        if not self._numbers or self._numbers[-1] is None:
            return "-"
        self._numbers[-1] += 1
        return f"{self._numbers[-1]}."

    def handle_data(self, data: str) -> None:
        # The source's own line breaks are layout; those that show were elements.
        self._add(re.sub(r"\s*\n\s*", " ", data) if data.strip() else data.replace("\n", ""))

    def _add(self, text: str) -> None:
        if not self._silent and not any(self._hidden):
            self.parts.append(text)
