"""`auftakt groups list | show`."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import amount, minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(
    help="Companies, households, other groups. · 企業・世帯などのグループ",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Type = Annotated[str, typer.Argument(metavar="TYPE", help="Such as account or household. · account、household など")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The group's id. · グループの ID")]
Only = Annotated[str, typer.Option("--type", help="Only of this type. · この種類だけ")]
Search = Annotated[str, typer.Option(help="Part of an id or a name. · ID・名前の一部")]
Most = Annotated[int, typer.Option("--limit", min=1, max=200, help="How many. · 件数")]

_NAME = Text("name", "名前")
_LAST_SEEN = Text("last seen", "最終")


@app.command("list")
def list_groups(
    only: Only = "",
    search: Search = "",
    limit: Most = 50,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Groups, those seen last first. · グループの一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/groups", type=only or None, search=search, limit=limit)
        out.show(found, _draw_list)


@app.command("show")
def show_group(
    kind: Type, group_id: Id, limit: Most = 20, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """One group: what is known, and its people. · グループの特性と所属する人物"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"/api/groups/{quote(kind, safe='')}/{quote(group_id, safe='')}")
            members = hub.get("/api/people", group=f"{kind}:{group_id}", limit=limit)
        out.show({"group": found, "people": members}, _draw_one)


def _draw_list(out: Screen, document: dict[str, Any]) -> None:
    out.table(
        [
            Text("type", "種類"),
            Text("id", "ID"),
            _NAME,
            Text("people", "人数"),
            _LAST_SEEN,
        ],
        [
            [each["group_type"], each["group_id"], each["name"], each["people"], minute(each["last_seen"])]
            for each in document["items"]
        ],
    )
    if document["next"]:
        out.say(Text("There are more: use --limit or --search.", "続きがあります。--limit か --search で探せます。"))


def _draw_one(out: Screen, document: dict[str, Any]) -> None:
    found = document["group"]
    out.say(f"{found['name'] or found['group_id']}  ·  {found['group_type']}:{found['group_id']}", style="bold")
    out.facts(
        [
            (Text("people", "人数"), found["people"]),
            (Text("events", "イベント"), found["events"]),
            (Text("orders", "注文"), found["orders"]),
            (Text("revenue", "売上"), amount(found["revenue"])),
        ]
    )
    out.table(
        [Text("trait", "特性"), Text("value", "値"), Text("set at", "設定日時"), Text("source", "ソース")],
        [[each["name"], each["value"], minute(each["set_at"]), each["source"]] for each in found["traits"]],
    )
    out.table(
        [Text("person", "人物"), _NAME, Text("email", "メール"), _LAST_SEEN],
        [
            [each["person_id"], each["name"], each["email"], minute(each["last_seen"])]
            for each in document["people"]["items"]
        ],
    )
