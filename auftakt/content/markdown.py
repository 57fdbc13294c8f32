"""The light markup that marketers write, as MJML.

Paragraphs between blank lines, `#` headings, `-` and `1.` lists, `**strong**`, `[text](address)`, `![text](address)`,
`---`, and `[text](address){.button}` on a line of its own. A line break in a paragraph stays one, as Japanese mails
want it. HTML is shown as it was typed, never obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from auftakt.content.tokens import Protected

_HEADING = re.compile(r"(#{1,3})\s+(.+)")
_ITEM = re.compile(r"\s*(?:[-*]\s+|・\s*|(\d+)[.)]\s+)(.+)")
_TARGET = r"((?:[^()\s]|\([^()\s]*\))+)"
_BUTTON = re.compile(rf"\[([^\]]+)\]\({_TARGET}\)\s*\{{\.button\}}\s*")
_IMAGE = re.compile(rf"!\[([^\]]*)\]\({_TARGET}\)\s*")
_RULE = re.compile(r"\s*-{3,}\s*")
LINK = re.compile(rf"\[([^\[\]]+)\]\({_TARGET}\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:|#|zqLq)", re.IGNORECASE)


def to_mjml(body: Protected) -> str:
    """Elements for one `mj-column`, with the marks of the Liquid tags where the tags stood."""
    return "\n".join(_block(lines, body) for lines in _blocks(body.text.splitlines(), body))


def allowed_address(address: str) -> bool:
    """Web, mail and phone addresses, and what a Liquid tag gives."""
    return _ALLOWED.match(address) is not None


def _blocks(lines: Iterable[str], body: Protected) -> Iterator[list[str]]:
    held: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            held.append(line)
        elif held:
            yield from _split(held, body)
            held = []


def _split(lines: list[str], body: Protected) -> Iterator[list[str]]:
    """Lines without a blank one between them, by kind; a list keeps the tags that stand among its items."""
    kinds = [_kind(line, body) for line in lines]
    if "item" in kinds and set(kinds) <= {"item", "tag"}:
        yield lines
        return
    for kind, run in groupby(zip(kinds, lines, strict=True), key=lambda each: each[0]):
        together = [line for _, line in run]
        if kind in ("text", "item"):
            yield together
        else:
            yield from ([line] for line in together)


def _kind(line: str, body: Protected) -> str:
    if body.is_control(line):
        return "tag"
    for kind, pattern in (
        ("heading", _HEADING),
        ("button", _BUTTON),
        ("image", _IMAGE),
        ("rule", _RULE),
        ("item", _ITEM),
    ):
        if pattern.fullmatch(line):
            return kind
    return "text"


def _block(lines: list[str], body: Protected) -> str:
    kinds = {_kind(line, body) for line in lines}
    if "item" in kinds:
        return f"<mj-text>{_list(lines)}</mj-text>"
    if "text" in kinds:
        return f"<mj-text><p>{'<br />'.join(_inline(line.strip()) for line in lines)}</p></mj-text>"
    return _line(lines[0])


def _line(line: str) -> str:
    """A line that is an element of its own, or a tag that only steers."""
    if found := _HEADING.fullmatch(line):
        level = len(found.group(1))
        return f'<mj-text mj-class="h{level}"><h{level}>{_inline(found.group(2))}</h{level}></mj-text>'
    if found := _BUTTON.fullmatch(line):
        return f'<mj-button href="{_address(found.group(2))}">{_inline(found.group(1))}</mj-button>'
    if found := _IMAGE.fullmatch(line):
        return f'<mj-image src="{_address(found.group(2))}" alt="{escape(found.group(1))}" />'
    return "<mj-divider />" if _RULE.fullmatch(line) else line.strip()


def _list(lines: list[str]) -> str:
    items = [(line, _ITEM.fullmatch(line)) for line in lines]
    name = "ol" if any(found and found.group(1) for _, found in items) else "ul"
    inner = "".join(f"<li>{_inline(found.group(2))}</li>" if found else line.strip() for line, found in items)
    return f"<{name}>{inner}</{name}>"


def _inline(text: str) -> str:
    safe = escape(text, quote=False)
    strong = _STRONG.sub(r"<strong>\1</strong>", safe)
    return LINK.sub(lambda found: f'<a href="{_address(found.group(2))}">{found.group(1)}</a>', strong)


def _address(address: str) -> str:
    """Checked when the text is saved; here a forbidden address leads nowhere rather than anywhere."""
    plain = address.replace("&amp;", "&")
    return escape(plain) if allowed_address(plain) else "#"
