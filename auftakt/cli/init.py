"""`auftakt init`: a directory with a settings file in which every setting stands with what it means."""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import Conflict
from auftakt.kit.settings import SettingDescription, Settings, describe_settings
from auftakt.kit.text import Text

Name = Annotated[str, typer.Option(help="The hub's name. · ハブの名前")]


def init(name: Name = "", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Make the directory of a hub, with a commented auftakt.toml. · ハブのディレクトリを作成"""
    with screen(as_json, language) as out:
        path = home / "auftakt.toml"
        home.mkdir(parents=True, exist_ok=True)
        chosen = {"language": out.language} | ({"name": name} if name else {})
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(settings_file(chosen))
        except FileExistsError:
            raise Conflict(
                Text(f"There is already a hub in {home}.", f"{home} にはすでにハブがあります。"),
                next_action=Text("Start it with `auftakt up`.", "`auftakt up` で起動してください。"),
            ) from None
        out.show({"home": str(home), "settings": str(path)}, _draw)


def settings_file(chosen: dict[str, str]) -> str:
    """The text of `auftakt.toml`: every setting commented out at its default, except what is chosen."""
    return "\n".join(_lines(chosen)) + "\n"


def _lines(chosen: dict[str, str]) -> Iterator[str]:
    yield "# Settings of this hub. A line without # counts; the environment variable named beside it wins."
    yield "# このハブの設定です。# のない行が有効です。併記の環境変数が優先されます。"
    for section, settings in groupby(describe_settings(), key=lambda each: each.key.rpartition(".")[0]):
        if section:
            yield f"\n[{section}]"
        for setting in settings:
            yield from _setting(setting, chosen)


def _setting(setting: SettingDescription, chosen: dict[str, str]) -> Iterator[str]:
    key = setting.key.rpartition(".")[2]
    yield f"\n# {setting.about.en} · {setting.about.ja} ({setting.variable})"
    if setting.key in chosen:
        yield f"{key} = {_toml(chosen[setting.key])}"
    else:
        yield f"# {key} = {_toml(_default(setting.key))}"


def _default(key: str) -> Any:
    value: Any = Settings()
    for part in key.split("."):
        value = getattr(value, part)
    return value


def _toml(value: Any) -> str:
    # What JSON writes for text, numbers and truth is TOML, too.
    return json.dumps(value, ensure_ascii=False)


def _draw(out: Screen, made: dict[str, str]) -> None:
    out.say(Text(f"Made {Path(made['settings'])}.", f"{Path(made['settings'])} を作成しました。"))
    out.say(Text("→ Start the hub with `auftakt up`.", "→ `auftakt up` でハブを起動してください。"))
