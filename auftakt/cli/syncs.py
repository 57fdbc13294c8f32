"""`auftakt syncs list | add | run | pause | resume | remove`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient, connect
from auftakt.cli.connectors import Set, settings_of
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text

app = typer.Typer(
    help="Keep other systems up to date about people. · 人のデータを他のシステムへ同期",
    no_args_is_help=True,
    rich_markup_mode=None,
)
PATH = "/api/syncs"
Named = Annotated[str, typer.Argument(metavar="SYNC", help="Its id or name. · ID か名前")]
Kind = Annotated[str, typer.Option("--kind", help="database, files, webhook, … · 同期先の種類")]
Column = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME=trait:X", help="NAME=trait:X or NAME=identifier:X. · 列(複数可)"),
]
Audience = Annotated[str, typer.Option("--audience", help="Its id; default: everybody. · オーディエンスの ID")]
Purpose = Annotated[str, typer.Option("--purpose", help="What people said yes to. · 同意の目的")]
Channel = Annotated[str, typer.Option("--channel", help="The channel of that yes. · 同意のチャネル")]
Key = Annotated[str, typer.Option("--key", help="person_id, or a column of an identifier. · キーの列")]
Schedule = Annotated[str, typer.Option("--schedule", help="15m, 6h, 1d, or 03:30. · 実行間隔か時刻")]
Force = Annotated[bool, typer.Option("--force", help="Also where many would be removed. · 大量の削除も実行")]


@app.command("list")
def list_all(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All syncs, how far they are and what is wrong. · 同期の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, _draw_list)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Whom it sends where. · 同期の名前")],
    kind: Kind = "database",
    setting: Set = None,
    column: Column = None,
    audience: Audience = "",
    purpose: Purpose = "marketing",
    channel: Channel = "email",
    key: Key = "person_id",
    schedule: Schedule = "1h",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Set up a sync; its first run begins when the hub runs. · 同期を追加"""
    with screen(as_json, language) as out:
        body = {
            "name": name, "kind": kind, "config": settings_of(setting), "columns": settings_of(column),
            "audience": audience or None, "purpose": purpose, "channel": channel, "key": key, "schedule": schedule,
        }  # fmt: skip
        with connect(home, out.language) as hub:
            added = hub.post(PATH, body)
        told = Text(
            f"{added['name']} is set up ({added['id']}) and runs on schedule {added['schedule']} while the hub runs.",
            f"{added['name']}({added['id']})を追加しました。ハブの稼働中、{added['schedule']} の設定で実行します。",
        )
        out.show(added, lambda said, _: said.say(told))


@app.command("run")
def run(
    named: Named, force: Force = False, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Run one now, and wait for its end. · 今すぐ実行"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            sync_id = _found(hub, named)
            result = hub.finish(hub.post(f"{PATH}/{sync_id}/run", {"force": force})["task_id"])
        out.show(result, _draw_run)


@app.command("pause")
def pause(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Let it rest; the destination keeps what it has. · 一時停止"""
    _switch(named, False, home, as_json, language)


@app.command("resume")
def resume(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Let it go on: the next run sends what has changed meanwhile. · 再開"""
    _switch(named, True, home, as_json, language)


@app.command("remove")
def remove(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Forget a sync with its secrets; what is over there stays. · 同期を削除"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            sync_id = _found(hub, named)
            hub.delete(f"{PATH}/{sync_id}")
        out.show({"removed": sync_id}, lambda said, _: said.say(Text("Removed.", "削除しました。")))


def _switch(named: str, active: bool, home: Path, as_json: bool, language: str) -> None:
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            changed = hub.patch(f"{PATH}/{_found(hub, named)}", {"active": active})
        text = Text("It goes on.", "再開しました。") if active else Text("It rests.", "一時停止しました。")
        out.show(changed, lambda said, _: said.say(text))


def _found(hub: HubClient, named: str) -> str:
    for known in hub.get(PATH):
        if named in (known["id"], known["name"]):
            return str(known["id"])
    raise NotFound(
        Text(f"There is no sync {named}.", f"同期 {named} はありません。"),
        next_action=Text("Run `auftakt syncs list`.", "`auftakt syncs list` で一覧を見てください。"),
    )


def _draw_list(out: Screen, found: Any) -> None:
    rows = [
        [each["name"], each["kind_title"], each["state"], each["schedule"], each["current_at"] or "–", _wrong(each)]
        for each in found
    ]
    titles = [
        Text("Name", "名前"), Text("Destination", "同期先"), Text("State", "状態"), Text("Schedule", "間隔"),
        Text("Current as of", "この時点の内容"), Text("Error", "エラー"),
    ]  # fmt: skip
    out.table(titles, rows)
    if not found:
        out.say(Text("→ Add one with `auftakt syncs add`.", "→ `auftakt syncs add` で追加できます。"))


def _wrong(one: Any) -> str:
    last = one["last_run"]
    return f"{last['error']['message']} → {last['error']['next_action']}" if last and last["error"] else ""


def _draw_run(out: Screen, one: Any) -> None:
    left_out = sum(one["left_out"].values())
    out.say(
        Text(
            f"{one['put']:,} rows written, {one['removed']:,} removed; {one['wanted']:,} people are over there, "
            f"{left_out:,} were left out.",
            f"{one['put']:,} 行を書き込み、{one['removed']:,} 行を削除しました。同期先には {one['wanted']:,} 人、"
            f"対象外は {left_out:,} 人です。",
        )
    )
