"""`auftakt identifiers try | apply`: what rules do to the people who are there, looked at first."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.forms import amount, limit_of
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.progress import bar
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

PATH = "/api/identifiers"
Type = Annotated[str, typer.Argument(metavar="[TYPE]", help="None: the rules as they are. · 省略時は今の規則")]
Limit = Annotated[str, typer.Option(metavar="N[/PERIOD]", help="Such as 1, 5/week, none. · 1人あたりの上限")]
Priority = Annotated[int, typer.Option(min=0, max=1000, help="Lower is stronger. · 小さいほど優先")]
Block = Annotated[list[str] | None, typer.Option("--block", help="A value that would join nobody. · 使えなくする値")]
Unblock = Annotated[list[str] | None, typer.Option("--unblock", help="One that would join again. · また使う値")]


def try_rule(
    type: Type = "",
    limit: Limit = "",
    priority: Priority = 0,
    block: Block = None,
    unblock: Unblock = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Who would be split or become one by a changed rule; changes nothing. · 規則を変えたときの影響を調べる"""
    with screen(as_json, language) as out:
        change = {
            "priority": priority or None, "limit": limit_of(limit) if limit else None, "block": block or [],
            "unblock": unblock or [],
        }  # fmt: skip
        with connect(home, out.language) as hub:
            found = hub.post(f"{PATH}/types/{type}/what-if", change) if type else hub.post(f"{PATH}/what-if")
        out.show(found, _draw)


def apply_rules(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Hold the links that are there to the rules; see `try` first. · 今ある組に規則を当てはめる"""
    with screen(as_json, language) as out:
        with connect(home, out.language, batch=True) as hub:
            task = hub.post(f"{PATH}/apply")["task_id"]
            with bar(out, Text("Applying", "適用中").pick(out.language)) as watch:
                done = hub.finish(task, watch)
        out.show(done, _draw_done)


def _draw(out: Screen, found: Any) -> None:
    counts = found["counts"]
    out.facts(
        [
            (Text("people now", "現在の人物"), amount(counts["people_before"])),
            (Text("people afterwards", "適用後の人物"), amount(counts["people_after"])),
            (Text("people who would be split", "分かれる人物"), amount(counts["splits"])),
            (Text("people who would be made of several", "統合される人物"), amount(counts["merges"])),
            (Text("links newly refused", "新たに結び付けない組"), amount(counts["links_refused"])),
            (Text("refused links that would hold", "新たに結び付ける組"), amount(counts["links_joined"])),
        ]
    )
    titles = [
        Text("person", "人物"), Text("becomes", "どうなるか"), Text("identifiers", "識別子"), Text("parts", "内訳")
    ]  # fmt: skip
    rows = [[each["person_id"], _becomes(each).pick(out.language), each["identifiers"], _parts(each)]
            for each in [*found["split"], *found["merged"]]]  # fmt: skip
    if rows:
        out.table(titles, rows)


def _becomes(each: Any) -> Text:
    count = each["part_count"]
    if each["reason"] is None:
        return Text(f"one of {count} people", f"{count}人が1人に")
    return Text(f"{count} people ({each['rule']}: {each['reason']})", f"{count}人に({each['rule']}: {each['reason']})")


def _parts(each: Any) -> str:
    shown = [", ".join(f"{one['type']}:{one['value']}" for one in part["members"]) for part in each["parts"]]
    return " | ".join([*shown, "…"] if each["part_count"] > len(shown) else shown)


def _draw_done(out: Screen, done: Any) -> None:
    out.facts(
        [
            (Text("people split", "分かれた人物"), amount(done["splits"])),
            (Text("people made of several", "統合された人物"), amount(done["merges"])),
            (Text("links refused", "結び付けなかった組"), amount(done["links_refused"])),
            (Text("links made", "結び付けた組"), amount(done["links_joined"])),
        ]
    )
