"""`auftakt identifiers list | set | drop | block | unblock | refused | try | apply`."""

from typing import Annotated, Any

import typer

from auftakt.cli import identifier_rules
from auftakt.cli.client import connect
from auftakt.cli.forms import limit_of, minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text

app = typer.Typer(
    help="Types of identifiers and their rules. · 識別子の種類と規則", no_args_is_help=True, rich_markup_mode=None
)
Type = Annotated[str, typer.Argument(metavar="TYPE", help="Such as email. · email などの種類")]
Value = Annotated[str, typer.Argument(metavar="VALUE", help="A value; * stands for any text. · 値(* は任意の文字列)")]
Limit = Annotated[
    str,
    typer.Option(metavar="N[/PERIOD]", help="Such as 1, 5/week, 2/month, none. · 1人あたりの上限"),
]
Priority = Annotated[int, typer.Option(min=0, max=1000, help="Lower is stronger. · 小さいほど優先")]
Label = Annotated[str, typer.Option(help="What it is called on screens. · 画面での呼び名")]
Reason = Annotated[str, typer.Option(help="Why. · 理由")]
Only = Annotated[str, typer.Option("--reason", help="blocked or limit. · blocked か limit")]
OfType = Annotated[str, typer.Option("--type", help="Only by the rule of this type. · この種類の規則だけ")]
Most = Annotated[int, typer.Option("--limit", min=1, max=200, help="How many. · 件数")]
PATH = "/api/identifiers"

app.command("try")(identifier_rules.try_rule)
app.command("apply")(identifier_rules.apply_rules)


@app.command("list")
def list_types(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All types with their limits and blocked values. · 種類・上限・使えない値の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/types")
        out.show(found, _draw)


@app.command("set")
def set_type(
    type: Type,
    limit: Limit = "",
    priority: Priority = 0,
    label: Label = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Change or add the rule of a type; what isn't given stays. · 規則を変更・追加"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            edit = changed_rules(hub.get(f"{PATH}/types"), type, limit, priority, label)
            found = hub.put(f"{PATH}/types", edit)
        out.show(found, _draw)


@app.command("drop")
def drop_type(type: Type, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Go back to the built-in rule, or to none. · 規則を初期値に戻す"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            rules = _rules(hub.get(f"{PATH}/types"))
            if rules.pop(type, None) is None:
                raise NotFound(
                    Text(f"There is no rule for {type}.", f"{type} の規則はありません。"),
                    next_action=Text(
                        "See `auftakt identifiers list`.", "`auftakt identifiers list` で確認してください。"
                    ),
                )
            found = hub.put(f"{PATH}/types", {"types": list(rules.values())})
        out.show(found, _draw)


@app.command("block")
def block(
    type: Type,
    value: Value,
    reason: Reason = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Let a value join nobody from now on. · 値を使えなくする"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            made = hub.post(f"{PATH}/blocks", {"type": type, "value": value, "reason": reason})
        out.show(made, lambda said, one: said.say(f"{one['type']}: {one['value']}"))


@app.command("unblock")
def unblock(type: Type, value: Value, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Let a value join people again. · 値をまた使えるようにする"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.post(f"{PATH}/unblock", {"type": type, "value": value})
        out.show(found, _draw)


@app.command("refused")
def refused(
    reason: Only = "",
    type: OfType = "",
    limit: Most = 50,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Links that the rules refused, and why. · 結び付けなかった組と理由"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/refused", reason=reason or None, type=type or None, limit=limit)
        out.show(found, _draw_refused)


def changed_rules(found: Any, type: str, limit: str, priority: int, label: str) -> dict[str, Any]:
    """All rules as they are to be saved, one of them changed. Raises InvalidInput for a limit that can't be read."""
    rules = _rules(found)
    known = {each["type"]: each for each in found["types"]}.get(type, {"priority": 85, "most": None, "per": "ever"})
    rule = rules.get(type) or {"type": type, "priority": known["priority"], "most": None, "per": "ever", "label": ""}
    if limit:
        rule |= limit_of(limit)
    if priority:
        rule["priority"] = priority
    if label:
        rule["label"] = label
    return {"types": list((rules | {type: rule}).values())}


def _rules(found: Any) -> dict[str, dict[str, Any]]:
    return {
        each["type"]: {key: each[key] for key in ("type", "priority", "most", "per", "label")}
        for each in found["types"]
        if each["has_rule"]
    }


def _draw(out: Screen, found: Any) -> None:
    out.table(
        [
            Text("type", "種類"),
            Text("priority", "優先度"),
            Text("limit", "上限"),
            Text("written as", "表記"),
            Text("blocked", "使えない値"),
            Text("identifiers", "件数"),
        ],
        [
            [
                each["type"], each["priority"], _limit_text(each), each["normaliser"],
                ", ".join(block["value"] for block in each["blocks"]) or None, each["identifiers"],
            ]
            for each in found["types"]
        ],
    )  # fmt: skip


def _limit_text(each: Any) -> str | None:
    if each["most"] is None:
        return None
    return str(each["most"]) if each["per"] == "ever" else f"{each['most']}/{each['per']}"


def _draw_refused(out: Screen, found: Any) -> None:
    out.table(
        [Text("at", "日時"), Text("one", "一方"), Text("other", "他方"), Text("why", "理由")],
        [
            [minute(each["refused_at"]), _end(each["a"]), _end(each["b"]), each["reason_text"]]
            for each in found["items"]
        ],
    )
    if not found["items"]:
        out.say(Text("No link was refused.", "結び付けなかった組はありません。"))


def _end(end: Any) -> str:
    return f"{end['type']}:{end['value']} ({end['person_id']})"
