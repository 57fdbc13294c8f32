import sqlite3

from auftakt.hub import close_hub, open_hub
from auftakt.team import create_user, record, seal_audit


def fill(home):
    hub = open_hub(home, environ={})
    seal_audit(hub.control, hub.secret)
    now = hub.clock.now()
    with hub.control.session() as session:
        user = create_user(
            session, hub.ids, name="Sample Ada", email="ada@example.com", role="admin", language="en", now=now
        )
        for number in range(3):
            record(session, now, user.id, "campaign.changed", "campaign", f"cmp_{number}", {})
    close_hub(hub)


def test_a_whole_chain_is_verified(auftakt, home):
    fill(home)
    said = auftakt("audit", "verify", "--json")
    assert said.code == 0
    assert said.json == {"ok": True, "entries": 3, "broken_at": None, "head": said.json["head"]}
    assert "All 3 entries" in auftakt("audit", "verify").out


def test_a_changed_entry_ends_with_1_and_is_named(auftakt, home):
    fill(home)
    with sqlite3.connect(home / "control.db") as control:
        control.execute("update team_audit set object_id = 'cmp_9' where seq = 2")
    control.close()
    said = auftakt("audit", "verify", "--json")
    assert (said.code, said.json["broken_at"]) == (1, 2)
    told = auftakt("audit", "verify", "--language", "ja")
    assert (told.code, "2番目" in told.out) == (1, True)


def test_entries_are_listed_page_by_page(auftakt, home):
    fill(home)
    first = auftakt("audit", "list", "--limit", "2", "--json").json
    rest = auftakt("audit", "list", "--after", first["next"], "--json").json
    assert [line["object_id"] for line in first["items"] + rest["items"]] == ["cmp_2", "cmp_1", "cmp_0"]
    assert "Sample Ada" in auftakt("audit", "list").out
