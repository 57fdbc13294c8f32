"""Campaigns and ideas over HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.campaigns import Campaign, Evidence, Expected, NewIdea, export_campaign, file_idea, plain_of
from auftakt.jobs import Hub
from auftakt.journeys import list_versions
from auftakt.kit.text import Text
from auftakt.team import approval_snapshot

Client = Callable[[str], TestClient]
JOURNEY = {
    "entry": {"kind": "audience"},
    "reentry": "never",
    "exit": [],
    "first": "s1",
    "steps": [
        {"id": "s1", "kind": "send", "channel": "email", "variants": ["v_ja"], "next": "s2"},
        {"id": "s2", "kind": "exit"},
    ],
}


@pytest.fixture
def sendable(whole: Campaign) -> dict[str, Any]:
    plain = plain_of(whole)
    plain["variants"][0] |= {"preheader": "見本", "body": "{{ person.name }}様\n\n新着です。"}
    return json.loads(json.dumps(plain | {"journey": JOURNEY}, default=str))


def test_a_name_is_enough_to_begin(client: Client) -> None:
    made = client("editor").post("/api/campaigns", json={"name": "Autumn letter"})
    assert made.status_code == 201
    view = made.json()
    assert (view["version"], view["state"], view["document"]["name"]) == (1, "draft", "Autumn letter")
    assert view["document"]["sender"] == {"name": "Auftakt", "email": "hub@example.com", "address": ""}
    assert view["approval"] is None
    assert [problem["code"] for problem in view["problems"] if problem["severity"] == "error"] == [
        "audience_missing",
        "goal_missing",
        "variants_missing",
        "no_journey",
    ]
    assert view["history"] == [{"version": 1, "at": "2026-11-22T00:00:00Z", "by": "Sample editor", "note": ""}]


def test_the_whole_way_over_http(client: Client, hub: Hub, sendable: dict[str, Any]) -> None:
    editor, approver = client("editor"), client("approver")
    view = editor.post("/api/campaigns", json=sendable).json()
    assert view["problems"] == []
    asked = editor.post("/api/campaigns/cmp_wine/submit").json()
    assert (asked["state"], asked["approval"]["hash"]) == ("in_review", asked["hash"])
    refused = editor.post("/api/campaigns/cmp_wine/launch")
    assert (refused.status_code, refused.json()["message"]) == (409, "The campaign is not approved yet.")
    verdict = {"decision": "approve", "hash": asked["hash"], "comment": ""}
    assert approver.post(f"/api/approvals/{asked['approval']['id']}/decide", json=verdict).status_code == 200
    live = editor.post("/api/campaigns/cmp_wine/launch").json()
    assert (live["state"], live["approval"]["state"]) == ("live", "approved")
    with hub.control.reading() as session:
        [version] = list_versions(session, "cmp_wine")
        approval_id = asked["approval"]["id"]
        assert (version.hash, version.approval_id, version.snapshot) == (
            asked["hash"],
            approval_id,
            approval_snapshot(session, approval_id),
        )
    [line] = editor.get("/api/campaigns", params={"state": "live"}).json()
    assert (line["id"], line["audience_name"], line["origin"]) == ("cmp_wine", "Lapsed wine buyers", "")
    assert editor.post("/api/campaigns/cmp_wine/pause").json()["state"] == "approved"
    assert editor.post("/api/campaigns/cmp_wine/launch", json={}).json()["state"] == "live"
    assert editor.post("/api/campaigns/cmp_wine/finish").json()["state"] == "finished"


def test_a_planned_launch_waits(client: Client, sendable: dict[str, Any]) -> None:
    editor = client("editor")
    editor.post("/api/campaigns", json=sendable)
    asked = editor.post("/api/campaigns/cmp_wine/submit").json()
    verdict = {"decision": "approve", "hash": asked["hash"]}
    client("approver").post(f"/api/approvals/{asked['approval']['id']}/decide", json=verdict)
    planned = editor.post("/api/campaigns/cmp_wine/launch", json={"starts_at": "2026-12-01T00:00:00Z"}).json()
    assert (planned["state"], planned["starts_at"]) == ("scheduled", "2026-12-01T00:00:00Z")


def test_a_comma_after_the_approval_stops_the_launch(client: Client, sendable: dict[str, Any]) -> None:
    editor = client("editor")
    editor.post("/api/campaigns", json=sendable)
    asked = editor.post("/api/campaigns/cmp_wine/submit").json()
    verdict = {"decision": "approve", "hash": asked["hash"]}
    client("approver").post(f"/api/approvals/{asked['approval']['id']}/decide", json=verdict)
    sendable["variants"][0]["body"] += "、"
    saved = editor.put("/api/campaigns/cmp_wine", json={"document": sendable, "version": 1}).json()
    assert (saved["state"], saved["version"]) == ("draft", 2)
    refused = editor.post("/api/campaigns/cmp_wine/launch", headers={"Accept-Language": "ja"})
    assert refused.status_code == 409
    assert refused.json()["message"] == "承認の後に内容が変更されています。"


def test_a_stale_save_is_409(client: Client, sendable: dict[str, Any]) -> None:
    editor = client("editor")
    editor.post("/api/campaigns", json=sendable)
    edits = [{"document": sendable | {"name": name}, "version": 1} for name in ("First", "Second")]
    answers = [editor.put("/api/campaigns/cmp_wine", json=edit) for edit in edits]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json()["detail"]["version"] == 2


def test_export_and_import_give_the_same_bytes(client: Client, whole: Campaign) -> None:
    editor = client("editor")
    exported = export_campaign(whole)
    assert editor.post("/api/campaigns/import", content=exported).status_code == 201
    first = editor.get("/api/campaigns/cmp_wine/export")
    assert first.content == exported
    assert first.headers["content-disposition"] == 'attachment; filename="cmp_wine.json"'
    assert editor.post("/api/campaigns/import", content=first.content).json()["version"] == 1
    assert editor.get("/api/campaigns/cmp_wine/export").content == exported


def test_refusals_say_what_to_do(client: Client) -> None:
    other = {"document": {"id": "cmp_wine", "name": "x"}, "version": 1}
    cases: list[tuple[str, str, Any, int]] = [
        ("POST", "/api/campaigns", {}, 422),
        ("POST", "/api/campaigns", {"name": "x", "holdout": "much"}, 422),
        ("POST", "/api/campaigns/import", {"name": "no id"}, 422),
        ("GET", "/api/campaigns/cmp_none", None, 404),
        ("PUT", "/api/campaigns/cmp_other", other, 422),
        ("POST", "/api/campaigns/cmp_none/submit", None, 404),
        ("POST", "/api/ideas/idea_none/accept", None, 404),
        ("POST", "/api/ideas/idea_none/dismiss", {"reason": "no"}, 404),
    ]
    editor = client("editor")
    huge = editor.post("/api/campaigns/import", content=b" " * 2_000_001)
    assert (huge.status_code, huge.json()["code"]) == (413, "too_large")
    for method, path, body, status in cases:
        answer = editor.request(method, path, json=body)
        assert (path, answer.status_code, bool(answer.json()["next_action"])) == (path, status, True)


def test_a_viewer_reads_and_does_not_write(client: Client, sendable: dict[str, Any]) -> None:
    client("editor").post("/api/campaigns", json=sendable)
    viewer = client("viewer")
    assert viewer.get("/api/campaigns/cmp_wine").status_code == 200
    assert viewer.post("/api/campaigns", json={"name": "x"}).status_code == 403
    assert viewer.post("/api/campaigns/cmp_wine/launch").status_code == 403
    assert client("").get("/api/campaigns").status_code == 401


def test_an_idea_becomes_a_draft_with_one_click(client: Client, hub: Hub) -> None:
    idea = NewIdea(
        key="lapsed:wine",
        kind="win_back",
        maker="test",
        title=Text("Win back wine buyers", "ワインのお客様を呼び戻す"),
        summary=Text("312 people.", "312人。"),
        expected=Expected(312, 287, 4100.5, "USD", 2000.0, 6200.0, Text("Last year", "昨年")),
        proposal={"audience": {"name": "Lapsed", "rule": {"kind": "everyone"}}},
        evidence=[Evidence(Text("Weeks", "週"), 14)],
    )
    with hub.control.session() as session:
        filed = file_idea(session, idea, ids=hub.ids, now=hub.clock.now())
    editor = client("editor")
    [listed] = editor.get("/api/ideas").json()
    assert (listed["id"], listed["title_ja"], listed["evidence"]) == (
        filed.id,
        "ワインのお客様を呼び戻す",
        [{"label": "Weeks", "label_ja": "週", "value": 14}],
    )
    view = editor.post(f"/api/ideas/{filed.id}/accept").json()
    assert view["document"]["origin"] == {"idea_id": filed.id}
    assert editor.get("/api/ideas").json() == []
    [settled] = editor.get("/api/ideas", params={"state": "all"}).json()
    assert (settled["state"], settled["campaign_id"]) == ("accepted", view["document"]["id"])


def test_an_empty_hub_has_no_idea(client: Client) -> None:
    assert client("editor").post("/api/ideas/refresh").json() == []
