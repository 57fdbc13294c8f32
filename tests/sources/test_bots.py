"""Events of bots that are marked and not held back: they are kept and shown, and count in nothing."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from auftakt.audiences import facts_of
from auftakt.jobs import Hub

BOT = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://example.com/bot)"
HUMAN = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/140.0"


def test_what_a_bot_does_is_kept_and_counts_in_nothing(hub: Hub, client: Callable[..., TestClient]) -> None:
    api = client("editor")
    key = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()["write_key"]
    rule = {"kind": "event", "name": "Order Completed", "measure": "count", "op": "at_least", "value": 1}
    audience = api.post("/api/audiences", json={"name": "Buyers", "rule": rule}).json()
    spent = {"kind": "events", "event": "Order Completed", "measure": "sum", "property": "revenue"}
    assert api.post("/api/traits/computed", json={"name": "spent", "definition": spent}).status_code == 201

    def send(who: str, agent: str, number: int) -> dict[str, Any]:
        order = {"revenue": 10, "order_id": f"o{number}"}
        return {
            "type": "track", "event": "Order Completed", "userId": who, "messageId": f"m{number}",
            "timestamp": "2026-11-21T00:00:00Z", "properties": order, "context": {"userAgent": agent},
        }  # fmt: skip

    reached = {
        "type": "track", "event": "Campaign Received", "messageId": "r1", "timestamp": "2026-11-20T00:00:00Z",
        "properties": {"campaign_id": "cmp_a", "channel": "email"},
    }  # fmt: skip
    batch = [
        reached | {"userId": "human"}, reached | {"userId": "crawler", "messageId": "r2"},
        send("human", HUMAN, 1), send("human", BOT, 2), send("crawler", BOT, 3),
    ]  # fmt: skip
    assert api.post("/v1/batch", json={"batch": batch}, auth=(key, "")).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())
    members = [each["person_id"] for each in api.get(f"/api/audiences/{audience['id']}/members").json()["items"]]
    with hub.plane.reader() as con:
        marked = con.execute("select message_id, bot from events order by message_id").fetchall()
        people = dict(con.execute("select value, person_id from identifiers").fetchall())
        conversions = con.execute("select message_id from after_reach where name = 'Order Completed'").fetchall()
        computed = con.execute("select person_id, text from traits where name = 'spent'").fetchall()
        seen = facts_of(con, people["crawler"])
    assert marked == [("m1", None), ("m2", True), ("m3", True), ("r1", None), ("r2", None)]
    assert members == [people["human"]]
    assert conversions == [("m1",)]
    assert computed == [(people["human"], "10")]
    assert [each.name for each in seen.events] == ["Campaign Received"]
    totals = api.get("/api/status").json()["totals"]
    assert (totals["orders"], totals["revenue"], totals["events"]) == (1, "10.00", 5)
    shown = api.get("/api/people/user_id:crawler/timeline").json()["items"]
    assert [each["name"] for each in shown] == ["Order Completed", "Campaign Received"]
