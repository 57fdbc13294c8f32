"""`auftakt replay try | start | list | stop`."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text

app = typer.Typer(
    help="Look at stored events again by today's rules. · 保存済みイベントの再処理",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Since = Annotated[str, typer.Option("--since", help="From this time on, ISO 8601. · この日時以降")]
Until = Annotated[str, typer.Option("--until", help="Before this time, ISO 8601. · この日時より前")]
Happened = Annotated[bool, typer.Option("--happened", help="By when events happened, not came. · 発生日時で選ぶ")]
Source = Annotated[list[str], typer.Option("--source", help="A source; may be repeated. · ソース(複数可)")]
Event = Annotated[list[str], typer.Option("--event", help="An event's name; may be repeated. · イベント名(複数可)")]
PATH = "/api/replays"
STATES = {
    "running": Text("running", "実行中"), "done": Text("done", "完了"), "stopped": Text("stopped", "停止"),
    "failed": Text("failed", "失敗"),
}  # fmt: skip


@app.command("try")
def attempt(
    since: Since = "",
    until: Until = "",
    happened: Happened = False,
    source: Source = [],  # noqa: B006 - typer copies it
    event: Event = [],  # noqa: B006
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """What a replay would change; nothing is changed. · 何が変わるかを確認(変更なし)"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            ask = _asked(since, until, happened, source, event) | {"dry_run": True}
            with bar(out, Text("Trying", "試行中").pick(out.language)) as watch:
                found = hub.finish(hub.post(PATH, ask)["task_id"], watch)
        out.show(found, _draw_trial)


@app.command("start")
def start(
    since: Since = "",
    until: Until = "",
    happened: Happened = False,
    source: Source = [],  # noqa: B006
    event: Event = [],  # noqa: B006
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Put right what follows from these events. · 再処理を実行"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            ask = _asked(since, until, happened, source, event) | {"dry_run": False}
            with bar(out, Text("Replaying", "再処理中").pick(out.language)) as watch:
                done = hub.finish(hub.post(PATH, ask)["task_id"], watch)
        out.show(done, lambda said, one: _draw(said, one["changes"]))


@app.command("list")
def list_replays(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Replays so far, the latest first. · これまでの再処理"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH)
        out.show(found, _draw_list)


@app.command("stop")
def stop(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Stop what runs; nothing has changed then. · 実行中のものを停止(変更は残りません)"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            task_id = hub.get(PATH)["task_id"]
            if task_id is None:
                raise NotFound(
                    Text("No replay is running.", "実行中の再処理はありません。"),
                    next_action=Text("`auftakt replay list` shows them.", "`auftakt replay list` で確認できます。"),
                )
            task = hub.post(f"/api/tasks/{task_id}/stop")
        out.show(
            task, lambda said, _: said.say(Text("Stopped. Nothing was changed.", "停止しました。変更はありません。"))
        )


def _asked(since: str, until: str, happened: bool, source: list[str], event: list[str]) -> dict[str, Any]:
    by = "happened" if happened else "received"
    return {"selection": {"since": since or None, "until": until or None, "by": by, "sources": source, "events": event}}


def _draw_trial(out: Screen, found: Any) -> None:
    _draw(out, found)
    for trait in found["traits"]:
        for each in trait["examples"]:
            before, after = (value if value is not None else "–" for value in (each["before"], each["after"]))
            out.write_text(f"{trait['name']} ({each['person_id']}): {before} → {after}")
    out.say(Text("Nothing was changed yet; `start` does it.", "まだ何も変えていません。実行は `start` です。"))


def _draw(out: Screen, found: Any) -> None:
    events, people = found["events"], found["people"]
    out.facts(
        [
            (Text("Events looked at", "対象イベント"), events["lines"]),
            (Text("… that change", "… 変わるもの"), events["changed"]),
            (Text("… into the quarantine", "… 隔離されるもの"), events["held"]),
            (Text("… out of the quarantine", "… 隔離から戻るもの"), events["released"]),
            (Text("People touched", "影響のある人物"), people["touched"]),
            (Text("… who join others", "… 統合される人物"), people["joined"]),
            (Text("… who split off", "… 分かれる人物"), people["split"]),
            (Text("… who appear", "… 新しく現れる人物"), people["appeared"]),
            (Text("… who are gone", "… いなくなる人物"), people["gone"]),
        ]
    )
    titles = [Text("Trait", "特性"), Text("People", "人数")]
    out.table(titles, [[each["name"], each["people"]] for each in found["traits"]])
    titles = [Text("Consent", "同意"), Text("Become yes", "同意あり"), Text("End", "同意なし")]
    rows = [[f"{each['channel']} / {each['purpose']}", each["granted"], each["ended"]] for each in found["consents"]]
    out.table(titles, rows)


def _draw_list(out: Screen, found: Any) -> None:
    titles = [
        Text("Asked", "依頼"), Text("By", "依頼者"), Text("Events", "対象"), Text("State", "状態"),
        Text("Looked at", "件数"), Text("People", "人物"),
    ]  # fmt: skip
    rows = []
    for each in found["replays"]:
        changes = each["changes"]
        rows.append(
            [
                minute(each["asked_at"]), each["by"], _told(each["selection"], out),
                STATES[each["state"]].pick(out.language), changes["events"]["lines"] if changes else "–",
                changes["people"]["touched"] if changes else "–",
            ]
        )  # fmt: skip
    out.table(titles, rows)


def _told(selection: Any, out: Screen) -> str:
    words = [*selection["events"], *selection["sources"]]
    if selection["since"] or selection["until"]:
        words.append(f"{minute(selection['since'])} – {minute(selection['until'])}")
    return ", ".join(words) or Text("all", "すべて").pick(out.language)
