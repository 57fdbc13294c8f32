"""What is no rule is told with its place."""

from typing import Any

import pytest

from auftakt.audiences import InvalidRule, because_text, parse_rule, rule_text

DEEP: dict[str, Any] = {"kind": "everyone"}
for _ in range(25):
    DEEP = {"kind": "not", "rule": DEEP}
A, B = {"name": "A"}, {"name": "B", "within": 1}
EVENT = {"kind": "event", "name": "Order Completed"}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (None, "$"),
        ({"kind": "traits"}, "$.kind"),
        ({"kind": "trait", "name": "city", "value": "x", "oops": 1}, "$"),
        ({"kind": "all", "rules": []}, "$.rules"),
        (
            {"kind": "any", "rules": [{"kind": "everyone"}, {"kind": "trait", "name": " ", "value": 1}]},
            "$.rules[1].name",
        ),
        ({"kind": "trait", "name": "city", "op": "near", "value": 1}, "$.op"),
        ({"kind": "trait", "name": "city", "op": "in", "value": []}, "$.value"),
        ({"kind": "trait", "name": "city", "op": "exists", "value": 1}, "$.value"),
        ({"kind": "trait", "name": "age", "op": "at_least", "value": True}, "$.value"),
        ({"kind": "trait", "name": "age", "op": "is", "value": float("nan")}, "$.value"),
        ({"kind": "not", "rule": {**EVENT, "value": 1.5}}, "$.rule.value"),
        ({**EVENT, "value": -1}, "$.value"),
        ({**EVENT, "days": 0}, "$.days"),
        ({**EVENT, "measure": "recency", "days": 3}, "$.days"),
        ({**EVENT, "property": "price"}, "$.property"),
        ({**EVENT, "where": [{"property": "a", "op": "contains", "value": ""}]}, "$.where[0].value"),
        ({**EVENT, "days": 3, "period": {"unit": "day"}}, "$.period"),
        ({**EVENT, "measure": "recency", "period": {"unit": "day"}}, "$.period"),
        ({**EVENT, "period": {"unit": "year", "back": 100}}, "$.period.back"),
        ({**EVENT, "period": {"unit": "decade"}}, "$.period.unit"),
        ({"kind": "date", "name": "birthday", "first": 8, "last": 7}, "$.last"),
        ({"kind": "date", "name": "birthday", "last": 367, "yearly": True}, "$.last"),
        ({"kind": "date", "name": ""}, "$.name"),
        ({"kind": "sequence", "steps": [A]}, "$.steps"),
        ({"kind": "sequence", "steps": [B, B]}, "$.steps[0].within"),
        ({"kind": "sequence", "steps": [A, {**B, "within": 0}]}, "$.steps[1].within"),
        ({"kind": "sequence", "steps": [A, A], "missing": True}, "$.steps[1].within"),
        ({"kind": "sequence", "steps": [A, B], "missing": True, "without": {"name": "C"}}, "$.without"),
        ({"kind": "sequence", "steps": [A, B], "missing": True, "days": 1}, "$.days"),
        ({"kind": "sequence", "steps": [A, B], "without": {"name": " "}}, "$.without.name"),
        ({"kind": "sequence", "steps": [A, B], "days": 36_501}, "$.days"),
        ({"kind": "share", "salt": "", "share": 5}, "$.salt"),
        ({"kind": "share", "salt": "s", "share": 0}, "$.share"),
        ({"kind": "share", "salt": "s", "share": 60, "start": 50}, "$.share"),
        ({"kind": "share", "salt": "s", "share": 1, "start": 0.001}, "$.start"),
        ({"kind": "any", "rules": [{"kind": "sequence", "steps": [A, B]}] * 101}, "$.rules[100]"),
        ({"kind": "all", "rules": [{"kind": "everyone"}, DEEP]}, "$.rules[1]" + ".rule" * 19),
        ({"kind": "any", "rules": [{"kind": "consent", "channel": "email"}] * 201}, "$.rules[200]"),
    ],
)
def test_the_place_is_named(document: Any, path: str) -> None:
    with pytest.raises(InvalidRule) as caught:
        parse_rule(document)
    assert caught.value.facts["path"] == path
    assert caught.value.next_action


def test_rules_and_reasons_are_said_in_both_languages() -> None:
    rule = parse_rule(
        {
            "kind": "all",
            "rules": [
                {**EVENT, "value": 3, "days": 90, "where": [{"property": "category", "value": "WINE"}]},
                {"kind": "any", "rules": [{"kind": "trait", "name": "city", "op": "in", "value": ["Tokyo", "大阪"]},
                                          {"kind": "not", "rule": {"kind": "audience", "id": "aud_1"}}]},
            ],
        }
    )  # fmt: skip
    assert rule_text(rule, "en", {"aud_1": "Regulars"}) == (
        "Order Completed at least 3 times where category is “WINE” in the last 90 days"
        " and (city is one of “Tokyo”, “大阪” or not (is in “Regulars”))"
    )
    assert rule_text(rule, "ja", {"aud_1": "常連"}) == (
        "直近90日間のcategoryが「WINE」のOrder Completedが3回以上、かつ"
        "(cityが「Tokyo」・「大阪」のいずれか、または「「常連」に入っている」ではない)"
    )
    assert because_text('{"merged_into":7}', "ja") == "人物 7 に統合されました"
    assert because_text("[]", "en") == "everyone is in it"


def test_sequences_and_shares_are_said_in_both_languages() -> None:
    steps = [
        {"name": "A", "where": [{"property": "category", "value": "SAKE"}]},
        {"name": "B", "within": 3},
        {"name": "C", "within": 1, "unit": "hours"},
    ]
    rule = parse_rule({"kind": "sequence", "steps": steps, "without": {"name": "D"}, "days": 30})
    missing = parse_rule({"kind": "sequence", "steps": [{"name": "A"}, {"name": "B", "within": 2}], "missing": True})
    share = parse_rule({"kind": "share", "salt": "spring", "share": 12.5, "start": 50})
    assert [rule_text(each, "en") for each in (rule, missing, share)] == [
        "A where category is “SAKE”, then B within 3 days, then C within 1 hour, with no D in between"
        " in the last 30 days",
        "A, then no B within 2 days",
        "a random 12.5 % (draw “spring”, from 50 %)",
    ]
    assert [rule_text(each, "ja") for each in (rule, missing, share)] == [
        "直近30日間のcategoryが「SAKE」のAのあと3日以内にBのあと1時間以内にC(間にDなし)",
        "Aのあと2日以内にBなし",
        "無作為の12.5%(抽選「spring」の50%から)",
    ]


def test_calendars_are_said_in_both_languages() -> None:
    rules = [
        parse_rule({**EVENT, "value": 2, "period": {"unit": "month"}}),
        parse_rule({**EVENT, "op": "at_most", "value": 0, "period": {"unit": "quarter", "back": 3, "zone": "person"}}),
        parse_rule({"kind": "date", "name": "birthday", "last": 7, "yearly": True}),
        parse_rule({"kind": "date", "name": "contract_end", "first": -1, "last": -1, "zone": "person"}),
    ]
    assert [rule_text(rule, "en") for rule in rules] == [
        "Order Completed at least 2 times this month",
        "Order Completed at most 0 times 3 quarters before (in their time zone)",
        "the anniversary of birthday is between today and 7 days from now",
        "contract_end is 1 day ago (in their time zone)",
    ]
    assert [rule_text(rule, "ja") for rule in rules] == [
        "今月のOrder Completedが2回以上",
        "3四半期前(本人の時間帯)のOrder Completedが0回以下",
        "birthdayの記念日が今日から7日後まで",
        "contract_endが1日前(本人の時間帯)",
    ]
