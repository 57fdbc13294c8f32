"""Matching on the hub's own people: what is proposed, what never is, what becomes of it."""

import json
import threading
from typing import Any

import pytest
from matching_world import Client, arrive, fill, ids, pairs_of, proposals, run

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.errors import InvalidInput
from auftakt.people import (
    MatchingSettings,
    PeopleField,
    matching_runs,
    put_matching,
    retract_link,
    run_matching,
)
from auftakt.people.matching import run as running


def test_people_who_came_twice_are_proposed_field_by_field(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api)
    done = run(hub, api)
    assert (done["state"], done["people"]) == ("done", 340)
    found = proposals(api)
    assert done["proposed"] == len(found) == done["pairs"]
    truly = {ids(hub, f"shop-{number}", f"crm-{number}") for number in range(40)}
    said = pairs_of(found)
    assert len(said & truly) / len(said) >= 0.95
    assert len(said & truly) / len(truly) >= 0.9
    assert [each["weight"] for each in found] == sorted((each["weight"] for each in found), reverse=True)
    first = api.get(f"/api/matching/proposals/{found[0]['id']}").json()
    assert first == found[0]
    fields = {each["field"]: each for each in first["fields"]}
    assert fields.keys() == {"names", "birth_date", "email", "postcode", "city"}
    assert (fields["names"]["level"], fields["email"]["level"]) == ("same", "different")
    assert fields["names"]["a_value"] == fields["names"]["b_value"] == first["a"]["name"] == first["b"]["name"]
    told = {fields["email"]["a_value"], fields["email"]["b_value"]}
    assert {each[:3] for each in told} == {"sho", "crm"}
    levels = {each["level"] for one in found for each in one["fields"] if each["field"] == "birth_date"}
    assert levels == {"same", "close"}


def test_the_same_people_give_the_same_proposals_under_the_same_numbers(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api)
    run(hub, api)
    before = proposals(api)
    run(hub, api)
    after = proposals(api)
    facts = ("id", "state", "found_at", "a", "b", "reason")
    assert [{name: each[name] for name in facts} for each in after] == [
        {name: each[name] for name in facts} for each in before
    ]
    assert [each["weight"] for each in after] == pytest.approx([each["weight"] for each in before])
    assert len(api.get("/api/matching").json()["runs"]) == 2


def test_who_became_one_person_or_was_taken_apart_is_not_proposed(hub: Hub, client: Client) -> None:
    api = client("editor")
    key = fill(hub, api)
    run(hub, api)
    both = {"externalIds": [{"type": "user_id", "id": "crm-0"}]}
    arrive(hub, api, key, [{"type": "track", "event": "Met", "userId": "shop-0", "context": both}])
    assert len(set(ids(hub, "shop-0", "crm-0"))) == 1
    (closed,) = proposals(api, state="closed")
    assert {each["level"] for each in closed["fields"]} >= {"same"}
    with hub.plane.writer() as con:
        (link,) = con.execute("select max(link_id) from links").fetchone() or (0,)
        retract_link(con, link, hub.clock.now())
    hub.runner.run_until_idle(hub.clock.now())
    apart = ids(hub, "shop-0", "crm-0")
    assert len(set(apart)) == 2
    assert [each["id"] for each in proposals(api, state="closed")] == [closed["id"]]
    run(hub, api)
    assert apart not in pairs_of(proposals(api, state="all"))


def test_settings_are_kept_checked_and_obeyed(hub: Hub, client: Client) -> None:
    admin = client("admin")
    fill(hub, admin)
    view = admin.get("/api/matching").json()
    assert view["settings"]["fields"] == []
    assert [each["name"] for each in view["fields"]] == [
        "given_name", "family_name", "birth_date", "email", "postcode", "city",
    ]  # fmt: skip
    assert {"reads": "trait:birthday", "people": 340} in view["available"]
    fields = [
        {"name": "誕生日", "kind": "date", "reads": ["trait:birthday"], "hard": True},
        {"name": "郵便", "kind": "postcode", "reads": ["trait:zip", "trait:address.postalCode"]},
    ]
    wanted = {"fields": fields, "lower": 0.5, "most_proposals": 5}
    assert admin.put("/api/matching", json=wanted).status_code == 200
    done = run(hub, admin)
    assert done["proposed"] == 5 == done["pairs"] - done["left_out"]
    found = proposals(admin)
    assert {each["field"] for one in found for each in one["fields"]} == {"誕生日", "郵便"}
    assert {each["level"] for one in found for each in one["fields"] if each["field"] == "誕生日"} == {"same"}
    for wrong in (
        {"lower": 0.2}, {"most_proposals": 0}, {"fields": [fields[0]]}, {"fields": [fields[0], fields[0]]},
        {"fields": [fields[0], {**fields[1], "name": "names"}]},
        {"fields": [fields[0], {**fields[1], "reads": ["zip"]}]},
    ):  # fmt: skip
        assert admin.put("/api/matching", json=wanted | wrong).status_code == 422, wrong
    assert client("editor").put("/api/matching", json=wanted).status_code == 403


def test_names_and_values_are_masked_and_reads_are_in_the_audit(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api, 60, 20)
    run(hub, api)
    whole = proposals(api)
    assert whole
    shown = client("viewer").get("/api/matching/proposals", params={"limit": 200}).json()["items"]
    assert [each["id"] for each in shown] == [each["id"] for each in whole]
    values = {value for one in whole for each in one["fields"] for value in (each["a_value"], each["b_value"]) if value}
    names = {one[side]["name"] for one in whole for side in "ab"}
    text = json.dumps(shown, ensure_ascii=False)
    assert not [each for each in values | names if each in text]
    assert client("viewer").post("/api/matching/runs").status_code == 403
    read = [
        entry
        for entry in client("admin").get("/api/team/audit").json()["items"]
        if entry["action"] == "personal_data.read"
    ]
    assert "matching/proposals" in {entry["detail"]["path"] for entry in read}


def test_erasure_takes_proposals_and_what_they_hold(hub: Hub, client: Client) -> None:
    admin = client("admin")
    fill(hub, admin, 60, 20)
    run(hub, admin)
    gone = proposals(admin)[0]
    key = gone["a"]["person_id"]
    answer = admin.post(f"/api/people/{key}/erasure", json={})
    assert hub.tasks.wait(answer.json()["task_id"], 60).state == "done"
    assert gone["id"] not in {each["id"] for each in proposals(admin, state="all")}
    with hub.plane.reader() as con:
        for table in ("match_pairs", "match_levels"):
            assert con.execute(f"select count(*) from {table} where pair_id = {gone['id']}").fetchone() == (0,)
        left = con.execute(f"select field, value from match_values where pair_id = {gone['id']}").fetchall()
    theirs = {each["a_value"] for each in gone["fields"] if each["field"] == "email"}
    assert not theirs & {value for _, value in left}


def test_a_run_that_is_stopped_leaves_what_was_there(hub: Hub, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    api = client("editor")
    fill(hub, api)
    run(hub, api)
    before = proposals(api)
    progress = Progress()
    threading.Timer(0.1, progress.stop).start()
    monkeypatch.setattr(running, "score_records", endless)
    with pytest.raises(Stopped):
        run_matching(hub, "usr_1", progress)
    assert proposals(api) == before
    assert not list(hub.home.glob("matching*"))
    with hub.control.reading() as session:
        assert sorted(run.state for run in matching_runs(session)) == ["done", "stopped"]


def endless(con: Any, *_: object) -> None:
    con.execute("select sum(a.range + b.range) from range(10000000) a, range(10000000) b").fetchall()


def test_nothing_to_compare_is_said(hub: Hub) -> None:
    with pytest.raises(InvalidInput, match="too few fields"):
        run_matching(hub, "usr_1")
    with hub.control.reading() as session:
        assert [(run.state, run.error is not None) for run in matching_runs(session)] == [("failed", True)]
    fields = (PeopleField("a", "email", ("trait:email",)), PeopleField("b", "date", ("trait:birthday",)))
    with hub.control.session() as session:
        put_matching(session, MatchingSettings(fields), "usr_1", hub.clock.now())
    assert (run_matching(hub, "usr_1").people, run_matching(hub, "usr_1").proposed) == (0, 0)
