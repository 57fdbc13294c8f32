"""`auftakt audience list | show | preview | create`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient, connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.pick import pick_one
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(
    help="Audiences: people who meet a rule. · オーディエンス", no_args_is_help=True, rich_markup_mode=None
)
Which = Annotated[str, typer.Argument(metavar="AUDIENCE", help="Id or name. · ID か名前")]
Rule = Annotated[Path, typer.Argument(metavar="RULE.json", help="A rule tree as JSON. · 条件の JSON")]
Name = Annotated[str, typer.Option(help="Name of the audience. · 名前")]
About = Annotated[str, typer.Option("--description", help="What it is for. · 説明")]


@app.command("list")
def list_audiences(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All audiences with their size. · 一覧と人数"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/audiences")
        out.show(found, _draw_list)


@app.command("show")
def show(audience: Which, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """One audience: its rule, size and change. · 条件・人数・変化"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = pick_one(audience, hub.get("/api/audiences"), "auftakt audience list")
        out.show(found, _draw_one)


@app.command("preview")
def preview(rule: Rule, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """How many people a rule would give, without keeping it. · 条件に合う人数を試算"""
    with screen(as_json, language) as out:
        tree = _read(rule)
        with connect(home, out.language) as hub:
            found = hub.post("/api/audiences/preview", {"rule": tree})
        out.show(found, _draw_preview)


@app.command("export")
def export(
    audience: Which,
    purpose: Annotated[str, typer.Option("--purpose", help="What they are written to for. · 目的")] = "marketing",
    channel: Annotated[str, typer.Option("--channel", help="Over which channel. · チャネル")] = "email",
    left_out: Annotated[bool, typer.Option("--left-out", help="Those who may not leave, with the reason.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only how many, and why not. · 件数と理由だけ")] = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Members as CSV, without those who have not agreed or are suppressed. · CSV で書き出し"""
    with screen(as_json, language) as out:
        asked = {"purpose": purpose, "channel": channel}
        with connect(home, out.language) as hub:
            found = pick_one(audience, hub.get("/api/audiences"), "auftakt audience list")
            path = f"/api/audiences/{found['id']}/export"
            if check or as_json:
                counted = hub.get(f"{path}/check", **asked)
            else:
                out.write_text(hub.text(path, **asked, left_out=left_out))
                return
        out.show(counted, _draw_check)


@app.command("create")
def create(
    rule: Rule,
    name: Name,
    description: About = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Keep a rule as an audience. · オーディエンスを作成"""
    with screen(as_json, language) as out:
        body = {"name": name, "description": description, "rule": _read(rule)}
        with connect(home, out.language, batch=True) as hub:
            made = _with_size(hub, hub.post("/api/audiences", body))
        out.show(made, _draw_one)


def _with_size(hub: HubClient, made: dict[str, Any]) -> dict[str, Any]:
    return dict(hub.until(f"/api/audiences/{made['id']}", lambda audience: audience["size"] is not None))


def _read(path: Path) -> Any:
    try:
        tree = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The rule {path} can't be read: {error}", f"条件 {path} を読めません: {error}"),
            next_action=Text(
                'Write a rule tree as JSON, such as {"kind": "everyone"}.',
                '{"kind": "everyone"} のような条件を JSON で書いてください。',
            ),
        ) from error
    # A whole audience as `show --json` prints it may be given, too.
    return tree["rule"] if isinstance(tree, dict) and "rule" in tree and "kind" not in tree else tree


def _draw_list(out: Screen, found: list[dict[str, Any]]) -> None:
    out.table(
        [
            "id",
            Text("name", "名前"),
            Text("people", "人数"),
            Text("in, 7 days", "7日間の増"),
            Text("out, 7 days", "7日間の減"),
        ],
        [[each["id"], each["name"], each["size"], each["entered_7d"], each["left_7d"]] for each in found],
    )
    if not found:
        out.say(
            Text("→ Make the first with `auftakt audience create`.", "→ `auftakt audience create` で作成してください。")
        )


def _draw_one(out: Screen, found: dict[str, Any]) -> None:
    out.say(f"{found['name']}  ·  {found['id']}", style="bold")
    out.say(found["rule_text"])
    out.facts(
        [
            (Text("people", "人数"), found["size"]),
            (Text("came in, 7 days", "7日間の増"), found["entered_7d"]),
            (Text("left, 7 days", "7日間の減"), found["left_7d"]),
            (Text("version", "版"), found["version"]),
            (Text("campaigns", "キャンペーン"), ", ".join(each["name"] for each in found["campaigns"]) or None),
        ]
    )


def _draw_preview(out: Screen, found: dict[str, Any]) -> None:
    out.say(found["rule_text"])
    out.facts(
        [
            (Text("people", "人数"), found["size"]),
            (Text("of all", "全体"), found["total"]),
            (Text("reachable by mail", "メール配信可能"), found["reachable_email"]),
            (Text("milliseconds", "ミリ秒"), found["milliseconds"]),
        ]
    )
    out.table(
        ["id", Text("name", "名前"), Text("mail", "メール")],
        [[str(each["person_id"]), each["name"], each["email"]] for each in found["sample"]],
        Text("Some of them", "例"),
    )


def _draw_check(out: Screen, found: dict[str, Any]) -> None:
    out.say(Text(f"{found['allowed']:,} may be exported.", f"{found['allowed']:,}人を書き出せます。"))
    rows = [[each["text"], each["people"]] for each in found["left_out"]]
    out.table([Text("left out because", "除外の理由"), Text("people", "人数")], rows)
