"""Results, explanations and rehearsals of one campaign, by commands only."""

import json

import pytest

from auftakt.cli.client import connect
from tests.cli.conftest import commands

MAPPING = {
    "identifiers": {"email": "email"},
    "traits": {"city": "city", "email": "email", "language": {"value": "ja"}},
    "consents": [{"channel": "email", "granted": "consent"}],
    "events": [{"name": "Order Completed", "revenue": "amount", "order_id": "order"}],
    "time": "when",
}
ROWS = """email,city,consent,order,amount,when
taro@example.com,Tokyo,yes,o1,1200,2026-03-01T10:00:00Z
hana@example.com,Osaka,no,o2,40,2026-03-03T12:00:00Z
ume@example.com,Osaka,yes,o3,60,2026-03-05T12:00:00Z
"""
CAMPAIGN = {
    "name": "春の便り",
    "audience": {"name": "Everyone", "rule": {"kind": "everyone"}},
    "goal": {"event": "Order Completed", "within_days": 30},
    "holdout": 0.0,
    "languages": ["ja"],
    "pillar": {"title": "春", "body": "春のおすすめです。", "language": "ja"},
    "variants": [{"id": "v_ja", "channel": "email", "language": "ja", "subject": "春です", "body": "こんにちは。"}],
    "journey": {
        "entry": {"kind": "audience"},
        "reentry": "never",
        "exit": [],
        "first": "s1",
        "steps": [
            {"id": "s1", "kind": "send", "channel": "email", "variants": ["v_ja"], "next": "s2"},
            {"id": "s2", "kind": "exit"},
        ],
    },
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    run = commands(folder / "hub")
    (folder / "till.csv").write_text(ROWS, encoding="utf-8")
    (folder / "till.json").write_text(json.dumps(MAPPING), encoding="utf-8")
    assert run("init").code == 0
    said = run("import", str(folder / "till.csv"), "--mapping", str(folder / "till.json"), "--json")
    assert (said.code, said.json["failed"]) == (0, 0)
    with connect(folder / "hub", "en") as hub:
        hub.post("/api/campaigns", CAMPAIGN)
    return run


def test_a_rehearsal_prints_people_per_step_and_sends_by_reason(shop):
    said = shop("journey", "rehearse", "春の便り", "--from", "2026-03-01", "--to", "2026-03-31", "--json")
    assert said.code == 0
    found = said.json
    assert (found["name"], found["people"], found["holdout"]) == ("春の便り", 3, 0)
    assert [(each["id"], each["entered"]) for each in found["steps"]] == [("s1", 3), ("s2", 3)]
    assert found["sends"] == 2
    assert found["not_sent"] == [{"reason": "no_consent", "count": 1}]
    told = shop("journey", "rehearse", "春の便り", "--from", "2026-03-01", "--to", "2026-03-31").out
    for word in ("s1", "no_consent", "Nothing was sent"):
        assert word in told


def test_a_time_that_runs_backwards_is_refused(shop):
    said = shop("journey", "rehearse", "春の便り", "--from", "2026-03-31", "--to", "2026-03-01", "--json")
    assert said.code == 1
    assert said.json["next_action"]


def test_results_of_all_campaigns_and_of_one(shop):
    board = shop("results", "--json").json
    assert [each["campaign"]["name"] for each in board["campaigns"]] == ["春の便り"]
    one = shop("results", "--campaign", "春の便り", "--json").json
    assert one["campaign"]["id"] == board["campaigns"][0]["campaign"]["id"]
    assert {each["kpi"] for each in one["values"]} == {"reached", "opened", "clicked", "conversions", "revenue"}
    assert "春の便り" in shop("results").out
    assert "reached" in shop("results", "--campaign", "春の便り").out


def test_who_never_entered_is_told_so(shop):
    found = shop("explain", "email:taro@example.com", "春の便り", "--json").json
    assert (found["decisions"], found["transitions"]) == ([], [])
    assert "never entered" in shop("explain", "email:taro@example.com", "春の便り").out
