"""`auftakt retention show | set | drop | run`."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="How long events are kept. · イベントの保存期間", no_args_is_help=True, rich_markup_mode=None)
Event = Annotated[str, typer.Argument(metavar="EVENT", help="The event's name. · イベント名")]
Days = Annotated[int, typer.Argument(min=1, help="Days after it happened. · 発生からの日数")]
Dry = Annotated[bool, typer.Option("--count", help="Only how many would go. · 件数だけ")]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask; it can't be undone. · 確認しない(元に戻せません)")]
PATH = "/api/retention"


@app.command("show")
def show(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """The rules, and what each would take out now. · 規則と、いま消える件数"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, lambda said, one: _draw(said, one["rules"]))


@app.command("set")
def set_rule(
    event: Event, days: Days, count: Dry = False, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Keep events of a name for so many days. · 保存期間を設定"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            if count:
                found = hub.post(f"{PATH}/count", {"rules": [{"name": event, "days": days}]})
            else:
                rules = _rules(hub.get(PATH)) | {event: days}
                found = hub.put(PATH, _edit(rules))["rules"]
        out.show(found, _draw)


@app.command("drop")
def drop(event: Event, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Keep events of a name for ever again. · 保存期間をなくす"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            rules = {name: days for name, days in _rules(hub.get(PATH)).items() if name != event}
            found = hub.put(PATH, _edit(rules))["rules"]
        out.show(found, _draw)


@app.command("run")
def run(yes: Yes = False, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Take out now what the rules say; can't be undone. · いま実行(元に戻せません)"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            events = sum(each["events"] for each in hub.get(PATH)["rules"])
            if not yes and not typer.confirm(_question(events).pick(out.language)):
                raise InvalidInput(
                    Text("Nothing was taken out.", "何も削除していません。"),
                    next_action=Text("Run it again with --yes.", "--yes を付けて実行してください。"),
                )
            done = hub.finish(hub.post(f"{PATH}/run")["task_id"])
        out.show(done, _draw_run)


def _rules(found: Any) -> dict[str, int]:
    return {each["name"]: each["days"] for each in found["rules"]}


def _edit(rules: dict[str, int]) -> dict[str, Any]:
    return {"rules": [{"name": name, "days": days} for name, days in rules.items()]}


def _question(events: int) -> Text:
    return Text(f"Take {events:,} events out for good?", f"{events:,}件のイベントを完全に削除します。よろしいですか?")


def _draw(out: Screen, rules: Any) -> None:
    titles = [
        Text("event", "イベント"),
        Text("days", "日数"),
        Text("would go now", "いま消える件数"),
        Text("oldest", "最古"),
    ]
    rows = [[each["name"], each["days"], each["events"], minute(each["oldest"])] for each in rules]
    out.table(titles, rows)


def _draw_run(out: Screen, done: Any) -> None:
    events = sum(done["events"].values())
    out.say(
        Text(
            f"{events:,} events are gone; {done['log_lines']:,} lines of the log are empty.",
            f"{events:,}件のイベントを削除し、ログの{done['log_lines']:,}行を空にしました。",
        )
    )
