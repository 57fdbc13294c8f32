"""How far long work is: a bar on stderr, where somebody looks."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from auftakt.cli.client import Watch
from auftakt.cli.screen import Screen


@contextmanager
def bar(out: Screen, title: str) -> Iterator[Watch]:
    """Gives what `HubClient.finish` wants; draws nothing with `--json` or where stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=out.as_json or not console.is_terminal) as drawn:
        line = drawn.add_task(title, total=None)

        def watch(task: dict[str, Any]) -> None:
            drawn.update(line, completed=task["done"], total=task["total"] or None, description=task["note"] or title)

        yield watch
