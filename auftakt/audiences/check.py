"""Is this a rule? What is wrong is told with its place in the tree."""

import math
from typing import Any

import msgspec

from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    DateRule,
    EventRule,
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
from auftakt.people import PropertyTest, check_name, check_test, check_value, wrong_rule

DEEPEST = 20
MOST_LEAVES = 200
LARGEST = 10**12
LONGEST_DAYS = 36_500
MOST_STEPS = 5
_DAYS = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}


def parse_rule(document: Any) -> Rule:
    """A rule from its JSON document. Raises InvalidRule, which names the place as `$.rules[0].value`."""
    try:
        rule: Rule = msgspec.convert(document, Rule)
    except (msgspec.ValidationError, RecursionError) as error:
        what, _, path = str(error).partition(" - at ")
        raise wrong_rule(
            path.strip("`") or "$",
            Text(what, f"形が正しくありません({what})"),
            Text("Correct it.", "修正してください。"),
        ) from error
    check_rule(rule, "$")
    return rule


def check_rule(rule: Rule, path: str) -> None:
    """The same for a tree that is part of another document. Raises InvalidRule."""
    _Checker().check(rule, path, 1)


def parse_tests(documents: Any) -> tuple[PropertyTest, ...]:
    """Filters on an event's properties from their JSON documents. Raises InvalidRule, which names the place."""
    rule = parse_rule({"kind": "event", "name": "any", "where": documents})
    assert isinstance(rule, EventRule)
    return tuple(rule.where)


class _Checker:
    def __init__(self) -> None:
        self._leaves = 0

    def check(self, rule: Rule, path: str, depth: int) -> None:
        if depth > DEEPEST:
            raise wrong_rule(
                path,
                Text(f"rules are nested more than {DEEPEST} deep", f"条件の入れ子が{DEEPEST}段を超えています"),
                Text(
                    "Make an audience of the inner part and refer to it.",
                    "内側をオーディエンスにして参照してください。",
                ),
            )
        if isinstance(rule, All | AnyOf):
            if not rule.rules:
                raise wrong_rule(
                    f"{path}.rules",
                    Text("the list of rules is empty", "条件が1つもありません"),
                    Text("Add a rule, or take `everyone`.", "条件を追加するか「全員」を選んでください。"),
                )
            for place, part in enumerate(rule.rules):
                self.check(part, f"{path}.rules[{place}]", depth + 1)
        elif isinstance(rule, Not):
            self.check(rule.rule, f"{path}.rule", depth + 1)
        else:
            self._count(path, len(rule.events) if isinstance(rule, SequenceRule) else 1)
            _check_leaf(rule, path)

    def _count(self, path: str, conditions: int) -> None:
        self._leaves += conditions
        if self._leaves > MOST_LEAVES:
            raise wrong_rule(
                path,
                Text(f"there are more than {MOST_LEAVES} conditions", f"条件が{MOST_LEAVES}個を超えています"),
                Text(
                    "Use `in` with a list, or several audiences.",
                    "「いずれか」の一覧か、複数のオーディエンスに分けてください。",
                ),
            )


def _check_leaf(rule: Rule, path: str) -> None:
    if isinstance(rule, TraitRule):
        check_name(rule.name, f"{path}.name")
        check_value(rule.op, rule.value, f"{path}.value")
    elif isinstance(rule, DateRule):
        _check_date(rule, path)
    elif isinstance(rule, EventRule):
        _check_event(rule, path)
    elif isinstance(rule, SequenceRule):
        _check_sequence(rule, path)
    elif isinstance(rule, ShareRule):
        _check_share(rule, path)
    elif isinstance(rule, MemberRule):
        check_name(rule.id, f"{path}.id")
    elif isinstance(rule, ConsentRule):
        check_name(rule.channel, f"{path}.channel")
        check_name(rule.purpose, f"{path}.purpose")


def _check_event(rule: EventRule, path: str) -> None:
    check_name(rule.name, f"{path}.name")
    _check_number(rule.value, f"{path}.value", decimals=rule.measure == "sum")
    if rule.days is not None and rule.measure == "recency":
        raise wrong_rule(
            f"{path}.days",
            Text("recency takes no window", "「最後から何日」には期間を付けられません"),
            Text("Leave `days` out; `value` holds the days.", "days を外し、日数は value に書いてください。"),
        )
    _check_days(rule.days, path)
    if rule.period is not None:
        _check_period(rule.period, f"{path}.period", alone=rule.days is None and rule.measure != "recency")
    if rule.property is not None and rule.measure != "sum":
        raise wrong_rule(
            f"{path}.property",
            Text("only a sum takes a property", "property を使えるのは合計だけです"),
            Text(
                "Set measure to `sum`, or put the property into `where`.",
                "measure を sum にするか、where に書いてください。",
            ),
        )
    for place, test in enumerate(rule.where):
        check_test(test, f"{path}.where[{place}]")


def _check_days(days: int | None, path: str) -> None:
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise wrong_rule(
            f"{path}.days",
            Text(f"a window is 1 to {LONGEST_DAYS} days long", f"期間は1日から{LONGEST_DAYS}日までです"),
            Text("Give whole days, or leave `days` out for ever.", "日数を直すか、全期間なら days を外してください。"),
        )


def _check_period(window: Period, path: str, *, alone: bool) -> None:
    if not alone:
        raise wrong_rule(
            path,
            Text("there is a window already, or none is possible", "期間が既にあるか、付けられない条件です"),
            Text(
                "Give either `days` or `period`; recency takes neither.",
                "days か period の一方だけを指定してください。",
            ),
        )
    most = LONGEST_DAYS // _DAYS[window.unit]
    if not 0 <= window.back <= most:
        raise wrong_rule(
            f"{path}.back",
            Text(f"`back` is 0 (the running one) to {most}", f"back は 0(今の期間)から {most} までです"),
            Text("Correct it.", "直してください。"),
        )


def _check_date(rule: DateRule, path: str) -> None:
    check_name(rule.name, f"{path}.name")
    most = 366 if rule.yearly else LONGEST_DAYS
    for name, value in (("first", rule.first), ("last", rule.last)):
        if not -most <= value <= most:
            raise wrong_rule(
                f"{path}.{name}",
                Text(f"a date is at most {most} days away", f"日付は前後{most}日までです"),
                Text("Give fewer days.", "日数を減らしてください。"),
            )
    if rule.first > rule.last:
        raise wrong_rule(
            f"{path}.last",
            Text("`last` comes before `first`", "last が first より前です"),
            Text("Swap them; days in the past are negative.", "入れ替えてください。過去の日数は負の数です。"),
        )


def _check_sequence(rule: SequenceRule, path: str) -> None:
    if not 2 <= len(rule.steps) <= MOST_STEPS:
        raise wrong_rule(
            f"{path}.steps",
            Text(f"a sequence has 2 to {MOST_STEPS} steps", f"順序の条件は2段から{MOST_STEPS}段までです"),
            Text("Add or remove steps.", "段の数を直してください。"),
        )
    for place, step in enumerate(rule.steps):
        _check_step(step, f"{path}.steps[{place}]", first=place == 0)
    if rule.missing and rule.steps[-1].within is None:
        raise wrong_rule(
            f"{path}.steps[{len(rule.steps) - 1}].within",
            Text("what did not happen needs a time to wait for it", "「起きなかった」には待つ時間が必要です"),
            Text("Give `within`, such as 1 day.", "within に「1日」のような時間を指定してください。"),
        )
    if rule.without is not None:
        check_name(rule.without.name, f"{path}.without.name")
        for place, test in enumerate(rule.without.where):
            check_test(test, f"{path}.without.where[{place}]")
        if len(rule.happened) < 2:
            raise wrong_rule(
                f"{path}.without",
                Text("there is nothing in between", "「間に」に当たる区間がありません"),
                Text(
                    "Take `without` out, or add a step that happened.",
                    "without を外すか、起きたイベントの段を追加してください。",
                ),
            )
    _check_days(rule.days, path)
    if rule.missing and rule.days is not None and rule.days * 1440 <= (rule.steps[-1].minutes or 0):
        raise wrong_rule(
            f"{path}.days",
            Text("the window ends before the wait does", "待つ時間が終わる前に期間が終わります"),
            Text("Give more days than `within`.", "days を within より長くしてください。"),
        )


def _check_step(step: Then, path: str, *, first: bool) -> None:
    check_name(step.name, f"{path}.name")
    for place, test in enumerate(step.where):
        check_test(test, f"{path}.where[{place}]")
    if first and step.within is not None:
        raise wrong_rule(
            f"{path}.within",
            Text("the first step follows nothing", "最初の段の前には何もありません"),
            Text(
                "Take `within` out there; `days` is the window of all.",
                "within を外してください。全体の期間は days です。",
            ),
        )
    if step.minutes is not None and not 1 <= step.minutes <= LONGEST_DAYS * 1440:
        raise wrong_rule(
            f"{path}.within",
            Text(f"a step follows within 1 minute to {LONGEST_DAYS} days", f"間隔は1分から{LONGEST_DAYS}日までです"),
            Text("Correct it, or leave it out for any time.", "直すか、いつでもよければ外してください。"),
        )


def _check_share(rule: ShareRule, path: str) -> None:
    check_name(rule.salt, f"{path}.salt")
    for name, value in (("share", rule.share), ("start", rule.start)):
        if not math.isfinite(value) or not 0 <= value <= 100 or value != round(value, 2):
            raise wrong_rule(
                f"{path}.{name}",
                Text("not a percentage with two decimals", "小数2桁までの百分率ではありません"),
                Text("Give a number from 0 to 100.", "0 から 100 までの数を指定してください。"),
            )
    if rule.share == 0 or round(rule.start + rule.share, 2) > 100:
        raise wrong_rule(
            f"{path}.share",
            Text(
                "a share is more than 0 % and ends at 100 % at most", "割合は0%より大きく、開始と合わせて100%までです"
            ),
            Text("Correct `share` or `start`.", "share か start を直してください。"),
        )


def _check_number(value: int | float, path: str, *, decimals: bool) -> None:
    good = math.isfinite(value) and 0 <= value <= LARGEST
    if not good or (value != round(value, 4) if decimals else value != int(value)):
        raise wrong_rule(
            path,
            Text("not a number that can be compared here", "ここで比べられる数ではありません"),
            Text(
                f"Give a number from 0 to {LARGEST}, {'at most four decimals' if decimals else 'no decimals'}.",
                f"0 から {LARGEST} までの{'小数4桁以内の数' if decimals else '整数'}を指定してください。",
            ),
        )
