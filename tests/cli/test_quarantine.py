"""`auftakt quarantine` from a shell."""

import json

import msgspec

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import iso


def test_an_empty_quarantine_says_so_in_every_form(auftakt, home):
    assert auftakt("quarantine", "list", "--text", "x", "--since", "2026-11-01T00:00:00Z", "--json").json == {
        "items": [],
        "next": None,
    }
    assert auftakt("quarantine", "reasons", "--state", "open", "--json").json == []
    missing = auftakt("quarantine", "show", "7", "--json")
    assert (missing.code, missing.json["code"]) == (1, "not_found")
    assert auftakt("quarantine", "list", "--until", "soon", "--json").code == 1


def test_an_event_is_mended_and_another_dismissed(auftakt, home, tmp_path):
    hub = open_hub(home, environ={})
    lines = [{"type": "track", "event": "Opened"}, {"type": "track", "userId": "u1"}]
    now = iso(hub.clock.now())
    hub.log.append_now(
        [
            msgspec.json.encode({"r": now, "s": "shop", "k": "q", "why": "no_identifier", "raw": json.dumps(line)})
            for line in lines
        ]
    )
    hub.runner.run_until_idle(hub.clock.now())
    close_hub(hub)
    draft = tmp_path / "event.json"
    draft.write_text(json.loads(json.dumps(auftakt("quarantine", "show", "0", "--json").json["draft"])))
    refused = auftakt("quarantine", "mend", "0", str(draft), "--json")
    assert (refused.code, refused.json["code"]) == (1, "still_broken")
    draft.write_text(json.dumps(json.loads(draft.read_text()) | {"userId": "u1"}))
    assert auftakt("quarantine", "mend", "0", str(draft), "--json").json == {
        "log_offset": 0, "message_ids": ["quarantine-0"], "state": "mended",
    }  # fmt: skip
    assert "対応不要" in auftakt("quarantine", "dismiss", "1", "--why", "テスト", "--language", "ja").out
    assert [each["state"] for each in auftakt("quarantine", "list", "--json").json["items"]] == ["dismissed", "mended"]
    assert "quarantine-0" in auftakt("quarantine", "show", "0").out
    assert auftakt("quarantine", "mend", "1", str(tmp_path / "none.json"), "--json").code == 1
    draft.write_text("[]")
    assert auftakt("quarantine", "mend", "1", str(draft), "--json").code == 1


def test_a_rule_is_tried_before_it_is_applied(auftakt, home):
    hub = open_hub(home, environ={})
    now, raw = iso(hub.clock.now()), json.dumps({"type": "track", "event": "Opend", "properties": {"uid": "u1"}})
    hub.log.append_now([msgspec.json.encode({"r": now, "s": "shop", "k": "q", "why": "no_identifier", "raw": raw})])
    hub.runner.run_until_idle(hub.clock.now())
    close_hub(hub)
    steps = ["--step", "rename properties.uid userId", "--step", "replace event Opend Opened"]
    assert auftakt("quarantine", "replay", "--json").json["passing"] == 0
    tried = auftakt("quarantine", "rule", *steps, "--source", "shop")
    assert "1 of 1 would come in" in tried.out
    assert '"event":"Opened"' in tried.out
    assert auftakt("quarantine", "rule", *steps, "--source", "other", "--apply", "--json").json["mended"] == 0
    assert auftakt("quarantine", "rule", *steps, "--source", "shop", "--apply", "--json").json == {
        "mended": 1, "failing": [],
    }  # fmt: skip
    assert auftakt("quarantine", "rule", "--step", "explode event", "--json").code == 1
    assert auftakt("quarantine", "clear", "--why", "x").code == 1
    assert auftakt("quarantine", "clear", "--why", "x", "--yes", "--json").json == {"dismissed": 0}
    assert "0件を修正しました" in auftakt("quarantine", "replay", "--apply", "--language", "ja").out
