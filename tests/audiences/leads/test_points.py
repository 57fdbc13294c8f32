"""Scores and grades over HTTP, in audiences, and as time passes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from audiences.test_api import collect
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock

Clients = Callable[[str], TestClient]
MODEL: dict[str, Any] = {
    "behaviour": [
        {"id": "order", "name": "Bought", "when": {"kind": "event", "name": "Order Completed"}, "each": True,
         "points": 10, "half_life_days": 10},
        {"id": "tokyo", "name": "In Tokyo", "when": {"kind": "trait", "name": "city", "value": "Tokyo"}, "points": 2},
    ],
    "fit": [{"id": "mail", "name": "May be written to", "when": {"kind": "consent", "channel": "email"}, "points": 20}],
    "grades": [{"grade": "A", "points": 20}],
}  # fmt: skip


def test_a_score_is_explained_fades_and_moves_an_audience(hub: Hub, client: Clients, clock: FixedClock) -> None:
    admin = client("admin")
    collect(hub, admin)
    assert admin.get("/api/leads/model").json()["version"] is None
    assert admin.get("/api/people/email:a@example.com/lead").json() is None
    assert admin.post("/api/leads/model/preview", json={"model": MODEL}).json() == {
        "people": 2,
        "bands": [{"grade": "A", "band": 10, "people": 1}, {"grade": "F", "band": 0, "people": 1}],
    }
    made = admin.put("/api/leads/model", json={"model": MODEL}).json()
    assert (made["version"], [rule["axis"] for rule in made["rules"]]) == (1, ["score", "score", "fit"])
    assert admin.put("/api/leads/model", json={"model": MODEL}).json()["version"] == 1
    rule = {"kind": "trait", "name": "lead_score", "op": "at_least", "value": 10}
    hot = admin.post("/api/audiences", json={"name": "Hot", "rule": rule}).json()["id"]
    hub.runner.run_once(clock.now())
    assert admin.get(f"/api/audiences/{hot}").json()["size"] == 1
    clock.advance(timedelta(days=10))
    hub.runner.run_once(clock.now())
    assert admin.get(f"/api/audiences/{hot}").json()["size"] == 0
    lead = admin.get("/api/people/email:a@example.com/lead").json()
    assert (lead["score"], lead["grade"]) == (pytest.approx(7, abs=0.01), "A")
    assert [part["text"] for part in lead["parts"]] == ["+5 Bought", "+2 In Tokyo", "+20 May be written to"]
    assert [event["text"] for event in lead["parts"][0]["events"]] == ["+10 Bought, 10 days ago, now 5"]
    traits = {trait["name"]: trait for trait in admin.get("/api/people/email:a@example.com").json()["traits"]}
    assert (traits["lead_score"]["value"], traits["lead_score"]["source"]) == ("7", "lead")


def test_a_new_model_scores_everyone_and_what_came_of_the_old_one_goes(
    hub: Hub, client: Clients, clock: FixedClock
) -> None:
    admin = client("admin")
    collect(hub, admin)
    admin.put("/api/leads/model", json={"model": MODEL})
    hub.runner.run_once(clock.now())
    admin.put("/api/leads/model", json={"model": {"who": {"kind": "trait", "name": "city", "value": "Nara"}}})
    hub.runner.run_once(clock.now())
    with hub.plane.reader() as con:
        kept = con.execute("select name, text from traits where source_id = 'lead'").fetchall()
        points = con.execute("select count(*) from lead_points").fetchall()
    assert (kept, points) == ([("lead_score", "0")], [(0,)])


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"behaviour": [{**MODEL["behaviour"][1], "half_life_days": 3}]}, "$.behaviour[0]"),
        ({"behaviour": [{**MODEL["behaviour"][1], "each": True}]}, "$.behaviour[0].when"),
        ({"behaviour": [{**MODEL["behaviour"][0], "points": 0}]}, "$.behaviour[0].points"),
        ({"behaviour": [{**MODEL["behaviour"][0], "cap": -1}]}, "$.behaviour[0].cap"),
        ({"behaviour": [MODEL["behaviour"][0]] * 2}, "$"),
        ({"fit": [{**MODEL["behaviour"][0]}]}, "$.fit[0].each"),
        ({"fit": [{**MODEL["fit"][0], "when": {"kind": "trait", "name": "lead_grade", "value": 1}}]}, "$.fit[0].when"),
        ({"grades": [{"grade": "B", "points": 1}]}, "$.grades"),
        ({"nothing": 1}, "$"),
    ],
)  # fmt: skip
def test_a_wrong_model_is_refused_with_its_place(client: Clients, wrong: dict[str, Any], path: str) -> None:
    answer = client("admin").put("/api/leads/model", json={"model": wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_rule")
    assert answer.json()["detail"]["path"] == path


def test_a_model_cannot_ask_for_an_audience_that_asks_for_the_score(client: Clients) -> None:
    admin = client("admin")
    rule = {"kind": "trait", "name": "lead_score", "op": "at_least", "value": 10}
    hot = admin.post("/api/audiences", json={"name": "Hot", "rule": rule}).json()["id"]
    again = admin.post("/api/audiences", json={"name": "Hotter", "rule": {"kind": "audience", "id": hot}}).json()["id"]
    rule = {"id": "hot", "name": "Hot", "points": 5, "when": {"kind": "audience", "id": again}}
    answer = admin.put("/api/leads/model", json={"model": {"behaviour": [rule]}})
    assert (answer.status_code, answer.json()["detail"]["path"]) == (422, "$.behaviour[0].when")
