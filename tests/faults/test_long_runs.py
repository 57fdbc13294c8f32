"""The benches that break things on purpose, run shortly: what they promise must hold in every build."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def run(name: str, seconds: int, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(BENCH / f"{name}.py"), "--seconds", str(seconds)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=380,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on file sizes of another process is Linux's")
def test_malformed_traffic_and_a_full_disk_lose_nothing_and_health_says_so(tmp_path: Path) -> None:
    said = run("soak", 45, tmp_path)
    assert "wrong answers {}" in said


@pytest.mark.skipif(sys.platform != "linux" or sys.version_info >= (3, 14), reason="atheris has no wheel here")
def test_guided_requests_find_no_hole(tmp_path: Path) -> None:
    assert "all accounted for" in run("fuzz_ingest", 20, tmp_path)
