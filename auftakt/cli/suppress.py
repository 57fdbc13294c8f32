"""`auftakt suppress list | add | lift`: who gets nothing more, over any channel."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(help="Suppression: who gets nothing more. · 配信停止", no_args_is_help=True, rich_markup_mode=None)
Identifier = Annotated[str, typer.Argument(metavar="TYPE:VALUE", help="such as email:a@example.com · 識別子")]


@app.command("list")
def list_suppressions(
    search: Annotated[str, typer.Option("--search", help="Part of the address. · アドレスの一部")] = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Who is suppressed, where and why. · 配信停止の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/suppressions", search=search, limit=200)
        out.show(found, _draw)


@app.command("add")
def add(
    identifier: Identifier,
    reason: Annotated[str, typer.Option("--reason", help="asked, complaint, legal, wrong_address or other")] = "asked",
    note: Annotated[str, typer.Option("--note", help="What to remember about it. · メモ")] = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Stop everything for whoever has this identifier, at once. · すべての配信を停止"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            made = hub.post("/api/suppressions", {"identifier": identifier, "reason": reason, "note": note})
        out.show(made, lambda said, one: said.say(_stopped(one)))


@app.command("lift")
def lift(
    identifier: Identifier,
    why: Annotated[str, typer.Option("--why", help="Why it may be written to again. · 解除の理由")],
    channel: Annotated[str, typer.Option("--channel", help="A channel, or * for a stop of everything.")] = "*",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Take a stop or a bounce back. · 停止を解除"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            left = hub.post("/api/suppressions/lift", {"identifier": identifier, "why": why, "channel": channel})
        out.show(left, lambda said, _: said.say(Text("It is lifted.", "解除しました。")))


def _stopped(one: Any) -> Text:
    return Text(f"{one['identifier']} gets nothing more.", f"{one['identifier']} への配信をすべて停止しました。")


def _draw(out: Screen, found: dict[str, Any]) -> None:
    out.table(
        [
            Text("identifier", "識別子"),
            Text("channel", "チャネル"),
            Text("reason", "理由"),
            Text("since", "開始"),
            Text("note", "メモ"),
        ],
        [
            [each["identifier"], each["channel"], each["reason"], each["since"][:16], each["note"]]
            for each in found["items"]
        ],
    )
