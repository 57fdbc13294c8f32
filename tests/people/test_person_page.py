"""What the person's page asks the API for: parts, a filtered timeline, the source of each trait."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub

EVENTS: list[dict[str, Any]] = [
    {
        "type": "identify",
        "userId": "u1",
        "messageId": "m1",
        "timestamp": "2026-11-20T00:00:00Z",
        "traits": {"city": "Nara"},
    },
    {"type": "page", "name": "Prices", "userId": "u1", "messageId": "m2", "timestamp": "2026-11-20T01:00:00Z"},
    {
        "type": "track",
        "event": "Order Completed",
        "userId": "u1",
        "messageId": "m3",
        "timestamp": "2026-11-21T00:00:00Z",
        "properties": {"revenue": 12, "order_id": "o1", "category": "日本酒"},
    },
    {
        "type": "identify",
        "userId": "u1",
        "messageId": "m4",
        "timestamp": "2026-11-21T01:00:00Z",
        "traits": {"city": "Oita"},
    },
]


def arrived(hub: Hub, client: Callable[..., TestClient]) -> tuple[TestClient, str]:
    api = client("admin")
    source = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
    assert api.post("/v1/batch", json={"batch": EVENTS}, auth=(source["write_key"], "")).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())
    return client("editor"), source["id"]


def test_only_the_parts_that_were_asked_for_come(hub: Hub, client: Callable[..., TestClient]) -> None:
    api, _ = arrived(hub, client)
    whole = api.get("/api/people/user_id:u1").json()
    assert (whole["totals"]["events"], whole["events"], len(whole["identifiers"])) == (4, None, 1)
    some = api.get("/api/people/user_id:u1", params={"include": "traits, events", "limit": 2}).json()
    assert some["included"] == ["traits", "events"]
    assert (some["identifiers"], some["totals"]["events"]) == ([], 0)
    assert [trait["value"] for trait in some["traits"] if trait["name"] == "city"] == ["Oita"]
    assert [event["name"] for event in some["events"]["items"]] == ["Identified", "Order Completed"]
    rest = api.get("/api/people/user_id:u1/timeline", params={"after": some["events"]["next"]}).json()
    assert [event["type"] for event in rest["items"]] == ["page", "identify"]
    refused = api.get("/api/people/user_id:u1", params={"include": "traits,everything"})
    assert (refused.status_code, refused.json()["detail"]) == (422, {"field": "include"})


def test_the_timeline_is_filtered_by_kind_source_time_and_text(hub: Hub, client: Callable[..., TestClient]) -> None:
    api, source = arrived(hub, client)

    def found(**only: str) -> list[str]:
        page = api.get("/api/people/user_id:u1/timeline", params=only).json()
        return [event["at"][:13] for event in page["items"]]

    assert found(type="page") == ["2026-11-20T01"]
    assert found(source=source) == ["2026-11-21T01", "2026-11-21T00", "2026-11-20T01", "2026-11-20T00"]
    assert found(source="src_other") == []
    assert found(text="日本酒") == found(text="order comp") == ["2026-11-21T00"]
    assert found(since="2026-11-20T01:00:00Z", until="2026-11-21T00:00:00Z") == ["2026-11-20T01"]
    assert found(name="Order Completed", type="page") == []


def test_a_reported_trait_tells_its_history(hub: Hub, client: Callable[..., TestClient]) -> None:
    api, source = arrived(hub, client)
    told = api.get("/api/people/user_id:u1/traits/city").json()
    assert [(change["value"], change["source"]) for change in told] == [("Oita", source), ("Nara", source)]
