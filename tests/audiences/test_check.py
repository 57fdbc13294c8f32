"""What is no rule is told with its place."""

from typing import Any

import pytest

from auftakt.audiences import InvalidRule, because_text, parse_rule, rule_text

DEEP: dict[str, Any] = {"kind": "everyone"}
for _ in range(25):
    DEEP = {"kind": "not", "rule": DEEP}
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
