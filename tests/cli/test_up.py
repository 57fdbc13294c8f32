"""The server as a process: how it says where it is, how the commands find it, how it ends."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

COMMAND = [sys.executable, "-c", "from auftakt.cli import main; main()"]


@contextmanager
def running(home, *words) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [*COMMAND, "up", "--port", "0", "--json", "--home", str(home), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            yield server, read_document(server)
        finally:
            if server.poll() is None:
                server.kill()


def read_document(server):
    text = ""
    assert server.stdout is not None
    for line in server.stdout:
        text += line
        if line == "}\n":
            return json.loads(text)
    raise AssertionError(f"the server ended with {server.wait()} after {text!r}")


def test_commands_find_the_server_and_it_ends_in_order(auftakt, home):
    with running(home) as (server, said):
        assert said["pid"] == server.pid
        assert httpx.get(said["url"] + "/health", trust_env=False).json()["status"] == "ok"
        kept = json.loads((home / "server.json").read_text())
        assert (kept["url"], kept["pid"]) == (said["url"], server.pid)
        assert (home / "server.json").stat().st_mode & 0o777 == 0o600
        # Only over HTTP: this process could not open the hub while the server holds it.
        assert auftakt("status", "--json").json["counters"]["balanced"]
        second = auftakt("up", "--port", "0", "--json")
        assert (second.code, second.json["code"]) == (1, "hub_busy")
        doctor = auftakt("doctor", "--json").json
        assert [each["saw"] for each in doctor["checks"] if each["check"] == "port"] == [
            f"This hub runs at {said['url']}."
        ]
        token = said["setup_link"].partition("token=")[2]
        body = {"token": token, "name": "Sample Ada", "email": "ada@example.com", "password": "four plain words here"}
        made = httpx.post(said["url"] + "/api/setup", json=body, headers={"X-Auftakt": "1"}, trust_env=False)
        assert made.json()["user"]["role"] == "admin"
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0
    assert not (home / "server.json").exists()
    assert auftakt("audit", "verify", "--json").json["entries"] == 1


@pytest.mark.slow
def test_a_server_that_was_killed_leaves_nothing_in_the_way(auftakt, home):
    with running(home) as (server, said):
        os.kill(server.pid, signal.SIGKILL)
        server.wait(20)
    assert (home / "server.json").exists()
    assert auftakt("status", "--json").code == 0
    with running(home) as (server, again):
        assert again["setup_link"] not in (None, said["setup_link"])
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0
    assert not (home / "server.json").exists()


def test_a_taken_port_is_told_before_anything_runs(auftakt, home):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = auftakt("up", "--port", str(taken.getsockname()[1]), "--json")
    assert (said.code, said.json["code"]) == (1, "conflict")
    assert "--port" in said.json["next_action"]
    assert not (home / "server.json").exists()
