"""Undo of a merge restores every derived row to what it was: all tables of the data plane, compared whole."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock

# Logs, and how far they were read: what happened stays written. Everything else has to be as it was.
LOGS = {
    "events", "ingest_counts", "links", "link_changes", "merges", "membership_changes", "computed_changes", "progress",
    "batch_runs", "voice_read",
}  # fmt: skip
# Compared without the moment at which the hub looked or decided: who was out of an audience while they were merged
# came in a second time, and membership_changes tells of both.
LOOKED_AT = {
    "traits": "* replace (case when source_id <> 'computed' then set_at end as set_at)",
    "memberships": "audience_id, person_id, because",
    "audience_runs": "audience_id, rule_hash, size",
    "computed_runs": "trait_id, name, definition_hash, period, error",
}


def send(api: TestClient, hub: Hub, key: str, *events: dict[str, Any]) -> None:
    assert api.post("/v1/batch", json={"batch": list(events)}, auth=(key, "")).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())


def event(kind: str, message: str, at: str, **facts: Any) -> dict[str, Any]:
    return {"type": kind, "messageId": message, "timestamp": at, **facts}


def derived(hub: Hub) -> dict[str, list[tuple[Any, ...]]]:
    with hub.plane.reader() as con:
        tables = con.execute("select table_name from duckdb_tables() where not internal and not temporary").fetchall()
        return {
            name: con.execute(f"select {LOOKED_AT.get(name, '*')} from {name} order by all").fetchall()
            for (name,) in tables
            if name not in LOGS
        }


def test_undo_of_a_merge_restores_every_derived_row(
    hub: Hub, clock: FixedClock, client: Callable[..., TestClient]
) -> None:
    api = client("editor")
    key = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()["write_key"]
    spent = {"kind": "events", "event": "Order Completed", "measure": "sum", "property": "revenue"}
    assert api.post("/api/traits/computed", json={"name": "spent", "definition": spent}).status_code == 201
    rules: dict[str, dict[str, Any]] = {
        "Regulars": {"kind": "event", "name": "Order Completed", "measure": "count", "op": "at_least", "value": 2},
        "Kyoto": {"kind": "trait", "name": "city", "op": "is", "value": "Kyoto"},
        "Allowed": {"kind": "consent", "channel": "email", "purpose": "marketing"},
        "Big spenders": {"kind": "trait", "name": "spent", "op": "at_least", "value": 100},
    }
    for name, rule in rules.items():
        assert api.post("/api/audiences", json={"name": name, "rule": rule}).status_code in (200, 201)
    order = {"event": "Order Completed"}
    yes = {"city": "Kyoto", "consent": {"email": True}}
    no = {"city": "Nara", "consent": {"email": False}}
    send(
        api, hub, key,
        event("identify", "a1", "2026-11-01T00:00:00Z", userId="a", traits=yes),
        event("track", "a2", "2026-11-03T00:00:00Z", userId="a", **order, properties={"revenue": 80, "order_id": "1"}),
        event("track", "a3", "2026-11-20T00:00:00Z", userId="a", **order, properties={"revenue": 90, "order_id": "2"}),
        event("identify", "b1", "2026-11-02T00:00:00Z", userId="b", traits=no),
        event("track", "b2", "2026-11-19T00:00:00Z", userId="b", **order, properties={"revenue": 10, "order_id": "3"}),
    )  # fmt: skip
    before = derived(hub)
    assert {len(before[name]) for name in ("identifiers", "people", "consents")} == {2}
    assert len(before["memberships"]) == 4
    clock.advance(timedelta(hours=1))
    both = {"externalIds": [{"type": "user_id", "id": "b"}]}
    send(api, hub, key, event("track", "meet", "2026-11-10T00:00:00Z", event="Tablet Shared", userId="a", context=both))
    merged = derived(hub)
    assert {name for name in before if before[name] != merged[name]} >= {
        "identifiers", "people", "traits", "consents", "memberships",
    }  # fmt: skip
    chain = api.get("/api/people/user_id:b/chain", params={"to": "user_id:a"}).json()
    assert [(step["a"]["value"], step["b"]["value"], step["event"]) for step in chain["steps"]] == [
        ("b", "a", "Tablet Shared")
    ]
    clock.advance(timedelta(hours=1))
    assert api.post("/api/people/user_id:a/links/1/retract", json={"reason": "a typo"}).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())
    after = derived(hub)
    assert after.keys() == before.keys()
    for name in before:
        assert after[name] == before[name], name
