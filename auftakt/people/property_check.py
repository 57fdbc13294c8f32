"""Is this a filter on a property? What is wrong is told with its place in the document."""

import math
from collections.abc import Callable

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.properties import PropertyTest
from auftakt.store.trees import Value


class InvalidRule(InvalidInput):
    code = "invalid_rule"


def check_test(test: PropertyTest, path: str) -> None:
    """Raises InvalidRule, with `path` as the place of the test in its document."""
    check_name(test.property, f"{path}.property")
    check_value(test.op, test.value, f"{path}.value")


def check_name(text: str, path: str) -> None:
    """Raises InvalidRule where a name is empty."""
    if not text.strip() or "\x00" in text:
        raise wrong_rule(path, Text("a name is missing", "名前がありません"), Text("Choose one.", "選んでください。"))


def check_value(op: str, value: Value, path: str) -> None:
    """Raises InvalidRule where the value does not go with the comparison."""
    good, wanted = _FITS[op](value), _WANTED[op]
    if not good:
        raise wrong_rule(
            path,
            Text(f"`{op}` does not go with {value!r}", f"「{op}」に {value!r} は使えません"),
            Text(f"Give {wanted.en}.", f"{wanted.ja}を指定してください。"),
        )


def _scalar(value: Value) -> bool:
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, bool) or (isinstance(value, int | float) and math.isfinite(value))


_FITS: dict[str, Callable[[Value], bool]] = {
    "is": _scalar,
    "is_not": _scalar,
    "in": lambda value: isinstance(value, list) and 0 < len(value) <= 10_000 and all(map(_scalar, value)),
    "contains": lambda value: isinstance(value, str) and bool(value) and _scalar(value),
    "at_least": lambda value: not isinstance(value, bool) and _scalar(value),
    "at_most": lambda value: not isinstance(value, bool) and _scalar(value),
    "exists": lambda value: value is None,
}
_ONE = Text("one text, number, true or false", "文字、数、true か false のいずれか1つ")
_ORDERED = Text("a number or a text such as a date", "数か、日付などの文字")
_WANTED = {
    "is": _ONE,
    "is_not": _ONE,
    "in": Text("a list with at least one entry", "1つ以上の値の一覧"),
    "contains": Text("a text", "文字"),
    "at_least": _ORDERED,
    "at_most": _ORDERED,
    "exists": Text("no value", "値なし"),
}


def wrong_rule(path: str, what: Text, next_action: Text) -> InvalidRule:
    """What is raised for a rule that is wrong at `path`."""
    return InvalidRule(
        Text(f"The rule is wrong at {path}: {what.en}.", f"条件の {path} が正しくありません。{what.ja}。"),
        next_action=next_action,
        path=path,
    )
