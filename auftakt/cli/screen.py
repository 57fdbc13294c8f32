"""What a command says: text in the reader's language, or JSON as one whole document."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from auftakt.kit.errors import AuftaktError, InvalidInput
from auftakt.kit.text import Language, Text, pick

if TYPE_CHECKING:
    from rich.console import Console

_PIPED_WIDTH = 200

Draw = Callable[["Screen", Any], None]


class Screen:
    """Where words go: answers to stdout; progress and errors to stderr, except that errors of `--json` are JSON."""

    def __init__(self, as_json: bool, language: Language) -> None:
        self.as_json = as_json
        self.language = language

    def say(self, text: str | Text, style: str = "") -> None:
        """One line for people; nothing where JSON is asked for."""
        if not self.as_json:
            self._console().print(pick(text, self.language), style=style, soft_wrap=True)

    def show(self, document: Any, draw: Draw) -> None:
        """The answer: as JSON, or drawn."""
        if self.as_json:
            self.write_json(document)
        else:
            draw(self, document)

    def table(self, heads: Sequence[str | Text], rows: Iterable[Sequence[object]], title: str | Text = "") -> None:
        """Lines under heads; numbers are set right. Nothing where there are no lines."""
        from rich import box
        from rich.table import Table

        kept = [[_cell(value) for value in row] for row in rows]
        if not kept:
            return
        numeric = [all(_is_number(row[place]) for row in kept) for place in range(len(heads))]
        table = Table(
            box=box.SIMPLE_HEAD, pad_edge=False, title=pick(title, self.language) or None, title_justify="left"
        )
        for head, right in zip(heads, numeric, strict=True):
            table.add_column(pick(head, self.language), justify="right" if right else "left", overflow="fold")
        for row in kept:
            table.add_row(*row)
        self._console().print(table)

    def facts(self, pairs: Iterable[tuple[str | Text, object]]) -> None:
        """A name and a value a line."""
        from rich.table import Table

        grid = Table.grid(padding=(0, 2))
        for name, value in pairs:
            grid.add_row(pick(name, self.language), _cell(value))
        self._console().print(grid)

    def write_json(self, document: Any) -> None:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        sys.stdout.flush()

    def write_text(self, text: str) -> None:
        """The answer is a file's text: as it is, so that it can be sent into a file."""
        sys.stdout.write(text.rstrip() + "\n")
        sys.stdout.flush()

    def fail(self, error: AuftaktError) -> None:
        """What happened, and what to do next."""
        if self.as_json:
            self.write_json(error.as_dict(self.language))
            return
        console = self._console(stderr=True)
        console.print(pick(error.message, self.language), style="red", soft_wrap=True)
        if error.next_action:
            console.print("→ " + pick(error.next_action, self.language), soft_wrap=True)

    def _console(self, stderr: bool = False) -> "Console":
        from rich.console import Console

        console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
        if not console.is_terminal:
            console.width = _PIPED_WIDTH
        return console


@contextmanager
def screen(as_json: bool, language: str) -> Iterator[Screen]:
    """The screen of one command. An AuftaktError inside is told with its next action, and ends the command with 1."""
    shown = Screen(as_json, "ja" if language == "ja" else "en")
    try:
        shown = Screen(as_json, _language(language, os.environ))
        yield shown
    except AuftaktError as error:
        shown.fail(error)
        raise typer.Exit(1) from None


def _language(asked: str, environ: Mapping[str, str]) -> Language:
    if asked not in ("", "en", "ja"):
        raise InvalidInput(
            Text(f"Auftakt does not speak {asked!r}.", f"{asked!r} には対応していません。"),
            next_action=Text(
                "Use --language en or --language ja.", "--language en か --language ja を指定してください。"
            ),
        )
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "ja" if asked == "ja" or (not asked and locale.startswith("ja")) else "en"


def _cell(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 100 else f"{value:,.1f}"
    return str(value)


def _is_number(cell: str) -> bool:
    return cell in ("–", "") or cell.replace(",", "").replace(".", "").lstrip("+-").isdigit()
