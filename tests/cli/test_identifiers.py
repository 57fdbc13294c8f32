"""`auftakt identifiers` from a shell."""


def test_rules_are_set_listed_and_dropped(auftakt, home):
    def email(found):
        return next(each for each in found.json["types"] if each["type"] == "email")

    assert email(auftakt("identifiers", "list", "--json"))["most"] is None
    changed = email(auftakt("identifiers", "set", "email", "--limit", "5/week", "--priority", "15", "--json"))
    assert (changed["most"], changed["per"], changed["priority"]) == (5, "week", 15)
    kept = email(auftakt("identifiers", "set", "email", "--label", "Mail", "--json"))
    assert (kept["most"], kept["label"]) == (5, "Mail")
    card = auftakt("identifiers", "set", "member_card", "--limit", "1", "--json").json["types"]
    assert {each["type"]: each["most"] for each in card}["member_card"] == 1
    assert "5/week" in auftakt("identifiers", "list").out
    assert email(auftakt("identifiers", "drop", "email", "--json"))["most"] is None
    assert auftakt("identifiers", "drop", "nothing", "--json").code == 1
    wrong = auftakt("identifiers", "set", "email", "--limit", "many", "--json")
    assert (wrong.code, wrong.json["code"]) == (1, "invalid_input")


def test_values_are_blocked_and_let_in_again(auftakt, home):
    made = auftakt("identifiers", "block", "cookie", "kiosk*", "--reason", "the kiosk", "--json").json
    assert (made["type"], made["value"], made["reason"]) == ("cookie", "kiosk*", "the kiosk")
    assert "kiosk*" in auftakt("identifiers", "list").out
    assert auftakt("identifiers", "unblock", "cookie", "kiosk*", "--json").code == 0
    assert auftakt("identifiers", "unblock", "cookie", "kiosk*", "--json").code == 1
    assert auftakt("identifiers", "refused", "--reason", "limit", "--json").json == {
        "items": [], "counts": [], "next": None
    }  # fmt: skip


def test_a_rule_is_tried_and_applied(auftakt, home):
    tried = auftakt("identifiers", "try", "email", "--limit", "1", "--block", "shop@example.com", "--json").json
    assert (tried["counts"]["people_before"], tried["split"], tried["merged"]) == (0, [], [])
    assert "people afterwards" in auftakt("identifiers", "try").out
    wrong = auftakt("identifiers", "try", "email", "--limit", "many", "--json")
    assert (wrong.code, wrong.json["code"]) == (1, "invalid_input")
    assert auftakt("identifiers", "apply", "--json").json == {
        "splits": 0, "merges": 0, "links_refused": 0, "links_joined": 0
    }  # fmt: skip
    assert "links refused" in auftakt("identifiers", "apply").out
