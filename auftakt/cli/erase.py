"""`auftakt erase TYPE:VALUE`: takes one person out of every store and file."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

Key = Annotated[
    str, typer.Argument(metavar="TYPE:VALUE", help="Any identifier, such as email:a@example.com. · 識別子のどれか")
]
Yes = Annotated[bool, typer.Option("--yes", help="Don't ask; it can't be undone. · 確認しない(元に戻せません)")]
Anew = Annotated[
    bool, typer.Option("--anew", help="Data that arrives later may make a new person. · 以後のデータは新しい人物にする")
]


def erase(
    key: Key,
    yes: Yes = False,
    anew: Anew = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Erase one person everywhere; can't be undone. · 人物をすべての場所から削除(元に戻せません)"""
    with screen(as_json, language) as out:
        if not yes and not typer.confirm(_question(key).pick(out.language)):
            raise InvalidInput(
                Text("Nothing was erased.", "何も削除していません。"),
                next_action=Text("Run it again with --yes.", "--yes を付けて実行してください。"),
            )
        with connect(home, out.language) as hub:
            path = f"/api/people/{quote(key, safe='')}/erasure"
            started = hub.post(path, {"afterwards": "anew" if anew else "drop"})
            hub.finish(started["task_id"])
            done = hub.get(f"/api/erasures/{started['erasure']['id']}")
        out.show(done, _draw)


def _question(key: str) -> Text:
    return Text(
        f"Erase the person behind {key}, with all of their identifiers, events and messages? This can't be undone.",
        f"{key} の人物を、識別子・イベント・配信の記録も含めてすべて削除します。元に戻せません。よろしいですか?",
    )


def _draw(out: Screen, done: dict[str, Any]) -> None:
    out.say(Text(f"Erased. Record: {done['id']}", f"削除しました。記録: {done['id']}"), style="bold")
    out.table([Text("place", "場所"), Text("count", "件数")], [[name, count] for name, count in done["counts"].items()])
