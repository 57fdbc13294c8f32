"""The main job on real input: the whole demo, from four silos to a lift that contains the model's true effect."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.demo import Made, Scene, make_demo
from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import Conflict
from auftakt.team import local_key
from auftakt.web.app import make_app

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, list[Scene]]:
    scenes: list[Scene] = []
    return make_demo(tmp_path_factory.mktemp("demo") / "hub", NOW, scenes.append), scenes


@pytest.fixture
def ask(demo: tuple[Made, list[Scene]]) -> Any:
    """`ask(path)` of the finished hub."""
    hub = open_hub(demo[0].home, clock=FixedClock(NOW), mailbox=True)
    with hub.control.session() as session:
        key = local_key(session, NOW)
    with TestClient(make_app(hub), headers={"Authorization": f"Bearer {key}"}) as client:
        yield lambda path: client.get(path).json()
    close_hub(hub)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_year_is_there_to_the_cent(demo: tuple[Made, list[Scene]], ask: Any) -> None:
    status = ask("/api/status")
    totals, counters = status["totals"], status["counters"]
    names = {each["name"]: each["count"] for each in totals["events_by_name"]}
    assert (totals["people"], totals["orders"], totals["revenue"]) == (2469, 155_848, "4596039.58")
    assert {
        name: names[name] for name in ("Product Purchased", "Campaign Received", "Coupon Redeemed", "Identified")
    } == {
        "Product Purchased": 1_469_307,
        "Campaign Received": 6_589,
        "Coupon Redeemed": 2_102,
        "Identified": 2_469,
    }
    assert (counters["quarantined"], counters["duplicate"], counters["balanced"], counters["waiting"]) == (
        0,
        0,
        True,
        0,
    )
    types = {each["name"]: each["count"] for each in totals["identifiers_by_type"]}
    assert types["loyalty_card"] == types["email"] == types["crm_id"] == 2469


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_retailers_campaigns_have_their_figures(ask: Any) -> None:
    rows = [row for row in ask("/api/results")["campaigns"] if row["campaign"]["id"].startswith("retail_")]
    assert len(rows) == 27
    assert {row["campaign"]["state"] for row in rows} == {"finished"}
    assert sum(row["values"]["reached"] for row in rows) == 6_589
    assert not any(row["played"] for row in rows)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_lift_contains_the_models_true_effect(demo: tuple[Made, list[Scene]], ask: Any) -> None:
    told = demo[0].told
    assert told is not None
    found = ask(f"/api/results/campaigns/{told.campaign_id}")
    lifts = {lift["metric"]: lift for lift in found["lifts"]}
    assert found["played"] is True
    assert found["srm"]["ok"] is True
    assert {arm["arm"]: arm["people"] for arm in found["arms"]}["holdout"] == told.held_back
    assert lifts["conversion"]["low"] <= told.true_effect <= lifts["conversion"]["high"]
    assert found["truth"]["contained"] is True
    assert lifts["conversion"]["enough"] is True


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_everybody_got_one_mail_of_a_kind_or_a_reason(demo: tuple[Made, list[Scene]], ask: Any) -> None:
    told = demo[0].told
    assert told is not None
    mails: list[dict[str, Any]] = []
    page: dict[str, Any] = {"next": "first"}
    while page["next"]:
        after = "" if page["next"] == "first" else f"&after={page['next']}"
        page = ask(f"/api/mailbox?limit=200{after}")
        mails += page["items"]
    counted = Counter((mail["campaign_id"], mail["to"], mail["subject"]) for mail in mails)
    assert set(counted.values()) == {1}
    sends = ask("/api/status")["sends"]
    assert (sends["accepted"], sends["unknown"], sends["reserved"], sends["deferred"]) == (len(mails), 0, 0, 0)
    assert sum(mail["campaign_id"] == told.campaign_id for mail in mails) >= told.mailed


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_rehearsal_says_who_would_get_what(demo: tuple[Made, list[Scene]]) -> None:
    told = demo[0].told
    assert told is not None
    rehearsal = told.rehearsal
    assert [step.id for step in rehearsal.steps] == ["invite", "watch", "remind", "done"]
    assert rehearsal.steps[0].entered == rehearsal.people > 0
    assert rehearsal.sends == sum(month.sends for month in rehearsal.by_month) > 0
    assert rehearsal.holdout > 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_second_call_leaves_the_hub_as_it_is(demo: tuple[Made, list[Scene]], tmp_path: Path) -> None:
    again = make_demo(demo[0].home, NOW, lambda scene: None)
    assert again.told is None
    assert [scene.number for scene in demo[1] if scene.total == 0][:6] == [1, 2, 3, 4, 5, 6]
    (tmp_path / "mine.txt").write_text("not a demo hub")
    with pytest.raises(Conflict, match="something else"):
        make_demo(tmp_path, NOW, lambda scene: None)
    assert (tmp_path / "mine.txt").read_text() == "not a demo hub"
