"""`auftakt trait list | show | preview | set | remove`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="Traits that are computed from events. · 計算特性", no_args_is_help=True, rich_markup_mode=None)
Which = Annotated[str, typer.Argument(metavar="TRAIT", help="Id or name. · ID か名前")]
File = Annotated[Path, typer.Argument(metavar="DEFINITION.json", help="A definition as JSON. · 定義の JSON")]
About = Annotated[str, typer.Option("--description", help="What it is for. · 説明")]
PATH = "/api/traits/computed"


@app.command("list")
def list_traits(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All computed traits, with how many people have them. · 一覧と人数"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, _draw_list)


@app.command("show")
def show(trait: Which, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """One computed trait with its definition. · 定義と状態"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/{trait}")
        out.show(found, _draw_one)


@app.command("preview")
def preview(definition: File, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Which values a definition would give, without keeping it. · 値を試算"""
    with screen(as_json, language) as out:
        document = _read(definition)
        with connect(home, out.language) as hub:
            found = hub.post(f"{PATH}/preview", {"definition": document})
        out.show(found, _draw_preview)


@app.command("set")
def set_trait(
    trait: Which,
    definition: File,
    description: About = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Keep a definition under a name, new or changed. · 定義を保存"""
    with screen(as_json, language) as out:
        body = {"name": trait, "description": description, "definition": _read(definition)}
        with connect(home, out.language, batch=True) as hub:
            known = [each for each in hub.get(PATH) if trait in (each["id"], each["name"])]
            if known:
                kept = {"name": known[0]["name"], "description": description or known[0]["description"]}
                made = hub.put(f"{PATH}/{known[0]['id']}", {**body, **kept})
            else:
                made = hub.post(PATH, body)
            made = hub.until(f"{PATH}/{made['id']}", lambda each: each["people"] is not None)
        out.show(made, _draw_one)


@app.command("remove")
def remove(trait: Which, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Remove a computed trait and its values. · 定義と値を削除"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            found = hub.get(f"{PATH}/{trait}")
            hub.delete(f"{PATH}/{found['id']}")
        out.show(found, lambda said, one: said.say(Text(f"Removed {one['name']}.", f"{one['name']} を削除しました。")))


def _read(path: Path) -> Any:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The definition {path} can't be read: {error}", f"定義 {path} を読めません: {error}"),
            next_action=Text(
                'Write one as JSON, such as {"kind": "events", "event": "Order Completed"}.',
                '{"kind": "events", "event": "Order Completed"} のような定義を JSON で書いてください。',
            ),
        ) from error
    # A whole trait as `show --json` prints it may be given, too.
    return document["definition"] if isinstance(document, dict) and "definition" in document else document


def _draw_list(out: Screen, found: list[dict[str, Any]]) -> None:
    out.table(
        [Text("name", "名前"), Text("what it is", "内容"), Text("people", "人数"), Text("computed", "計算日時")],
        [[each["name"], each["definition_text"], each["people"], each["computed_at"]] for each in found],
    )
    if not found:
        out.say(Text("→ Make the first with `auftakt trait set`.", "→ `auftakt trait set` で作成してください。"))


def _draw_one(out: Screen, found: dict[str, Any]) -> None:
    out.say(f"{found['name']}  ·  {found['id']}", style="bold")
    out.say(found["definition_text"])
    out.facts(
        [
            (Text("people", "人数"), found["people"]),
            (Text("computed", "計算日時"), found["computed_at"]),
            (Text("version", "版"), found["version"]),
            (Text("error", "エラー"), found["error"]),
        ]
    )


def _draw_preview(out: Screen, found: dict[str, Any]) -> None:
    out.say(found["definition_text"])
    out.facts(
        [
            (Text("people", "人数"), found["people"]),
            (Text("of all", "全体"), found["total"]),
            (Text("smallest", "最小"), found["smallest"]),
            (Text("median", "中央"), found["median"]),
            (Text("largest", "最大"), found["largest"]),
            (Text("milliseconds", "ミリ秒"), found["milliseconds"]),
        ]
    )
    out.table(
        [Text("value", "値"), Text("people", "人数")],
        [[each["value"], each["people"]] for each in found["values"]],
        Text("Commonest values", "多い値"),
    )
