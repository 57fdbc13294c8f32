"""Webhooks over HTTP: signed calls become events once, whatever is sent how often."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import MAX_CALL, connectors_of

Client = Callable[[str], TestClient]
MAPPING = """
time = "_received_at"
[identifiers]
email = "customer.email"
[[events]]
name_column = "_topic"
order_id = "id"
revenue = { column = "total", number = true }
"""
ORDER = {"id": 1, "total": "1,200", "customer": {"email": "aoi@example.com"}}


@pytest.fixture
def path(client: Client) -> str:
    config = {"style": "shopify", "secret": "s3cret", "example": json.dumps(ORDER)}
    body = {"name": "Shop", "kind": "webhook", "config": config, "mapping": MAPPING, "schedule": "1d"}
    made = client("admin").post("/api/connectors", json=body)
    assert made.status_code == 200, made.text
    return str(made.json()["config"]["path"])


@pytest.fixture
def call(hub: Hub, client: Client, path: str) -> Callable[..., Any]:
    caller = client("")

    def call(body: Any, delivery: str = "d-1", secret: str = "s3cret", to: str | None = None) -> Any:
        import base64

        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        digest = base64.b64encode(hmac.new(secret.encode(), raw, sha256).digest()).decode()
        headers = {"X-Shopify-Hmac-Sha256": digest, "X-Shopify-Webhook-Id": delivery, "X-Shopify-Topic": "orders/paid"}
        return caller.post(f"/w/{to or path}", content=raw, headers=headers)

    return call


def taken(hub: Hub) -> list[Any]:
    connectors_of(hub).drain(30)
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        return con.execute("select name, order_id, revenue from events order by log_offset").fetchall()


def test_signed_calls_become_events_once(hub: Hub, call: Callable[..., Any]) -> None:
    assert call(ORDER).json() == {"new": True}
    assert call(ORDER).json() == {"new": False}, "the sender repeats what it got no answer to"
    assert call([ORDER | {"id": 2}, ORDER | {"id": 3}], "d-2").json() == {"new": True}
    found = taken(hub)
    assert found == [("orders/paid", "1", 1200), ("orders/paid", "2", 1200), ("orders/paid", "3", 1200)]
    call(ORDER, "d-3")
    assert len(taken(hub)) == 4, "another call with the same words is another event"
    assert call(ORDER).json() == {"new": False}
    with hub.control.engine.connect() as con:
        bodies = con.exec_driver_sql("select count(*), count(body) from webhook_deliveries").fetchone()
    assert bodies == (3, 0), "what is in the log is not kept twice"


def test_what_is_not_signed_or_no_row_is_refused_and_nothing_is_kept(hub: Hub, call: Callable[..., Any]) -> None:
    assert call(ORDER, secret="other").status_code == 401
    assert call(ORDER, to="nowhere").status_code == 404
    assert call(b"[]").status_code == 422
    assert call(b'"text"').status_code == 422
    assert call(b" " * (MAX_CALL + 1)).status_code == 413
    assert taken(hub) == []


def test_a_paused_webhook_keeps_its_calls(hub: Hub, client: Client, call: Callable[..., Any]) -> None:
    admin = client("admin")
    (one,) = admin.get("/api/connectors").json()
    admin.patch(f"/api/connectors/{one['id']}", json={"active": False})
    assert call(ORDER).json() == {"new": True}
    assert taken(hub) == []
    changed = admin.patch(f"/api/connectors/{one['id']}", json={"active": True, "config": {"style": "shopify"}}).json()
    assert changed["config"]["path"] == one["config"]["path"], "the address stays"
    assert len(taken(hub)) == 1


def test_a_trial_shows_the_parts_of_the_example(client: Client) -> None:
    config = {"secret": "s", "rows": "data.items", "example": json.dumps({"data": {"items": [ORDER]}})}
    tried = client("admin").post("/api/connectors/test", json={"kind": "webhook", "config": config}).json()
    assert tried["columns"] == ["id", "total", "customer.email", "_topic", "_delivery", "_received_at"]
    wrong = client("admin").post("/api/connectors/test", json={"kind": "webhook", "config": config | {"rows": "x"}})
    assert wrong.status_code == 422
