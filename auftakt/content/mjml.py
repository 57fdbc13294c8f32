"""MJML to HTML, after a look at its structure.

The compiler drops elements that it does not know, tells no line for most errors and takes the process down with it when
elements are nested some thousand deep. So every element is looked at first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mjml import mjml2html

from auftakt.content.tokens import place
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

_MAX_DEPTH = 60

_KNOWN = frozenset({
    "mjml", "mj-head", "mj-body", "mj-accordion", "mj-accordion-element", "mj-accordion-text",
    "mj-accordion-title", "mj-all", "mj-attributes", "mj-breakpoint", "mj-button", "mj-carousel",
    "mj-carousel-image", "mj-class", "mj-column", "mj-divider", "mj-font", "mj-group", "mj-hero",
    "mj-html-attributes", "mj-image", "mj-navbar", "mj-navbar-link", "mj-preview", "mj-raw", "mj-section",
    "mj-selector", "mj-html-attribute", "mj-social", "mj-social-element", "mj-spacer", "mj-style", "mj-table",
    "mj-text", "mj-title", "mj-wrapper"
})  # fmt: skip
_VOID = frozenset(["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_FORBIDDEN = frozenset(["script", "iframe", "object", "embed", "form", "base", "mj-include"])
_SCAN = re.compile(
    r"<!--.*?-->|<(/?)([A-Za-z][\w:-]*)((?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?)(/?)>|<(?=[A-Za-z/])", re.DOTALL
)
_HANDLER = re.compile(r"""\bon[a-z]+\s*=|=\s*["']?\s*(?:javascript|vbscript|data:text)""", re.IGNORECASE)


@dataclass(frozen=True)
class MjmlError:
    """What is wrong at which line and column (from 1) of the source."""

    line: int
    column: int
    code: str
    message: Text
    next_action: Text


class MjmlBroken(InvalidInput):
    """MJML that can't become a mail; `error` says where."""

    def __init__(self, error: MjmlError) -> None:
        super().__init__(error.message, next_action=error.next_action, line=error.line, column=error.column)
        self.error = error


def to_html(source: str) -> str:
    """The mail's HTML. Raises MjmlBroken."""
    for error in check_structure(source):
        raise MjmlBroken(error)
    try:
        return mjml2html(source, fonts={}, disable_comments=True)
    except ValueError as error:
        raise MjmlBroken(
            MjmlError(
                1,
                1,
                "mjml_error",
                Text(f"MJML can't be compiled: {error}", f"MJMLを変換できません: {error}"),
                Text("Compare it with the MJML documentation.", "MJMLの文書と照らし合わせてください。"),
            )
        ) from error


def check_structure(source: str) -> Iterator[MjmlError]:
    """Unknown, forbidden, unclosed and too deep elements, in the order of the text. Liquid tags must be blanked."""
    open_elements: list[tuple[str, int]] = []
    for found in _SCAN.finditer(source):
        closing, name, attributes, alone = (
            found.group(1),
            (found.group(2) or "").lower(),
            found.group(3),
            found.group(4),
        )
        if found.group(0).startswith("<!--"):
            continue
        if not name:
            yield _error(source, found.start(), "mjml_unclosed_bracket", "a tag without its >", "閉じていないタグ")
            return
        if closing:
            if not open_elements or open_elements[-1][0] != name:
                yield _mismatch(source, found.start(), name, open_elements)
                return
            open_elements.pop()
            continue
        yield from _element(source, found.start(), name, attributes or "")
        if not alone and name not in _VOID:
            open_elements.append((name, found.start()))
        if len(open_elements) > _MAX_DEPTH:
            yield _error(
                source,
                found.start(),
                "mjml_too_deep",
                f"more than {_MAX_DEPTH} elements nested",
                "入れ子が深すぎる要素",
            )
            return
    if open_elements:
        name, start = open_elements[-1]
        yield _error(source, start, "mjml_not_closed", f"<{name}> that is never closed", f"閉じられていない <{name}>")


def _element(source: str, start: int, name: str, attributes: str) -> Iterator[MjmlError]:
    if name in _FORBIDDEN:
        yield _error(source, start, "mjml_forbidden", f"<{name}>, which no mail may hold", f"メールに使えない <{name}>")
    elif name.startswith("mj") and name not in _KNOWN:
        yield _error(source, start, "mjml_unknown", f"<{name}>, which MJML does not know", f"MJMLにない要素 <{name}>")
    elif _HANDLER.search(attributes):
        yield _error(source, start, "mjml_forbidden", "an attribute that runs code", "コードを実行する属性")


def _mismatch(source: str, start: int, name: str, open_elements: list[tuple[str, int]]) -> MjmlError:
    inside = open_elements[-1][0] if open_elements else None
    en = f"</{name}> while <{inside}> is open" if inside else f"</{name}> that was never opened"
    ja = f"<{inside}> の中の </{name}>" if inside else f"開始タグのない </{name}>"
    return _error(source, start, "mjml_not_closed", en, ja)


def _error(source: str, start: int, code: str, en: str, ja: str) -> MjmlError:
    line, column = place(source, start)
    return MjmlError(
        line,
        column,
        code,
        Text(f"The text holds {en}.", f"本文に{ja}があります。"),
        Text("Correct this element.", "この要素を直してください。"),
    )
