"""The catalogue of purposes: words are versions, nothing is deleted, and what a person decided reads as sentences."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from starlette.testclient import TestClient
from typer.testing import CliRunner

from auftakt.cli import app as cli_app
from auftakt.jobs import Hub
from auftakt.people import consent_line

Client = Callable[[str], TestClient]

NEWS = {
    "key": "marketing",
    "name": {"en": "Wine letter", "ja": "ワイン便り"},
    "text": {"en": "Write to me about wine.", "ja": "ワインの案内を受け取ります。"},
    "channels": ["sms", "email"],
}
EVENTS = NEWS | {"key": "events", "name": {"en": "Tastings", "ja": "試飲会"}}


def test_a_new_hub_asks_for_marketing_by_email_and_nothing_else(client: Client) -> None:
    found = client("viewer").get("/api/consent/catalogue").json()
    assert [(each["key"], each["channels"], each["basis"]) for each in found["purposes"]] == [
        ("marketing", ["email"], "consent")
    ]
    assert found["purposes"][0]["versions"][0]["version"] == 1


def test_other_words_are_another_version_and_the_old_ones_stay(client: Client) -> None:
    admin = client("admin")
    first = admin.get("/api/consent/catalogue").json()["purposes"][0]
    for _ in range(2):  # the same words again are no new version
        saved = admin.put("/api/consent/catalogue", json={"purposes": [NEWS, EVENTS]})
        assert saved.status_code == 200, saved.text
    versions = saved.json()["purposes"][0]["versions"]
    assert [each["version"] for each in versions] == [1, 2]
    assert versions[0]["text"] == first["text"]
    assert versions[0]["hash"] == first["versions"][0]["hash"] != versions[1]["hash"]
    assert saved.json()["purposes"][0]["channels"] == ["email", "sms"]
    # The words of one purpose never pass for the words of another.
    assert saved.json()["purposes"][1]["versions"][0]["hash"] != versions[1]["hash"]


def test_what_is_left_out_is_switched_off_and_not_deleted(client: Client) -> None:
    admin = client("admin")
    admin.put("/api/consent/catalogue", json={"purposes": [NEWS, EVENTS]})
    left = admin.put("/api/consent/catalogue", json={"purposes": [NEWS]}).json()["purposes"]
    assert {each["key"]: each["active"] for each in left} == {"marketing": True, "events": False}


def test_a_catalogue_that_is_not_whole_changes_nothing(client: Client) -> None:
    admin = client("admin")
    before = admin.get("/api/consent/catalogue").json()
    for wrong in (
        [EVENTS],  # campaigns could no longer be refused
        [NEWS, NEWS],
        [NEWS, EVENTS | {"channels": []}],
        [NEWS, EVENTS | {"channels": ["pigeon"]}],
        [NEWS, EVENTS | {"key": "Bad key"}],
        [NEWS, EVENTS | {"text": {"en": "Only English", "ja": " "}}],
    ):
        answer = admin.put("/api/consent/catalogue", json={"purposes": wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["next_action"]
    assert admin.get("/api/consent/catalogue").json() == before
    assert client("editor").put("/api/consent/catalogue", json={"purposes": [NEWS]}).status_code == 403


def test_the_file_in_git_is_what_the_command_prints(empty_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))
    command = ["consent", "catalogue", "--home", str(home)]
    document = json.loads(CliRunner().invoke(cli_app, [*command, "--json"]).stdout)
    document["purposes"][0]["text"]["en"] = "Other words."
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(document))
    applied = CliRunner().invoke(cli_app, [*command, "--apply", str(file), "--json"])
    assert [each["version"] for each in json.loads(applied.stdout)["purposes"][0]["versions"]] == [1, 2]
    assert "お知らせ" in CliRunner().invoke(cli_app, [*command, "--language", "ja"]).stdout
    file.write_text("{}")
    assert CliRunner().invoke(cli_app, [*command, "--apply", str(file)]).exit_code != 0


def test_a_persons_decisions_read_as_sentences_in_the_readers_language(hub: Hub, client: Client) -> None:
    now = hub.clock.now()
    proof = {"form": "Till form", "text_version": 3, "ip": "203.0.113.9"}
    address = "hanako@example.com"

    def line(number: int, granted: bool | None, evidence: dict[str, object]) -> bytes:
        name = "Consent Requested" if granted is None else "Consent Updated"
        place = ("email", "marketing")
        return consent_line(name, address, *place, evidence, message_id=f"m{number}", at=now, granted=granted)

    hub.log.append_now([line(1, None, proof), line(2, True, proof), line(3, False, {})])
    hub.runner.run_until_idle(now)
    viewer = client("editor")
    found = viewer.get(f"/api/people/email:{address}/consents").json()
    assert [each["granted"] for each in found] == [False, True, None]
    assert found[1]["sentence"] == (
        "Said yes to “News and offers” by email. On “Till form”, words of version 3. From 203.0.113.9."
    )
    assert (found[1]["identifier"], found[1]["evidence"]["event"]) == (f"email:{address}", "m2")
    japanese = viewer.get(f"/api/people/email:{address}/consents", headers={"Accept-Language": "ja"}).json()
    assert japanese[0]["sentence"] == "メールの「お知らせとご案内」を断りました。"
    assert "未確認" in japanese[2]["sentence"]
    assert viewer.get("/api/people/email:nobody@example.com/consents").status_code == 404
