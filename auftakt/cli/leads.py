"""`auftakt leads model | set | preview | person | board | funnel | decide`."""

import json
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="Leads: scores, grades, stages. · リード", no_args_is_help=True, rich_markup_mode=None)
File = Annotated[Path, typer.Argument(metavar="MODEL.json", help="A model as JSON. · モデルの JSON")]
Key = Annotated[str, typer.Argument(help="Person id, or type:value. · 人物のキー")]


@app.command("model")
def model(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """What gives points and what makes a grade. · 点数と評価のモデル"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/leads/model")
        out.show(found, _draw_model)


@app.command("set")
def set_model(file: File, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Save a model; it is applied to everyone. · モデルを保存"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            made = hub.put("/api/leads/model", {"model": _read(file)})
        out.show(made, _draw_model)


@app.command("preview")
def preview(file: File, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """How a model would spread people, without saving it. · モデルを試算"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.post("/api/leads/model/preview", {"model": _read(file)})
        out.show(found, _draw_preview)


@app.command("person")
def person(key: Key, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """A person's score and grade, every point explained. · 人物の点数とその内訳"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"/api/people/{quote(key, safe='')}/lead")
        out.show(found, _draw_person)


@app.command("board")
def board(
    owner: Annotated[str, typer.Option(help="Only those of this owner. · 担当者")] = "",
    origin: Annotated[str, typer.Option(help="Only those from here. · 獲得元")] = "",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those who wait too long. · 期限切れのみ")] = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Leads by stage, with those who wait. · ステージ別のリード"""
    with screen(as_json, language) as out:
        ask = {"owner": owner or None, "origin": origin or None, "overdue": overdue}
        with connect(home, out.language) as hub:
            found = hub.get("/api/leads/board", **ask)
        out.show(found, _draw_board)


@app.command("funnel")
def funnel(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """How many reach each stage, by origin. · 獲得元別のファネル"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/leads/funnel")
        out.show(found, _draw_funnel)


@app.command("decide")
def decide(
    key: Key,
    decision: Annotated[str, typer.Argument(help="accept, refuse, recycle or move. · 判断")],
    reason: Annotated[str, typer.Option(help="Id of a reason to refuse. · 差し戻しの理由")] = "",
    stage: Annotated[str, typer.Option(help="Stage to move to. · 移動先")] = "",
    until: Annotated[str, typer.Option(help="End of the rest, such as 2026-12-31. · 再開日")] = "",
    note: Annotated[str, typer.Option(help="What others should know. · メモ")] = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Answer a hand-over, recycle a lead, or move it. · 引き渡しへの回答"""
    with screen(as_json, language) as out:
        body = {"decision": decision, "reason": reason, "stage": stage, "until": _moment(until), "note": note}
        with connect(home, out.language, batch=True) as hub:
            found = hub.post(f"/api/people/{quote(key, safe='')}/lead/decisions", body)
        out.show(found, _draw_person)


def _moment(day: str) -> str | None:
    return None if not day else day if "T" in day else f"{day}T00:00:00Z"


def _read(path: Path) -> Any:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The model {path} can't be read: {error}", f"モデル {path} を読めません: {error}"),
            next_action=Text(
                "Write one as JSON; `auftakt leads model --json` prints what counts now.",
                "JSON で書いてください。今のモデルは `auftakt leads model --json` で出力できます。",
            ),
        ) from error
    return document["model"] if isinstance(document, dict) and "model" in document else document


def _draw_model(out: Screen, found: dict[str, Any]) -> None:
    if found["version"] is None:
        out.say(Text("No model is saved yet.", "モデルはまだ保存されていません。"))
    else:
        out.say(Text(f"Version {found['version']}", f"第{found['version']}版"), style="bold")
    out.say(Text(f"Who is scored: {found['who_text']}", f"対象: {found['who_text']}"))
    out.table(
        [Text("axis", "軸"), Text("points", "点数"), Text("rule", "ルール"), Text("when", "条件")],
        [[each["axis"], each["points"], each["name"], each["when_text"]] for each in found["rules"]],
    )


def _draw_preview(out: Screen, found: dict[str, Any]) -> None:
    out.say(Text(f"{found['people']} people would be scored.", f"{found['people']}人が対象になります。"))
    out.table(
        [Text("grade", "評価"), Text("points from", "点数(以上)"), Text("people", "人数")],
        [[each["grade"], each["band"], each["people"]] for each in found["bands"]],
    )


def _draw_person(out: Screen, found: dict[str, Any] | None) -> None:
    if found is None:
        out.say(Text("The lead model does not score this person.", "この人物はリードのモデルの対象ではありません。"))
        return
    grade = found["grade"] or "-"
    if found["stage"]:
        out.say(Text(f"Stage: {found['stage']}", f"ステージ: {found['stage']}"))
    out.say(Text(f"{found['score']:.1f} points, grade {grade}", f"{found['score']:.1f}点、評価 {grade}"), style="bold")
    for part in found["parts"]:
        for each in part["events"] or [part]:
            out.say(f"- {each['text']}")


def _draw_board(out: Screen, found: dict[str, Any]) -> None:
    out.table(
        [Text("stage", "ステージ"), Text("people", "人数"), Text("wait", "回答待ち"), Text("overdue", "期限切れ")],
        [[each["name"], each["people"], each["waiting"], each["overdue"]] for each in found["stages"]],
    )
    for stage in found["stages"]:
        for card in stage["cards"]:
            if card["waits"] or card["overdue"]:
                who = card["name"] or card["email"] or card["person_id"]
                out.say(
                    Text(
                        f"- {stage['name']}: {who}, {card['score']:.0f} points, {card['waited']:.0f} h",
                        f"- {stage['name']}: {who}、{card['score']:.0f}点、{card['waited']:.0f}時間",
                    )
                )


def _draw_funnel(out: Screen, found: dict[str, Any]) -> None:
    rows = []
    for row in found["rows"]:
        first = row["steps"][0]["people"] or 1
        name = Text("all", "全体").pick(out.language) if row["origin"] is None else row["origin"] or "-"
        rows.append([name, *(f"{step['people']} ({step['people'] / first:.1%})" for step in row["steps"])])
    out.table([Text("origin", "獲得元"), *(Text(each["name"], each["name"]) for each in found["stages"])], rows)
