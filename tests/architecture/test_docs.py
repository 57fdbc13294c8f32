"""What users can touch is documented in both languages; the API client is the one of this server."""

import json
import tomllib
from pathlib import Path

import pytest

from auftakt.cli import app as cli_app
from auftakt.kit.settings import describe_settings
from auftakt.web.openapi import openapi_text

REPO = Path(__file__).parents[2]


def documents(language: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((REPO / "docs" / language).rglob("*.md")))


def commands() -> list[str]:
    import typer.main

    found = []
    for name, command in typer.main.get_command(cli_app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"auftakt {name} {each}" for each in inner] if inner else [f"auftakt {name}"]
    return found


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_command_is_documented(language: str) -> None:
    text = documents(language)
    assert [command for command in commands() if command not in text] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_setting_is_documented(language: str) -> None:
    text = documents(language)
    assert [each.key for each in describe_settings() if f"`{each.key}`" not in text] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_hook_is_documented(language: str) -> None:
    groups = tomllib.loads((REPO / "pyproject.toml").read_text())["project"].get("entry-points", {})
    text = documents(language) + (REPO / "docs" / "developer" / "hooks.md").read_text(encoding="utf-8")
    assert groups
    assert [group for group in groups if group not in text] == []


def test_both_languages_have_the_same_pages() -> None:
    names = [{path.name for path in (REPO / "docs" / language).glob("*.md")} for language in ("en", "ja")]
    assert names[0] == names[1]


def test_the_api_description_is_current() -> None:
    written = (REPO / "ui" / "openapi.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(openapi_text()), "run `make api`"
