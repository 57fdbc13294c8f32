"""`auftakt quarantine list | reasons | show | mend | dismiss | rule | replay | clear`."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli import mending
from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.quarantine_search import PATH, Event, Reason, Since, Source, State, Until, Words, asked_of
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

app = typer.Typer(help="What was not taken as it came. · 隔離されたデータ", no_args_is_help=True, rich_markup_mode=None)
Number = Annotated[int, typer.Argument(metavar="NUMBER", min=0, help="From `list`. · 番号")]


@app.command("list")
def list_lines(
    text: Words = "",
    reason: Reason = "",
    source: Source = "",
    event: Event = "",
    state: State = "",
    since: Since = "",
    until: Until = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="How many. · 件数")] = 50,
    after: Annotated[str, typer.Option("--after", help="`next` of the page before. · 前のページの next")] = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Search it, the latest first. · 新しい順に検索"""
    asked = asked_of(text, reason, source, event, state, since, until)
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(PATH, **asked, limit=limit, after=after or None)
        out.show(found, _draw_lines)


@app.command("reasons")
def reasons(
    text: Words = "",
    reason: Reason = "",
    source: Source = "",
    event: Event = "",
    state: State = "",
    since: Since = "",
    until: Until = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Count it by reason. · 理由ごとの件数"""
    asked = asked_of(text, reason, source, event, state, since, until)
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/reasons", **asked)
        out.show(found, _draw_reasons)


@app.command("show")
def show(
    number: Number,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """One line as it came. · 1件を届いたまま表示"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/{number}")
        out.show(found, _draw_line)


@app.command("mend")
def mend(
    number: Number,
    event: Annotated[Path, typer.Argument(metavar="EVENT.json", help="The corrected event; - reads it from stdin.")],
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Send the corrected event in its place. · 正しいイベントを代わりに送る"""
    with screen(as_json, language) as out:
        corrected = _read_event(event)
        with connect(home, out.language, batch=True) as hub:
            taken = hub.post(f"{PATH}/{number}/mend", {"event": corrected})
            now = hub.until(f"{PATH}/{number}", lambda one: one["line"]["state"] == "mended")
        out.show(taken | {"state": now["line"]["state"]}, _draw_taken)


@app.command("dismiss")
def dismiss(
    number: Number,
    why: Annotated[str, typer.Option("--why", help="Why it is not needed. · 不要な理由")],
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Put it aside, for a reason. · 理由を付けて対応不要にする"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            taken = hub.post(f"{PATH}/{number}/dismiss", {"reason": why})
            now = hub.until(f"{PATH}/{number}", lambda one: one["line"]["state"] == "dismissed")
        out.show(taken | {"state": now["line"]["state"]}, _draw_taken)


app.command("rule")(mending.rule)
app.command("replay")(mending.replay)
app.command("clear")(mending.clear)


def _read_event(path: Path) -> Any:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
        found = json.loads(text)
    except (OSError, ValueError) as error:
        raise InvalidInput(
            Text(f"{path} can't be read as JSON: {error}", f"{path} を JSON として読めません: {error}"),
            next_action=Text(
                "`auftakt quarantine show NUMBER --json` prints a draft to begin with.",
                "`auftakt quarantine show 番号 --json` の draft を元にしてください。",
            ),
        ) from error
    if not isinstance(found, dict):
        raise InvalidInput(
            Text("The event is no JSON object.", "イベントが JSON オブジェクトではありません。"),
            next_action=Text("Write one event.", "イベントを1件書いてください。"),
        )
    return found


def _draw_lines(out: Screen, found: Any) -> None:
    titles = [
        Text("Number", "番号"), Text("Received", "受信"), Text("Source", "ソース"), Text("Event", "イベント"),
        Text("Why", "理由"), Text("State", "状態"),
    ]  # fmt: skip
    rows = [
        [
            str(each["log_offset"]), each["received_at"], each["source"], each["name"] or "",
            f"{each['reason_text']} ({each['reason']})", STATES[each["state"]].pick(out.language),
        ]
        for each in found["items"]
    ]  # fmt: skip
    out.table(titles, rows)
    if found["next"]:
        out.say(Text(f"More with --after {found['next']}", f"続きは --after {found['next']}"))


def _draw_reasons(out: Screen, found: Any) -> None:
    titles = [Text("Why", "理由"), Text("Code", "コード"), Text("Lines", "件数"), Text("What to do", "対処")]
    rows = [[each["reason_text"], each["reason"], str(each["lines"]), each["next_action"]] for each in found]
    out.table(titles, rows)


STATES = {
    "open": Text("open", "未対応"),
    "mended": Text("mended", "修正済み"),
    "dismissed": Text("dismissed", "対応不要"),
}


def _draw_taken(out: Screen, one: Any) -> None:
    state = STATES[one["state"]]
    ids = ", ".join(one["message_ids"])
    out.say(
        Text(
            f"{one['log_offset']}: {state.en}" + (f", as {ids}" if ids else ""),
            f"{one['log_offset']}: {state.ja}" + (f"({ids})" if ids else ""),
        )
    )


def _draw_line(out: Screen, found: Any) -> None:
    one = found["line"]
    state = STATES[one["state"]].pick(out.language)
    out.facts(
        [
            (Text("Why", "理由"), f"{one['reason_text']} ({one['reason']})"),
            (Text("What to do", "対処"), one["next_action"]),
            (Text("Source", "ソース"), one["source"]),
            (Text("Received", "受信"), one["received_at"]),
            (Text("State", "状態"), " · ".join(filter(None, [state, one["mended_as"] or one["note"]]))),
        ]
    )
    out.write_text(one["raw"])
