"""The predictor of purchases on real customers, and training: back-test, floor, publication, reasons."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audiences.predictions.buyers import END, put_cdnow
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from auftakt.audiences import (
    Ask,
    BackTest,
    Predictions,
    TooLittle,
    predictions_of,
    registered_predictors,
    train_predictor,
)
from auftakt.audiences.predictions.purchases.predictor import predictor
from auftakt.audiences.predictions.purchases.read import bought_between, buyers
from auftakt.audiences.predictions.train import refusal
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.store.plane import Connection, Plane

ASK = Ask(90, ("Order Completed",))
Client = Callable[[str], TestClient]


@pytest.fixture(scope="module")
def shop(shared_data: Path) -> Iterator[Connection]:
    """All of CDNOW, read only."""
    plane = Plane.open(None)
    with plane.writer() as con:
        put_cdnow(con, shared_data)
    with plane.reader() as con:
        yield con
    plane.close()


def test_recency_and_frequency_are_those_that_are_known(shop: Connection, shared_data: Path) -> None:
    known = json.loads((shared_data / "expected.json").read_text())["cdnow_master_rfm"]
    found = buyers(shop, ASK, END).histories
    assert (len(found), int(found.repeats.sum())) == (known["customers"], known["repeat_days"])


def test_on_time_it_has_not_seen_it_is_better_than_ones_own_rate(shop: Connection) -> None:
    test = predictor.back_test(shop, ASK, END)
    assert test.cutoff == END - timedelta(days=90)
    assert test.error < 0.8 * test.plain_error
    assert test.said == pytest.approx(test.happened, rel=0.25)
    assert refusal(test) is None
    said, happened = (np.array([getattr(each, name) for each in test.bins]) for name in ("said", "happened"))
    assert sum(each.people for each in test.bins) == test.people
    assert np.corrcoef(said, happened)[0, 1] > 0.98


def test_what_a_bot_bought_is_no_purchase(shared_data: Path) -> None:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_cdnow(con, shared_data, 200)
        before = len(buyers(con, ASK, END).person_ids)
        first = "select ident_key from identifiers where person_id = 1"
        con.execute(f"update events set bot = true where ident_key = ({first})")
        found = buyers(con, ASK, END).person_ids
        bought = bought_between(con, ASK, datetime(1997, 1, 1, tzinfo=UTC), END, np.arange(1, before + 1))
    plane.close()
    assert len(found) == before - 1
    assert bought[0] == 0
    assert (bought[1:] > 0).all()


@settings(max_examples=8)
@given(st.integers(30, 540))
def test_nothing_after_the_cut_is_read(shop: Connection, days: int) -> None:
    """What was learnt up to a moment is the same whether or not anything is known of later."""
    until = datetime(1997, 1, 1, tzinfo=UTC) + timedelta(days=days)
    names = {"names": ["Order Completed"], "until": until.replace(tzinfo=None)}
    kept = shop.execute(
        "select count(*), count(distinct ident_key), max(happened_at) from events where happened_at < $until"
        " and list_contains($names, name)", names
    ).fetchone()  # fmt: skip
    found = buyers(shop, ASK, until)
    assert kept is not None
    assert len(found.person_ids) == kept[1]
    assert (found.histories.watched >= found.histories.last).all()
    first = shop.execute("select min(happened_at)::date from events").fetchone()
    assert first is not None
    assert found.histories.watched.max() == (until.date() - first[0]).days


@pytest.fixture
def small(hub: Hub, clock: FixedClock, shared_data: Path) -> Hub:
    """A hub that lives at the end of CDNOW's time, with 2,000 of its customers."""
    clock.set(END)
    with hub.plane.writer() as con:
        put_cdnow(con, shared_data, 2000)
    return hub


def traits(hub: Hub) -> list[tuple[Any, ...]]:
    with hub.plane.reader() as con:
        return con.execute(
            "select name, count(*), min(number), max(number) from traits"
            " where source_id = 'predicted' group by name order by name"
        ).fetchall()


def test_what_is_predicted_stands_as_traits_and_audiences_follow(small: Hub, client: Client) -> None:
    editor = client("editor")
    rule = {
        "kind": "all",
        "rules": [
            {"kind": "trait", "name": "likely_active", "op": "at_most", "value": 0.5},
            {"kind": "trait", "name": "predicted_value", "op": "at_least", "value": 5},
        ],
    }
    made = editor.post("/api/audiences", json={"name": "Leaving and worth it", "rule": rule})
    assert made.status_code == 201, made.text
    started = editor.post("/api/predictions/purchases/train", json={"days": 90, "events": ["Order Completed"]})
    assert started.status_code == 202, started.text
    done = small.tasks.wait(started.json()["task_id"], 60)
    assert done.result == {"version": 1, "state": "published", "people": 2000}
    found = {name: (count, least, most) for name, count, least, most in traits(small)}
    assert found["likely_to_buy"][0] == found["predicted_purchases"][0] == 2000
    assert 0 < found["likely_active"][0] < 1500, "of who bought once nothing is said"
    assert 0 <= found["likely_active"][1] < found["likely_active"][2] <= 1
    small.runner.run_until_idle(small.clock.now())
    [audience] = [each for each in editor.get("/api/audiences").json() if each["id"] == made.json()["id"]]
    assert audience["size"] > 0, audience
    cards = client("viewer").get("/api/predictions").json()
    card = next(each for each in cards if each["name"] == "purchases")
    assert card["standing"]["back_test"]["error"] < card["standing"]["back_test"]["plain_error"]
    assert len(card["standing"]["back_test"]["bins"]) == 10
    [told] = editor.get("/api/people/user_id:c1/predictions", headers={"accept-language": "ja"}).json()
    assert {each["name"] for each in told["values"]} == {"predicted_purchases", "predicted_value", "likely_to_buy"}
    assert "購入した日は1日" in told["reasons"][0]


def test_training_again_writes_only_what_differs_and_follows_what_happened(small: Hub) -> None:
    train_predictor(small, predictor, ASK, "usr_a")
    before = traits(small)
    with small.plane.reader() as con:
        stood = con.execute("select min(set_at) from traits").fetchone()
    train_predictor(small, predictor, ASK, "usr_a")
    assert traits(small) == before
    with small.plane.reader() as con:
        assert con.execute("select min(set_at), max(set_at) from traits").fetchone() == (stood[0], stood[0])  # type: ignore[index]
    with small.control.reading() as session:
        assert [each.version for each in predictions_of(session, "purchases")] == [2, 1]


def test_values_are_renewed_after_a_day_and_not_before(small: Hub, clock: FixedClock) -> None:
    service = Predictions(small)
    assert service.look() == [], "nobody has published it yet"
    train_predictor(small, predictor, ASK, "usr_a")
    assert service.look() == []
    clock.advance(timedelta(days=1))
    assert [each.version for each in service.look()] == [2]
    assert service.look() == []


def test_ten_examples_are_refused_with_what_it_needs(
    hub: Hub, client: Client, clock: FixedClock, shared_data: Path
) -> None:
    clock.set(END)
    with hub.plane.writer() as con:
        put_cdnow(con, shared_data, 10)
    started = client("editor").post("/api/predictions/purchases/train", json={"events": ["Order Completed"]})
    failed = hub.tasks.wait(started.json()["task_id"], 60)
    assert failed.error is not None
    assert failed.error["code"] == "too_little_data"
    assert "100 buyers" in failed.error["next_action"]
    told = client("editor").get(f"/api/tasks/{failed.id}", headers={"accept-language": "ja"}).json()
    assert "購入者100人" in told["error"]["next_action"]
    assert traits(hub) == []
    assert client("editor").post("/api/predictions/nonsense/train", json={}).status_code == 404
    assert client("editor").post("/api/predictions/purchases/train", json={"days": 3000}).status_code == 422
    assert client("viewer").post("/api/predictions/purchases/train", json={}).status_code == 403


def test_a_predictor_below_the_floor_is_not_published(small: Hub) -> None:
    train_predictor(small, predictor, ASK, "usr_a")
    before = traits(small)
    # In the year after, nobody of the cohort buys any more that the hub knows of.
    assert isinstance(small.clock, FixedClock)
    small.clock.advance(timedelta(days=200))
    made = train_predictor(small, predictor, ASK, "usr_a")
    assert made.state == "refused"
    assert made.refusal is not None
    assert traits(small) == before


def test_the_floor_has_three_reasons() -> None:
    def test(said: float, happened: float, error: float) -> BackTest:
        return BackTest(END, END, 100, said, happened, error, 0.5, ())

    assert refusal(test(100, 100, 0.4)) is None
    for wrong in (test(100, 0, 0.4), test(100, 100, 0.5), test(100, 20, 0.4), test(20, 100, 0.4)):
        assert refusal(wrong) is not None


def test_predictors_are_found_like_those_of_others() -> None:
    assert registered_predictors()["purchases"] is predictor
    with pytest.raises(TooLittle), Plane.open(None).reader() as con:
        predictor.train(con, ASK, END)
