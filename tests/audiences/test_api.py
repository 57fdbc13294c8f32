"""Audiences and people over HTTP."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub

Clients = Callable[[str], TestClient]
EVERYONE = {"kind": "everyone"}


def collect(hub: Hub, client: TestClient) -> None:
    """A little traffic through the real door."""
    key = client.post("/api/sources", json={"name": "Shop", "kind": "web"}).json()["write_key"]
    batch = [
        {"type": "identify", "userId": "u1", "messageId": "1",
         "traits": {"email": "a@example.com", "name": "Sample A", "city": "Tokyo", "consent": {"email": True}}},
        {"type": "track", "userId": "u1", "messageId": "2", "event": "Order Completed",
         "properties": {"revenue": 12.5, "order_id": "o1", "category": "WINE"}},
        {"type": "identify", "userId": "u2", "messageId": "3", "traits": {"email": "b@example.com", "city": "Nara"}},
    ]  # fmt: skip
    answer = client.post("/v1/batch", json={"batch": batch, "writeKey": key})
    assert answer.status_code == 200, answer.text
    hub.runner.run_until_idle(hub.clock.now())


def test_an_audience_from_preview_to_members(hub: Hub, client: Clients) -> None:
    admin = client("admin")
    collect(hub, admin)
    rule: dict[str, Any] = {
        "kind": "event",
        "name": "Order Completed",
        "where": [{"property": "category", "value": "WINE"}],
    }
    preview = admin.post("/api/audiences/preview", json={"rule": rule}).json()
    assert {key: preview[key] for key in ("size", "total", "reachable_email")} == {
        "size": 1,
        "total": 2,
        "reachable_email": 1,
    }
    assert [person["name"] for person in preview["sample"]] == ["Sample A"]
    assert preview["reach"] == [{"channel": "email", "consented": 1, "addressed": 1, "reachable": 1}]
    assert (preview["margin"], preview["overlaps"]) == (0, [])
    made = admin.post("/api/audiences", json={"name": "Wine", "rule": rule})
    assert (made.status_code, made.json()["size"]) == (201, None)
    hub.runner.run_once(hub.clock.now())
    view = admin.get(f"/api/audiences/{made.json()['id']}").json()
    assert (view["size"], view["entered_7d"], view["left_7d"], view["version"]) == (1, 1, 0, 1)
    again = admin.post("/api/audiences/preview", json={"rule": EVERYONE}).json()
    assert again["overlaps"] == [{"audience_id": view["id"], "name": "Wine", "both": 1, "size": 1}]
    sizes = admin.get(f"/api/audiences/{view['id']}/sizes").json()
    assert [(day["size"], day["entered"], day["left"]) for day in sizes] == [(0, 0, 0), (1, 1, 0)]
    members = admin.get(f"/api/audiences/{view['id']}/members").json()
    assert [(row["name"], row["because"]) for row in members["items"]] == [
        ("Sample A", "Order Completed where category is “WINE”: 1 times")
    ]
    listed = admin.get("/api/people", params={"audience": view["id"]}).json()
    assert [person["email"] for person in listed["items"]] == ["a@example.com"]
    person = admin.get("/api/people/email:a@example.com").json()
    assert [row["name"] for row in person["audiences"]] == ["Wine"]
    assert (person["totals"]["orders"], float(person["totals"]["revenue"])) == (1, 12.5)
    fields = admin.get("/api/audiences/fields").json()
    assert "city" in [trait["name"] for trait in fields["traits"]]
    assert fields["audiences"] == [{"id": view["id"], "name": "Wine"}]


def test_what_can_not_be_saved_is_told_and_nothing_is_kept(hub: Hub, client: Clients) -> None:
    editor = client("editor")
    made = editor.post("/api/audiences", json={"name": "All", "rule": EVERYONE}).json()
    other = editor.post("/api/audiences", json={"name": "Same", "rule": {"kind": "audience", "id": made["id"]}}).json()
    wrong = editor.post("/api/audiences/preview", json={"rule": {"kind": "all", "rules": []}})
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["detail"]["path"]) == (422, "invalid_rule", "$.rules")
    circle = editor.put(
        f"/api/audiences/{made['id']}", json={"name": "All", "rule": {"kind": "audience", "id": other["id"]}}
    )
    assert (circle.status_code, circle.json()["detail"]["circle"][0]) == (422, made["id"])
    assert editor.post("/api/audiences", json={"name": "All", "rule": EVERYONE}).status_code == 409
    assert editor.delete(f"/api/audiences/{made['id']}").status_code == 409
    assert (
        editor.post("/api/audiences", json={"name": "X", "rule": {"kind": "audience", "id": "aud_no"}}).status_code
        == 422
    )
    assert client("viewer").post("/api/audiences", json={"name": "No", "rule": EVERYONE}).status_code == 403
    assert [view["name"] for view in editor.get("/api/audiences").json()] == ["All", "Same"]
    assert editor.delete(f"/api/audiences/{other['id']}").status_code == 204
    assert editor.delete(f"/api/audiences/{made['id']}").status_code == 204


def test_a_link_is_taken_back_over_http(hub: Hub, client: Clients) -> None:
    admin = client("admin")
    collect(hub, admin)
    person = admin.get("/api/people/1").json()
    link = person["links"][0]["link_id"]
    assert client("viewer").post(f"/api/people/1/links/{link}/retract").status_code == 403
    split = admin.post(f"/api/people/1/links/{link}/retract").json()
    assert split["identifier_count"] == person["identifier_count"] - 1
    hub.runner.run_once(hub.clock.now())
    assert len(admin.get("/api/people").json()["items"]) == 3
    timeline = admin.get("/api/people/2/timeline").json()
    assert {entry["name"] for entry in timeline["items"]} >= {"Order Completed"}
    explained = admin.get("/api/explain", params={"person": "2", "campaign": "cmp_none"}).json()
    assert (explained["decisions"], explained["membership"]) == ([], None)
