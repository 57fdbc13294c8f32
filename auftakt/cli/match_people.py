"""`auftakt match run | proposals | show | approve | refuse | reopen`: who of the hub's people may be one person."""

from pathlib import Path
from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import amount, minute
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

PATH = "/api/matching"
Id = Annotated[int, typer.Argument(metavar="ID", help="As the list shows it. · 一覧の番号")]
OfState = Annotated[
    str, typer.Option("--state", help="open, approved, refused, undone, closed or all. · 状態で絞り込む")
]
Why = Annotated[str, typer.Option("--reason", help="Why; kept with the decision. · 理由")]
After = Annotated[str, typer.Option("--after", help="Where the page before ended. · 前のページの続き")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many. · 件数")]

STATES = {
    "open": Text("open", "確認待ち"),
    "approved": Text("approved", "承認済み"),
    "refused": Text("refused", "却下"),
    "undone": Text("undone", "取り消し済み"),
    "closed": Text("closed", "終了"),
}
LEVELS = {
    "same": Text("same", "一致"),
    "swapped": Text("swapped", "姓名が逆"),
    "close": Text("close", "近い"),
    "partly": Text("partly", "一部一致"),
    "different": Text("different", "不一致"),
    "missing": Text("missing", "値なし"),
}


def run(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Compare the hub's people and propose who may be one. · 人物を比べて名寄せ案を作る"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            task = hub.post(f"{PATH}/runs")["task_id"]
            with bar(out, Text("Matching", "名寄せ").pick(out.language)) as watch:
                done = hub.finish(task, watch)
        out.show(done, _draw_run)


def proposals(
    state: OfState = "open",
    after: After = "",
    limit: Limit = 50,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Pairs of people who may be one, the likeliest first. · 名寄せ案の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/proposals", state=state, after=after or None, limit=limit)
        out.show(found, _draw_page)


def show(proposal: Id, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """One proposal, field by field. · 名寄せ案を項目ごとに表示"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get(f"{PATH}/proposals/{proposal}")
        out.show(found, draw_proposal)


def quality(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Precision and recall on the hub's people that exact keys joined. · ハブの人物で適合率と再現率を測る"""
    from auftakt.cli.match import draw_measured

    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            task = hub.post(f"{PATH}/measurements")["task_id"]
            with bar(out, Text("Measuring", "測定").pick(out.language)) as watch:
                done = hub.finish(task, watch)
        out.show(done, lambda said, one: draw_measured(said, one["measured"]))


def approve(
    proposal: Id, reason: Why = "", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Make the two one person; can be taken back. · 2人を統合する(取り消せます)"""
    _decide("approve", proposal, reason, home, as_json, language)


def refuse(
    proposal: Id, reason: Why = "", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """The two are not one person; never propose them again. · 別人として却下する"""
    _decide("refuse", proposal, reason, home, as_json, language)


def reopen(
    proposal: Id, reason: Why = "", home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Take a decision back, so that the proposal waits again. · 決定を取り消して確認待ちに戻す"""
    _decide("reopen", proposal, reason, home, as_json, language)


def _decide(word: str, proposal: int, reason: str, home: Path, as_json: bool, language: str) -> None:
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            found = hub.post(f"{PATH}/proposals/{proposal}/{word}", {"reason": reason})
        out.show(found, draw_proposal)


def _draw_run(out: Screen, done: dict[str, Any]) -> None:
    out.facts(
        [
            (Text("people compared", "比べた人物"), amount(done["people"])),
            (Text("likely pairs", "可能性の高い組"), amount(done["pairs"])),
            (Text("merged by the policy", "自動で統合"), amount(done["merged"])),
            (Text("proposed", "名寄せ案"), amount(done["proposed"])),
            (Text("left out (over the limit)", "上限を超えて除いた組"), amount(done["left_out"])),
        ]
    )


def _draw_page(out: Screen, page: dict[str, Any]) -> None:
    titles = [
        Text("id", "番号"),
        Text("probability", "確率"),
        Text("state", "状態"),
        Text("a", "人物A"),
        Text("b", "人物B"),
    ]
    rows = [
        [
            each["id"],
            percent(each["probability"]),
            STATES[each["state"]].pick(out.language),
            *(f"{each[side]['person_id']} {each[side]['name'] or ''}".strip() for side in "ab"),
        ]
        for each in page["items"]
    ]
    out.table(titles, rows)
    if not rows:
        out.say(
            Text(
                "Nothing waits. Compare people with `auftakt match run`.",
                "名寄せ案はありません。`auftakt match run` で人物を比べます。",
            )
        )
    if page["next"]:
        out.say(Text(f"More: --after {page['next']}", f"続き: --after {page['next']}"))


def draw_proposal(out: Screen, one: dict[str, Any]) -> None:
    """Both people side by side, with how far each field agrees and what it adds."""
    decided = f"{one['decided_by']} {minute(one['decided_at'])}" if one["decided_at"] else "–"
    out.facts(
        [
            (Text("probability", "確率"), percent(one["probability"])),
            (Text("state", "状態"), STATES[one["state"]].pick(out.language)),
            (Text("a", "人物A"), f"{one['a']['person_id']} {one['a']['name'] or ''}".strip()),
            (Text("b", "人物B"), f"{one['b']['person_id']} {one['b']['name'] or ''}".strip()),
            (Text("decided", "決定"), decided),
        ]
    )
    out.table(
        [
            Text("field", "項目"),
            Text("a", "人物A"),
            Text("b", "人物B"),
            Text("agreement", "一致"),
            Text("adds", "重み"),
        ],
        [
            [
                each["field"],
                each["a_value"] or "–",
                each["b_value"] or "–",
                LEVELS[each["level"]].pick(out.language),
                f"{each['weight']:+.1f}",
            ]
            for each in one["fields"]
        ],
    )


def percent(probability: float) -> str:
    """Cut, not rounded: nothing short of certain reads as 100 %."""
    return f"{int(probability * 10_000) / 100:.2f} %"
