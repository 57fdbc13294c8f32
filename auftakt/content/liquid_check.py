"""What is wrong with the Liquid of a text, with line and column, before anything is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from liquid import BoundTemplate
from liquid.exceptions import LiquidError

from auftakt.content.limits import FILTERS, TAGS, TEXT
from auftakt.content.prepared import Prepared
from auftakt.content.tokens import never_closed, place
from auftakt.content.variables import Names
from auftakt.kit.text import Text

_BLOCK = re.compile(r"\{%-?\s*(end)?(if|unless|case|for|capture|raw|comment)\b")
_OUTPUT = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True)
class LiquidFault:
    """A mistake at a line and column (from 1)."""

    line: int
    column: int
    code: str
    message: Text
    next_action: Text


def liquid_faults(source: str, names: Names) -> list[LiquidFault]:
    """All unknown variables and filters; of syntax errors the first, since what follows it can't be read."""
    if (opened := never_closed(source)) is not None:
        return [_unclosed(source, opened)]
    try:
        template = TEXT.from_string(source)
        faults = [*_unknown_filters(template, source), *_unknown_variables(template, source, names)]
    except LiquidError as error:
        return [_syntax(error, source)]
    return sorted(faults, key=lambda fault: (fault.line, fault.column))


def fault_when_filled(source: str, facts: Mapping[str, Any]) -> LiquidFault | None:
    """The first mistake that only shows when the text is filled in, or that leaves the bounds of a mail."""
    try:
        Prepared(TEXT.from_string(source), {}).render(facts)
    except LiquidError as error:
        return _fault(
            source,
            _index(error, source),
            "cannot_be_filled",
            Text(f"This can't be filled in: {error.message}.", f"差し込めません: {error.message}。"),
            Text(
                "Give it a value with `| default:`, or ask for it with {% if %} first.",
                "`| default:` で既定値を付けるか、{% if %} で確かめてから使ってください。",
            ),
        )
    return None


def _syntax(error: LiquidError, source: str) -> LiquidFault:
    message = str(error.message)
    if message.startswith("unexpected tag"):
        return _fault(
            source,
            _index(error, source),
            "unknown_tag",
            Text(f"Liquid: {message}.", f"使えないタグです: {message}。"),
            Text(f"Tags that can be used: {', '.join(sorted(TAGS))}.", f"使えるタグ: {', '.join(sorted(TAGS))}"),
        )
    return _fault(
        source,
        _index(error, source),
        "syntax_error",
        Text(f"Liquid can't be read: {message}.", f"Liquidの書き方に誤りがあります: {message}。"),
        Text(
            "Close each {{ with }} and each {% if %} with {% endif %}.",
            "{{ は }} で、{% if %} は {% endif %} で閉じてください。",
        ),
    )


def _unclosed(source: str, opened: int) -> LiquidFault:
    tag = source[opened : opened + 2]
    closing = "}}" if tag == "{{" else "%}"
    return _fault(
        source,
        opened,
        "syntax_error",
        Text(f"A {tag} is never closed.", f"{tag} が閉じられていません。"),
        Text(f"Close it with {closing}.", f"{closing} で閉じてください。"),
    )


def _unknown_filters(template: BoundTemplate, source: str) -> Iterator[LiquidFault]:
    for name, spans in template.analyze().filters.items():
        if name in FILTERS:
            continue
        near = get_close_matches(name, FILTERS, 1)
        for span in spans:
            yield _fault(
                source,
                span.index,
                "unknown_filter",
                Text(f"There is no filter “{name}”.", f"フィルター「{name}」はありません。"),
                _perhaps(near),
            )


def _unknown_variables(template: BoundTemplate, source: str, names: Names) -> Iterator[LiquidFault]:
    analysis = template.analyze()
    from_outside = {(root, use.span.index) for root, uses in analysis.globals.items() for use in uses}
    for root, uses in analysis.variables.items():
        for use in uses:
            path = tuple(use.segments)
            if names.knows(path, local=(root, use.span.index) not in from_outside):
                continue
            shown = ".".join(str(segment) for segment in path)
            yield _fault(
                source,
                use.span.index,
                "unknown_variable",
                Text(f"There is no variable “{shown}”.", f"変数「{shown}」はありません。"),
                _perhaps(get_close_matches(shown, names.paths, 1)),
            )


def _perhaps(near: list[str]) -> Text:
    if near:
        return Text(f"Did you mean {near[0]}?", f"{near[0]} ではありませんか?")
    return Text("Choose one from the list beside the text.", "本文の横の一覧から選んでください。")


def _index(error: LiquidError, source: str) -> int:
    """Where the error is; for a block that is never closed, where it opens."""
    if error.token is not None and 0 <= error.token.start_index < len(source):
        return error.token.start_index
    if (alone := _broken_output(source)) is not None:
        return alone
    opened: list[int] = []
    for tag in _BLOCK.finditer(source):
        if tag.group(1) and opened:
            opened.pop()
        elif not tag.group(1):
            opened.append(tag.start())
    return opened[-1] if opened else 0


def _broken_output(source: str) -> int | None:
    """The first `{{ … }}` that can't be read by itself: some of the library's errors do not say where they are."""
    for found in _OUTPUT.finditer(source):
        try:
            TEXT.from_string(found.group(0))
        except LiquidError:
            return found.start()
    return None


def _fault(source: str, index: int, code: str, message: Text, next_action: Text) -> LiquidFault:
    line, column = place(source, index)
    return LiquidFault(line, column, code, message, next_action)
