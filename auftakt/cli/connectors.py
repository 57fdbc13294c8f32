"""`auftakt connectors list | add | change | test | run | pause | resume | remove`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient, connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text

app = typer.Typer(
    help="Connectors that fetch rows on a schedule. · 定期的に取り込むコネクター",
    no_args_is_help=True,
    rich_markup_mode=None,
)
PATH = "/api/connectors"
Named = Annotated[str, typer.Argument(metavar="CONNECTOR", help="Its id or name. · ID か名前")]
Set = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting; may be repeated. · 設定(複数可)")
]
Kind = Annotated[str, typer.Option("--kind", help="Which connector: database, … · コネクターの種類")]
File = Annotated[
    Path | None, typer.Option("--mapping", help="TOML or JSON: which column is what; default: guessed. · 列の対応")
]
Schedule = Annotated[str, typer.Option("--schedule", help="15m, 6h, 1d, or 03:30. · 実行間隔か時刻")]


@app.command("list")
def list_all(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All connectors, how far they are and what is wrong. · コネクターの一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, _draw_list)


@app.command("test")
def try_out(
    kind: Kind = "database",
    setting: Set = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Read the first rows, and keep nothing. · 接続を試す"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.post(f"{PATH}/test", {"kind": kind, "config": settings_of(setting)})
        out.show(found, _draw_sample)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What it fetches. · 取り込む内容の名前")],
    kind: Kind = "database",
    setting: Set = None,
    mapping: File = None,
    schedule: Schedule = "1h",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Set up a connector; its first run begins when the hub runs. · コネクターを追加"""
    with screen(as_json, language) as out:
        config = settings_of(setting)
        with connect(home, out.language) as hub:
            told = _read(mapping) if mapping else _guessed(hub, kind, config)
            body = {"name": name, "kind": kind, "config": config, "mapping": told, "schedule": schedule}
            added = hub.post(PATH, body)
        out.show(added, lambda said, one: said.say(_added(one)))


@app.command("change")
def change(
    named: Named,
    setting: Set = None,
    mapping: File = None,
    schedule: Annotated[str, typer.Option("--schedule", help="15m, 6h, 1d, or 03:30. · 実行間隔か時刻")] = "",
    again: Annotated[bool, typer.Option("--again", help="Read everything from the start. · すべて読み直す")] = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Change settings, mapping or schedule; what is not named stays. · 設定を変更"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            connector_id = _found(hub, named)
            told: dict[str, Any] = {"again": again}
            if setting:
                told["config"] = hub.get(f"{PATH}/{connector_id}")["config"] | settings_of(setting)
            if mapping:
                told["mapping"] = _read(mapping)
            if schedule:
                told["schedule"] = schedule
            changed = hub.patch(f"{PATH}/{connector_id}", told)
        out.show(changed, lambda said, _: said.say(Text("Changed.", "変更しました。")))


@app.command("run")
def run(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Run one now, and wait for its end. · 今すぐ実行"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            connector_id = _found(hub, named)
            result = hub.finish(hub.post(f"{PATH}/{connector_id}/run")["task_id"])
        out.show(result, _draw_run)


@app.command("pause")
def pause(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Let it rest; it knows where to go on. · 一時停止"""
    _switch(named, False, home, as_json, language)


@app.command("resume")
def resume(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Let it go on from where it was. · 再開"""
    _switch(named, True, home, as_json, language)


@app.command("remove")
def remove(named: Named, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Forget a connector with its secrets; its events stay. · コネクターを削除"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            connector_id = _found(hub, named)
            hub.delete(f"{PATH}/{connector_id}")
        out.show({"removed": connector_id}, lambda said, _: said.say(Text("Removed.", "削除しました。")))


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
        Text(f"There is no connector {named}.", f"コネクター {named} はありません。"),
        next_action=Text("Run `auftakt connectors list`.", "`auftakt connectors list` で一覧を見てください。"),
    )


def settings_of(setting: list[str] | None) -> dict[str, str]:
    """`NAME=VALUE` of each. Raises InvalidInput."""
    pairs = [each.partition("=") for each in setting or []]
    if broken := [name for name, sign, _ in pairs if not sign]:
        raise InvalidInput(
            Text(f"{broken[0]!r} is no setting.", f"{broken[0]!r} は設定として読めません。"),
            next_action=Text(
                "Write --set url=postgresql://user@host/shop.", "--set url=postgresql://user@host/shop の形で書きます。"
            ),
        )
    return {name.strip(): value for name, _, value in pairs}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The mapping {path} can't be read: {error}", f"マッピング {path} を読めません: {error}"),
            next_action=Text("Name a TOML or JSON file in UTF-8.", "UTF-8 の TOML か JSON を指定してください。"),
        ) from error


def _guessed(hub: HubClient, kind: str, config: dict[str, str]) -> str:
    seen = hub.post(f"{PATH}/test", {"kind": kind, "config": config})
    if seen["mapping"] is None:
        columns = ", ".join(seen["columns"])
        raise InvalidInput(
            Text(f"No column looks like an identifier: {columns}", f"識別子に見える列がありません: {columns}"),
            next_action=Text(
                "Write a mapping and name it with --mapping.", "マッピングを書いて --mapping で指定してください。"
            ),
        )
    return json.dumps(seen["mapping"], ensure_ascii=False)


def _added(one: Any) -> Text:
    return Text(
        f"{one['name']} is set up ({one['id']}) and runs every {one['schedule']} while the hub runs."
        if ":" not in one["schedule"]
        else f"{one['name']} is set up ({one['id']}) and runs at {one['schedule']} while the hub runs.",
        f"{one['name']}({one['id']})を追加しました。ハブの稼働中、{one['schedule']} の設定で実行します。",
    )


def _draw_list(out: Screen, found: Any) -> None:
    rows = [
        [each["name"], each["kind_title"], each["state"], each["schedule"], each["current_at"] or "–", _wrong(each)]
        for each in found
    ]
    titles = [
        Text("Name", "名前"), Text("Kind", "種類"), Text("State", "状態"), Text("Schedule", "間隔"),
        Text("Current as of", "この時点まで取得済み"), Text("Error", "エラー"),
    ]  # fmt: skip
    out.table(titles, rows)
    if not found:
        out.say(Text("→ Add one with `auftakt connectors add`.", "→ `auftakt connectors add` で追加できます。"))


def _wrong(one: Any) -> str:
    last = one["last_run"]
    return f"{last['error']['message']} → {last['error']['next_action']}" if last and last["error"] else ""


def _draw_sample(out: Screen, found: Any) -> None:
    shown = found["columns"][:8]
    out.table(shown, [[str(row.get(name, "")) for name in shown] for row in found["rows"][:10]])
    count = len(found["columns"])
    out.say(Text(f"{count} columns. It can be read.", f"{count} 列。読み取れます。"))


def _draw_run(out: Screen, one: Any) -> None:
    out.say(
        Text(
            f"{one['rows']:,} rows read, {one['fresh']:,} of them new: {one['events']:,} events;"
            f" {one['failed']:,} rows were not taken.",
            f"{one['rows']:,}行を読み、新しい{one['fresh']:,}行から{one['events']:,}件のイベントを取り込みました。"
            f"取り込めなかった行: {one['failed']:,}",
        )
    )
