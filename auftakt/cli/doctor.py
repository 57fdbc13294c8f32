"""`auftakt doctor`: looks at everything the hub needs, and says what to do about each thing that is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from auftakt.cli.checks import (
    Finding,
    check_clock,
    check_data,
    check_disk,
    check_mail,
    check_ports,
    check_settings,
    check_versions,
)
from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.clock import SystemClock
from auftakt.kit.errors import AuftaktError
from auftakt.kit.settings import describe_settings
from auftakt.kit.text import Language, Text, pick

_STYLES = {"ok": "green", "care": "yellow", "bad": "red"}
_WORDS = {"ok": Text("ok", "正常"), "care": Text("care", "注意"), "bad": Text("bad", "異常")}


def doctor(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Check disk, ports, mail server, clock, versions, settings, data; exit code 1 if bad. · 環境とデータの点検"""
    with screen(as_json, language) as out:
        found = list(_all_checks(home, out.language))
        worst = "bad" if any(each.state == "bad" for each in found) else "ok"
        document = {
            "state": worst,
            "checks": [
                {
                    "check": each.check,
                    "state": each.state,
                    "saw": pick(each.saw, out.language),
                    "next_action": pick(each.next_action, out.language),
                }
                for each in found
            ],
            "settings": [setting.key for setting in describe_settings()],
        }
        out.show(document, _draw)
        if worst == "bad":
            raise typer.Exit(1)


def _all_checks(home: Path, language: Language) -> Iterator[Finding]:
    yield from check_versions()
    yield check_clock(home, SystemClock().now())
    found, settings = check_settings(home)
    yield from found
    if not home.is_dir():
        saw = Text(f"There is no hub in {home}.", f"{home} にハブはありません。")
        yield Finding("hub", "care", saw, Text("Make one with `auftakt init`.", "`auftakt init` で作成してください。"))
        return
    yield from check_disk(home)
    if settings is None:
        return
    yield from check_ports(home, settings)
    yield check_mail(settings.smtp)
    yield from _data(home, language)


def _data(home: Path, language: Language) -> Iterator[Finding]:
    if not (home / "control.db").exists():
        saw = Text("The hub was never started.", "ハブはまだ起動されていません。")
        yield Finding("data", "ok", saw)
        return
    try:
        with connect(home, language) as hub:
            yield from check_data(hub)
    except AuftaktError as error:
        message, action = pick(error.message, language), pick(error.next_action, language)
        yield Finding("data", "bad", Text(message, message), Text(action, action))


def _draw(out: Screen, document: dict[str, Any]) -> None:
    for each in document["checks"]:
        word = _WORDS[each["state"]].pick(out.language)
        out.say(f"{word:<5} {each['check']:<13} {each['saw']}", style=_STYLES[each["state"]])
        if each["next_action"]:
            out.say(f"      → {each['next_action']}")
    settings = next((each for each in document["checks"] if each["check"] == "settings"), None)
    if settings and settings["state"] == "bad":
        out.say(Text("Settings there are: ", "設定の一覧: ").pick(out.language) + ", ".join(document["settings"]))
