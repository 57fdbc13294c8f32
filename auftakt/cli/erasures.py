"""`auftakt erasures list | receipt | verify`."""

import json
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="The record of erasures. · 削除の記録", no_args_is_help=True, rich_markup_mode=None)
Id = Annotated[str, typer.Argument(metavar="ID", help="As the list shows it. · 一覧の ID")]
File = Annotated[Path, typer.Argument(metavar="RECEIPT.json", help="A receipt. · 証明書のファイル")]
Of = Annotated[
    str, typer.Option("--identifier", metavar="TYPE:VALUE", help="Whether it is about this one. · この識別子の証明か")
]


@app.command("list")
def list_erasures(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Who was erased when, by whom, with what count; no names. · 削除の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/erasures")
        out.show(found, _draw)


@app.command("receipt")
def receipt(erasure: Id, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """The signed receipt, to be kept or handed over. · 署名付きの証明書"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"/api/erasures/{quote(erasure, safe='')}/receipt")
        out.show(found, lambda said, one: said.write_text(json.dumps(one, ensure_ascii=False, indent=2)))


@app.command("verify")
def verify(
    file: File, identifier: Of = "", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Whether a receipt is genuine. · 証明書を検証"""
    with screen(as_json, language) as out:
        asked = {"receipt": _read(file), "identifier": identifier or None}
        with connect(home, out.language) as hub:
            found = hub.post("/api/erasures/verify", asked)
        if found["verdict"] != "valid" or found["names_identifier"] is False:
            raise InvalidInput(
                found["text"]
                if found["verdict"] != "valid"
                else Text(f"The receipt is not about {identifier}.", f"{identifier} についての証明書ではありません。"),
                next_action=Text("Ask for the receipt again.", "証明書をもう一度受け取ってください。"),
            )
        out.show(found, lambda said, one: said.say(one["text"]))


def _read(path: Path) -> Any:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The receipt {path} can't be read: {error}", f"証明書 {path} を読めません: {error}"),
            next_action=Text("Give the file as it was downloaded.", "受け取ったままのファイルを指定してください。"),
        ) from error
    return found if isinstance(found, dict) else {}


def _draw(out: Screen, page: dict[str, Any]) -> None:
    titles = [Text("record", "記録"), Text("asked at", "依頼"), Text("state", "状態"), Text("finished at", "完了")]
    rows = [
        [each["id"], minute(each["asked_at"]), each["state"], minute(each["finished_at"])] for each in page["items"]
    ]
    out.table(titles, rows)
    out.facts([(Text("public key", "公開鍵"), page["public_key"])])
