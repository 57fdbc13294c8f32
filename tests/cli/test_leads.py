"""`auftakt leads` from a shell."""

import json

from audiences.leads.test_points import MODEL
from audiences.leads.test_stages import MODEL as STAGES


def test_a_model_is_tried_saved_and_explained(auftakt, home, tmp_path):
    file = tmp_path / "model.json"
    file.write_text(json.dumps(MODEL))
    assert auftakt("leads", "model", "--json").json["version"] is None
    assert auftakt("leads", "preview", str(file), "--json").json["people"] == 0
    assert auftakt("leads", "set", str(file), "--json").json["version"] == 1
    assert "In Tokyo" in auftakt("leads", "model", "--language", "en").out
    assert auftakt("leads", "person", "email:a@example.com", "--json").json["code"] == "not_found"
    file.write_text(json.dumps(STAGES))
    assert auftakt("leads", "set", str(file), "--json").json["version"] == 2
    assert [each["id"] for each in auftakt("leads", "board", "--json").json["stages"]] == ["lead", "mql", "sql"]
    assert auftakt("leads", "board", "--overdue", "--language", "ja").code == 0
    assert auftakt("leads", "funnel", "--json").json["rows"] == []
    asked = ("leads", "decide", "email:a@example.com", "refuse", "--reason", "not_now", "--until", "2030-01-01")
    assert auftakt(*asked, "--json").json["code"] == "not_found"
