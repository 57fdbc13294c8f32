"""What a template may do: a fixed set of tags and filters, and bounds that no template can leave.

A template is written by people and rendered for each of a million others, so one that loops or grows must stop at once.
`safe` is not among the filters: nothing that comes from a person's profile ever becomes HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import wraps
from typing import Any, ClassVar

from liquid import Environment, StrictUndefined
from liquid.exceptions import FilterArgumentError, OutputStreamLimitError

MAX_SOURCE = 100_000
"""Most characters of a body."""

_MAX_TEXT = 200_000
_MAX_ITEMS = 1_000

TAGS = frozenset({"#", "assign", "break", "capture", "case", "comment", "continue", "echo", "for", "if", "unless"})

FILTERS = frozenset({
    "abs", "append", "at_least", "at_most", "capitalize", "ceil", "compact", "concat", "date", "default",
    "divided_by", "downcase", "escape", "first", "floor", "join", "last", "lstrip", "map", "minus", "modulo",
    "newline_to_br", "plus", "prepend", "remove", "remove_first", "replace", "replace_first", "reverse",
    "round", "rstrip", "size", "slice", "sort", "split", "strip", "strip_html", "strip_newlines", "times",
    "truncate", "truncatewords", "uniq", "upcase", "url_encode", "where"
})  # fmt: skip

# Reserved by the lexer for output and content; a tag of this name never stands in a template.
_INNER = frozenset({"content", "output", "illegal"})


class BoundEnvironment(Environment):
    """Strict Liquid: unknown variables, filters and tags are errors; loops, memory and output are bounded."""

    loop_iteration_limit: ClassVar[int | None] = 2_000
    output_stream_limit: ClassVar[int | None] = 1_000_000
    local_namespace_limit: ClassVar[int | None] = 500_000
    block_nesting_limit: ClassVar[int] = 20

    def __init__(self, *, html: bool) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=html, strict_filters=True)
        self.tags = {name: tag for name, tag in self.tags.items() if name in TAGS | _INNER}
        self.filters = {name: _bounded(name, self.filters[name]) for name in sorted(FILTERS)}


def _bounded(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refusing to take or make more than a mail could ever need."""

    @wraps(run)
    def bounded(left: Any, *args: Any, **kwargs: Any) -> Any:
        _refuse_huge(left)
        if name == "date":
            left = _a_moment(left)
        if args and name in ("replace", "replace_first", "join"):
            _refuse_product(left, args)
        made = run(left, *args, **kwargs)
        _refuse_huge(made)
        return made

    return bounded


def _a_moment(value: Any) -> Any:
    """Nothing stays nothing; the machine's clock is no source of dates, so that a mail can be made again as it was."""
    if value in ("now", "today"):
        raise FilterArgumentError("the time of rendering is not available", token=None)
    return "" if value is None else value


def _refuse_huge(value: Any) -> None:
    most = _MAX_TEXT if isinstance(value, str) else _MAX_ITEMS
    if isinstance(value, Sized) and not isinstance(value, dict) and _length(value) > most:
        raise OutputStreamLimitError("a value in this expression grows too large", token=None)


def _refuse_product(left: Any, args: tuple[Any, ...]) -> None:
    """Inserting a long text at many places: refused before it is made."""
    longest = max((len(arg) for arg in args if isinstance(arg, str)), default=0)
    if isinstance(left, Sized) and (_length(left) + 1) * longest > 50 * _MAX_TEXT:
        raise OutputStreamLimitError("a value in this expression grows too large", token=None)


def _length(value: Sized) -> int:
    try:
        return len(value)
    except OverflowError:  # a range beyond the machine's integers
        return _MAX_TEXT + 1


HTML = BoundEnvironment(html=True)
TEXT = BoundEnvironment(html=False)
