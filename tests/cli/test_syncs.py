"""`auftakt syncs` from a shell."""


def test_a_sync_from_a_shell(auftakt, home, tmp_path):
    settings = ("--kind", "files", "--set", f"folder={tmp_path / 'out'}", "--column", "email=identifier:email")
    assert auftakt("syncs", "list").out.strip() == "→ Add one with `auftakt syncs add`."
    assert "on schedule 03:30" in auftakt("syncs", "add", "Everybody", *settings, "--schedule", "03:30").out
    assert auftakt("syncs", "run", "Everybody", "--json").json["put"] == 0
    assert "0 rows written" in auftakt("syncs", "run", "Everybody", "--force").out
    auftakt("syncs", "pause", "Everybody")
    (shown,) = auftakt("syncs", "list", "--json").json
    assert shown["state"] == "paused"
    assert "再開しました" in auftakt("syncs", "resume", "Everybody", "--language", "ja").out
    assert "Everybody" in auftakt("syncs", "list").out
    assert auftakt("syncs", "remove", "Everybody", "--json").json == {"removed": shown["id"]}
    refused = auftakt("syncs", "run", "Everybody", "--json")
    assert (refused.code, bool(refused.json["next_action"])) == (1, True)
