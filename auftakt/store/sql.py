"""SQL that we wrote: one statement a file, `auftakt/<folder>/sql/<name>.sql`, run by its name.

The header says what the statement gives, reads and needs. What users made (rules, goals, filters) enters by a *slot*: a
column or table of that name, replaced in the syntax tree by a SQLGlot expression, never by text. Statements are written
in DuckDB's dialect and can be printed in another. A slot may bring parameters of its own.

A statement is rendered once for the same trees in its slots: who runs one in every batch keeps the trees and hands what
changes as parameters. Trees that were handed in are therefore not to be changed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

import sqlglot
from sqlglot import exp

import auftakt
from auftakt.kit.errors import Broken

Row = TypeVar("Row")
Slots = Mapping[str, exp.Expression]


class Cursor(Protocol):
    """What of a DuckDB connection is used here."""

    @property
    def description(self) -> list[Any]: ...
    def execute(self, query: Any, parameters: object = None) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class ArrayCursor(Cursor, Protocol):
    def fetchnumpy(self) -> dict[str, Any]: ...


class SqlFailed(Broken):
    """A statement failed; the message names the step and holds the SQL as it ran."""

    code = "sql_failed"


@dataclass(frozen=True)
class Statement:
    """A file: its text, and its header as it stands."""

    folder: str
    name: str
    text: str
    gives: str
    reads: tuple[str, ...]
    needs: tuple[str, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True)
class Rendered:
    """A statement as it goes to the engine, and the parameters that it asks for."""

    text: str
    needs: tuple[str, ...]


class _Same:
    """A tree as a key: that very tree, not one like it, since comparing trees costs as much as rendering them."""

    def __init__(self, tree: exp.Expression) -> None:
        self.tree = tree

    def __hash__(self) -> int:
        return id(self.tree)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.tree is other.tree


@dataclass(frozen=True)
class Ran:
    """One statement as it ran, for `--explain` and for the timings in the status."""

    folder: str
    name: str
    rows: int
    seconds: float


_watcher: ContextVar[Callable[[Ran], None] | None] = ContextVar("watcher", default=None)


@contextmanager
def watch(each: Callable[[Ran], None]) -> Iterator[None]:
    """Calls `each` after every statement that runs in the `with`."""
    token = _watcher.set(each)
    try:
        yield
    finally:
        _watcher.reset(token)


@cache
def statement(folder: str, name: str) -> Statement:
    """Loads a file. Raises Broken if it is missing or its header is not whole."""
    path = Path(auftakt.__file__).parent / folder / "sql" / f"{name}.sql"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Broken(f"There is no statement {folder}/{name}.", next_action="Reinstall Auftakt.") from error
    header: dict[str, str] = {}
    for line in text.splitlines():
        if not line.startswith("-- "):
            break
        key, colon, rest = line[3:].partition(":")
        if colon and key in {"gives", "reads", "needs", "slots"}:
            header[key] = rest.strip()
    if not {"gives", "reads", "needs"} <= header.keys():
        raise Broken(f"The header of {folder}/{name} is not whole.", next_action="It needs gives, reads and needs.")
    return Statement(
        folder,
        name,
        text,
        header["gives"],
        _names(header["reads"]),
        _names(header["needs"]),
        _names(header.get("slots", "")),
    )


def _names(text: str) -> tuple[str, ...]:
    parts = (part.strip().removeprefix("$") for part in text.split("(")[0].split(","))
    return tuple(part for part in parts if part and part != "nothing")


@cache
def _parsed(folder: str, name: str) -> exp.Expr:
    body = "\n".join(line for line in statement(folder, name).text.splitlines() if not line.startswith("-- "))
    return sqlglot.parse_one(body, read="duckdb")


def render(folder: str, name: str, slots: Slots | None = None, dialect: str = "duckdb") -> str:
    """The SQL text with its slots filled. Raises Broken for a slot that is not filled, or not there."""
    return _rendered(folder, name, dialect, _keys(slots)).text


def _keys(slots: Slots | None) -> tuple[tuple[str, _Same], ...]:
    return tuple((name, _Same(tree)) for name, tree in (slots or {}).items())


@lru_cache(maxsize=1024)
def _rendered(folder: str, name: str, dialect: str, slots: tuple[tuple[str, _Same], ...]) -> Rendered:
    loaded, filled = statement(folder, name), dict(slots)
    if set(loaded.slots) != filled.keys():
        raise Broken(f"{folder}/{name} has the slots {loaded.slots}, but was given {tuple(filled)}.")
    if not slots and dialect == "duckdb":
        return Rendered(loaded.text, loaded.needs)
    tree = _parsed(folder, name).copy()
    for node in list(tree.find_all(exp.Column, exp.Table)):
        if node.name in filled and not node.args.get("table") and not node.args.get("db"):
            node.replace(_aliased(node, filled[node.name].tree.copy()))
    asked = {node.name for node in tree.find_all(exp.Placeholder, exp.Parameter)}
    return Rendered(tree.sql(dialect=dialect), tuple(sorted(asked)))


def _aliased(old: exp.Expression, new: exp.Expression) -> exp.Expression:
    if isinstance(old, exp.Table) and isinstance(new, exp.Query):
        return new.subquery(old.alias or old.name)
    return exp.paren(new, copy=False) if isinstance(new, exp.Connector) else new


def _execute(con: Cursor, folder: str, name: str, params: Mapping[str, Any] | None, slots: Slots | None) -> Any:
    ready = _rendered(folder, name, "duckdb", _keys(slots))
    try:
        return con.execute(ready.text, {key: (params or {})[key] for key in ready.needs} if ready.needs else None)
    except Exception as error:
        raise SqlFailed(
            f"The step {folder}/{name} failed: {error}\n{ready.text}", next_action="Please report this."
        ) from error


def _report(folder: str, name: str, rows: int, started: float) -> None:
    if each := _watcher.get():
        each(Ran(folder, name, rows, time.perf_counter() - started))


def run(
    con: Cursor, folder: str, name: str, params: Mapping[str, Any] | None = None, slots: Slots | None = None
) -> int:
    """Runs a statement for its effect; gives the number of rows that it wrote."""
    started = time.perf_counter()
    _execute(con, folder, name, params, slots)
    answer = con.fetchall()
    count = answer[0][0] if answer and isinstance(answer[0][0], int) else 0
    _report(folder, name, count, started)
    return count


def rows(
    con: Cursor,
    folder: str,
    name: str,
    into: Callable[..., Row],
    params: Mapping[str, Any] | None = None,
    slots: Slots | None = None,
) -> list[Row]:
    """Runs a query; each row becomes `into(**columns)`."""
    started = time.perf_counter()
    _execute(con, folder, name, params, slots)
    names = [column[0] for column in con.description]
    found = [into(**dict(zip(names, row, strict=True))) for row in con.fetchall()]
    _report(folder, name, len(found), started)
    return found


def one(
    con: Cursor,
    folder: str,
    name: str,
    into: Callable[..., Row],
    params: Mapping[str, Any] | None = None,
    slots: Slots | None = None,
) -> Row | None:
    """The first row of a query, or None."""
    found = rows(con, folder, name, into, params, slots)
    return found[0] if found else None


def arrays(
    con: ArrayCursor, folder: str, name: str, params: Mapping[str, Any] | None = None, slots: Slots | None = None
) -> dict[str, Any]:
    """Runs a query; gives each column as a numpy array. For columns of plain numbers or texts without nulls."""
    started = time.perf_counter()
    _execute(con, folder, name, params, slots)
    found = con.fetchnumpy()
    _report(folder, name, len(next(iter(found.values()), ())), started)
    return found
