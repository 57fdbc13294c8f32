"""Events leave when their time is over, from the data plane and the log, and no others; a look says how many first."""

import json
from collections.abc import Callable
from datetime import timedelta

from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.sources import Retention, counters
from auftakt.store import sql
from auftakt.store.log_edit import pieces

Client = Callable[..., TestClient]


def lines_of(hub: Hub) -> list[dict[str, object]]:
    hub.log.seal()
    found = b"".join(piece for segment in hub.log.segments() for piece in pieces(segment.path))
    return [json.loads(line) for line in found.splitlines()]


def arrive(hub: Hub, api: TestClient, key: str, *events: tuple[str, int, str]) -> None:
    """Each an event's name, how many days ago it happened, and its message id."""
    now = hub.clock.now()
    batch = [
        {
            "type": "track",
            "event": name,
            "userId": "u1",
            "messageId": message,
            "timestamp": iso(now - timedelta(days=ago)),
        }
        for name, ago, message in events
    ]
    assert api.post("/v1/batch", json={"batch": batch}, auth=(key, "")).status_code == 200
    hub.runner.run_until_idle(now)


def clean_up_to(hub: Hub) -> int:
    with hub.control.reading() as session:
        (offset,) = session.connection().exec_driver_sql("select log_offset from retention_rules").one()
    return int(offset)


def test_what_is_too_old_goes_and_the_rest_stays(hub: Hub, client: Client, clock: FixedClock) -> None:
    api = client("admin")
    key = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()["write_key"]
    arrive(hub, api, key, ("Seen", 40, "a"), ("Seen", 40, "a"), ("Seen", 5, "b"), ("Order", 40, "c"))
    rules = {"rules": [{"name": "Seen", "days": 30}]}
    assert [each["events"] for each in api.post("/api/retention/count", json=rules).json()] == [1]
    assert api.get("/api/retention").json() == {"rules": [], "runs": []}
    assert client("editor").put("/api/retention", json=rules).status_code == 403
    (rule,) = api.put("/api/retention", json=rules).json()["rules"]
    assert (rule["name"], rule["days"], rule["events"]) == ("Seen", 30, 1)

    service = Retention(hub)
    run = service.look()
    assert run is not None
    # The same event had come twice: both lines are empty.
    assert (run.events, run.log_lines) == ({"Seen": 1}, 2)
    assert service.look() is None
    assert [(line["k"], line.get("why")) for line in lines_of(hub)] == [
        ("x", "retention"), ("x", "retention"), ("e", None), ("e", None),
    ]  # fmt: skip
    with hub.plane.reader() as con:
        left = con.execute("select name from events where name in ('Seen', 'Order') order by name").fetchall()
        assert counters(con).balanced
    assert left == [("Order",), ("Seen",)]
    assert api.get("/api/people/user_id:u1").status_code == 200

    clock.advance(timedelta(days=60))
    api = client("admin")  # the session is over by now
    arrive(hub, api, key, ("Seen", 0, "d"))
    task = hub.tasks.wait(api.post("/api/retention/run").json()["task_id"], 60)
    assert (task.state, task.result["events"], task.result["log_lines"]) == ("done", {"Seen": 1}, 1)
    assert clean_up_to(hub) == 0
    clock.advance(timedelta(days=40))
    assert service.look() is not None
    # What came 40 days before the last can't hold anything that young: it is not read again.
    assert clean_up_to(hub) == 4
    api = client("admin")
    assert len(api.get("/api/retention").json()["runs"]) == 3


def test_emptied_lines_read_again_bring_nothing_back(hub: Hub, client: Client) -> None:
    api = client("admin")
    key = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()["write_key"]
    arrive(hub, api, key, ("Seen", 40, "a"), ("Seen", 1, "b"))
    api.put("/api/retention", json={"rules": [{"name": "Seen", "days": 30}]})
    Retention(hub).look()
    with hub.plane.writer() as con:
        files = [str(segment.path) for segment in hub.log.segments()]
        sql.run(con, "sources", "arrived", {"files": files, "after": 0})
        assert con.execute("select k from arrived order by log_offset").fetchall() == [("x",), ("e",)]


def test_wrong_rules_are_refused_whole(client: Client) -> None:
    api = client("admin")
    for rules in (
        [{"name": "Seen", "days": 0}],
        [{"name": " ", "days": 3}],
        [{"name": "Seen", "days": 3}, {"name": "Seen ", "days": 4}],
        [{"name": "Order", "days": 3}, {"name": "Seen", "days": 10**9}],
    ):
        assert api.put("/api/retention", json={"rules": rules}).status_code == 422
        assert api.post("/api/retention/count", json={"rules": rules}).status_code == 422
    assert api.get("/api/retention").json()["rules"] == []
