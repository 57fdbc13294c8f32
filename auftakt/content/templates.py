"""From what a marketer wrote to the two Liquid templates of a mail: HTML and text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from auftakt.campaigns import Variant
from auftakt.content.frame import FOOTER_VARIABLES, footer, framed
from auftakt.content.markdown import to_mjml
from auftakt.content.mjml import to_html
from auftakt.content.plain import text_of
from auftakt.content.tokens import Protected, protect

_BODY = re.compile(r"<body\b[^>]*>")
_MJML_END = re.compile(r"</mj-body\s*>")
_HIDDEN = (
    '<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden">'
    "{}</div>"
)


@dataclass(frozen=True)
class Templates:
    """Liquid templates; `html` escapes what it is filled with, `text` does not."""

    html: str
    text: str


def is_mjml(body: str) -> bool:
    """Whether the author wrote MJML; everything else is light markup."""
    return body.lstrip().lower().startswith("<mjml")


def templates_of(variant: Variant) -> Templates:
    """Raises MjmlBroken. The footer is added unless the body shows all that the law wants."""
    body = protect(variant.body)
    closing = "" if _has_footer(body) else footer(variant.language)
    if is_mjml(body.text):
        mjml = _MJML_END.sub(lambda end: closing + end.group(0), body.text, count=1)
    else:
        mjml = framed(to_mjml(body), closing, variant.language)
    html = to_html(mjml)
    text = text_of(html)
    preview = _HIDDEN.format(_escaped(variant.preheader))
    if variant.preheader.strip():
        return Templates(
            _BODY.sub(lambda start: start.group(0) + preview, body.restore(html), count=1), body.restore(text)
        )
    return Templates(body.restore(html), body.restore(text))


def _has_footer(body: Protected) -> bool:
    shown = " ".join(body.tokens)
    return all(name in shown for name in FOOTER_VARIABLES)


def _escaped(source: str) -> str:
    """The author's own words as HTML, with the tags as they are."""
    kept = protect(source)
    return kept.restore(escape(kept.text, quote=False))
