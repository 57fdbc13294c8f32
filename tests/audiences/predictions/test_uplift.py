"""Who visits more because of a mail: on a real experiment, with an interval that says whether to believe it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from audiences.predictions.mailing import CAMPAIGN, DAYS, NOW, put_mailing
from starlette.testclient import TestClient

from auftakt.audiences import Ask, TooLittle, Uplift
from auftakt.audiences.predictions.train import refusal
from auftakt.audiences.predictions.uplift.qini import effect, effect_tenths, qini
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.kit.text import Text
from auftakt.store.plane import Connection, Plane

Client = Callable[[str], TestClient]
ASK = Ask(DAYS, ("Visited",), campaign=CAMPAIGN, arm="treated")
PREDICTOR = Uplift("women", Text("Mail for women", "女性向け"), ("Visited",), (), CAMPAIGN, "treated", DAYS)


@pytest.fixture(scope="module")
def mailing(shared_data: Path) -> Iterator[Connection]:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_mailing(con, shared_data)
    with plane.reader() as con:
        yield con
    plane.close()


@pytest.mark.slow
def test_choosing_by_the_prediction_gains_more_than_by_lot(mailing: Connection) -> None:
    test = PREDICTOR.back_test(mailing, ASK, NOW)
    [gain] = test.measures
    assert gain.low is not None
    assert gain.high is not None
    assert 0 < gain.low < gain.value < gain.high
    assert gain.value > 4
    assert test.happened is not None
    assert test.happened / test.people == pytest.approx(0.04523, abs=1e-4), "the published effect"
    assert refusal(test) is None
    said, happened = (np.array([getattr(each, name) for each in test.bins]) for name in ("said", "happened"))
    assert np.corrcoef(said, happened)[0, 1] > 0.7
    model = PREDICTOR.train(mailing, ASK, NOW)
    predicted = PREDICTOR.predict(mailing, model, ASK, NOW)
    assert len(predicted.person_ids) == test.people
    reasons = PREDICTOR.reasons(mailing, model, ASK, NOW, int(predicted.person_ids[0]))
    assert "changes the probability" in reasons[0].en
    assert any("womens" in each.ja for each in reasons)


def test_without_enough_of_both_arms_it_says_what_it_needs(shared_data: Path) -> None:
    plane = Plane.open(None)
    with plane.writer() as con:
        put_mailing(con, shared_data, 1000)
        for ask in (ASK, Ask(DAYS, ("Visited",), campaign="cmp_none", arm="treated")):
            with pytest.raises(TooLittle) as refused:
                PREDICTOR.back_test(con, ask, NOW)
            assert "1,000 people with it" in str(refused.value.next_action)
        with pytest.raises(TooLittle, match="No campaign"):
            PREDICTOR.back_test(con, Ask(60, ("Visited",), campaign=CAMPAIGN, arm="treated"), NOW)
    plane.close()


def test_a_prediction_that_knows_nothing_is_not_believed() -> None:
    random = np.random.default_rng(3)
    treated = (random.random(4000) < 0.5).astype(float)
    did = (random.random(4000) < 0.1 + 0.05 * treated).astype(float)
    blind = qini(random.random(4000), treated, did)
    assert blind.low < 0 < blind.high
    knows = np.arange(4000) / 4000
    did = (random.random(4000) < 0.1 + 0.3 * treated * knows).astype(float)
    assert qini(knows, treated, did).low > 0
    assert qini(-knows, treated, did).high < 0
    assert np.isnan(effect(np.ones(3), np.ones(3)))
    assert len(effect_tenths(knows, treated, did)) == 10


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_campaigns_effect_is_made_trained_and_stands_as_a_trait(
    hub: Hub, client: Client, clock: FixedClock, shared_data: Path
) -> None:
    clock.set(NOW)
    editor = client("editor")
    made = editor.post("/api/campaigns", json={"id": CAMPAIGN, "name": "Mail for women"})
    assert made.status_code == 201, made.text
    with hub.plane.writer() as con:
        put_mailing(con, shared_data, 2)
    ask = {"title": "Women's mail", "events": ["Visited"], "days": DAYS, "campaign": CAMPAIGN}
    assert editor.post("/api/predictions", json={**ask, "campaign": "cmp_none"}).status_code == 404
    card = editor.post("/api/predictions", json=ask).json()
    assert [each["name"] for each in card["traits"]] == ["uplift_visited"]
    started = editor.post("/api/predictions/visited/train", json={})
    done = hub.tasks.wait(started.json()["task_id"], 300)
    assert done.result is not None, done.error
    assert done.result["state"] == "published"
    [told] = editor.get("/api/people/user_id:h2/predictions", headers={"accept-language": "ja"}).json()
    assert told["values"][0]["name"] == "uplift_visited"
    assert "ポイント変わる見込み" in told["reasons"][0]
