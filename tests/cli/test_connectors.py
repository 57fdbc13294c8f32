"""`auftakt connectors` from a shell."""

import sqlite3
from contextlib import closing


def test_a_connector_from_a_shell(auftakt, home, tmp_path):
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("create table members (email text, plan text)")
        con.execute("insert into members values ('aoi@example.com', 'pro')")
    settings = ("--set", f"url=sqlite:///{path}", "--set", "table=members")
    assert auftakt("connectors", "list").out.strip() == "→ Add one with `auftakt connectors add`."
    assert "2 columns. It can be read." in auftakt("connectors", "test", *settings).out
    assert "runs at 03:30" in auftakt("connectors", "add", "Members", *settings, "--schedule", "03:30").out
    assert auftakt("connectors", "run", "Members", "--json").json["events"] == 1
    assert "0 of them new" in auftakt("connectors", "run", "Members").out
    told = ("--set", "overlap_minutes=5", "--schedule", "6h")
    changed = auftakt("connectors", "change", "Members", *told, "--json").json
    found = changed["config"]["overlap_minutes"], changed["config"]["table"], changed["schedule"]
    assert found == (5, "members", "6h")
    assert "Changed." in auftakt("connectors", "change", "Members", "--again").out
    auftakt("connectors", "pause", "Members")
    (shown,) = auftakt("connectors", "list", "--json").json
    assert shown["state"] == "paused"
    assert "再開しました" in auftakt("connectors", "resume", "Members", "--language", "ja").out
    assert "Members" in auftakt("connectors", "list").out
    assert auftakt("connectors", "remove", "Members", "--json").json == {"removed": shown["id"]}
    for wrong in (("run", "Members"), ("test", "--set", "url"), ("add", "X", *settings, "--mapping", "none.toml")):
        refused = auftakt("connectors", *wrong, "--json")
        assert (refused.code, bool(refused.json["next_action"])) == (1, True)
