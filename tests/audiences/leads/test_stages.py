"""Hand-overs over HTTP: who waits, who answers, who comes back, and a clock that knows working hours."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from audiences.test_api import collect
from happenings import NOON, Happening, empty_world
from starlette.testclient import TestClient

from auftakt.audiences import LeadStep, parse_model, state_of
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.people import retract_link
from auftakt.team import list_entries

Clients = Callable[[str], TestClient]
WHO = "email:a@example.com"
FRIDAY = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)  # 15:30 in Tokyo
MODEL: dict[str, Any] = {
    "behaviour": [
        {"id": "order", "name": "Bought", "when": {"kind": "event", "name": "Order Completed"}, "each": True,
         "points": 40},
    ],
    "stages": [
        {"id": "lead", "name": "Lead", "enters": {"kind": "everyone"}},
        {"id": "mql", "name": "Handed over", "clock_hours": 8, "hand_over": True,
         "enters": {"kind": "trait", "name": "lead_score", "op": "at_least", "value": 30}},
        {"id": "sql", "name": "Accepted"},
    ],
    "refusals": [{"id": "not_now", "name": "Not now", "rest_days": 10}, {"id": "never", "name": "Never"}],
    "origin": "city",
    "working_hours": {"first": 9, "last": 18},
}  # fmt: skip


def columns(client: TestClient, **wanted: str) -> dict[str, tuple[int, int, int, int]]:
    found = client.get("/api/leads/board", params=wanted).json()["stages"]
    return {each["id"]: (each["people"], each["waiting"], each["overdue"], each["resting"]) for each in found}


def started(hub: Hub, client: Clients, clock: FixedClock) -> TestClient:
    clock.set(FRIDAY)
    admin = client("admin")
    assert admin.get("/api/leads/board").json()["stages"] == []
    collect(hub, admin)
    assert admin.put("/api/leads/model", json={"model": MODEL}).status_code == 200
    hub.runner.run_once(clock.now())
    return admin


def decide(client: TestClient, decision: str, **more: Any) -> Any:
    return client.post(f"/api/people/{WHO}/lead/decisions", json={"decision": decision, **more})


def test_a_hand_over_is_overdue_in_working_hours_and_accepted_once(
    hub: Hub, client: Clients, clock: FixedClock
) -> None:
    admin = started(hub, client, clock)
    assert columns(admin) == {"lead": (1, 0, 0, 0), "mql": (1, 1, 0, 0), "sql": (0, 0, 0, 0)}
    clock.set(
        FRIDAY + timedelta(days=2, hours=22)
    )  # Monday, 13:30: two and a half hours on Friday, and four and a half
    assert columns(admin)["mql"] == (1, 1, 0, 0)
    card = admin.get("/api/leads/board").json()["stages"][1]["cards"][0]
    assert (card["name"], card["waited"], card["origin"], card["score"]) == ("Sample A", 7.0, "Tokyo", 40.0)
    clock.advance(timedelta(hours=2))
    assert columns(admin, overdue="true") == {"lead": (0, 0, 0, 0), "mql": (1, 1, 1, 0), "sql": (0, 0, 0, 0)}
    assert columns(admin, origin="Nara") == {"lead": (1, 0, 0, 0), "mql": (0, 0, 0, 0), "sql": (0, 0, 0, 0)}
    assert decide(client("viewer"), "accept").status_code == 403
    lead = decide(admin, "accept").json()
    assert (lead["stage"], lead["waits"], [move["what"] for move in lead["moves"]]) == (
        "Accepted", False, ["accepted", "entered", "entered"]
    )  # fmt: skip
    assert lead["moves"][1]["because"] == "lead_score: 40"
    assert decide(admin, "accept").status_code == 409
    hub.runner.run_once(clock.now())
    traits = {trait["name"]: trait["value"] for trait in admin.get(f"/api/people/{WHO}").json()["traits"]}
    assert traits["lead_stage"] == "sql"
    with hub.control.reading() as session:
        told = [entry for entry in list_entries(session, after=None, limit=50) if entry.action == "lead.accepted"]
    assert [entry.detail for entry in told] == [{"stage": "sql", "reason": "", "until": None}]


def test_whoever_is_refused_rests_and_comes_back_by_themselves(hub: Hub, client: Clients, clock: FixedClock) -> None:
    admin = started(hub, client, clock)
    assert decide(admin, "refuse").json()["detail"]["field"] == "reason"
    assert decide(admin, "refuse", reason="not_now", note="Budget in spring").json()["stage"] == "Lead"
    assert columns(admin) == {"lead": (2, 0, 0, 1), "mql": (0, 0, 0, 0), "sql": (0, 0, 0, 0)}
    hub.runner.run_once(clock.now())
    hub.runner.run_once(clock.advance(timedelta(days=10) - timedelta(seconds=1)))
    assert columns(admin)["mql"] == (0, 0, 0, 0)
    assert hub.runner.state.due == clock.now() + timedelta(seconds=1)
    hub.runner.run_once(clock.advance(timedelta(seconds=1)))
    assert columns(admin)["mql"] == (1, 1, 0, 0)
    decide(admin, "refuse", reason="never")
    hub.runner.run_once(clock.advance(timedelta(days=3000)))
    admin = client("admin")  # the session of then has ended
    assert columns(admin) == {"lead": (2, 0, 0, 1), "mql": (0, 0, 0, 0), "sql": (0, 0, 0, 0)}
    assert decide(admin, "move", stage="sql").json()["stage"] == "Accepted"
    assert decide(admin, "recycle").json()["detail"]["field"] == "until"
    back = decide(admin, "recycle", until=(clock.now() + timedelta(days=5)).isoformat()).json()
    assert (back["stage"], back["moves"][0]["what"]) == ("Handed over", "recycled")
    assert columns(admin)["mql"] == (1, 0, 0, 1)


def test_a_merge_keeps_the_farthest_stage_and_an_undo_gives_each_their_own() -> None:
    model = parse_model(
        {"who": {"kind": "everyone"}, "stages": [
            {"id": "a", "name": "A", "enters": {"kind": "everyone"}},
            {"id": "b", "name": "B", "enters": {"kind": "event", "name": "Bought"}},
        ]}
    )  # fmt: skip
    one, two = ("email", "a@example.com"), ("cookie", "c1")
    step = LeadStep()
    with empty_world() as world:
        world.arrive(Happening([one]), Happening([two], name="Bought", at=NOON - timedelta(days=3)))
        step.apply(world.con, model, NOON)
        assert [state_of(world.con, person).stage_id for person in (1, 2)] == ["a", "b"]  # type: ignore[union-attr]
        assert state_of(world.con, 2).happened_at == NOON - timedelta(days=3)  # type: ignore[union-attr]
        later = NOON + timedelta(hours=1)
        world.arrive(Happening([one, two]), now=later)
        step.apply(world.con, model, later)
        assert world.rows("select person_id, stage_id from lead_states") == [(1, "b")]
        retract_link(world.con, 1, later)
        world.arrive(now=later)
        step.apply(world.con, model, later)
        assert world.rows("select person_id, stage_id from lead_states order by all") == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"stages": [{"id": "a", "name": "A"}] * 2}, "$.stages"),
        ({"stages": [{"id": "a", "name": "A", "clock_hours": 0}]}, "$.stages[0].clock_hours"),
        ({"stages": [{"id": "a", "name": "A", "hand_over": True}]}, "$.refusals"),
        ({"refusals": [{"id": "a", "name": "A", "rest_days": 0}]}, "$.refusals[0].rest_days"),
        ({"working_hours": {"first": 18, "last": 9}}, "$.working_hours"),
        ({"stages": [{"id": "a", "name": "A", "enters": {"kind": "trait", "name": "lead_stage", "value": "b"}}]},
         "$.stages[0].enters"),
    ],
)  # fmt: skip
def test_wrong_stages_are_refused_with_their_place(client: Clients, wrong: dict[str, Any], path: str) -> None:
    answer = client("admin").put("/api/leads/model", json={"model": wrong})
    assert (answer.status_code, answer.json()["detail"]["path"]) == (422, path)
