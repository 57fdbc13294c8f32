"""`auftakt quarantine rule | replay | clear`: many lines at once, looked at first."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.quarantine_search import PATH, Event, Reason, Since, Source, Until, Words, asked_of
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Language, Text

Steps = Annotated[list[str], typer.Option("--step", help="Such as 'rename properties.orderid properties.order_id'.")]
Apply = Annotated[bool, typer.Option("--apply", help="Do it; else it is only tried. · 実行する(省略時は試すだけ)")]

_PARTS = {
    "rename": ("field", "to"), "set": ("field", "value"), "cast": ("field", "type"), "drop": ("field",),
    "replace": ("field", "value", "to"),
}  # fmt: skip
_JSON = frozenset({("set", "value"), ("replace", "value"), ("replace", "to")})


def rule(
    step: Steps,
    apply: Apply = False,
    text: Words = "",
    reason: Reason = "",
    source: Source = "",
    event: Event = "",
    since: Since = "",
    until: Until = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Mend by a rule what a search finds; tried first. · 規則でまとめて修正"""
    asked = asked_of(text, reason, source, event, "", since, until)
    _run(lambda: [_step(each) for each in step], asked, apply, home, as_json, language)


def replay(
    apply: Apply = False,
    text: Words = "",
    reason: Reason = "",
    source: Source = "",
    event: Event = "",
    since: Since = "",
    until: Until = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Try again as they came, such as after the plan was changed. · そのまま再検査(計画の変更後など)"""
    asked = asked_of(text, reason, source, event, "", since, until)
    _run(list, asked, apply, home, as_json, language)


def clear(
    why: Annotated[str, typer.Option("--why", help="Why these are not needed. · 不要な理由")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask. · 確認しない")] = False,
    text: Words = "",
    reason: Reason = "",
    source: Source = "",
    event: Event = "",
    since: Since = "",
    until: Until = "",
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Dismiss all open lines that a search finds. · 見つかったものをすべて対応不要にする"""
    asked = asked_of(text, reason, source, event, "", since, until)
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            if not yes:
                lines = sum(each["lines"] for each in hub.get(f"{PATH}/reasons", **asked | {"state": "open"}))
                _confirm(out, lines)
            ask = {"reason": why, "filter": _filter(asked)}
            task_id = hub.post(f"{PATH}/dismiss", ask)["task_id"]
            with bar(out, Text("Dismissing", "処理中").pick(out.language)) as watch:
                done = hub.finish(task_id, watch)
        said = Text(f"{done['dismissed']} dismissed.", f"{done['dismissed']}件を対応不要にしました。")
        out.show(done, lambda screen, _: screen.say(said))


def _confirm(out: Screen, lines: int) -> None:
    question = Text(f"Dismiss {lines} lines? They stay, as dismissed.", f"{lines}件を対応不要にします。よろしいですか?")
    typer.confirm(question.pick(out.language), abort=True, err=True)


def _filter(asked: dict[str, str | None]) -> dict[str, str | None]:
    return {name: value for name, value in asked.items() if name != "state"}


def _run(
    steps: Callable[[], list[dict[str, Any]]],
    asked: dict[str, str | None],
    apply: bool,
    home: Path,
    as_json: bool,
    language: str,
) -> None:
    with screen(as_json, language) as out:
        ask = {"steps": steps(), "filter": _filter(asked)}
        with connect(home, out.language) as hub:
            if not apply:
                out.show(hub.post(f"{PATH}/rule/try", ask), _draw_trial)
                return
            task_id = hub.post(f"{PATH}/rule/apply", ask)["task_id"]
            with bar(out, Text("Mending", "修正中").pick(out.language)) as watch:
                done = hub.finish(task_id, watch)
        out.show(done, _draw_done)


def _step(text: str) -> dict[str, Any]:
    words = shlex.split(text)
    parts = _PARTS.get(words[0] if words else "", ())
    if len(words) != len(parts) + 1:
        raise InvalidInput(
            Text(f"{text!r} is no step.", f"{text!r} という手順はありません。"),
            next_action=Text(
                "Write rename FIELD FIELD, set FIELD VALUE, cast FIELD TYPE, drop FIELD, or replace FIELD OLD NEW.",
                "rename 項目 項目、set 項目 値、cast 項目 型、drop 項目、replace 項目 旧値 新値 のどれかです。",
            ),
        )
    do = words[0]
    given = {name: _value(word) if (do, name) in _JSON else word for name, word in zip(parts, words[1:], strict=True)}
    return {"do": do} | given


def _value(word: str) -> Any:
    """A word that is JSON is that value; all others are text."""
    try:
        return json.loads(word)
    except ValueError:
        return word


def _draw_trial(out: Screen, found: Any) -> None:
    looked = found["looked_at"]
    out.say(
        Text(
            f"{found['passing']} of {looked} would come in ({found['matching']} are open). Nothing was changed.",
            f"{looked}件のうち{found['passing']}件が通ります(未対応は{found['matching']}件)。まだ何も変えていません。",
        )
    )
    _draw_failing(out, found["failing"], out.language)
    for each in found["examples"]:
        problem = f" ({each['problem']})" if each["problem"] else ""
        out.write_text(f"{each['log_offset']}{problem}\n- {each['before']}\n+ {each['after']}")
    if found["passing"]:
        out.say(Text("Run it again with --apply to do it.", "実行するには --apply を付けてください。"))


def _draw_done(out: Screen, done: Any) -> None:
    out.say(Text(f"{done['mended']} mended.", f"{done['mended']}件を修正しました。"))
    _draw_failing(out, done["failing"], out.language)


def _draw_failing(out: Screen, failing: Any, language: Language) -> None:
    if failing:
        titles = [Text("Still wrong", "残る理由"), Text("Property", "プロパティ"), Text("Lines", "件数")]
        rows = [[f"{each['reason_text']} ({each['reason']})", each["key"], str(each["lines"])] for each in failing]
        out.table(titles, rows)
