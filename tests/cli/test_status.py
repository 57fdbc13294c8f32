"""What a command says about the hub, about its own mistakes, and in which language."""

import json

import pytest

from auftakt.cli.server_file import ServerFile
from auftakt.hub import close_hub, open_hub

NOTHING = {
    "received": 0,
    "stored": 0,
    "quarantined": 0,
    "duplicate": 0,
    "suppressed": 0,
    "waiting": 0,
    "balanced": True,
}


def test_status_of_an_empty_hub(auftakt):
    said = auftakt("status", "--json")
    assert said.code == 0
    assert said.json["name"] == "Sample hub"
    assert said.json["counters"] == NOTHING
    assert said.json["totals"] == {
        "events": 0,
        "played_events": 0,
        "people": 0,
        "identifiers": 0,
        "orders": 0,
        "revenue": "0.00",
        "currency": "JPY",
        "events_by_name": [],
        "identifiers_by_type": [],
    }
    assert set(said.json["sends"].values()) == {0}


def test_status_counts_what_waits(auftakt, home):
    hub = open_hub(home, environ={})
    hub.log.append_now([b'{"r":"2026-11-22T00:00:00Z","s":"src","k":"e"}'] * 3)
    close_hub(hub)
    counters = auftakt("status", "--json").json["counters"]
    assert counters == NOTHING | {"received": 3, "waiting": 3}


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], "C.UTF-8", "received"),
        ([], "ja_JP.UTF-8", "受信"),
        (["--language", "en"], "ja_JP.UTF-8", "received"),
        (["--language", "ja"], "C.UTF-8", "受信"),
    ],
)
def test_the_language_is_asked_for_or_the_locale_s(auftakt, words, environment, expected):
    assert expected in auftakt("status", *words, LANG=environment).out


def test_an_unknown_language_is_refused(auftakt):
    said = auftakt("status", "--language", "fr", "--json")
    assert (said.code, said.json["code"]) == (1, "invalid_input")


def test_a_directory_without_a_hub_is_not_made_into_one(auftakt, tmp_path):
    said = auftakt("status", "--home", str(tmp_path / "nowhere"))
    assert (said.code, said.out) == (1, "")
    assert "auftakt init" in said.err
    assert not (tmp_path / "nowhere").exists()


def test_a_mistake_in_the_settings_is_told_as_json_too(auftakt, home):
    (home / "auftakt.toml").write_text('nmae = "x"\n')
    said = auftakt("status", "--json")
    assert (said.code, said.json["detail"]) == (1, {"setting": "nmae"})


def test_a_hub_that_is_held_is_told_by_name(auftakt, home):
    hub = open_hub(home, environ={})
    said = auftakt("status", "--json")
    close_hub(hub)
    assert (said.code, said.json["code"]) == (1, "hub_busy")


@pytest.mark.parametrize(
    "left_behind",
    [
        json.dumps({"url": "http://127.0.0.1:9", "key": "auftakt_x", "pid": 4194305}),
        json.dumps({"url": "http://127.0.0.1:9", "key": "auftakt_x", "pid": 1}),
        "{torn",
    ],
    ids=["its process is gone", "its number belongs to another process", "torn"],
)
def test_a_server_file_that_was_left_behind_is_no_obstacle(auftakt, home, left_behind):
    (home / "server.json").write_text(left_behind)
    assert auftakt("status", "--json").json["counters"] == NOTHING


def test_the_directory_may_stand_before_the_command_or_after(auftakt, home, tmp_path):
    elsewhere = str(tmp_path / "elsewhere")
    assert auftakt("--home", elsewhere, "status").code == 1
    assert auftakt("--home", elsewhere, "status", "--home", str(home)).code == 0
    assert auftakt("--home", str(home), "audit", "list", AUFTAKT_HOME=elsewhere).code == 0


def test_the_server_file_is_for_its_owner_only(home):
    ServerFile("http://127.0.0.1:1", "key", 1).write(home)
    assert (home / "server.json").stat().st_mode & 0o777 == 0o600
    ServerFile.remove(home)
    assert ServerFile.read(home) is None


def test_no_key_stays_behind(auftakt, home):
    auftakt("status")
    hub = open_hub(home, environ={})
    with hub.control.reading() as session:
        from auftakt.team.models import KeyRow

        assert session.query(KeyRow).count() == 0
    close_hub(hub)
