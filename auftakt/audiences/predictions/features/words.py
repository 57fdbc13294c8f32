"""Figures in words: what is known of one person, and which way it weighs."""

import math

from auftakt.audiences.predictions.features.spec import NAMED, WHOLE, Features
from auftakt.audiences.predictions.predictor import Ask
from auftakt.kit.text import Text

_WHOLE = {
    "first": Text("first seen {n} days ago", "最初の行動は{n}日前"),
    "last": Text("last active {n} days ago", "最後の行動は{n}日前"),
    "week": Text("{n} actions in the last 7 days", "直近7日間の行動は{n}回"),
    "quarter": Text("{n} actions in the last 90 days", "直近90日間の行動は{n}回"),
    "year": Text("{n} actions in the last 365 days", "直近365日間の行動は{n}回"),
    "days": Text("active on {n} of the last 90 days", "直近90日間のうち行動した日は{n}日"),
    "times": Text("{n} times {target} so far", "これまでの{target}は{n}回"),
    "recent_times": Text("{n} times {target} in the last 90 days", "直近90日間の{target}は{n}回"),
    "ago": Text("last {target} {n} days ago", "最後の{target}は{n}日前"),
    "rhythm": Text("{target} every {n} days so far", "これまでの{target}は{n}日ごと"),
    "spent_year": Text("{n} spent in the last 365 days", "直近365日間の購入額は{n}"),
    "spent": Text("{n} spent so far", "これまでの購入額は{n}"),
}
_NEVER = {
    "ago": Text("never {target}", "{target}は一度もなし"),
    "rhythm": Text("{target} not often enough for a rhythm", "{target}が少なく、まだペースがわからない"),
}
_NAMED = {
    "month": Text("{n} times {target} in the last 30 days", "直近30日間の{target}は{n}回"),
    "year": Text("{n} times {target} in the last 365 days", "直近365日間の{target}は{n}回"),
    "ago": Text("last {target} {n} days ago", "最後の{target}は{n}日前"),
}
_MANY = 1000


def known_text(features: Features, ask: Ask, column: int, value: float) -> Text:
    """A figure of one person as a phrase."""
    if column < len(WHOLE):
        return _told(WHOLE[column], _WHOLE, " / ".join(ask.events), value)
    if column < features.first_number:
        event, which = divmod(column - len(WHOLE), len(NAMED))
        return _told(NAMED[which], _NAMED, features.events[event], value)
    name = title_of(features, ask, column).en
    if not math.isfinite(value):
        return Text(f"{name} is not known", f"{name}は不明")
    if column < features.first_text:
        return Text(f"{name} is {number(value)}", f"{name}は{number(value)}")
    levels = features.texts[column - features.first_text].levels
    if value < 1:
        return Text(f"{name} is something rare", f"{name}は少数派の値")
    return Text(f"{name} is “{levels[int(value) - 1]}”", f"{name}は「{levels[int(value) - 1]}」")


def title_of(features: Features, ask: Ask, column: int) -> Text:
    """What a column is called."""
    if column >= features.first_text:
        name = features.texts[column - features.first_text].name
        return Text(name, name)
    if column >= features.first_number:
        name = features.numbers[column - features.first_number]
        return Text(name, name)
    if column < len(WHOLE):
        words, target = _WHOLE[WHOLE[column]], " / ".join(ask.events)
    else:
        event, which = divmod(column - len(WHOLE), len(NAMED))
        words, target = _NAMED[NAMED[which]], features.events[event]
    return Text(words.en.format(n="…", target=f"“{target}”"), words.ja.format(n="…", target=f"「{target}」"))


def trait_of(features: Features, column: int) -> str | None:
    """The trait that a column is, if it is one."""
    if column >= features.first_text:
        return features.texts[column - features.first_text].name
    return features.numbers[column - features.first_number] if column >= features.first_number else None


def number(value: float) -> str:
    """Whole where it is large, with one decimal where it is small and has one."""
    whole = abs(value) >= _MANY or value == int(value)
    return f"{value:,.0f}" if whole else f"{value:,.1f}"


def _told(which: str, words: dict[str, Text], target: str, value: float) -> Text:
    en, ja = f"“{target}”", f"「{target}」"
    if not math.isfinite(value):
        never = _NEVER.get(which, Text("nothing known of {target}", "{target}は不明"))
        return Text(never.en.format(target=en), never.ja.format(target=ja))
    told = number(round(value)) if which in ("first", "last", "ago", "rhythm") else number(value)
    return Text(words[which].en.format(n=told, target=en), words[which].ja.format(n=told, target=ja))
