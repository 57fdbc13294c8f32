"""A template in which everything is filled in already that is the same for all people.

Of a campaign's mail most is: only what names the person is left to do, so a render costs tens of microseconds, not
hundreds.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from liquid import BoundTemplate, RenderContext
from liquid.ast import Node
from liquid.builtin.content import ContentNode
from liquid.exceptions import LiquidError, LiquidInterrupt, OutputStreamLimitError

_MOST = 1_000_000


class _Output(StringIO):
    """Counts characters; the library's own counts bytes by encoding all text a second time."""

    def __init__(self) -> None:
        super().__init__(newline="")
        self._size = 0

    def write(self, text: str, /) -> int:
        self._size += len(text)
        if self._size > _MOST:
            raise OutputStreamLimitError("the mail grows too large", token=None)
        return super().write(text)


class Prepared:
    """Made from a parsed template and the facts that all mails share. Raises LiquidError where these don't fit in."""

    def __init__(self, template: BoundTemplate, facts: Mapping[str, Any]) -> None:
        self.template = template
        self._facts = facts
        self._parts: list[str | Node] = []
        shared = RenderContext(template, globals=facts)
        for node in template.nodes:
            if _is_shared(template, node, facts):
                self._append(_rendered(node, shared))
            else:
                self._parts.append(node)

    def render(self, own: Mapping[str, Any]) -> str:
        """The text with one person's facts beside the shared ones. Raises LiquidError."""
        context = RenderContext(self.template, globals={**self._facts, **own})
        output = _Output()
        for part in self._parts:
            if isinstance(part, str):
                output.write(part)
            else:
                _run(part, context, output)
        return output.getvalue()

    def _append(self, text: str) -> None:
        if self._parts and isinstance(self._parts[-1], str):
            self._parts[-1] += text
        else:
            self._parts.append(text)


def _is_shared(template: BoundTemplate, node: Node, facts: Mapping[str, Any]) -> bool:
    """Whether the node shows the same to everybody: it names only shared facts and sets nothing for later nodes."""
    if isinstance(node, ContentNode):
        return True
    alone = BoundTemplate(template.env, [node]).analyze()
    return not alone.locals and set(alone.globals) <= set(facts)


def _rendered(node: Node, context: RenderContext) -> str:
    output = _Output()
    _run(node, context, output)
    return output.getvalue()


def _run(node: Node, context: RenderContext, output: _Output) -> None:
    try:
        node.render(context, output)
    except LiquidInterrupt as error:
        raise LiquidError(f"{error} stands outside of a loop", token=node.token) from error
    except LiquidError as error:
        error.token = error.token or node.token
        raise
