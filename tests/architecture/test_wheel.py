"""What users install carries the app, the SQL files, the mappings and the migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_wheel_carries_everything_that_is_no_python(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    beside = {
        str(path.relative_to(REPO))
        for pattern in ("*/sql/*.sql", "*/tables.sql", "*/kpis/*.toml", "*/mappings/*.toml", "py.typed")
        for path in (REPO / "auftakt").glob(pattern)
    }
    assert {"auftakt/web/ui/index.html", "auftakt/store/migrations/env.py"} | beside <= names
    assert any(name.startswith("auftakt/web/ui/assets/") for name in names)
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]
