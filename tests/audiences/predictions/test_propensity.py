"""How likely people are to do what the hub chose: on a bank's real calls, from making it to what a person is told."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audiences.predictions.bank import CUT, DAYS, NOW, put_bank
from starlette.testclient import TestClient

from auftakt.audiences import Ask, Propensity, PropertyTest
from auftakt.audiences.predictions.learned.predictor import learn, learnt_of
from auftakt.audiences.predictions.measured import moved, ranked, shape_of
from auftakt.audiences.predictions.propensity.predictor import Does
from auftakt.audiences.predictions.train import refusal
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.kit.text import Text
from auftakt.store.plane import Connection, Plane

Client = Callable[[str], TestClient]
ASK = Ask(DAYS, ("Subscribed",), among=("Called",), sensitive=("marital",))
PREDICTOR = Propensity("subscribed", Text("Subscribes", "契約"), ("Subscribed",), (), ("Called",), DAYS)


@pytest.fixture(scope="module")
def bank(shared_data: Path) -> Iterator[Connection]:
    """All of the bank's calls, read only."""
    plane = Plane.open(None)
    with plane.writer() as con:
        put_bank(con, shared_data)
    with plane.reader() as con:
        yield con
    plane.close()


@pytest.mark.slow
def test_who_subscribes_is_ranked_as_well_as_is_known_without_the_call_itself(bank: Connection) -> None:
    test = PREDICTOR.back_test(bank, ASK, NOW)
    auc = test.measures[0]
    assert auc.value >= 0.79
    assert auc.floor is not None
    assert test.error < 0.9 * test.plain_error
    assert test.said == pytest.approx(test.happened, rel=0.1)
    said, happened = (np.array([getattr(each, name) for each in test.bins]) for name in ("said", "happened"))
    assert np.abs(said - happened).max() < 0.05, "calibrated in every tenth"
    assert test.measures[1].value > 3
    assert {each.value for each in test.groups} == {"married", "single", "divorced"}
    assert sum(each.people for each in test.groups) == test.people
    assert refusal(test) is None


@pytest.fixture
def small(hub: Hub, clock: FixedClock, shared_data: Path) -> Hub:
    clock.set(NOW)
    hub.settings.privacy.__dict__["sensitive_traits"] = "marital"
    with hub.plane.writer() as con:
        put_bank(con, shared_data, 4)
    return hub


def test_a_made_predictor_is_trained_told_used_and_deleted(small: Hub, client: Client) -> None:
    editor = client("editor")
    wanted: dict[str, Any] = {"title": "Takes a deposit", "events": ["Subscribed"], "days": DAYS, "among": ["Called"]}
    made = editor.post("/api/predictions", json=wanted)
    assert made.status_code == 201, made.text
    assert (made.json()["name"], made.json()["made"], made.json()["standing"]) == ("subscribed", True, None)
    started = editor.post("/api/predictions/subscribed/train", json={})
    done = small.tasks.wait(started.json()["task_id"], 60)
    assert done.result is not None, done.error
    assert done.result["state"] == "published"
    cards = client("viewer").get("/api/predictions", headers={"accept-language": "ja"}).json()
    card = next(each for each in cards if each["name"] == "subscribed")
    test = card["standing"]["back_test"]
    assert test["measures"][0]["value"] > 0.6
    assert {each["trait"] for each in test["groups"]} == {"marital"}
    assert test["drift"][0]["title"] == "予測値そのもの"
    assert "60%" in card["floor"]
    who = one_who_subscribed_before(small)
    [told] = editor.get(f"/api/people/user_id:b{who}/predictions", headers={"accept-language": "ja"}).json()
    assert told["values"][0]["name"] == "likely_subscribed"
    assert "今後30日間に「Subscribed」をする確率は" in told["reasons"][0]
    assert any("poutcomeは「success」:高めています" in each for each in told["reasons"]), told["reasons"]
    assert not any("marital" in each for each in told["reasons"])
    rule = {"kind": "trait", "name": "likely_subscribed", "op": "at_least", "value": 0.1}
    assert editor.post("/api/audiences/preview", json={"rule": rule}).json()["size"] > 100
    assert client("viewer").delete("/api/predictions/subscribed").status_code == 403
    assert editor.delete("/api/predictions/subscribed").status_code == 204
    assert editor.delete("/api/predictions/purchases").status_code == 404
    with small.plane.reader() as con:
        assert con.execute("select count(*) from traits where source_id = 'predicted'").fetchone() == (0,)


def one_who_subscribed_before(hub: Hub) -> int:
    """Somebody called lately who took the bank's last offer."""
    with hub.plane.reader() as con:
        found = con.execute(
            "select min(person_id) from identifiers join trait_facts using (ident_key) where name = 'poutcome'"
            " and (trait_facts.value ->> '$') = 'success' and set_at > $cut",
            {"cut": CUT.replace(tzinfo=None)},
        ).fetchone()
    assert found is not None
    return int(found[0])


def test_what_cannot_be_made_or_learnt_is_refused_with_what_it_needs(small: Hub, client: Client) -> None:
    editor = client("editor")
    for wrong in ({"title": ""}, {"events": []}, {"name": "No Name"}, {"days": 3}, {"name": "to_buy"}):
        ask = {"title": "a", "events": ["Subscribed"], **wrong}
        assert editor.post("/api/predictions", json=ask).status_code in (409, 422), wrong
    assert client("viewer").post("/api/predictions", json={"title": "a", "events": ["b"]}).status_code == 403
    where = [{"property": "product", "op": "is", "value": "loan"}]
    made = editor.post("/api/predictions", json={"title": "a", "events": ["Subscribed"], "where": where, "days": DAYS})
    assert "product" in made.json()["about"]
    started = editor.post(f"/api/predictions/{made.json()['name']}/train", json={})
    failed = small.tasks.wait(started.json()["task_id"], 60)
    assert failed.error is not None
    assert failed.error["code"] == "too_little_data"
    assert "50 people with whom it happened" in failed.error["next_action"]


def test_the_same_is_learnt_from_the_same(small: Hub) -> None:
    with small.plane.reader() as con:
        first, second = learn(con, Does(), ASK, NOW), learn(con, Does(), ASK, NOW)
        filtered = learn(
            con, Does(), Ask(DAYS, ("Subscribed",), where=(PropertyTest("product", "is", "deposit"),)), NOW
        )
    assert first == second
    texts = {each.name for each in learnt_of(first).features.texts}
    assert "housing" in texts
    assert "marital" not in texts, "it is declared sensitive"
    assert filtered.parameters["happened"] > 0


def test_measures_say_what_they_should() -> None:
    said, happened = np.array([0.1, 0.4, 0.35, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    assert ranked(said, happened) == 0.75
    assert ranked(np.ones(4), happened) == 0.5
    assert np.isnan(ranked(said, np.ones(4)))
    before = np.arange(1000, dtype=float)
    assert moved(shape_of(before), before) == pytest.approx(0, abs=1e-9)
    assert moved(shape_of(before), before + 20) < 0.1
    assert moved(shape_of(before), before + 400) > 0.25
    assert moved(shape_of(before), np.full(10, np.nan)) > 0.25
