"""`auftakt export TYPE:VALUE FILE.zip`: everything that the hub holds about one person."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import typer

from auftakt.cli.client import connect
from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import screen
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

Key = Annotated[
    str, typer.Argument(metavar="TYPE:VALUE", help="Any identifier, such as email:a@example.com. · 識別子のどれか")
]
To = Annotated[Path, typer.Argument(metavar="FILE.zip", help="Where to; must not be there yet. · 保存先")]


def export(key: Key, file: To, home: Home = DEFAULT_HOME, as_json: Json = False, language: Speak = "") -> None:
    """Everything about one person, as a ZIP of JSON. · 1人分のすべてのデータを ZIP で保存"""
    with screen(as_json, language) as out:
        if file.exists():
            raise InvalidInput(
                Text(f"There is a file {file} already.", f"{file} はすでにあります。"),
                next_action=Text("Name another one.", "別の名前を指定してください。"),
            )
        with connect(home, out.language) as hub:
            size = hub.save(f"/api/people/{quote(key, safe='')}/export", file)
        done: dict[str, Any] = {"file": str(file), "bytes": size}
        out.show(done, lambda said, one: said.say(Text(f"Written: {one['file']}", f"保存しました: {one['file']}")))
