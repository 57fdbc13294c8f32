"""A rule mends many lines: tried first, then applied as a task that can be stopped and goes on."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.clock import iso
from auftakt.kit.errors import InvalidInput
from auftakt.sources import QuarantineSearch, apply_rule, parse_mend_rule
from auftakt.sources.mending.rule import changed
from auftakt.team import list_entries
from tests.laws.test_mending import BY
from tests.sources.clumsy_shop import Shop

Client = Callable[..., TestClient]
MORNING = "2026-11-22T10:00:00.000000Z"
EVENT: dict[str, Any] = {
    "event": "", "properties": {"orderid": "A-1", "total": "¥1,200", "when": "2026/11/22 10:00", "a.b": 1, "ok": "yes"},
    "context": {"traits": {"email": "a@example.com"}},
}  # fmt: skip


@pytest.fixture
def shop(hub: Hub, client: Client) -> Shop:
    return Shop(hub, client("admin"))


@pytest.mark.parametrize(
    ("step", "path", "expected"),
    [
        ({"do": "rename", "field": "properties.orderid", "to": "properties.id"}, ("properties", "id"), "A-1"),
        ({"do": "rename", "field": "properties.orderid", "to": "properties.total"}, ("properties", "orderid"), "A-1"),
        ({"do": "rename", "field": "properties.orderid", "to": "event"}, ("event",), "A-1"),
        ({"do": "rename", "field": "properties.a.b", "to": "userId"}, ("userId",), 1),
        ({"do": "rename", "field": "context.traits.email", "to": "traits.email"}, ("traits", "email"), "a@example.com"),
        ({"do": "set", "field": "event", "value": "Order Completed"}, ("event",), "Order Completed"),
        ({"do": "set", "field": "properties.total", "value": 1}, ("properties", "total"), "¥1,200"),
        ({"do": "set", "field": "traits.plan", "value": None}, ("traits", "plan"), None),
        ({"do": "cast", "field": "properties.total", "type": "number"}, ("properties", "total"), 1200),
        ({"do": "cast", "field": "properties.a.b", "type": "text"}, ("properties", "a.b"), "1"),
        ({"do": "cast", "field": "properties.ok", "type": "boolean"}, ("properties", "ok"), True),
        ({"do": "cast", "field": "properties.orderid", "type": "integer"}, ("properties", "orderid"), "A-1"),
        ({"do": "cast", "field": "properties.when", "type": "time"}, ("properties", "when"), MORNING),
        ({"do": "drop", "field": "properties.ok"}, ("properties", "ok"), ...),
        ({"do": "replace", "field": "properties.ok", "value": "yes", "to": "no"}, ("properties", "ok"), "no"),
        ({"do": "replace", "field": "properties.ok", "value": True, "to": "no"}, ("properties", "ok"), "yes"),
        ({"do": "set", "field": "properties.a.b.c", "value": 1}, ("properties", "a.b.c"), 1),
        ({"do": "set", "field": "context.traits.email.x", "value": 1}, ("context", "traits", "email"), "a@example.com"),
    ],
)  # fmt: skip
def test_each_step_changes_what_it_says(step: dict[str, Any], path: tuple[str, ...], expected: Any) -> None:
    found: Any = changed(parse_mend_rule({"steps": [step]}), EVENT)
    for name in path:
        found = found.get(name, ...)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    "rule",
    [
        {"steps": [{"do": "explode", "field": "event"}]},
        {"steps": [{"do": "drop", "field": "properties."}]},
        {"steps": [{"do": "drop", "field": "writeKey"}]},
        {"steps": [{"do": "drop", "field": "context.a..b"}]},
        {"steps": [{"do": "rename", "field": "event", "to": "properties"}]},
        {"steps": [{"do": "cast", "field": "event", "type": "list"}]},
        {"steps": [{"do": "drop", "field": "event"}] * 21},
    ],
)
def test_what_is_no_rule_is_refused(rule: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        parse_mend_rule(rule)


def test_a_rule_is_tried_and_applied(shop: Shop, hub: Hub, client: Client) -> None:
    for place in range(4):
        shop.send("/v1/track", {"event": "Opened", "properties": {"uid": f"u{place}"} if place else {}})
    shop.send("/v1/track", {"event": "Closed", "properties": {"uid": "u9"}})
    step = {"do": "rename", "field": "properties.uid", "to": "userId"}
    ask = {"steps": [step], "filter": {"event": "Opened"}}
    editor = client("editor")
    trial = editor.post("/api/quarantine/rule/try", json=ask).json()
    assert (trial["matching"], trial["looked_at"], trial["passing"]) == (4, 4, 3)
    assert [(each["reason"], each["lines"]) for each in trial["failing"]] == [("no_identifier", 1)]
    example = trial["examples"][0]
    assert json.loads(example["before"])["properties"] == {"uid": "u3"}
    assert (json.loads(example["after"])["userId"], example["problem"]) == ("u3", "")
    assert shop.balance() == (5, 0, 5, 0, 0)
    for role in ("viewer", ""):
        assert client(role).post("/api/quarantine/rule/apply", json=ask).status_code in (401, 403)
    started = editor.post("/api/quarantine/rule/apply", json=ask).json()
    task = hub.tasks.wait(started["task_id"], 60)
    assert (task.state, task.result["mended"]) == ("done", 3)
    assert task.result["failing"][0]["lines"] == 1
    assert [event[0] for event in shop.events()] == ["quarantine-1", "quarantine-2", "quarantine-3"]
    assert shop.balance() == (8, 3, 5, 0, 0)
    with hub.control.reading() as session:
        (entry,) = list_entries(session, after=None, limit=1)
    assert (entry.action, entry.detail["mended"], entry.detail["rule"]["steps"][0]["to"]) == (
        "quarantine.rule_applied", 3, "userId",
    )  # fmt: skip


def test_a_stopped_run_goes_on_where_it_was(shop: Shop, hub: Hub) -> None:
    """Portions of a thousand: what was sent has had its effect, and the rest is still open."""
    now, raw = iso(hub.clock.now()), json.dumps({"type": "track", "event": "Opened"})
    line = msgspec.json.encode({"r": now, "s": shop.source, "k": "q", "why": "no_identifier", "raw": raw})
    hub.log.append_now([line] * 2_500)
    shop.work()
    rule = parse_mend_rule({"steps": [{"do": "set", "field": "userId", "value": "u1"}]})
    seen: list[int] = []

    def report(done: int, total: int, note: str) -> None:
        seen.append(done)
        if done == 1_000:
            progress.stop()

    progress = Progress(report)
    with pytest.raises(Stopped):
        apply_rule(hub, QuarantineSearch(), rule, BY, progress)
    assert seen == [0, 1_000]
    assert shop.balance() == (4_500, 2_000, 2_500, 0, 0)
    assert apply_rule(hub, QuarantineSearch(), rule, BY).mended == 500
    assert shop.balance() == (5_000, 2_500, 2_500, 0, 0)


def test_what_the_plan_of_today_accepts_comes_in_as_it_is(shop: Shop, hub: Hub) -> None:
    """A replay: no step at all. What is still held back stays where it is."""
    plan = {"unplanned_event": "quarantine", "events": {}}
    shop.admin.put("/api/plan", json={"document": plan})
    for name in ("Opened", "Closed"):
        shop.send("/v1/track", {"event": name, "userId": "u1", "messageId": name})
    shop.admin.put("/api/plan", json={"document": plan | {"events": {"Opened": {}}}})
    ask: dict[str, Any] = {"steps": [], "filter": {}}
    trial = shop.admin.post("/api/quarantine/rule/try", json=ask).json()
    assert (trial["passing"], [each["reason"] for each in trial["failing"]]) == (1, ["plan_unplanned_event"])
    hub.tasks.wait(shop.admin.post("/api/quarantine/rule/apply", json=ask).json()["task_id"], 60)
    assert shop.events() == [("Opened", "track", "Opened")]
    assert {row["name"]: row["state"] for row in shop.rows().values()} == {"Opened": "mended", "Closed": "open"}
    assert shop.balance() == (3, 1, 2, 0, 0)


def test_all_that_a_search_finds_is_dismissed_in_portions(shop: Shop, hub: Hub, client: Client) -> None:
    now, raw = iso(hub.clock.now()), json.dumps({"type": "track", "event": "Opened"})
    line = msgspec.json.encode({"r": now, "s": shop.source, "k": "q", "why": "bot", "raw": raw})
    hub.log.append_now([line] * 1_200)
    shop.send("/v1/track", {"event": "Closed"})
    editor, ask = client("editor"), {"reason": "Bots", "filter": {"reason": "bot"}}
    assert editor.post("/api/quarantine/dismiss", json=ask | {"reason": ""}).status_code == 422
    assert client("viewer").post("/api/quarantine/dismiss", json=ask).status_code == 403
    task = hub.tasks.wait(editor.post("/api/quarantine/dismiss", json=ask).json()["task_id"], 60)
    assert (task.state, task.result) == ("done", {"dismissed": 1_200})
    with hub.plane.reader() as con:
        states = con.execute("select state, note, count(*) from quarantine group by all order by 3").fetchall()
    assert states == [("open", None, 1), ("dismissed", "Bots", 1_200)]
    # Two lines of the log, one for each portion.
    assert shop.balance() == (1_203, 2, 1_201, 0, 0)
