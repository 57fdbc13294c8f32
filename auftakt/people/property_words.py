"""Filters on properties as phrases, in both languages."""

from collections.abc import Sequence
from typing import Any

from auftakt.kit.text import Text
from auftakt.people.properties import PropertyTest
from auftakt.store.trees import Value

_TESTS = {
    "is": Text("{name} is {value}", "{name}が{value}"),
    "is_not": Text("{name} is not {value}", "{name}が{value}以外"),
    "in": Text("{name} is one of {value}", "{name}が{value}のいずれか"),
    "contains": Text("{name} contains {value}", "{name}に{value}を含む"),
    "at_least": Text("{name} is at least {value}", "{name}が{value}以上"),
    "at_most": Text("{name} is at most {value}", "{name}が{value}以下"),
    "exists": Text("{name} is known", "{name}がある"),
}


def where_text(where: Sequence[PropertyTest], language: str) -> str:
    """Filters as the part of a sentence; nothing if there is none."""
    if not where:
        return ""
    tests = Text(" and ", "、かつ").pick(language).join(test_text(t.property, t.op, t.value, language) for t in where)
    return Text(f" where {tests}", f"{tests}の").pick(language)


def test_text(name: str, op: str, value: Value, language: str) -> str:
    """A comparison as a phrase."""
    return _TESTS[op].pick(language).format(name=name, value=_value_text(value, language))


def _value_text(value: Value, language: str) -> str:
    if isinstance(value, list):
        return Text(", ", "・").pick(language).join(_value_text(each, language) for each in value)
    if isinstance(value, bool):
        return (Text("yes", "はい") if value else Text("no", "いいえ")).pick(language)
    if isinstance(value, int | float):
        return number_text(value)
    return Text(f"“{value}”", f"「{value}」").pick(language)


def number_text(value: Any) -> str:
    """A number as people write it."""
    number = float(value)
    return f"{int(number):,}" if number == int(number) else f"{number:,}"
