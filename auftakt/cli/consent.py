"""`auftakt consent`: what people are asked, as a file that can live in git, and the sign-ups that wait."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="Consent: purposes and their words. · 同意", no_args_is_help=True, rich_markup_mode=None)
Apply = Annotated[
    Path | None, typer.Option(metavar="FILE.json", help="Make this file the catalogue. · このファイルを反映")
]

_KEPT = ("key", "name", "text", "channels", "basis", "active", "double_opt_in")


@app.command("catalogue")
def catalogue(apply: Apply = None, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """The purposes, their words and channels; --json prints what --apply takes. · 目的・文面・チャネルの一覧と反映"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            if apply is None:
                found = hub.get("/api/consent/catalogue")
            else:
                found = hub.put("/api/consent/catalogue", _read(apply))
        out.show(found, _draw)


@app.command("import")
def import_consents(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Consents with their proof. · 証拠付きの同意")],
    check: Annotated[bool, typer.Option("--check", help="Only say what it holds. · 検査だけ")] = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Take over consents that were given elsewhere, each with its proof. · 既存の同意を証拠とともに取り込み"""
    with screen(as_json, language) as out:
        if not file.is_file():
            raise InvalidInput(
                Text(f"There is no file {file}.", f"ファイル {file} がありません。"),
                next_action=Text("Name a CSV file.", "CSV ファイルを指定してください。"),
            )
        with connect(home, out.language, batch=True) as hub:
            with file.open("rb") as content:
                fields = {"check": str(check).lower()}
                started = hub.post("/api/consent/import", files={"file": (file.name, content)}, data=fields)
            result = hub.finish(started["task_id"])
            if not check:
                hub.until("/health", lambda health: health["waiting"] == 0, 60)
        out.show(result, _draw_import)


@app.command("record")
def record(
    everything: Annotated[bool, typer.Option("--all", help="Also what need not be kept. · 保存期間後も含める")] = False,
    home: Home = DEFAULT_HOME,
    language: Speak = "",
) -> None:
    """The record of consents that the law asks to keep, as CSV. · 法令上の同意の記録を CSV で出力"""
    with screen(False, language) as out:
        with connect(home, out.language) as hub:
            text = hub.text("/api/consent/record", everything=everything)
        out.write_text(text)


@app.command("requests")
def requests(
    state: Annotated[str, typer.Option("--state", help="pending, confirmed or expired · 状態")] = "pending",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Sign-ups with double opt-in, the latest first. · ダブルオプトインの申し込み"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/consent/requests", state=state, limit=200)
        out.show(found, _draw_requests)


def _read(path: Path) -> dict[str, Any]:
    """What `--json` printed may be given back whole; what only the hub knows is left out."""
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
        purposes = document["purposes"]
        return {"purposes": [{key: each[key] for key in _KEPT if key in each} for each in purposes]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            Text(f"The catalogue {path} can't be read: {error}", f"カタログ {path} を読めません: {error}"),
            next_action=Text(
                "Start from what `auftakt consent catalogue --json` prints.",
                "`auftakt consent catalogue --json` の出力をもとに書いてください。",
            ),
        ) from error


def _draw(out: Screen, found: dict[str, Any]) -> None:
    yes_no = {True: Text("yes", "はい"), False: Text("no", "いいえ")}
    out.table(
        [
            Text("purpose", "目的"),
            Text("name", "名前"),
            Text("channels", "チャネル"),
            Text("basis", "根拠"),
            Text("words", "文面"),
            Text("in use", "使用中"),
            Text("double opt-in", "ダブルオプトイン"),
        ],
        [
            [
                each["key"],
                each["name"][out.language],
                ", ".join(each["channels"]),
                each["basis"],
                f"v{each['versions'][-1]['version']}",
                yes_no[each["active"]].pick(out.language),
                yes_no[each["double_opt_in"]].pick(out.language),
            ]
            for each in found["purposes"]
        ],
    )


def _draw_requests(out: Screen, found: list[dict[str, Any]]) -> None:
    out.table(
        [
            Text("id", "ID"),
            Text("address", "アドレス"),
            Text("purposes", "目的"),
            Text("asked at", "申込日時"),
            Text("until", "期限"),
            Text("mails", "メール"),
        ],
        [
            [
                each["id"],
                each["address"],
                ", ".join(each["asked"]),
                each["requested_at"][:16],
                each["expires_at"][:16],
                each["mails"],
            ]
            for each in found
        ],
    )


def _draw_import(out: Screen, done: dict[str, Any]) -> None:
    yes, no, failed = done["granted"], done["denied"], done["failed"]
    if done["checked_only"]:
        said = Text(f"The file holds {yes:,} yes and {no:,} no.", f"同意 {yes:,}件、拒否 {no:,}件が読み取れます。")
    elif done["known"]:
        said = Text("This file was imported before; nothing was done.", "このファイルは取り込み済みです。")
    else:
        said = Text(f"Imported {yes:,} yes and {no:,} no.", f"同意 {yes:,}件、拒否 {no:,}件を取り込みました。")
    out.say(said)
    if failed:
        out.say(Text(f"{failed:,} rows were not taken, such as:", f"取り込めない行が {failed:,}件あります。例:"))
        out.table(
            [Text("row", "行"), Text("column", "列"), Text("reason", "理由"), Text("text", "内容")],
            [
                [str(each["row"]), each["column"], each["reason_text"][out.language], each["text"]]
                for each in done["problems"]
            ],
        )
