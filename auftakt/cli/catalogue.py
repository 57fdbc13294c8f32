"""`auftakt catalogue list | set | export | import`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient, connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(
    help="The data catalogue: whose data is what, and what for. · データカタログ", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip
Kind = Annotated[str, typer.Option("--kind", help="event, property or trait. · 種類")]
Gap = Annotated[
    str, typer.Option("--gap", metavar="FIELD", help="Only without: owner, steward, sensitivity, purpose. · 未設定のみ")
]
Search = Annotated[str, typer.Option("--search", help="A part of a name or value. · 名前や値の一部")]
Event = Annotated[str, typer.Option("--event", help="An event, or whose properties. · イベント")]
Properties = Annotated[list[str] | None, typer.Option("--property", help="Of --event; may repeat. · プロパティ")]
Traits = Annotated[list[str] | None, typer.Option("--trait", help="A trait; may repeat. · 特性")]
Owner = Annotated[str | None, typer.Option("--owner", help="Who answers for it. · 責任者")]
Steward = Annotated[str | None, typer.Option("--steward", help="Who looks after it. · 管理担当")]
Level = Annotated[
    str | None, typer.Option("--sensitivity", help="public, internal, personal or special. · 機微度")
]  # fmt: skip
Purpose = Annotated[str | None, typer.Option("--purpose", help="What it is used for. · 利用目的")]
Form = Annotated[str, typer.Option("--form", help="csv or yaml. · 形式")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV or YAML. · CSV か YAML")]
Dry = Annotated[bool, typer.Option("--check", help="Only what would change. · 確認だけ")]
PATH = "/api/catalogue"


@app.command("list")
def list_data(
    kind: Kind = "",
    gap: Gap = "",
    search: Search = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Events, properties and traits with who answers for them. · 一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = _found(hub, kind, gap, search)
        out.show(found, _draw)


@app.command("set")
def set_data(
    event: Event = "",
    property: Properties = None,
    trait: Traits = None,
    gap: Gap = "",
    kind: Kind = "",
    search: Search = "",
    owner: Owner = None,
    steward: Steward = None,
    sensitivity: Level = None,
    purpose: Purpose = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Say whose it is, how sensitive and what for, of one or of all that lack something. · 設定"""
    with screen(as_json, language) as out:
        facts = {"owner": owner, "steward": steward, "sensitivity": sensitivity, "purpose": purpose}
        with connect(home, out.language) as hub:
            entries = _chosen(event, property or [], trait or [])
            if not entries and (gap or kind or search):
                lines = _found(hub, kind, gap, search)["items"]
                entries = [{name: each[name] for name in ("kind", "event", "name")} for each in lines]
            if not entries or all(value is None for value in facts.values()):
                raise _nothing_to_say()
            done = hub.post(PATH, {"entries": entries, **facts})
        out.show(done, _draw_change)


@app.command("export")
def export(form: Form = "csv", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All lines as CSV, or as YAML what stands beside the plan. · 書き出し"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/file", form=form)
        out.show(found, lambda said, one: said.write_text(one["text"]))


@app.command("import")
def take(
    file: File, check: Dry = False, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Say what a file says; what is not in it stays. · 取り込み"""
    with screen(as_json, language) as out:
        text = _read(file)
        with connect(home, out.language) as hub:
            done = hub.post(f"{PATH}/file", {"text": text, "check": check})
        out.show(done, _draw_change)


def _found(hub: HubClient, kind: str, gap: str, search: str) -> Any:
    return hub.get(PATH, kind=kind or None, gap=gap or None, search=search or None, limit=20_000)


def _chosen(event: str, properties: list[str], traits: list[str]) -> list[dict[str, str]]:
    found = [{"kind": "property", "event": event, "name": name} for name in properties]
    if event and not properties:
        found.append({"kind": "event", "event": event, "name": ""})
    return [*found, *({"kind": "trait", "event": "", "name": name} for name in traits)]


def _nothing_to_say() -> InvalidInput:
    return InvalidInput(
        Text("Nothing was said of anything.", "対象か設定する値がありません。"),
        next_action=Text(
            "Name --event, --property or --trait, or choose by --gap; then say --owner and the like.",
            "--event・--property・--trait か --gap で対象を選び、--owner などの値を指定してください。",
        ),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"{path} can't be read: {error}", f"{path} を読めません: {error}"),
            next_action=Text(
                "Write one with `auftakt catalogue export > catalogue.csv`.",
                "`auftakt catalogue export > catalogue.csv` で作ってください。",
            ),
        ) from error


def _draw(out: Screen, found: Any) -> None:
    titles = [
        Text("event", "イベント"), Text("name", "名前"), Text("owner", "責任者"), Text("steward", "管理担当"),
        Text("sensitivity", "機微度"), Text("purpose", "利用目的"), Text("seen", "件数"), Text("last", "最終"),
    ]  # fmt: skip
    fields = ("owner", "steward", "sensitivity", "purpose")
    rows = [
        [
            each["event"], each["name"], *(each[field]["value"] for field in fields), each["count"],
            minute(each["last_at"]),
        ]
        for each in found["items"]
    ]  # fmt: skip
    out.table(titles, rows)
    for field in fields:
        if lacking := sum(found["gaps"][field].values()):
            out.say(Text(f"{lacking:,} without {field}.", f"{field} が未設定: {lacking:,}件"))


def _draw_change(out: Screen, done: Any) -> None:
    changed = done["changed"]
    out.say(Text(f"{len(changed):,} entries changed.", f"{len(changed):,}件を変更しました。"))
    out.table(
        [Text("kind", "種類"), Text("event", "イベント"), Text("name", "名前")],
        [[each["kind"], each["event"], each["name"]] for each in changed[:50]],
    )
