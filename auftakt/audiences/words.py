"""Rules and reasons as sentences, in both languages."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    DateRule,
    Did,
    EventRule,
    Everyone,
    Leaf,
    MemberRule,
    Not,
    Period,
    Rule,
    SequenceRule,
    ShareRule,
    Then,
    TraitRule,
)
from auftakt.kit.text import Text
from auftakt.people import number_text, test_text, where_text

_OPS = {
    "at_least": Text("at least {value}", "{value}以上"),
    "at_most": Text("at most {value}", "{value}以下"),
    "is": Text("exactly {value}", "ちょうど{value}"),
}
_EVENTS = {
    "count": Text("{name} {figure} times{where}{window}", "{window}{where}{name}が{figure}"),
    "orders": Text("{name}: {figure} orders{where}{window}", "{window}{where}{name}の注文数が{figure}"),
    "sum": Text(
        "{name}: {property} adds up to {figure}{where}{window}", "{window}{where}{name}の{property}の合計が{figure}"
    ),
    "recency": Text("last {name}{where} {figure} days ago", "{where}最後の{name}から{figure}"),
}


def rule_text(rule: Rule, language: str, names: Mapping[str, str] | None = None) -> str:
    """The rule as a phrase; `names` gives the names of audiences it refers to."""
    known = names or {}
    if isinstance(rule, Everyone):
        return Text("everyone", "全員").pick(language)
    if isinstance(rule, All):
        return _joined(rule.rules, Text(" and ", "、かつ").pick(language), language, known)
    if isinstance(rule, AnyOf):
        return _joined(rule.rules, Text(" or ", "、または").pick(language), language, known)
    if isinstance(rule, Not):
        inner = rule_text(rule.rule, language, known)
        return Text(f"not ({inner})", f"「{inner}」ではない").pick(language)
    return _leaf_text(rule, language, known)


def because_text(because: str, language: str, names: Mapping[str, str] | None = None) -> str:
    """A reason as it is kept with a membership, as a phrase."""
    reason: Any = msgspec.json.decode(because)
    if isinstance(reason, dict):
        return _outside(reason).pick(language)
    if not reason:
        return Text("everyone is in it", "全員が対象です").pick(language)
    known = names or {}
    parts = [_known_text(msgspec.convert(part["leaf"], _LEAF), part["value"], language, known) for part in reason]
    return Text("; ", "、").pick(language).join(parts)


_LEAF = TraitRule | DateRule | EventRule | SequenceRule | MemberRule | ConsentRule | ShareRule


def _outside(reason: Mapping[str, Any]) -> Text:
    if "merged_into" in reason:
        return Text(f"went into person {reason['merged_into']}", f"人物 {reason['merged_into']} に統合されました")
    if "merged_from" in reason:
        return Text(
            f"taken over from person {reason['merged_from']}", f"人物 {reason['merged_from']} から引き継ぎました"
        )
    return Text("the audience was deleted", "オーディエンスが削除されました")


def _joined(rules: Sequence[Rule], word: str, language: str, names: Mapping[str, str]) -> str:
    parts = []
    for rule in rules:
        part = rule_text(rule, language, names)
        parts.append(f"({part})" if isinstance(rule, All | AnyOf) and len(rule.rules) > 1 else part)
    return word.join(parts)


def _leaf_text(leaf: Leaf, language: str, names: Mapping[str, str]) -> str:
    if isinstance(leaf, TraitRule):
        return test_text(leaf.name, leaf.op, leaf.value, language)
    if isinstance(leaf, DateRule):
        return _date_text(leaf).pick(language)
    if isinstance(leaf, ConsentRule):
        return Text(f"consents to {leaf.purpose} by {leaf.channel}", f"{leaf.channel}での{leaf.purpose}に同意").pick(
            language
        )
    if isinstance(leaf, MemberRule):
        name = names.get(leaf.id, leaf.id)
        return Text(f"is in “{name}”", f"「{name}」に入っている").pick(language)
    if isinstance(leaf, SequenceRule):
        return _sequence_text(leaf, language)
    if isinstance(leaf, ShareRule):
        return _share_text(leaf).pick(language)
    figure = _OPS[leaf.op].pick(language).format(value=number_text(leaf.value))
    if language == "ja":
        figure = _japanese_figure(leaf, figure)
    return (
        _EVENTS[leaf.measure]
        .pick(language)
        .format(
            name=leaf.name,
            figure=figure,
            property=leaf.property or "revenue",
            where=where_text(leaf.where, language),
            window=_event_window(leaf, language),
        )
    )


_UNITS = {
    "minutes": (Text("minute", "分"), Text("minutes", "分")),
    "hours": (Text("hour", "時間"), Text("hours", "時間")),
    "days": (Text("day", "日"), Text("days", "日")),
}


def _sequence_text(leaf: SequenceRule, language: str) -> str:
    said = _did_text(leaf.steps[0], language)
    for step in leaf.steps[1:]:
        absent = leaf.missing and step is leaf.steps[-1]
        what, time = _did_text(step, language), _within_text(step, language)
        if language == "ja":
            said += f"のあと{time}{what}{'なし' if absent else ''}"
        else:
            said += f", then no {what}{time}" if absent else f", then {what}{time}"
    if leaf.without:
        between = _did_text(leaf.without, language)
        said += Text(f", with no {between} in between", f"(間に{between}なし)").pick(language)
    window = _window_text(leaf.days, language)
    return Text(f"{said}{window}", f"{window}{said}").pick(language)


def _did_text(what: Did, language: str) -> str:
    where = where_text(what.where, language)
    return Text(f"{what.name}{where}", f"{where}{what.name}").pick(language)


def _within_text(step: Then, language: str) -> str:
    if step.within is None:
        return ""
    unit = _UNITS[step.unit][step.within != 1]
    return Text(f" within {step.within:,} {unit.en}", f"{step.within:,}{unit.ja}以内に").pick(language)


def _share_text(leaf: ShareRule) -> Text:
    share, start = number_text(leaf.share), number_text(leaf.start)
    if leaf.start:
        return Text(
            f"a random {share} % (draw “{leaf.salt}”, from {start} %)",
            f"無作為の{share}%(抽選「{leaf.salt}」の{start}%から)",
        )
    return Text(f"a random {share} % (draw “{leaf.salt}”)", f"無作為の{share}%(抽選「{leaf.salt}」)")


def _japanese_figure(leaf: EventRule, figure: str) -> str:
    unit = {"count": "回", "orders": "件", "recency": "日", "sum": ""}[leaf.measure]
    number = number_text(leaf.value)
    return figure.replace(number, number + unit, 1)


def _known_text(leaf: Leaf, value: Any, language: str, names: Mapping[str, str]) -> str:
    if isinstance(leaf, TraitRule | DateRule):
        missing = Text(f"{leaf.name} is not known", f"{leaf.name}は不明")
        return missing.pick(language) if value is None else f"{leaf.name}: {value}"
    if isinstance(leaf, ConsentRule):
        word = Text("yes", "あり") if value else Text("no", "なし")
        return Text(
            f"consent to {leaf.purpose} by {leaf.channel}: {word.en}", f"{leaf.channel}の{leaf.purpose}同意: {word.ja}"
        ).pick(language)
    if isinstance(leaf, MemberRule):
        name = names.get(leaf.id, leaf.id)
        word = Text("in", "入っている") if value else Text("not in", "入っていない")
        return Text(f"{word.en} “{name}”", f"「{name}」に{word.ja}").pick(language)
    if isinstance(leaf, SequenceRule):
        last = Text("never", "なし").pick(language) if value is None else str(value)[:10]
        return f"{_sequence_text(leaf, language)}: {last}"
    if isinstance(leaf, ShareRule):
        at = number_text(value)
        return Text(f"draw “{leaf.salt}”: {at} of 100", f"抽選「{leaf.salt}」: 100のうち{at}").pick(language)
    return _event_known(leaf, value, language)


def _event_known(leaf: EventRule, value: Any, language: str) -> str:
    where, window = where_text(leaf.where, language), _event_window(leaf, language)
    if leaf.measure == "recency":
        last = Text("never", "なし").pick(language) if value is None else str(value)[:10]
        return Text(f"last {leaf.name}{where}: {last}", f"{where}最後の{leaf.name}: {last}").pick(language)
    number = number_text(value or 0)
    if leaf.measure == "sum":
        name = leaf.property or "revenue"
        return Text(
            f"{leaf.name}, {name}{where}{window}: {number}", f"{window}{where}{leaf.name}の{name}合計: {number}"
        ).pick(language)
    unit = Text(" orders", "件") if leaf.measure == "orders" else Text(" times", "回")
    return Text(
        f"{leaf.name}{where}{window}: {number}{unit.en}", f"{window}{where}{leaf.name}: {number}{unit.ja}"
    ).pick(language)


_NOW_AND_BEFORE = {
    "day": (Text("today", "今日"), Text("yesterday", "昨日"), Text("day", "日")),
    "week": (Text("this week", "今週"), Text("last week", "先週"), Text("week", "週間")),
    "month": (Text("this month", "今月"), Text("last month", "先月"), Text("month", "か月")),
    "quarter": (Text("this quarter", "今四半期"), Text("last quarter", "前四半期"), Text("quarter", "四半期")),
    "year": (Text("this year", "今年"), Text("last year", "昨年"), Text("year", "年")),
}


def _event_window(leaf: EventRule, language: str) -> str:
    return _window_text(leaf.days, language) if leaf.period is None else _period_text(leaf.period).pick(language)


def _period_text(window: Period) -> Text:
    *near, unit = _NOW_AND_BEFORE[window.unit]
    said = (
        near[window.back] if window.back < 2 else Text(f"{window.back} {unit.en}s before", f"{window.back}{unit.ja}前")
    )
    if window.zone == "person":
        return Text(f" {said.en} (in their time zone)", f"{said.ja}(本人の時間帯)の")
    return Text(f" {said.en}", f"{said.ja}の")


def _date_text(leaf: DateRule) -> Text:
    name = (
        Text(f"the anniversary of {leaf.name}", f"{leaf.name}の記念日") if leaf.yearly else Text(leaf.name, leaf.name)
    )
    first, last = _ahead(leaf.first), _ahead(leaf.last)
    zone = Text(" (in their time zone)", "(本人の時間帯)") if leaf.zone == "person" else Text("", "")
    if leaf.first == leaf.last:
        return Text(f"{name.en} is {first.en}{zone.en}", f"{name.ja}が{first.ja}{zone.ja}")
    return Text(
        f"{name.en} is between {first.en} and {last.en}{zone.en}", f"{name.ja}が{first.ja}から{last.ja}まで{zone.ja}"
    )


def _ahead(days: int) -> Text:
    if days == 0:
        return Text("today", "今日")
    plural = "" if abs(days) == 1 else "s"
    if days < 0:
        return Text(f"{-days:,} day{plural} ago", f"{-days:,}日前")
    return Text(f"{days:,} day{plural} from now", f"{days:,}日後")


def _window_text(days: int | None, language: str) -> str:
    if days is None:
        return ""
    return Text(f" in the last {days} days" if days > 1 else " in the last day", f"直近{days}日間の").pick(language)
