"""`auftakt match` on a hub, from a shell."""

import json

from sample_people import sample_people

TRAITS = ("lastName", "firstName", "birthday", "city")


def test_people_are_compared_proposed_and_shown(auftakt, home, tmp_path):
    assert auftakt("match", "run", "--json").json["code"] == "invalid_input"
    rows = "".join(
        f"{user},{told['lastName']},{told['firstName']},{told['birthday']},{told['city']}\n"
        for user, _, told in sample_people(80, 20)
    )
    (tmp_path / "people.csv").write_text("user_id,lastName,firstName,birthday,city\n" + rows)
    mapping = {"identifiers": {"user_id": "user_id"}, "traits": {each: each for each in TRAITS}}
    (tmp_path / "mapping.json").write_text(json.dumps(mapping))
    told = auftakt("import", str(tmp_path / "people.csv"), "--mapping", str(tmp_path / "mapping.json"), "--json")
    assert told.code == 0, told.out
    done = auftakt("match", "run", "--json").json
    assert (done["people"], done["state"]) == (100, "done")
    page = auftakt("match", "proposals", "--limit", "3", "--json").json
    assert len(page["items"]) == 3
    first = page["items"][0]
    assert auftakt("match", "show", str(first["id"]), "--json").json == first
    drawn = auftakt("match", "show", str(first["id"]), "--language", "ja").out
    assert first["a"]["name"] in drawn
    assert "一致" in drawn
    assert f"--after {page['next']}" in auftakt("match", "proposals", "--limit", "3").out
    done = auftakt("match", "approve", str(first["id"]), "--reason", "same birthday", "--json").json
    assert (done["state"], done["reason"]) == ("approved", "same birthday")
    assert "取り消し" not in auftakt("match", "show", str(first["id"]), "--language", "ja").out
    assert auftakt("match", "reopen", str(first["id"]), "--json").json["state"] == "open"
    assert auftakt("match", "refuse", str(first["id"]), "--json").json["state"] == "refused"
    assert auftakt("match", "show", "9999", "--json").json["code"] == "not_found"
