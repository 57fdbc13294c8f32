"""From a file to people and audiences, by commands only."""

import json

import pytest

from tests.cli.conftest import commands

MAPPING = """
identifiers = { email = "email" }
traits = { name = "name", city = "city" }
time = "when"
time_zone = "Asia/Tokyo"
time_format = "%Y-%m-%d %H:%M"
[[events]]
name = "Order Completed"
revenue = "amount"
order_id = "order"
"""
ROWS = """email,name,city,order,amount,when
taro@example.com,見本 太郎,東京,o1,1200,2026-11-01 10:00
taro@example.com,見本 太郎,東京,o2,80.5,2026-11-02 11:00
hana@example.com,見本 花,大阪,o3,40,2026-11-03 12:00
,nobody,京都,o4,1,2026-11-03 12:00
"""
OSAKA = {"kind": "trait", "name": "city", "op": "is", "value": "大阪"}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    (folder / "till.csv").write_text(ROWS, encoding="cp932")
    (folder / "till.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "osaka.json").write_text(json.dumps(OSAKA), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """One hub for this module; what is imported first stays."""
    home = tmp_path_factory.mktemp("shop") / "hub"
    run = commands(home)
    assert run("init").code == 0
    return run


@pytest.fixture(scope="module")
def imported(shop, files):
    return shop("import", str(files / "till.csv"), "--mapping", str(files / "till.toml"), "--source", "till", "--json")


@pytest.fixture
def auftakt(shop, imported):
    return shop


def test_an_import_ends_when_everything_is_on_the_timelines(auftakt, files, imported):
    assert imported.code == 0
    found = imported.json
    assert (found["rows"], found["failed"]) == (4, 1)
    assert [(each["row"], each["text"]) for each in found["errors"]] == [(4, "")]
    status = auftakt("status", "--json").json
    counters, totals = status["counters"], status["totals"]
    assert counters["balanced"]
    assert counters["waiting"] == 0
    assert (totals["people"], totals["orders"], totals["revenue"]) == (2, 3, "1320.50")
    again = auftakt("import", str(files / "till.csv"), "--mapping", str(files / "till.toml"), "--source", "till")
    assert again.code == 0
    assert auftakt("status", "--json").json["totals"] == totals


def test_a_person_is_told_with_the_timeline(auftakt):
    found = auftakt("person", "email:taro@example.com", "--json").json
    assert found["person"]["name"] == "見本 太郎"
    assert [each["value"] for each in found["person"]["identifiers"]] == ["taro@example.com"]
    orders = [each for each in found["timeline"]["items"] if each["name"] == "Order Completed"]
    assert [each["order_id"] for each in orders] == ["o2", "o1"]
    told = auftakt("person", "email:taro@example.com").out
    for word in ("見本 太郎", "taro@example.com", "1,280.50", "2026-11-01 01:00"):
        assert word in told


def test_a_person_who_is_not_there_is_told_with_what_to_do(auftakt):
    said = auftakt("person", "email:nobody@example.com", "--json")
    assert (said.code, said.json["code"]) == (1, "not_found")
    assert said.json["next_action"]


def test_an_audience_is_tried_made_shown_and_made_again_from_what_is_shown(auftakt, files):
    rule = str(files / "osaka.json")
    tried = auftakt("audience", "preview", rule, "--json").json
    assert (tried["size"], tried["total"]) == (1, 2)
    assert auftakt("audience", "list", "--json").json == []
    made = auftakt("audience", "create", rule, "--name", "大阪", "--json").json
    assert (made["size"], made["name"]) == (1, "大阪")
    assert auftakt("audience", "list", "--json").json == [made]
    shown = auftakt("audience", "show", "大阪", "--json")
    assert shown.json == auftakt("audience", "show", made["id"], "--json").json == made
    (files / "shown.json").write_text(shown.out, encoding="utf-8")
    assert auftakt("audience", "preview", str(files / "shown.json"), "--json").json["size"] == 1
    assert "大阪" in auftakt("audience", "list").out
    assert "reachable by mail" in auftakt("audience", "preview", rule).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import", "nowhere.csv"], "not_found"),
        (["import", "{files}/till.csv", "--mapping", "{files}/nowhere.toml"], "invalid_input"),
        (["import", "{files}/till.csv", "--mapping", "{files}/osaka.json"], "invalid_input"),
        (["audience", "preview", "{files}/till.csv"], "invalid_input"),
        (["audience", "preview", "{files}/nowhere.json"], "invalid_input"),
        (["audience", "show", "nobody"], "not_found"),
        (["results", "--campaign", "nothing"], "not_found"),
        (["explain", "email:taro@example.com", "nothing"], "not_found"),
        (["journey", "rehearse", "nothing"], "not_found"),
    ],
)
def test_a_mistake_is_told_with_the_next_action(auftakt, files, words, code):
    said = auftakt(*(word.format(files=files) for word in words), "--json")
    assert (said.code, said.json["code"]) == (1, code)
    assert said.json["next_action"]


def test_without_a_mapping_the_hub_guesses(auftakt, files):
    (files / "more.csv").write_text("email,city\nume@example.com,Nagoya\n")
    said = auftakt("import", str(files / "more.csv"), "--json")
    assert (said.code, said.json["failed"]) == (0, 0)
    assert auftakt("person", "email:ume@example.com", "--json").json["person"]["traits"][0]["value"] == "Nagoya"


def test_a_file_without_identifiers_is_refused_with_its_columns(auftakt, files):
    (files / "odd.csv").write_text("colour,size\nred,1\n")
    said = auftakt("import", str(files / "odd.csv"), "--json")
    assert (said.code, said.json["detail"]) == (1, {"columns": ["colour", "size"]})
