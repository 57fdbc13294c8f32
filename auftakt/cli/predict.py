"""`auftakt predictions list | create | train | person | delete`."""

import json
from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="Predicted traits. · 予測された特性", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="PREDICTOR", help="Such as purchases. · purchases など")]
Key = Annotated[str, typer.Argument(help="Person id, or type:value. · 人物のキー")]
Days = Annotated[int, typer.Option(min=0, help="How far to look ahead; 0: as before. · 何日先まで(0は前回と同じ)")]
Events = Annotated[list[str], typer.Option("--event", help="What counts, such as a purchase. · 対象のイベント")]
Among = Annotated[list[str], typer.Option(help="Only of whom did this just before. · 直前にこれをした人だけ")]
Where = Annotated[str, typer.Option(help="Tests of properties, as JSON. · プロパティの条件(JSON)")]
TraitName = Annotated[str, typer.Option(help="Name of the trait, after likely_. · 特性名(likely_ の後)")]


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


@app.command("create")
def create(
    title: Annotated[str, typer.Argument(help="What to call it. · 名前")],
    events: Events = [],  # noqa: B006 - typer reads the default
    days: Annotated[int, typer.Option(min=1, help="How far to look ahead. · 何日先まで")] = 30,
    among: Among = [],  # noqa: B006
    where: Where = "",
    name: TraitName = "",
    campaign: Annotated[
        str, typer.Option(help="Id: how much more because of it. · キャンペーンID(その効果を予測)")
    ] = "",
    arm: Annotated[str, typer.Option(help="Its arm, beside the holdout. · 比べる群")] = "treated",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Make a prediction of how likely people are to do something. · 行動の可能性の予測を作る"""
    with screen(as_json, language) as out:
        ask = {"title": title, "events": events, "days": days, "among": among, "where": _tests(where), "name": name}
        ask |= {"campaign": campaign, "arm": arm}
        with connect(home, out.language) as hub:
            made = hub.post("/api/predictions", ask)
        command = f"auftakt predictions train {made['name']}"
        out.show(made, lambda out, _: out.say(Text(f"Made. Next: {command}", f"作成しました。次は {command} です。")))


@app.command("delete")
def delete(name: Name, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Delete a prediction that you made, with its trait. · 作成した予測と特性を削除"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            hub.delete(f"/api/predictions/{quote(name, safe='')}")
        out.show({"deleted": name}, lambda out, _: out.say(Text(f"Deleted {name}.", f"{name} を削除しました。")))


@app.command("person")
def person(key: Key, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """What is predicted of a person, and why. · 人物の予測とその理由"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"/api/people/{quote(key, safe='')}/predictions")
        out.show(found, _draw_person)


def _tests(where: str) -> Any:
    try:
        return json.loads(where or "[]")
    except ValueError as error:
        raise InvalidInput(
            Text(f"--where is not JSON: {error}", f"--where が JSON ではありません: {error}"),
            next_action=Text(
                'Write for example \'[{"property": "category", "op": "is", "value": "wine"}]\'.',
                '例: \'[{"property": "category", "op": "is", "value": "wine"}]\'',
            ),
        ) from error


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
            *_totals(test),
            *_errors(test),
            *((each["title"], _measured(each)) for each in test["measures"]),
        ]
    )
    if test["groups"]:
        out.table(
            [Text("trait", "特性"), Text("group", "グループ"), Text("people", "人数"), Text("said", "見込み"),
             Text("happened", "実際"), Text("in the highest tenth", "上位1割に入る割合")],
            [[each["trait"], each["value"], each["people"], f"{each['said']:.3f}", f"{each['happened']:.3f}",
              f"{each['chosen']:.1%}"] for each in test["groups"]],
        )  # fmt: skip


def _errors(test: dict[str, Any]) -> list[tuple[Text, str]]:
    if test["error"] is None:
        return []
    plain = Text("without a model", "モデルなし")
    return [(Text("error a person", "1人の誤差"), f"{test['error']:.3f}"), (plain, f"{test['plain_error']:.3f}")]


def _measured(each: dict[str, Any]) -> str:
    between = "" if each["low"] is None else f" (95 %: {each['low']:.3f} – {each['high']:.3f})"
    return f"{each['value']:.3f}{between}"


def _totals(test: dict[str, Any]) -> list[tuple[Text, str]]:
    if test["said"] is None:
        return []
    return [(Text("said / happened", "見込み / 実際"), f"{test['said']:,.0f} / {test['happened']:,.0f}")]


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
