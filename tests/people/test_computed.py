"""Computed traits on a hub: kept, used by audiences, undone, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from happenings import NOON, Happening, empty_world
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.people import InvalidRule, NamedDefinition, definition_text, parse_definition, trait_history
from auftakt.people.computed.query import checked_query, run_query
from auftakt.people.computed.step import ComputedStep, ZoneInfo

BOUGHT: dict[str, Any] = {
    "kind": "events",
    "event": "Order Completed",
    "measure": "sum",
    "property": "revenue",
    "window": {"kind": "rolling", "days": 7},
}
MAIL = ("email", "a@example.com")


def send(client: TestClient, hub: Hub, *events: dict[str, Any]) -> None:
    found = client.get("/api/sources").json() or [
        client.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
    ]
    answer = client.post("/v1/batch", json={"batch": list(events)}, auth=(found[0]["write_key"], ""))
    assert answer.status_code == 200
    hub.runner.run_until_idle(hub.clock.now())


def order(user: str, message: str, at: str, total: float, **properties: Any) -> dict[str, Any]:
    return {
        "type": "track",
        "event": "Order Completed",
        "userId": user,
        "messageId": message,
        "timestamp": at,
        "properties": {"revenue": total, "order_id": message, **properties},
    }


def traits_of(client: TestClient, key: str) -> dict[str, Any]:
    return {trait["name"]: trait["value"] for trait in client.get(f"/api/people/{key}").json()["traits"]}


def test_a_trait_follows_events_and_time_and_audiences_follow_the_trait(
    hub: Hub, clock: FixedClock, client: Callable[..., TestClient]
) -> None:
    api = client("editor")
    admin = client("admin")
    made = api.post("/api/traits/computed", json={"name": "spent_7d", "definition": BOUGHT})
    assert made.status_code == 201, made.text
    assert made.json()["definition_text"] == "sum of revenue over Order Completed in the last 7 days"
    rule = {"kind": "trait", "name": "spent_7d", "op": "at_least", "value": 100}
    audience = api.post("/api/audiences", json={"name": "Spenders", "rule": rule}).json()["id"]
    send(admin, hub, order("u1", "o1", "2026-11-21T00:00:00Z", 80), order("u2", "o2", "2026-11-21T00:00:00Z", 30))
    assert traits_of(api, "user_id:u1")["spent_7d"] == "80"
    assert api.get(f"/api/audiences/{audience}").json()["size"] == 0
    clock.advance(timedelta(hours=1))
    send(admin, hub, order("u1", "o3", "2026-11-21T12:00:00Z", 40.5))
    assert traits_of(api, "user_id:u1")["spent_7d"] == "120.5"
    assert api.get(f"/api/audiences/{audience}").json()["size"] == 1
    clock.advance(timedelta(days=6, hours=6))
    hub.runner.run_until_idle(hub.clock.now())
    assert traits_of(api, "user_id:u1")["spent_7d"] == "40.5"
    assert api.get(f"/api/audiences/{audience}").json()["size"] == 0
    said = [change["value"] for change in api.get("/api/people/user_id:u1/traits/spent_7d").json()]
    assert said == ["40.5", "120.5", "80"]
    assert api.get("/api/traits/computed/spent_7d").json()["people"] == 1
    clock.advance(timedelta(minutes=1))
    assert api.delete("/api/traits/computed/spent_7d").status_code == 204
    hub.runner.run_until_idle(hub.clock.now())
    assert "spent_7d" not in traits_of(api, "user_id:u1")
    assert api.get("/api/people/user_id:u1/traits/spent_7d").json()[0]["value"] is None


def test_a_query_gives_a_trait_at_its_interval(hub: Hub, clock: FixedClock, client: Callable[..., TestClient]) -> None:
    api, admin = client("editor"), client("admin")
    send(admin, hub, order("u1", "o1", "2026-11-21T00:00:00Z", 80))
    query = """
        select identifiers.person_id, count(*) * 1.0 as value
        from events join identifiers using (ident_key) where name = 'Order Completed' and happened_at <= $now group by 1
    """
    definition = {"kind": "sql", "query": query, "every_minutes": 10}
    preview = api.post("/api/traits/computed/preview", json={"definition": definition}).json()
    assert (preview["people"], preview["sample"][0]["value"], preview["largest"]) == (1, "1.0", 1.0)
    assert api.post("/api/traits/computed", json={"name": "orders", "definition": definition}).status_code == 201
    hub.runner.run_until_idle(hub.clock.now())
    assert traits_of(api, "user_id:u1")["orders"] == "1.0"
    send(admin, hub, order("u1", "o2", "2026-11-21T00:00:00Z", 80))
    assert traits_of(api, "user_id:u1")["orders"] == "1.0"
    clock.advance(timedelta(minutes=10))
    hub.runner.run_until_idle(hub.clock.now())
    assert traits_of(api, "user_id:u1")["orders"] == "2.0"


def test_a_query_that_starts_to_fail_is_told_and_harms_nothing_else(
    hub: Hub, clock: FixedClock, client: Callable[..., TestClient]
) -> None:
    api, admin = client("editor"), client("admin")
    send(admin, hub, order("u1", "o1", "2026-11-21T00:00:00Z", 80, size="1"))
    query = (
        "select person_id, max(cast(properties ->> '$.size' as integer)) as value "
        "from events join identifiers using (ident_key) group by person_id"
    )
    made = api.post(
        "/api/traits/computed", json={"name": "size", "definition": {"kind": "sql", "query": query, "every_minutes": 1}}
    )
    assert made.status_code == 201
    hub.runner.run_until_idle(hub.clock.now())
    send(admin, hub, order("u1", "o2", "2026-11-21T00:00:00Z", 80, size="large"))
    clock.advance(timedelta(minutes=2))
    hub.runner.run_until_idle(hub.clock.now())
    told = api.get("/api/traits/computed/size").json()
    assert "large" in told["error"]
    assert traits_of(api, "user_id:u1")["size"] == "1"


def test_a_reported_name_is_not_taken_and_roles_are_asked_for(hub: Hub, client: Callable[..., TestClient]) -> None:
    api, admin = client("editor"), client("admin")
    send(admin, hub, {"type": "identify", "userId": "u1", "messageId": "m1", "traits": {"plan": "gold"}})
    refused = api.post("/api/traits/computed", json={"name": "plan", "definition": BOUGHT})
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert api.post("/api/traits/computed", json={"name": "two words", "definition": BOUGHT}).status_code == 422
    body = {"name": "spent", "definition": BOUGHT}
    assert client("viewer").post("/api/traits/computed", json=body).status_code == 403
    assert api.post("/api/traits/computed", json=body).status_code == 201
    assert api.post("/api/traits/computed", json=body).status_code == 409
    changed = {"name": "spent", "definition": {**BOUGHT, "window": None}}
    assert api.put("/api/traits/computed/spent", json=changed).json()["version"] == 2


def test_a_computed_value_wins_over_a_report_of_the_same_name() -> None:
    named = [NamedDefinition("trt_1", "orders", parse_definition({"kind": "events", "event": "Order Completed"}))]
    step = ComputedStep(ZoneInfo("UTC"))
    with empty_world() as world:
        world.arrive(Happening([MAIL], name="Order Completed"))
        step.compute(world.con, named, NOON)
        world.arrive(Happening([MAIL], type="identify", traits={"orders": 99}), now=NOON + timedelta(hours=1))
        step.compute(world.con, named, NOON + timedelta(hours=1))
        assert world.rows("select text, source_id from traits where name = 'orders'") == [("1", "computed")]
        assert [change.value for change in trait_history(world.con, 1, "orders")] == ["1", "99", "1"]


@pytest.mark.parametrize(
    "query",
    [
        "delete from events",
        "select 1 as person_id, 2 as value; select 3",
        "select person_id, 1 as other from people",
        "select * from people",
        "select 1 as person_id, content as value from read_text('/etc/passwd')",
        "select person_id, value from '/tmp/a.parquet'",
        'select person_id, value from "/tmp/a.parquet"',
        'with "/tmp/a.csv" as (select 1 as person_id, 2 as value) select person_id, value from "/tmp/a.csv"',
        "select person_id, address as value from sends",
        "select person_id, value from main.people",
        "select person_id, (select count(*) from glob('/*')) as value from people",
        "select person_id, getenv('HOME') as value from people",
        "select person_id, current_setting('temp_directory') as value from people",
        "select person_id, value from query('select 1')",
        "select person_id, random() as value from people",
        "select person_id, $secret as value from people",
        "select person_id, value from (summarize people)",
        "not sql at all",
    ],
)
def test_a_query_only_reads_people_and_events(query: str) -> None:
    with pytest.raises(InvalidRule):
        checked_query(query)


def test_a_query_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setattr("auftakt.people.computed.query.MOST_SECONDS", 0.2)
    endless = """
        with recursive n as (select 1 as i union all select i + 1 from n) select max(i) as person_id, 1 as value from n
    """
    with hub.plane.reader() as con, pytest.raises(InvalidRule, match="longer"):
        run_query(con, endless, NOON)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ({"kind": "events", "event": ""}, "$.event"),
        ({"kind": "events", "event": "a", "measure": "sum"}, "$.property"),
        ({"kind": "events", "event": "a", "measure": "count", "property": "b"}, "$.property"),
        ({"kind": "events", "event": "a", "window": {"kind": "rolling", "days": 0}}, "$.window.days"),
        (
            {"kind": "events", "event": "a", "window": {"kind": "calendar", "unit": "month", "back": -1}},
            "$.window.back",
        ),
        ({"kind": "events", "event": "a", "window": {"kind": "calendar", "unit": "fortnight"}}, "$.window.unit"),
        ({"kind": "events", "event": "a", "where": [{"property": "b", "op": "in", "value": []}]}, "$.where[0].value"),
        ({"kind": "sql", "query": "select person_id, 1 as value from people", "every_minutes": 0}, "$.every_minutes"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(document: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidRule) as raised:
        parse_definition(document)
    assert raised.value.facts["path"] == place


def test_definitions_are_told_in_both_languages() -> None:
    document = {
        "kind": "events",
        "event": "Order Completed",
        "measure": "most_frequent",
        "property": "category",
        "where": [{"property": "category", "op": "is_not", "value": "WINE"}],
        "window": {"kind": "calendar", "unit": "month", "back": 1},
    }
    definition = parse_definition(document)
    assert definition_text(definition, "en") == (
        "most frequent category of Order Completed where category is not “WINE” last month"
    )
    assert definition_text(definition, "ja") == "先月のcategoryが「WINE」以外のOrder Completedで最も多いcategory"
