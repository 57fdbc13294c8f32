"""The tracking plan through the API and the batch: what is held, taken off, counted, inferred."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import Source, counters, create_source

Client = Callable[[str], TestClient]
PLAN = """
owner: data@example.com
unplanned_event: quarantine
events:
  Order Completed:
    owner: shop@example.com
    steward: team-web
    unplanned_property: drop
    properties:
      order_id: {type: text, required: true, on_violation: quarantine}
      total: {type: number, minimum: 0}
      currency: {type: text, pattern: "[A-Z]{3}", on_violation: drop}
traits:
  birthday: {type: time}
"""


@pytest.fixture
def source(hub: Hub) -> Source:
    with hub.control.session() as session:
        return create_source(session, hub.ids, name="Web shop", kind="web", now=hub.clock.now())


@pytest.fixture
def send(hub: Hub, client: Client, source: Source) -> Callable[..., None]:
    sender = client("")

    def send(*events: dict[str, Any]) -> None:
        batch = [{"type": "track", "event": "Order Completed", "userId": "u1"} | event for event in events]
        answer = sender.post("/v1/batch", json={"batch": batch}, headers={"X-Write-Key": source.write_key})
        assert answer.status_code == 200
        hub.runner.run_until_idle(hub.clock.now())

    return send


def stored(hub: Hub) -> list[Any]:
    with hub.plane.reader() as con:
        assert counters(con).balanced
        return con.execute("select message_id, properties from events order by log_offset").fetchall()


def test_events_are_held_mended_and_counted(hub: Hub, client: Client, send: Callable[..., None]) -> None:
    editor = client("editor")
    assert editor.put("/api/plan", json={"yaml": PLAN, "note": "first"}).json()["version"] == 1
    send(
        {"messageId": "good", "properties": {"order_id": "o1", "total": 3, "currency": "JPY"}},
        {"messageId": "off", "properties": {"order_id": "o2", "total": -1, "currency": "yen", "debug": None, "x": 1}},
        {"messageId": "held", "userId": None, "anonymousId": "a1", "properties": {"order_id": 7, "total": 1}},
        {"messageId": "strange", "event": "Ordr Completed"},
    )
    assert stored(hub) == [
        ("good", '{"order_id":"o1","total":3,"currency":"JPY"}'),
        ("off", '{"order_id":"o2","total":-1}'),
    ]
    lines = {line["name"]: line for line in editor.get("/api/quarantine").json()["items"]}
    assert lines["Order Completed"]["reason"] == "plan_wrong_type"
    assert lines["Order Completed"]["detail"] == "order_id"
    assert lines["Ordr Completed"]["reason_text"] == "The event is not in the tracking plan."
    found = editor.get("/api/plan/violations").json()
    told = {(one["name"], one["key"], one["problem"], one["action"], one["events"]) for one in found}
    assert told == {
        ("Order Completed", "total", "too_small", "warn", 1),
        ("Order Completed", "currency", "pattern", "drop", 1),
        ("Order Completed", "debug", "unplanned_property", "drop", 1),
        ("Order Completed", "x", "unplanned_property", "drop", 1),
        ("Order Completed", "order_id", "wrong_type", "quarantine", 1),
        ("Ordr Completed", "", "unplanned_event", "quarantine", 1),
    }
    (order,) = [one for one in found if one["key"] == "order_id"]
    assert (order["owner"], order["steward"], order["days"][-1]) == ("shop@example.com", "team-web", 1)
    assert '"order_id":7' in order["sample"]


def test_what_is_held_can_be_sent_again_as_it_stands(hub: Hub, client: Client, send: Callable[..., None]) -> None:
    editor = client("editor")
    editor.put("/api/plan", json={"yaml": PLAN})
    bad = {
        "messageId": "m1", "userId": "u1", "anonymousId": "a1", "properties": {"order_id": 7},
        "context": {"ip": "1.2.3.4", "externalIds": [{"type": "line_id", "id": "L1"}]},
    }  # fmt: skip
    send(bad)
    (line,) = editor.get("/api/quarantine").json()["items"]
    # The plan is changed, and the event goes through the same door with the same id.
    editor.put("/api/plan", json={"document": {}})
    import json

    raw = json.loads(line["raw"])
    send(raw)
    send(raw)
    assert [row[0] for row in stored(hub)] == ["m1"]
    with hub.plane.reader() as con:
        assert con.execute("select type, value from identifiers order by type").fetchall() == [
            ("anonymous_id", "a1"), ("line_id", "L1"), ("user_id", "u1"),
        ]  # fmt: skip


def test_an_event_put_right_in_the_same_batch_is_taken(hub: Hub, client: Client, send: Callable[..., None]) -> None:
    client("editor").put("/api/plan", json={"yaml": PLAN})
    send(
        {"messageId": "m1", "properties": {}},
        {"messageId": "m1", "properties": {"order_id": "o1"}},
        {"messageId": "m1", "properties": {"order_id": "o1"}},
    )
    assert [row[0] for row in stored(hub)] == ["m1"]
    with hub.plane.reader() as con:
        found = counters(con)
    assert (found.received, found.stored, found.quarantined, found.duplicate) == (3, 1, 1, 1)


def test_an_hours_counts_add_up_over_batches_and_few_keys_keep_their_names(
    hub: Hub, client: Client, send: Callable[..., None]
) -> None:
    client("editor").put("/api/plan", json={"yaml": PLAN})
    many = {"order_id": "o"} | {f"extra_{number:02}": 1 for number in range(30)}
    for _ in range(2):
        send({"properties": many})
    found = client("viewer").get("/api/plan/violations").json()
    assert {(one["key"], one["events"]) for one in found} == {(f"extra_{number:02}", 2) for number in range(30)}
    send({"properties": {"order_id": "o"} | {f"more_{number:02}": 1 for number in range(40)}})
    found = client("viewer").get("/api/plan/violations").json()
    assert (len(found), sum(one["events"] for one in found)) == (51, 100)
    assert {one["key"]: one["events"] for one in found}["…"] == 20


def test_a_plan_that_is_off_holds_nothing(hub: Hub, client: Client, send: Callable[..., None]) -> None:
    client("editor").put("/api/plan", json={"yaml": PLAN, "enforced": False})
    send({"messageId": "m1", "event": "Anything"})
    assert len(stored(hub)) == 1
    assert client("viewer").get("/api/plan/violations").json() == []


def test_a_plan_read_off_the_events_is_kept_by_them(hub: Hub, client: Client, send: Callable[..., None]) -> None:
    send(*({"properties": {"order_id": f"o{n}", "total": n + 0.5, "when": "2026-11-22"}} for n in range(25)))
    send({"type": "identify", "traits": {"city": "京都", "age": 3}}, {"type": "page", "properties": {"url": "/"}})
    editor = client("editor")
    inferred = editor.get("/api/plan/inferred").json()["document"]
    assert inferred["events"]["Order Completed"]["properties"] == {
        "order_id": {"type": "text", "required": True},
        "total": {"type": "number", "required": True},
        "when": {"type": "time", "required": True},
    }
    assert inferred["events"]["Page Viewed"] == {"type": "page", "properties": {"url": {"type": "text"}}}
    assert inferred["traits"] == {"age": {"type": "integer"}, "city": {"type": "text"}}
    editor.put("/api/plan", json={"document": inferred | {"unplanned_event": "quarantine"}})
    send({"properties": {"order_id": "o9", "total": 1, "when": "2026-11-22"}})
    assert editor.get("/api/plan/violations").json() == []


def test_presets_are_plans(client: Client) -> None:
    found = client("viewer").get("/api/plan/presets").json()
    assert {one["key"] for one in found} == {"ecommerce", "leads", "media"}
    for one in found:
        assert client("viewer").post("/api/plan/check", json={"yaml": one["yaml"]}).status_code == 200


def test_an_event_can_be_tried(client: Client) -> None:
    event = {"name": "Order Completed", "properties": {"order_id": 1}, "yaml": PLAN}
    (found,) = client("viewer").post("/api/plan/try", json=event).json()
    assert (found["key"], found["problem"], found["action"]) == ("order_id", "wrong_type", "quarantine")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("events: {A: {properties: {x: {type: txt}}}}", '$.events["A"].properties["x"]'),
        ("events: {A: {proprties: {}}}", '$.events["A"]'),
        ("traits: {x: {type: text, pattern: '('}}", '$.traits["x"].pattern'),
        ("traits: {x: {type: text, minimum: 1}}", '$.traits["x"]'),
        ("unplanned_event: drop", "$.unplanned_event"),
        ("events: [", "$"),
    ],
)
def test_what_is_wrong_with_a_plan_is_told_with_its_place(client: Client, text: str, place: str) -> None:
    answer = client("viewer").post("/api/plan/check", json={"yaml": text})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_plan")
    assert answer.json()["detail"]["path"].startswith(place.split(".properties")[0])


def test_two_people_do_not_overwrite_each_other(client: Client) -> None:
    editor = client("editor")
    editor.put("/api/plan", json={"yaml": PLAN, "expected": 0})
    answer = editor.put("/api/plan", json={"document": {}, "expected": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    strange = editor.put("/api/plan", json={"document": {"events": {"A": {"sources": ["Nowhere"]}}}})
    assert strange.status_code == 422
    assert client("viewer").put("/api/plan", json={"document": {}}).status_code == 403
