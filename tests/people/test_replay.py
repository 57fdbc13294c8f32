"""Replays through the API: what they change, what they leave alone, and that nothing is sent because of one."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from journey_world import END, journey, version_of, wait
from starlette.testclient import TestClient

from auftakt.jobs import Hub, Progress
from auftakt.journeys import JourneyStep
from auftakt.kit.clock import FixedClock, iso
from auftakt.people import eraser_of, replays_of
from auftakt.people.replay.saved import find_replay, put_replay
from auftakt.people.replay.staging import FOLDER, logic_of
from auftakt.sources import Selection, counters
from auftakt.team import list_entries

Client = Callable[..., TestClient]
Happened = dict[str, Any]


def happened(
    message: str, *ids: Sequence[str], event: str = "Order Completed", days: float = 1, **facts: Any
) -> Happened:
    """An event as the door writes it down; `days` ago."""
    return {"i": message, "ids": ids, "n": event, "days": days, "t": facts.pop("type", "track"), **facts}


def arrive(hub: Hub, *events: Happened, source: str = "shop") -> None:
    now = hub.clock.now()
    lines = []
    for event in events:
        facts = {name: value for name, value in event.items() if name != "days"}
        at = iso(now - timedelta(days=event["days"]))
        lines.append(msgspec.json.encode({"r": iso(now), "s": source, "k": "e", "at": at, **facts}))
    hub.log.append_now(lines)
    hub.runner.run_until_idle(now)


def plan(api: TestClient, action: str, **more: Any) -> None:
    properties = {"total": {"type": "number", "on_violation": action}}
    document = {"unplanned_event": "allow", "events": {"Order Completed": {"properties": properties}}, **more}
    saved = api.put("/api/plan", json={"document": document})
    assert saved.status_code == 200, saved.text


def replayed(hub: Hub, api: TestClient, dry_run: bool = False, **selection: Any) -> Any:
    """The result of the task; a batch follows, as it would in a running hub."""
    started = api.post("/api/replays", json={"selection": selection, "dry_run": dry_run})
    assert started.status_code == 202, started.text
    task = hub.tasks.wait(started.json()["task_id"], 60)
    assert task.state == "done", task.error
    hub.runner.run_until_idle(hub.clock.now())
    return task.result if dry_run else task.result["changes"]


def rows(hub: Hub, query: str) -> list[tuple[Any, ...]]:
    with hub.plane.reader() as con:
        return con.execute(query).fetchall()


def everything(hub: Hub) -> dict[str, Any]:
    tables = rows(hub, "select table_name from duckdb_tables() where not internal and not temporary")
    apart = ("progress", "batch_runs", "applied_replays", "audience_runs", "computed_runs")
    return {name: rows(hub, f"from {name} order by all") for (name,) in tables if name not in apart}


def test_a_changed_plan_is_shown_tried_and_done(hub: Hub, client: Client) -> None:
    api = client("editor")
    arrive(
        hub,
        happened("m1", ("user_id", "u1"), p={"total": 12}, tr={"city": "Sendai"}),
        happened("m2", ("user_id", "u2"), p={"total": "12"}, tr={"city": "Nara"}),
        happened("m3", ("user_id", "u2"), ("email", "eve@example.com"), event="Page Viewed", tr={"city": "Kobe"}),
    )
    plan(api, "quarantine")
    before = everything(hub)
    found = replayed(hub, api, dry_run=True)
    assert everything(hub) == before
    assert found["events"] == {"lines": 3, "changed": 0, "held": 1, "released": 0}
    assert found["by_event"] == [{"name": "Order Completed", "changed": 0, "held": 1, "released": 0}]
    assert not list((hub.home / FOLDER).iterdir())
    done = replayed(hub, api)
    assert done == found
    assert rows(hub, "select message_id from events order by log_offset") == [("m1",), ("m3",)]
    assert rows(hub, "select log_offset, reason, state from quarantine") == [(1, "plan_wrong_type", "open")]
    assert (counters_of(hub).stored, counters_of(hub).quarantined, counters_of(hub).balanced) == (2, 1, True)
    plan(api, "drop")
    found = replayed(hub, api, dry_run=True, events=["Order Completed"])
    assert (found["events"]["lines"], found["events"]["released"]) == (2, 1)
    replayed(hub, api, events=["Order Completed"])
    assert rows(hub, "select message_id, properties::varchar from events order by log_offset") == [
        ("m1", '{"total":12}'), ("m2", "{}"), ("m3", None)
    ]  # fmt: skip
    assert rows(hub, "from quarantine") == []
    # A later copy of what was put back is known, and one of what was taken out is not.
    arrive(hub, happened("m2", ("user_id", "u2"), p={"total": 13}))
    assert counters_of(hub).duplicate == 1
    listed = api.get("/api/replays").json()
    assert [(each["state"], each["by"], each["changes"]["events"]["released"]) for each in listed["replays"]] == [
        ("done", "Sample editor", 1), ("done", "Sample editor", 0)
    ]  # fmt: skip
    with hub.control.reading() as session:
        told = [
            entry.action for entry in list_entries(session, after=None, limit=50) if entry.action.startswith("replay.")
        ]
    assert sorted(told) == ["replay.asked", "replay.asked", "replay.done", "replay.done"]


def counters_of(hub: Hub) -> Any:
    with hub.plane.reader() as con:
        return counters(con)


@pytest.fixture
def kyoto(hub: Hub) -> None:
    """A live journey that people enter by coming into its audience, and one that they enter by an event."""
    (step,) = (step for step in hub.runner.steps if isinstance(step, JourneyStep))
    rule = {"kind": "trait", "name": "city", "op": "is", "value": "Kyoto"}
    by_audience = version_of(journey(wait("w", "end", days=1), END), "cmp_audience")
    by_event = version_of(
        journey(wait("w", "end", days=1), END) | {"entry": {"kind": "event", "event": "Order Completed"}}, "cmp_event"
    )
    by_audience.snapshot["audience"]["rule"] = rule  # type: ignore[index]
    step._versions = lambda _: [by_audience, by_event]
    step._approvals = lambda _, ids: {each.approval_id: each.hash for each in (by_audience, by_event)}


@pytest.mark.usefixtures("kyoto")
def test_no_journey_starts_because_of_a_replay(hub: Hub, clock: FixedClock, client: Client) -> None:
    api = client("editor")
    plan(api, "quarantine")
    arrive(hub, happened("m0", ("user_id", "u0"), event="Page Viewed", tr={"city": "Kyoto"}))
    arrive(hub, happened("m1", ("user_id", "u1"), p={"total": "12"}, tr={"city": "Kyoto"}))
    entered = "select journey_id, person_id from entries order by all"
    assert rows(hub, entered) == [("cmp_audience", 1)]
    plan(api, "warn")
    clock.advance(timedelta(minutes=5))
    done = replayed(hub, api)
    assert [(each["audience_id"], each["entered"]) for each in done["audiences"]] == [
        ("cmp_audience", 1),
        ("cmp_event", 1),
    ]
    assert rows(hub, "select count(*) from memberships where audience_id = 'cmp_audience'") == [(2,)]
    for hours in (0, 1, 48):
        clock.advance(timedelta(hours=hours))
        hub.runner.run_until_idle(clock.now())
        assert rows(hub, entered) == [("cmp_audience", 1)]
    assert rows(hub, "select count(*) from sends") == [(0,)]
    # What really happens later does start something.
    arrive(hub, happened("m2", ("user_id", "u1"), p={"total": 5}))
    assert rows(hub, entered) == [("cmp_audience", 1), ("cmp_event", 2)]


def test_kpis_count_nothing_twice(hub: Hub, client: Client) -> None:
    api = client("admin")
    arrive(
        hub,
        *[
            happened(f"m{place}", ("user_id", f"u{place % 3}"), p={"total": 10, "order_id": f"o{place}"})
            for place in range(9)
        ],
    )
    status = api.get("/api/status").json()["totals"]
    board = api.get("/api/board").json()
    assert (status["orders"], status["revenue"]) == (9, "90.00")
    replayed(hub, api)
    replayed(hub, api)
    assert api.get("/api/status").json()["totals"] == status
    assert api.get("/api/board").json() == board


def test_who_was_erased_does_not_come_back_and_who_was_parted_stays_apart(hub: Hub, client: Client) -> None:
    api = client("admin")
    arrive(
        hub,
        happened("m1", ("user_id", "u1"), ("email", "ada@example.com"), tr={"city": "Sendai"}),
        happened("m2", ("user_id", "u2"), ("email", "eve@example.com"), p={"total": "12"}),
        happened("m3", ("user_id", "u3"), ("email", "eve@example.com")),
    )
    eraser_of(hub).ask("email:ada@example.com", "anew", "usr_1")
    eraser_of(hub).work(Progress())
    assert api.post("/api/people/user_id:u3/links/3/retract", json={"reason": "a typo"}).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())
    apart = rows(hub, "select value, person_id from identifiers order by all")
    assert apart == [("eve@example.com", 3), ("u2", 3), ("u3", 5)]
    plan(api, "drop")
    replayed(hub, api)
    assert rows(hub, "select value, person_id from identifiers order by all") == apart
    assert rows(hub, "select count(*) from events where traits is not null") == [(0,)]


def test_what_is_not_chosen_keeps_what_it_told(hub: Hub, client: Client) -> None:
    """Both events link the two; only one is chosen and goes into the quarantine."""
    api = client("editor")
    pair = (("user_id", "u1"), ("email", "ada@example.com"))
    arrive(
        hub,
        happened("m1", *pair, ("visitor", "c1"), p={"total": "x"}, tr={"city": "Sendai"}, days=2),
        happened("m2", *pair, event="Page Viewed", tr={"city": "Nara"}, days=3),
    )
    plan(api, "quarantine")
    found = replayed(hub, api, dry_run=True, events=["Order Completed"])
    assert [(each["name"], each["examples"]) for each in found["traits"]] == [
        ("city", [{"person_id": 1, "before": "Sendai", "after": "Nara"}])
    ]
    replayed(hub, api, events=["Order Completed"])
    assert rows(hub, "select value, person_id from identifiers order by all") == [("ada@example.com", 1), ("u1", 1)]
    assert rows(hub, "select count(*) from links") == [(1,)]
    first = hub.clock.now().replace(tzinfo=None) - timedelta(days=3)
    assert rows(hub, "select first_seen, last_seen, identifier_count from people") == [(first, first, 2)]


def test_identifiers_are_written_as_the_door_writes_them_today(hub: Hub, client: Client) -> None:
    arrive(
        hub,
        happened("m1", ("email", "Ada@Example.com"), tr={"city": "Sendai"}),
        happened("m2", ("email", "ada@example.com"), days=0.5, tr={"name": "Ada"}),
    )
    assert rows(hub, "select count(*) from people") == [(2,)]
    done = replayed(hub, client("editor"))
    assert (done["people"]["joined"], done["people"]["gone"]) == (0, 1)
    assert rows(hub, "select value from identifiers") == [("ada@example.com",)]
    assert rows(hub, "select name, text from traits order by all") == [("city", "Sendai"), ("name", "Ada")]


def test_what_is_shown_is_masked_for_whom_it_is_not_meant(hub: Hub, client: Client) -> None:
    arrive(hub, happened("m1", ("user_id", "u1"), p={"total": 1}, tr={"first_name": "Ada", "city": "Sendai"}))
    plan(client("editor"), "warn", traits={"first_name": {"type": "number", "on_violation": "drop"}})
    started = client("editor").post("/api/replays", json={"selection": {}, "dry_run": True}).json()
    hub.tasks.wait(started["task_id"], 60)
    shown = client("viewer").get(f"/api/tasks/{started['task_id']}").json()["result"]["traits"]
    assert shown == [
        {"name": "first_name", "people": 1, "examples": [{"person_id": 1, "before": "A***", "after": None}]}
    ]
    assert client("viewer").post("/api/replays", json={"selection": {}}).status_code == 403


def test_a_stopped_replay_changes_nothing_and_a_cut_off_one_goes_on(hub: Hub, client: Client) -> None:
    api = client("editor")
    for place in range(3):
        arrive(hub, happened(f"m{place}", ("user_id", f"u{place}"), p={"total": "x"}))
    plan(api, "quarantine")
    before = everything(hub)
    seen: list[int] = []

    class Dying(Progress):
        def at(self, done: int, total: int, note: str = "") -> None:
            seen.append(done)
            if done:
                raise SystemExit  # as a kill would: nothing is noted
            super().at(done, total, note)

    service = replays_of(hub)
    with hub.control.session() as session:
        put_replay(session, "rpl_1", Selection(), hub.runner.offset, logic_of(hub), "usr_1", hub.clock.now())
    with pytest.raises(SystemExit):
        service._work("rpl_1", Dying())
    assert everything(hub) == before
    assert api.post("/api/replays", json={"selection": {}, "dry_run": False}).status_code == 409
    service.start()
    service.drain(60)
    with hub.control.reading() as session:
        assert find_replay(session, "rpl_1").state == "done"
    assert rows(hub, "select count(*) from quarantine") == [(3,)]
