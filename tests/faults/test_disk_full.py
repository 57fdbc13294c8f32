"""A disk that is full: what was committed stays, errors say so, and writing goes on once there is room again.

The limit on file sizes (RLIMIT_FSIZE) plays the full disk: a write beyond it fails as it would there.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLANE = """
import resource, sys
from pathlib import Path
from auftakt.store.plane import Plane
path = Path(sys.argv[1])
plane = Plane.open(path, ["create table if not exists t (n bigint, text varchar)"])
fill = "insert into t select i, md5(i::varchar) || md5((i + 1)::varchar) from range({}, {}) r(i)"
def put(first, end):
    with plane.writer() as con:
        con.execute(fill.format(first, end))
def count(where):
    with plane.reader() as con:
        return con.execute("select count(*) from t where " + where).fetchone()[0]
put(0, 400_000)
plane.fold(0)
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
failed = kept = 0
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 4096, hard))
for n in range(400_000, 500_000, 50_000):
    try:
        put(n, n + 50_000)
        kept += 1
        plane.fold(0)
    except Exception as error:
        failed += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
put(1_000_000, 1_001_000)
print(failed, kept, count("n < 400000"), count("n between 400000 and 999999"), count("n >= 1000000"))
plane.close()
"""

LOG = """
import resource, sys
from pathlib import Path
from auftakt.store.log import Log, LogUnavailable
log = Log.open(Path(sys.argv[1]))
line = b'{"r":"2026-11-22T00:00:00Z","k":"e","x":"' + b"a" * 1000 + b'"}'
kept = failed = 0
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_500, hard))
for _ in range(40):
    try:
        log.append_now([line]); kept += 1
    except LogUnavailable:
        failed += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
log.append_now([line]); kept += 1
log.close()
again = Log.open(Path(sys.argv[1]))
print(kept, failed, again.end)
again.close()
"""


def run(program: str, path: Path) -> list[int]:
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr
    return [int(each) for each in done.stdout.split()]


@pytest.mark.slow
def test_the_data_plane_keeps_what_was_committed_and_heals(tmp_path: Path) -> None:
    failed, kept, before, between, after = run(PLANE, tmp_path / "plane.duckdb")
    assert failed > 0
    assert (before, after) == (400_000, 1000)
    assert between >= kept * 50_000  # what was committed is there
    assert between % 50_000 == 0  # and a commit is whole or not there


@pytest.mark.slow
def test_the_log_refuses_what_it_can_not_keep_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    kept, failed, end = run(LOG, tmp_path / "log")
    assert failed > 0
    assert end == kept
