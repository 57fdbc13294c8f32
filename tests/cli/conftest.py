"""Runs commands as a shell would: whole, in an empty directory, and reads what they print."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from auftakt.cli import app


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of stdout as one document: anything else on it would not parse."""
        return json.loads(self.out)


@pytest.fixture
def home(tmp_path: Path, empty_home: Path) -> Path:
    """A hub as `auftakt init` and a first command make it."""
    home = Path(shutil.copytree(empty_home, tmp_path / "hub"))
    (home / "auftakt.toml").write_text('name = "Sample hub"\n')
    return home


@pytest.fixture
def auftakt(home: Path) -> Callable[..., Said]:
    """`auftakt("status", "--json")`"""
    return commands(home)


def commands(home: Path) -> Callable[..., Said]:
    """Runs commands on the hub in `home`, in an environment that says nothing about language."""
    environment = {"AUFTAKT_HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": None, "LC_MESSAGES": None}

    def run(*words: str, **more: str) -> Said:
        result = CliRunner().invoke(app, list(words), env=environment | more)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return run
