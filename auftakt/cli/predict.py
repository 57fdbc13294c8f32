"""`auftakt predictions list | train | person`."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(help="Predicted traits. · 予測された特性", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="PREDICTOR", help="Such as purchases. · purchases など")]
Key = Annotated[str, typer.Argument(help="Person id, or type:value. · 人物のキー")]
Days = Annotated[int, typer.Option(min=0, help="How far to look ahead; 0: as before. · 何日先まで(0は前回と同じ)")]
Events = Annotated[list[str], typer.Option("--event", help="What counts as a purchase. · 購入とみなすイベント")]


@app.command("list")
def list_predictors(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """All predictors: what stands, and how well it did. · 予測の一覧と成績"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/predictions")
        out.show(found, _draw_list)


@app.command("train")
def train(
    name: Name,
    days: Days = 0,
    events: Events = [],  # noqa: B006 - typer reads the default
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Try it on time it has not seen; publish if it is good enough. · 検証して公開"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            ask = {"days": days or None, "events": events}
            started = hub.post(f"/api/predictions/{quote(name, safe='')}/train", ask)
            hub.finish(started["task_id"])
            found = next(each for each in hub.get("/api/predictions") if each["name"] == name)
        out.show(found, _draw_training)


@app.command("person")
def person(key: Key, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """What is predicted of a person, and why. · 人物の予測とその理由"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"/api/people/{quote(key, safe='')}/predictions")
        out.show(found, _draw_person)


def _draw_list(out: Screen, document: list[dict[str, Any]]) -> None:
    for each in document:
        out.say(f"{each['title']}  ·  {each['name']}", style="bold")
        out.say(each["about"])
        _draw_standing(out, each["standing"])


def _draw_training(out: Screen, document: dict[str, Any]) -> None:
    latest = document["trainings"][0]
    if latest["refusal"]:
        out.say(Text(f"Not published: {latest['refusal']}", f"公開しませんでした:{latest['refusal']}"))
        return
    _draw_standing(out, latest)
    test = latest["back_test"]
    out.table(
        [Text("people", "人数"), Text("said, each", "見込み(1人)"), Text("happened, each", "実際(1人)")],
        [[each["people"], f"{each['said']:.2f}", f"{each['happened']:.2f}"] for each in test["bins"]],
        Text("On time it had not seen, by tenths", "検証期間の成績(10分位)"),
    )


def _draw_standing(out: Screen, standing: dict[str, Any] | None) -> None:
    if standing is None:
        out.say(Text("Not trained yet.", "まだ学習していません。"))
        return
    test = standing["back_test"]
    out.facts(
        [
            (Text("trained", "学習"), f"{minute(standing['trained_at'])} (v{standing['version']})"),
            (Text("people", "人数"), standing["people"]),
            (Text("days ahead", "先の日数"), standing["days"]),
            (Text("said / happened", "見込み / 実際"), f"{test['said']:,.0f} / {test['happened']:,.0f}"),
            (Text("error a person", "1人の誤差"), f"{test['error']:.3f}"),
            (Text("without a model", "モデルなし"), f"{test['plain_error']:.3f}"),
        ]
    )


def _draw_person(out: Screen, document: list[dict[str, Any]]) -> None:
    if not document:
        out.say(Text("Nothing is predicted of this person.", "この人物の予測はありません。"))
    for each in document:
        out.say(f"{each['title']}  ·  {minute(each['trained_at'])}", style="bold")
        out.table(
            [Text("trait", "特性"), Text("value", "値")], [[value["title"], value["value"]] for value in each["values"]]
        )
        for reason in each["reasons"]:
            out.say(f"- {reason}")
