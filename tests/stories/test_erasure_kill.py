"""Killed in the middle of an erasure, at any stage, the hub finishes it when it is opened again."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from auftakt.hub import close_hub, open_hub
from auftakt.people import eraser_of, list_erasures

EMAIL = "ada@example.com"
CHILD = """
import os, sys
from pathlib import Path
from auftakt.hub import open_hub
from auftakt.jobs import Progress
from auftakt.people import eraser_of
from auftakt.people.erasure import saved

hub = open_hub(Path(sys.argv[1]), environ={})
line = (
    b'{"r":"2026-11-21T00:00:00.000000Z","s":"x","k":"e","i":"%d","t":"identify","n":"Identified",'
    b'"at":"2026-11-21T00:00:00.000000Z","ids":[["user_id","u%d"],["email","%s"]],"tr":{"email":"%s"}}'
)
names = [b"ada@example.com", b"eve@example.com"]
hub.log.append_now([line % (n, n % 2, names[n % 2], names[n % 2]) for n in range(20)])
hub.runner.run_until_idle(hub.clock.now())
eraser_of(hub).ask("user_id:u0", "drop", "usr_1")
advance = saved.advance

def dying(session, erasure_id, stage, counts=None, log_offset=0):
    if stage == sys.argv[2]:
        os.kill(os.getpid(), 9)
    advance(session, erasure_id, stage, counts, log_offset)

saved.advance = dying
if sys.argv[2] in ("forget_subject", "finish"):
    setattr(saved, sys.argv[2], lambda *facts: os.kill(os.getpid(), 9))
eraser_of(hub).work(Progress())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment", ["log", "plane", "control", "files", "rewrite", "check", "close", "forget_subject", "finish"]
)
def test_a_killed_erasure_is_finished_when_the_hub_is_opened(empty_home: Path, tmp_path: Path, moment: str) -> None:
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))
    died = subprocess.run([sys.executable, "-c", CHILD, str(home), moment], check=False, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr.decode()
    hub = open_hub(home, environ={})
    try:
        eraser = eraser_of(hub)
        eraser.start()
        eraser.drain(60)
        with hub.control.reading() as session:
            (erasure,) = list_erasures(session)
        assert (erasure.state, erasure.error) == ("done", None)
    finally:
        close_hub(hub)
    data = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert [path.name for path, held in data.items() if EMAIL.encode() in held.lower()] == []
    assert any(b"eve@example.com" in held for held in data.values())
