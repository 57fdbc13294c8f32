"""The frame around a mail: typography for both languages, and the footer that the law wants.

Japanese lines are set wider apart, never spaced out and never slanted. The footer names sender, postal address and
contact, says why the mail came, leads to the reader's choices, and ends the sending in one click (特定電子メール法,
CAN-SPAM).
"""

from __future__ import annotations

from auftakt.kit.text import Language, Text

_INK, _QUIET, _PAPER, _GROUND, _ACCENT, _LINE = "#1c2330", "#5c6474", "#ffffff", "#f5f5f2", "#3b4cca", "#e3e3de"

_FONTS = {
    "ja": "'Hiragino Sans', 'Hiragino Kaku Gothic ProN', 'Noto Sans JP', 'Yu Gothic', Meiryo, sans-serif",
    "en": "Inter, 'Helvetica Neue', Helvetica, Arial, sans-serif",
}
_LINE_HEIGHT = {"ja": "1.8", "en": "1.6"}

_STYLE = """
h1,h2,h3,p,ul,ol{margin:0} h1{font-size:24px;line-height:1.4} h2{font-size:20px;line-height:1.5} h3{font-size:17px}
ul,ol{padding-left:1.4em} li{margin:0 0 4px} a{color:#3b4cca}
:lang(ja){word-break:auto-phrase;line-break:strict;overflow-wrap:anywhere}
"""

_WHY = Text(
    "You receive this mail because you agreed to hear from {{ hub.name }} at {{ person.email }}.",
    "このメールは、{{ hub.name }}からのお知らせに同意された{{ person.email }}宛にお送りしています。",
)
_STOP = Text("Unsubscribe", "配信を停止する")
_CHOOSE = Text("Choose what you receive", "受け取る内容を選ぶ")
_CONTACT = Text("Questions and complaints: {{ sender.contact }}", "お問い合わせ・苦情: {{ sender.contact }}")

FOOTER_VARIABLES = frozenset({"links.unsubscribe", "sender.name", "sender.address"})
"""A body that shows all of these has a footer of its own and gets none from us."""


def footer(language: Language) -> str:
    """A section with Liquid tags for sender, address, contact, reason, preferences and the unsubscribe link."""
    lines = [
        "{{ sender.name }}<br />{{ sender.address }}",
        _CONTACT.pick(language),
        _WHY.pick(language),
        f'<a href="{{{{ links.preferences }}}}" style="color:{_QUIET}">{_CHOOSE.pick(language)}</a>',
        f'<a href="{{{{ links.unsubscribe }}}}" style="color:{_QUIET}">{_STOP.pick(language)}</a>',
    ]
    text = "<br />".join(lines)
    return (
        f'<mj-section background-color="{_GROUND}" padding="16px 0"><mj-column><mj-text font-size="12px" '
        f'line-height="1.7" color="{_QUIET}" font-family="{_FONTS[language]}">{text}</mj-text></mj-column></mj-section>'
    )


def framed(elements: str, closing: str, language: Language) -> str:
    """A whole MJML document around the elements of one column; `closing` are sections below it."""
    return f"""<mjml lang="{language}">
<mj-head>
<mj-attributes>
<mj-all font-family="{_FONTS[language]}" />
<mj-text font-size="16px" line-height="{_LINE_HEIGHT[language]}" color="{_INK}" padding="8px 24px" />
<mj-class name="h1" padding="24px 24px 8px" /><mj-class name="h2" padding="20px 24px 4px" />
<mj-class name="h3" padding="16px 24px 0" />
<mj-button background-color="{_ACCENT}" color="#ffffff" border-radius="6px" font-size="16px" font-weight="600"
 inner-padding="14px 28px" padding="16px 24px" align="left" />
<mj-divider border-width="1px" border-color="{_LINE}" padding="16px 24px" />
<mj-image padding="8px 24px" />
</mj-attributes>
<mj-style>{_STYLE}</mj-style>
</mj-head>
<mj-body background-color="{_GROUND}" width="600px">
<mj-section background-color="{_PAPER}" padding="16px 0 24px"><mj-column>
{elements}
</mj-column></mj-section>
{closing}
</mj-body>
</mjml>"""
