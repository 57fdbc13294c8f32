"""`auftakt plan show | check | set | infer | preset | violations | anomalies`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="The tracking plan. · トラッキングプラン", no_args_is_help=True, rich_markup_mode=None)
File = Annotated[Path, typer.Argument(metavar="PLAN.yaml", help="A plan as YAML or JSON. · 計画の YAML か JSON")]
Note = Annotated[str, typer.Option("--note", help="What this version is for. · この版の目的")]
Off = Annotated[bool, typer.Option("--off", help="Keep it, but hold nothing to it yet. · 保存だけして適用しない")]
Days = Annotated[int, typer.Option("--days", min=1, max=90, help="How many days back. · さかのぼる日数")]
PATH = "/api/plan"


@app.command("show")
def show(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """The plan as YAML, as it is kept in git. · 計画を YAML で表示"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, _draw_plan)


@app.command("check")
def check(plan: File, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Whether a file is a plan, without keeping it. · ファイルを検査"""
    with screen(as_json, language) as out:
        text = _read(plan)
        with connect(home, out.language) as hub:
            found = hub.post(f"{PATH}/check", {"yaml": text})
        out.show(found, lambda said, one: said.say(_size(one)))


@app.command("set")
def set_plan(
    plan: File,
    note: Note = "",
    off: Off = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Make a file the plan, from the next batch on. · 計画を保存"""
    with screen(as_json, language) as out:
        text = _read(plan)
        with connect(home, out.language) as hub:
            saved = hub.put(PATH, {"yaml": text, "note": note, "enforced": not off})
        out.show(saved, lambda said, one: said.say(_saved(one)))


@app.command("infer")
def infer(days: Days = 30, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """A plan to begin with, from what has arrived. · 届いたイベントから計画を作成"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/inferred", days=days)
        out.show(found, _draw_plan)


@app.command("preset")
def preset(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="ecommerce, leads or media")] = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Plans that Auftakt brings along, or one of them as YAML. · ひな型"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/presets")
        chosen = [each for each in found if each["key"] == name]
        if name and not chosen:
            raise InvalidInput(
                Text(f"There is no preset {name}.", f"ひな型 {name} はありません。"),
                next_action=Text("Run `auftakt plan preset`.", "`auftakt plan preset` で一覧を見てください。"),
            )
        out.show(chosen[0] if chosen else found, _draw_plan if chosen else _draw_presets)


@app.command("violations")
def violations(days: Days = 14, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """In what events differed from the plan. · 計画と違ったイベント"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/violations", days=days)
        out.show(found, _draw_violations)


@app.command("anomalies")
def anomalies(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """What came more or less often than usual, and properties that changed. · いつもと違う件数と中身"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/anomalies")
        out.show(found, _draw_anomalies)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"The plan {path} can't be read: {error}", f"計画 {path} を読めません: {error}"),
            next_action=Text(
                "Write one, for example with `auftakt plan infer > plan.yaml`.",
                "`auftakt plan infer > plan.yaml` などで作ってください。",
            ),
        ) from error


def _size(one: Any) -> Text:
    events = len(one["document"].get("events", {}))
    return Text(f"This is a plan with {events} events.", f"イベント{events}件の計画です。")


def _saved(one: Any) -> Text:
    if not one["enforced"]:
        return Text(
            f"Version {one['version']} is kept and not in force.", f"版{one['version']}を保存しました(未適用)。"
        )
    return Text(f"Version {one['version']} is in force.", f"版{one['version']}を適用しました。")


def _draw_plan(out: Screen, one: Any) -> None:
    out.write_text(one["yaml"] or "events: {}")


def _draw_presets(out: Screen, found: Any) -> None:
    rows = [[each["key"], each["title"], str(each["events"])] for each in found]
    out.table([Text("Name", "名前"), Text("For", "用途"), Text("Events", "イベント")], rows)


def _draw_violations(out: Screen, found: Any) -> None:
    rows = [[each["name"], each["key"], each["problem_text"], each["action"], str(each["events"])] for each in found]
    titles = [
        Text("Event", "イベント"), Text("Property", "プロパティ"), Text("Difference", "違い"), Text("Then", "扱い"),
        Text("Events", "件数"),
    ]  # fmt: skip
    out.table(titles, rows)


STATES = {
    "missing": Text("nothing came", "届いていない"), "low": Text("less than usual", "いつもより少ない"),
    "high": Text("more than usual", "いつもより多い"), "new": Text("new", "新しい"),
    "early": Text("too early to tell", "まだ判断できない"), "usual": Text("as usual", "いつもどおり"),
}  # fmt: skip
CHANGES = {
    "appeared": Text("is new", "新しく付いた"), "gone": Text("is gone", "付かなくなった"),
    "more": Text("is there more often", "付くことが増えた"), "less": Text("is there less often", "付くことが減った"),
    "type": Text("changed its type", "型が変わった"),
}  # fmt: skip


def _draw_anomalies(out: Screen, found: Any) -> None:
    rows = [
        [each["name"], STATES[each["state"]].pick(out.language), str(each["days"][-1]), _usual(each["usual"])]
        for each in found["volumes"]
    ]
    out.table([Text("Event", "イベント"), Text("State", "状態"), Text("24 h", "24時間"), Text("Usual", "通常")], rows)
    changed = [
        [
            each["name"], each["key"], CHANGES[each["change"]].pick(out.language),
            f"{each['before']:.0%} → {each['after']:.0%}" + (f" {each['became']}" if each["became"] else ""),
        ]
        for each in found["drifts"]
    ]  # fmt: skip
    titles = [Text("Event", "イベント"), Text("Property", "プロパティ"), Text("Change", "変化"), Text("Share", "割合")]
    out.table(titles, changed)


def _usual(usual: float | None) -> str:
    return "–" if usual is None else f"{usual:g}"
