"""Is this a rule? What is wrong is told with its place in the tree."""

import math
from typing import Any

import msgspec

from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    EventRule,
    MemberRule,
    Not,
    Rule,
    TraitRule,
)
from auftakt.kit.text import Text
from auftakt.people import PropertyTest, check_name, check_test, check_value, wrong_rule

DEEPEST = 20
MOST_LEAVES = 200
LARGEST = 10**12
LONGEST_DAYS = 36_500


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
            self._count(path)
            _check_leaf(rule, path)

    def _count(self, path: str) -> None:
        self._leaves += 1
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
    elif isinstance(rule, EventRule):
        _check_event(rule, path)
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
    if rule.days is not None and not 1 <= rule.days <= LONGEST_DAYS:
        raise wrong_rule(
            f"{path}.days",
            Text(f"a window is 1 to {LONGEST_DAYS} days long", f"期間は1日から{LONGEST_DAYS}日までです"),
            Text("Give whole days, or leave `days` out for ever.", "日数を直すか、全期間なら days を外してください。"),
        )
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
