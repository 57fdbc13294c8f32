"""The options that every command has. `--home` may also stand before the command."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_HOME = Path("auftakt-hub")


def chosen_home(context: typer.Context, parameter: typer.CallbackParam, home: Path) -> Path:
    """The directory named after the command, else the one before it, else the environment's or the default."""
    source = context.get_parameter_source(parameter.name or "home")
    before = context.find_root().obj
    return before if isinstance(before, Path) and (source is None or source.name != "COMMANDLINE") else home


Home = Annotated[
    Path,
    typer.Option(
        "--home", envvar="AUFTAKT_HOME", callback=chosen_home, help="The hub's directory. · ハブのディレクトリ"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else. · JSONだけを出力")]
Speak = Annotated[str, typer.Option("--language", help="en or ja; default: the locale's. · en か ja(既定はロケール)")]
