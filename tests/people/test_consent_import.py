"""Consents that were given elsewhere come in with their proof, and the record that the law asks for goes out."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from auftakt.cli import app as cli_app
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.kit.errors import InvalidInput
from auftakt.people import consent_line, import_consents
from auftakt.sources import explain_reason

Client = Callable[[str], TestClient]
HANAKO = "hanako@example.com"
GOOD = """\
メールアドレス,目的,チャネル,状態,日時,フォーム,文面の版,証拠,接続元
Hanako@Example.com,marketing,email,同意,2024/05/03 10:00,店頭の申込書,1,scan-0001.pdf,
taro@example.com,,,はい,2024-06-01T00:00:00+09:00,Web form,,https://files.example.com/2,203.0.113.9
phone:090-1234-5678,marketing,sms,no,2024-07-01,,,,
"""
BAD_ROWS = {
    "no_identifier": "not-an-address,marketing,email,yes,2024-01-01,Form,,,",
    "unknown_purpose": "a@example.com,secret,email,yes,2024-01-01,Form,,,",
    "unknown_channel": "a@example.com,marketing,pigeon,yes,2024-01-01,Form,,,",
    "unreadable_consent": "a@example.com,marketing,email,maybe,2024-01-01,Form,,,",
    "unreadable_time": "a@example.com,marketing,email,yes,last summer,Form,,,",
    "time_in_future": "a@example.com,marketing,email,yes,2030-01-01,Form,,,",
    "unknown_text_version": "a@example.com,marketing,email,yes,2024-01-01,Form,9,,",
    "no_proof": "a@example.com,marketing,email,yes,2024-01-01,,,,",
    "cell_too_long": f"a@example.com,marketing,email,yes,2024-01-01,{'x' * 501},,,",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "consents.csv"
    path.write_text(GOOD + "\n".join(BAD_ROWS.values()) + "\n\n", encoding="cp932")
    return path


def standing(hub: Hub) -> dict[str, bool]:
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        rows = con.execute(
            "select value || ' ' || channel, granted from consents join identifiers using (person_id)"
        ).fetchall()
    return dict(rows)


def test_good_rows_come_in_with_their_proof_and_bad_ones_are_kept_apart(hub: Hub, client: Client, file: Path) -> None:
    done = import_consents(hub, file, file.name)
    assert (done.granted, done.denied, done.failed, done.known) == (2, 1, len(BAD_ROWS), False)
    assert [each.reason for each in done.problems] == list(BAD_ROWS)
    assert all(explain_reason(reason).text.ja != reason for reason in BAD_ROWS)
    assert standing(hub) == {
        f"{HANAKO} email": True, "taro@example.com email": True, "+819012345678 sms": False,
    }  # fmt: skip
    history = client("editor").get(f"/api/people/email:{HANAKO}/consents").json()
    assert history[0]["at"] == "2024-05-03T01:00:00Z"
    assert "店頭の申込書" in history[0]["sentence"]
    assert "Proof: scan-0001.pdf." in history[0]["sentence"]
    listed = client("editor").get("/api/imports").json()
    assert (listed[0]["file"], listed[0]["stored"], listed[0]["failed"]) == ("consents.csv", 3, len(BAD_ROWS))
    errors = client("editor").get(f"/api/imports/{done.import_id}/errors").json()["items"]
    assert [each["reason"] for each in errors] == list(BAD_ROWS)


def test_the_same_file_twice_and_the_same_rows_in_another_file_are_once(hub: Hub, file: Path, tmp_path: Path) -> None:
    import_consents(hub, file, file.name)
    assert import_consents(hub, file, file.name).known
    other = tmp_path / "other.csv"
    other.write_text(GOOD, encoding="utf-8-sig")
    assert not import_consents(hub, other, "other.csv").known
    standing(hub)
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from consent_facts").fetchone() == (3,)


def test_an_older_yes_never_stands_above_a_later_no(hub: Hub, file: Path) -> None:
    at = hub.clock.now() - timedelta(days=3)
    refused = consent_line("Consent Updated", HANAKO, "email", "marketing", {}, message_id="no", at=at, granted=False)
    hub.log.append_now([refused])
    assert standing(hub)[f"{HANAKO} email"] is False
    import_consents(hub, file, file.name)
    assert standing(hub)[f"{HANAKO} email"] is False


def test_a_file_is_checked_before_anything_happens(hub: Hub, file: Path, tmp_path: Path) -> None:
    checked = import_consents(hub, file, file.name, check_only=True)
    assert (checked.checked_only, checked.granted, checked.failed) == (True, 2, len(BAD_ROWS))
    for name, content in {
        "no_time": b"email,state\na@example.com,yes\n", "empty": b"", "binary": b"\xff\xfe\x00\x81\x80",
        "all_bad": b"email,state,time\nnobody,yes,2024-01-01\n",
    }.items():  # fmt: skip
        wrong = tmp_path / f"{name}.csv"
        wrong.write_bytes(content)
        with pytest.raises(InvalidInput):
            import_consents(hub, wrong, wrong.name)
    assert hub.log.end == 0
    assert standing(hub) == {}


def test_the_record_says_who_agreed_when_how_and_until_when_it_is_kept(
    hub: Hub, client: Client, file: Path, clock: FixedClock
) -> None:
    import_consents(hub, file, file.name)
    mailed = hub.clock.now() - timedelta(days=40)
    line = {
        "r": iso(mailed), "s": "auftakt", "k": "e", "i": "m1", "t": "track", "n": "Email Sent", "at": iso(mailed),
        "ids": [["email", HANAKO]], "p": {"channel": "email"},
    }  # fmt: skip
    hub.log.append_now([json.dumps(line).encode()])
    standing(hub)
    editor = client("editor")

    def rows(path: str = "/api/consent/record") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(editor.get(path).text)))

    found = {row["address"]: row for row in rows()}
    kept = found[HANAKO]
    assert (kept["method"], kept["form"], kept["proof"], kept["text_version"]) == (
        "import", "店頭の申込書", "scan-0001.pdf", "1",
    )  # fmt: skip
    assert "お知らせ" in kept["words"]
    assert kept["last_mail_at"][:10] == mailed.date().isoformat()
    assert (found["taro@example.com"]["keep_until"], kept["keep_until"]) == ("", "")
    refused = consent_line(
        "Consent Updated", HANAKO, "email", "marketing", {}, message_id="no", at=hub.clock.now(), granted=False
    )
    hub.log.append_now([refused])
    standing(hub)
    assert {row["keep_until"][:10] for row in rows() if row["address"] == HANAKO} == {"2026-12-23"}
    clock.advance(timedelta(days=32))
    editor = client("editor")
    assert [row for row in rows() if row["address"] == HANAKO] == []
    assert len([row for row in rows("/api/consent/record?everything=true") if row["address"] == HANAKO]) == 2
    assert client("viewer").get("/api/consent/record").status_code == 403


def test_the_commands_check_import_and_write_the_record(empty_home: Path, tmp_path: Path, file: Path) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))

    def run(*words: str) -> str:
        result = CliRunner().invoke(cli_app, ["consent", *words, "--home", str(home)])
        assert result.exit_code == 0, result.output
        return result.stdout

    assert json.loads(run("import", str(file), "--check", "--json"))["checked_only"] is True
    assert "同意 2件、拒否 1件を取り込みました。" in run("import", str(file), "--language", "ja")
    assert json.loads(run("import", str(file), "--json"))["known"] is True
    assert "scan-0001.pdf" in run("record")
