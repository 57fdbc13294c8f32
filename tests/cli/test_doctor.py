import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest

from auftakt.cli.checks import Finding, check_clock, check_disk, check_mail, check_ports
from auftakt.hub import close_hub, open_hub
from auftakt.kit.settings import Settings, SmtpSettings

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def states(said):
    return {each["check"]: each["state"] for each in said.json["checks"]}


def test_a_fresh_hub_is_well_but_has_no_mail_server(auftakt, home):
    said = auftakt("doctor", "--json")
    assert said.code == 0
    found = states(said)
    assert {found[check] for check in ("python", "duckdb", "sqlite", "clock", "settings", "disk write", "data")} == {
        "ok"
    }
    assert found["mail"] == "care"
    assert all(each["next_action"] for each in said.json["checks"] if each["state"] != "ok")
    assert "smtp.host" in said.json["settings"]
    told = auftakt("doctor", "--language", "ja")
    assert (told.code, "正常" in told.out, "注意" in told.out) == (0, True, True)


def test_a_hub_with_data_is_looked_into(auftakt, home):
    close_hub(open_hub(home, environ={}))
    found = states(auftakt("doctor", "--json"))
    assert (found["data"], found["batch"], found["audit"]) == ("ok", "ok", "ok")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('nmae = "x"', "nmae"),
        ("port = true", "port"),
        ("port = 70000", "port"),
        ('timezone = "Mars/Olympus"', "timezone"),
        ('language = "fr"', "language"),
        ('[smtp]\ntls = "maybe"', "smtp.tls"),
        ("[pressure]\nquiet_from = 25", "pressure.quiet_from"),
        ("port =", "auftakt.toml"),
    ],
)
def test_a_wrong_setting_is_bad_and_named(auftakt, home, line, named):
    (home / "auftakt.toml").write_text(line)
    said = auftakt("doctor", "--json")
    wrong = [each for each in said.json["checks"] if each["check"] == "settings"]
    assert said.code == 1
    assert [each["state"] for each in wrong] == ["bad"]
    assert named in wrong[0]["saw"]
    assert wrong[0]["next_action"]


def test_no_hub_at_all_is_no_failure(auftakt, tmp_path):
    said = auftakt("doctor", "--home", str(tmp_path / "nowhere"), "--json")
    assert (said.code, states(said)["hub"]) == (0, "care")
    assert not (tmp_path / "nowhere").exists()


def test_a_directory_that_can_not_be_written_is_bad(tmp_path):
    missing = tmp_path / "gone"
    missing.mkdir()
    found = check_disk(missing)
    assert next(found).check == "disk space"
    missing.rmdir()
    assert [(each.check, each.state) for each in found] == [("disk write", "bad")]


def test_a_port_that_is_taken_wants_care(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = {each.check: each.state for each in check_ports(tmp_path, Settings(port=port, mailbox_port=0))}
    assert found == {"port": "care", "mailbox port": "ok"}


@pytest.mark.parametrize(
    ("now", "state"), [(NOW, "ok"), (NOW - timedelta(days=400), "bad"), (NOW - timedelta(minutes=5), "bad")]
)
def test_a_clock_that_runs_behind_is_bad(tmp_path, now, state):
    import os

    (tmp_path / "log").mkdir()
    segment = tmp_path / "log" / "0000000000000000.ndjson"
    segment.touch()
    os.utime(segment, (NOW.timestamp(), NOW.timestamp()))
    assert check_clock(tmp_path, now).state == state


def test_a_mail_server_is_greeted():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            line, _ = server.accept()
            with line:
                line.sendall(b"220 mail.example.com\r\n")
                line.recv(1024)
                line.sendall(b"250 mail.example.com at your service\r\n")
                line.recv(1024)
                line.sendall(b"221 bye\r\n")

        answering = threading.Thread(target=answer)
        answering.start()
        found = check_mail(SmtpSettings(host="127.0.0.1", port=server.getsockname()[1], tls="none"))
        answering.join(5)
    assert (found.state, found.saw.en.endswith("250 mail.example.com at your service")) == ("ok", True)


def test_a_mail_server_that_is_not_there_is_bad():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    found = check_mail(SmtpSettings(host="127.0.0.1", port=port, tls="none"))
    assert isinstance(found, Finding)
    assert (found.state, "smtp.port" in found.next_action.en) == ("bad", True)
