"""`auftakt import FILE`: hands a file to the hub and waits until it is on the people's timelines."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient, Watch, connect, pauses
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput, NotFound, Unavailable
from auftakt.kit.text import Text

File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, JSON Lines or Parquet. · 取り込むファイル")]
Mapping = Annotated[Path | None, typer.Option(help="TOML or JSON: which column is what; default: guessed. · 列の対応")]
Source = Annotated[str, typer.Option(help="Name of the source; made if it is new. · ソースの名前")]


def import_file(
    file: File,
    mapping: Mapping = None,
    source: Source = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Import a file of events or people. Run it again to go on; nothing is taken twice. · ファイルを取り込み"""
    with screen(as_json, language) as out:
        if not file.is_file():
            raise NotFound(
                Text(f"There is no file {file}.", f"ファイル {file} はありません。"),
                next_action=Text("Check the path.", "パスを確認してください。"),
            )
        with connect(home, out.language, batch=True) as hub, bar(out, file.name) as watch:
            told = _read(mapping) if mapping else _guess(hub, file, out)
            fields = {"mapping": told, "source": _source_id(hub, source or file.stem)}
            with file.open("rb") as content:
                started = hub.post("/api/imports", files={"file": (file.name, content)}, data=fields)
            result = hub.finish(started["task_id"], watch)
            _settle(hub, watch, out)
            errors = hub.get(f"/api/imports/{result['import_id']}/errors", limit=20)["items"]
        out.show({**result, "source": fields["source"], "errors": errors}, _draw)


def _read(mapping: Path) -> str:
    try:
        return mapping.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            Text(f"The mapping {mapping} can't be read ({error}).", f"マッピング {mapping} を読めません({error})。"),
            next_action=Text(
                "Name a TOML or JSON file in UTF-8.", "UTF-8 の TOML か JSON のファイルを指定してください。"
            ),
        ) from error


def _guess(hub: HubClient, file: Path, out: Screen) -> str:
    """The mapping that was confirmed for such files, or the one to begin with. Raises InvalidInput where none is."""
    with file.open("rb") as content:
        seen = hub.post("/api/imports/preview", files={"file": (file.name, content)})
    if seen["mapping"] is None:
        columns = ", ".join(seen["columns"])
        raise InvalidInput(
            Text(
                f"No column of {file.name} looks like an identifier: {columns}",
                f"識別子に見える列がありません: {columns}",
            ),
            next_action=Text(
                "Write a mapping and name it with --mapping.", "マッピングを書いて --mapping で指定してください。"
            ),
            columns=seen["columns"],
        )
    if seen["remembered"]:
        before = seen["remembered"]["file"]
        out.say(Text(f"Read as {before} was before.", f"以前の {before} と同じ対応で読み取ります。"))
    elif seen["layout"]:
        name = seen["layout"]["name"]
        out.say(Text(f"This is an export of {name}.", f"{name} のエクスポートとして読み取ります。"))
    return json.dumps(seen["mapping"], ensure_ascii=False)


def _source_id(hub: HubClient, named: str) -> str:
    """The source with this id or name; a new one where there is none."""
    for known in hub.get("/api/sources"):
        if named in (known["id"], known["name"]):
            return str(known["id"])
    return str(hub.post("/api/sources", {"name": named, "kind": "import"})["id"])


def _settle(hub: HubClient, watch: Watch, out: Screen) -> None:
    """Waits until the micro-batch has worked through what is in the log. Raises Unavailable if it can't."""
    note = Text("unifying", "統合中").pick(out.language)
    total = 0
    for _ in pauses():
        health = hub.health()
        total = max(total, health["waiting"])
        watch({"done": total - health["waiting"], "total": total, "note": note})
        if health["waiting"] == 0:
            return
        if health["batch_error"]:
            raise Unavailable(
                Text(f"The batch fails: {health['batch_error']}", f"バッチが失敗しています: {health['batch_error']}"),
                next_action=Text(
                    "What was imported is kept. See `auftakt doctor`.",
                    "取り込んだものは残っています。`auftakt doctor` を確認してください。",
                ),
            )


def _draw(out: Screen, result: dict[str, Any]) -> None:
    rows, events, failed = result["rows"], result["events"], result["failed"]
    out.say(
        Text(
            f"{rows:,} rows gave {events:,} events; {failed:,} rows were not taken.",
            f"{rows:,}行から{events:,}件のイベントを取り込みました。取り込めなかった行: {failed:,}",
        )
    )
    if result["errors"]:
        out.table(
            [Text("row", "行"), Text("column", "列"), Text("reason", "理由"), Text("text", "内容")],
            [[str(each["row"]), each["column"], each["reason_text"], each["text"]] for each in result["errors"]],
        )
        out.say(
            Text(
                "→ Correct these rows and import the file again: what is there is not taken twice.",
                "→ 該当行を直して再度取り込んでください。取り込み済みの行は重複しません。",
            )
        )
