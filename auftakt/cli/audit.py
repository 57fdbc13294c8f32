"""`auftakt audit verify` and `auftakt audit list`."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.text import Text

app = typer.Typer(help="The audit chain: who did what. · 監査記録", no_args_is_help=True, rich_markup_mode=None)
After = Annotated[int | None, typer.Option(help="Only entries before this number. · この番号より前")]
Limit = Annotated[int, typer.Option(min=1, max=500, help="How many entries. · 件数")]


@app.command("verify")
def verify(home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Compute the whole chain again; exit code 1 if it is broken. · 改ざんがないかを検証"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/team/audit/verify")
        out.show(found, _draw_check)
        if not found["ok"]:
            raise typer.Exit(1)


@app.command("list")
def list_entries(
    after: After = None, limit: Limit = 50, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = ""
) -> None:
    """Entries, the newest first. · 新しい順の一覧"""
    with screen(as_json, language) as out:
        with connect(home, out.language) as hub:
            found = hub.get("/api/team/audit", after=after, limit=limit)
        out.show(found, _draw_list)


def _draw_check(out: Screen, found: dict[str, Any]) -> None:
    if found["ok"]:
        out.say(
            Text(
                f"All {found['entries']:,} entries are as they were written.",
                f"{found['entries']:,}件すべて、記録時のままです。",
            )
        )
        out.say(Text(f"Last hash: {found['head']}", f"最後のハッシュ: {found['head']}"))
        return
    place = found["broken_at"]
    out.say(Text(f"The chain is broken at entry {place:,}.", f"記録は{place:,}番目で壊れています。"), "red")
    out.say(
        Text(
            "→ Compare it with a backup of control.db from before, and find out who could write to it.",
            "→ 以前の control.db のバックアップと比べ、書き込めた人を確認してください。",
        )
    )


def _draw_list(out: Screen, found: dict[str, Any]) -> None:
    out.table(
        ["#", Text("at", "日時"), Text("who", "実行者"), Text("what", "操作"), Text("object", "対象")],
        [
            [
                str(e["seq"]),
                e["at"][:19].replace("T", " "),
                e["actor_name"],
                e["action"],
                f"{e['object_type']} {e['object_id']}",
            ]
            for e in found["items"]
        ],
    )
    if not found["items"]:
        out.say(Text("Nothing was recorded yet.", "まだ記録はありません。"))
    if found["next"]:
        out.say(Text(f"There are more: --after {found['next']}", f"続きがあります: --after {found['next']}"))
