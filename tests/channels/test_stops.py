"""Hub-wide suppression: in force at once, over all channels, for the whole person; and every export respects it."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from auftakt.channels import suppressed_addresses
from auftakt.channels.ledger import ReservedSend, claim, due, take_over
from auftakt.channels.suppressions import suppress
from auftakt.cli import app as cli_app
from auftakt.jobs import Hub
from auftakt.journeys import reason_text
from auftakt.kit.clock import iso
from auftakt.store import sql
from auftakt.team import list_entries

Client = Callable[[str], TestClient]
HANAKO, TARO = "hanako@example.com", "taro@example.com"
EVERYONE = {"name": "Everyone", "description": "", "rule": {"kind": "everyone"}}


@pytest.fixture
def known(hub: Hub) -> None:
    """Four people: Hanako with a phone and Taro said yes, Jiro said nothing, Ken said yes and has no address."""
    now = iso(hub.clock.now())
    yes = {"consent": {"email": {"granted": True}}}
    people = [
        ([["email", HANAKO], ["phone", "+819012345678"]], {"email": HANAKO, "name": "=Hanako", **yes}),
        ([["email", TARO]], {"email": TARO, **yes}),
        ([["email", "jiro@example.com"]], {"email": "jiro@example.com"}),
        ([["user_id", "ken"]], yes),
    ]
    lines = [
        {
            "r": now,
            "s": "crm",
            "k": "e",
            "i": f"e{number}",
            "t": "identify",
            "n": "",
            "at": now,
            "ids": ids,
            "tr": traits,
        }
        for number, (ids, traits) in enumerate(people)
    ]
    hub.log.append_now([msgspec.json.encode(line) for line in lines])
    hub.runner.run_until_idle(hub.clock.now())


def waiting(hub: Hub) -> list[str]:
    with hub.control.session() as session:
        return [each.address for each in due(session, 10, hub.clock.now())]


def test_a_stop_reaches_what_is_queued_over_every_channel_and_can_be_lifted(
    hub: Hub, client: Client, known: None
) -> None:
    now = hub.clock.now()
    with hub.control.session() as session:
        sends = [
            ReservedSend("snd_1", "cmp", 1, "email", "v", "ja", "Hanako@example.com", "apr", now),
            ReservedSend("snd_2", "cmp", 1, "sms", "v", "ja", "+819012345678", "apr", now),
            ReservedSend("snd_3", "cmp", 2, "email", "v", "ja", TARO, "apr", now),
        ]
        take_over(session, sends)
    editor = client("editor")
    made = editor.post("/api/suppressions", json={"identifier": "phone:090-1234-5678", "reason": "complaint"})
    assert made.json()["identifier"] == "phone:+819012345678"
    standing = editor.get(f"/api/people/email:{HANAKO}/standing").json()["suppressed"]
    assert [(each["identifier"], each["channel"], each["reason"]) for each in standing] == [
        ("phone:+819012345678", "*", "complaint")
    ]
    with hub.control.session() as session:
        assert claim(session, ["snd_1", "snd_2", "snd_3"], now) == {"snd_3"}
    assert waiting(hub) == []
    with hub.control.reading() as session:
        # The audit outlives an erased person.
        assert "8190" not in json.dumps(
            [vars(each) for each in list_entries(session, after=None, limit=9)], default=str
        )
    lifted = editor.post("/api/suppressions/lift", json={"identifier": "phone:+819012345678", "why": "she called"})
    assert lifted.json()["items"] == []
    with hub.control.reading() as session:
        assert suppressed_addresses(session) == []


def test_a_stop_holds_for_identifiers_that_join_the_person_later(hub: Hub, client: Client, known: None) -> None:
    client("editor").post("/api/suppressions", json={"identifier": f"email:{HANAKO}", "reason": "asked"})
    with hub.control.reading() as session:
        rows = json.dumps(suppressed_addresses(session))
    with hub.plane.alone() as con:
        sql.run(con, "journeys", "suppressed", {"rows": rows})
        sql.run(con, "journeys", "stopped", {"rows": rows})
        assert con.execute("select count(*) from journey_stopped").fetchone() == (1,)
        found = con.execute("select channel, address from journey_suppressed where address like '+81%'").fetchall()
        assert ("sms", "+819012345678") in found


def test_the_readers_own_stop_is_theirs_and_a_bounce_may_be_lifted(hub: Hub, client: Client) -> None:
    editor, now = client("editor"), hub.clock.now()
    with hub.control.session() as session:
        suppress(session, "email", HANAKO, "unsubscribed", now)
        suppress(session, "email", TARO, "bounced", now)
    asked = {"identifier": f"email:{HANAKO}", "channel": "email", "why": "please"}
    assert editor.post("/api/suppressions/lift", json=asked).status_code == 409
    assert (
        editor.post("/api/suppressions/lift", json=asked | {"identifier": f"email:{TARO}", "why": " "}).status_code
        == 422
    )
    left = editor.post("/api/suppressions/lift", json=asked | {"identifier": f"email:{TARO}"}).json()["items"]
    assert [(each["identifier"], each["liftable"]) for each in left] == [(f"email:{HANAKO}", False)]
    assert editor.post("/api/suppressions/lift", json=asked | {"identifier": "email:x@example.com"}).status_code == 404
    assert editor.post("/api/suppressions", json={"identifier": "nothing", "reason": "asked"}).status_code == 422
    assert client("viewer").post("/api/suppressions", json={"identifier": "a:b", "reason": "asked"}).status_code == 403


def test_the_list_goes_on_page_by_page_and_can_be_searched(hub: Hub, client: Client) -> None:
    editor = client("editor")
    for number in range(3):
        editor.post(
            "/api/suppressions", json={"identifier": f"user_id:u{number}", "reason": "other", "note": "by hand"}
        )
        with hub.control.session() as session:
            suppress(session, "email", f"p{number}@example.com", "bounced", hub.clock.now())
    seen, after = [], None
    while True:
        page = editor.get("/api/suppressions", params={"limit": 2} | ({"after": after} if after else {})).json()
        seen += [each["identifier"] for each in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen == [f"user_id:u{n}" for n in range(3)] + [f"email:p{n}@example.com" for n in range(3)]
    found = editor.get("/api/suppressions?search=p1@").json()["items"]
    assert [each["identifier"] for each in found] == ["email:p1@example.com"]


def test_an_export_leaves_out_everybody_who_may_not_be_in_it_each_with_a_reason(
    hub: Hub, client: Client, known: None
) -> None:
    editor = client("editor")
    audience = editor.post("/api/audiences", json=EVERYONE).json()["id"]
    hub.runner.run_until_idle(hub.clock.now())
    path = f"/api/audiences/{audience}/export"
    editor.post("/api/suppressions", json={"identifier": f"email:{TARO}", "reason": "asked"})
    check = client("viewer").get(f"{path}/check").json()
    assert check["allowed"] == 1
    assert {each["reason"]: each["people"] for each in check["left_out"]} == {
        "no_consent": 1, "suppressed": 1, "no_address": 1,
    }  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(editor.get(path).text)))
    assert [(row["address"], row["name"]) for row in rows] == [(HANAKO, "'=Hanako")]
    left = list(csv.DictReader(io.StringIO(editor.get(f"{path}?left_out=true").text)))
    assert {row["reason"]: row["reason_text"] for row in left} == {
        each: reason_text(each, "en") for each in ("no_consent", "suppressed", "no_address")
    }
    assert len(rows) + len(left) == 4
    assert editor.get(f"{path}?purpose=secret").status_code == 404
    assert editor.get(f"{path}?channel=sms").status_code == 422
    assert client("viewer").get(path).status_code == 403
    with hub.control.reading() as session:
        assert [each.action for each in list_entries(session, after=None, limit=5)].count("audience.exported") == 2


def test_the_commands_stop_list_and_lift(empty_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli_app, ["suppress", *words, "--home", str(home)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert "gets nothing more" in run("add", HANAKO, "--reason", "legal", "--note", "letter of 3 May")
    assert json.loads(run("list", "--json"))["items"][0]["note"] == "letter of 3 May"
    assert "legal" in run("list")
    assert "解除" in run("lift", f"email:{HANAKO}", "--why", "settled", "--language", "ja")
    assert json.loads(run("list", "--json"))["items"] == []
