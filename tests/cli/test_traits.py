"""`auftakt trait` from a shell."""

import json


def test_a_trait_is_tried_kept_shown_and_removed(auftakt, home, tmp_path):
    file = tmp_path / "orders.json"
    file.write_text(
        json.dumps({"kind": "events", "event": "Order Completed", "window": {"kind": "rolling", "days": 30}})
    )
    tried = auftakt("trait", "preview", str(file), "--json").json
    assert (tried["people"], tried["definition_text"]) == (0, "number of Order Completed in the last 30 days")
    assert auftakt("trait", "set", "orders_30d", str(file), "--json").json["version"] == 1
    file.write_text(json.dumps({"kind": "events", "event": "Order Completed"}))
    changed = auftakt("trait", "set", "orders_30d", str(file), "--json").json
    assert (changed["version"], changed["people"]) == (2, 0)
    assert "orders_30d" in auftakt("trait", "list").out
    assert "Order Completedの回数" in auftakt("trait", "show", "orders_30d", "--language", "ja").out
    assert auftakt("trait", "remove", "orders_30d").code == 0
    assert auftakt("trait", "list", "--json").json == []
    file.write_text("{")
    refused = auftakt("trait", "preview", str(file), "--json")
    assert (refused.code, refused.json["code"]) == (1, "invalid_input")
