"""`auftakt demo`: a retailer's real year, unified, with one campaign from idea to lift; then the server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.cli.up import Host, Port, run_server
from auftakt.kit.clock import SystemClock
from auftakt.kit.text import Text

if TYPE_CHECKING:
    from auftakt.demo import Made, Scene

Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the hub afterwards. · 作成後に起動")]


def demo(
    serve: Serve = True,
    host: Host = None,
    port: Port = None,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Make the demo hub, unless it is there, and serve it with its mailbox. · デモのハブを作って起動"""
    with screen(as_json, language) as out:
        made = _facts(_make(out, home))
        if not as_json or not serve:
            out.show(made, _draw)
        if serve:
            run_server(out, home, host, port, mailbox=True, also={"made": made})


def _make(out: Screen, home: Path) -> "Made":
    from auftakt.demo import make_demo

    with _scenes(out) as report:
        return make_demo(home, SystemClock().now(), report)


@contextmanager
def _scenes(out: Screen) -> Iterator[Callable[["Scene"], None]]:
    """One line a scene on stderr: a bar where somebody looks, else the scenes' titles as they begin."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    silent = out.as_json or not console.is_terminal
    with Progress(*columns, console=console, disable=silent) as drawn:
        lines: dict[int, Any] = {}

        def report(scene: "Scene") -> None:
            title = f"{scene.number}/{scene.of}  {scene.title.pick(out.language)}"
            if scene.number not in lines:
                if scene.number > 1:
                    drawn.update(lines[scene.number - 1], total=1, completed=1)
                    drawn.stop_task(lines[scene.number - 1])
                lines[scene.number] = drawn.add_task(title, total=None)
                if silent and not out.as_json:
                    console.print(title, markup=False, highlight=False)
            drawn.update(lines[scene.number], completed=scene.done, total=scene.total or None)

        yield report
        for line in lines.values():
            drawn.update(line, total=1, completed=1)


def _facts(made: "Made") -> dict[str, Any]:
    told = None
    if made.told is not None:
        kept = ("campaign_id", "mailed", "held_back", "played_events", "true_effect")
        told = {name: getattr(made.told, name) for name in kept}
    return {
        "home": str(made.home),
        "seconds": {name: round(seconds, 1) for name, seconds in made.seconds},
        "told": told,
    }


def _draw(out: Screen, made: dict[str, Any]) -> None:
    told = made["told"]
    if told is None:
        out.say(Text(f"The demo hub in {made['home']} is there already.", f"デモのハブは {made['home']} にあります。"))
        return
    seconds = sum(made["seconds"].values())
    out.say(
        Text(
            f"Made in {seconds:.0f} s: {told['mailed']:,} people were mailed, {told['held_back']:,} held back. "
            f"Reactions are played by a model: by the mail, {told['true_effect']:+.2%} more of them buy.",
            f"{seconds:.0f}秒で作成しました。{told['mailed']:,}人に送り、{told['held_back']:,}人には送っていません。"
            f"反応はモデルによる模擬で、メールによる購入率の差は {told['true_effect']:+.2%} です。",
        )
    )
