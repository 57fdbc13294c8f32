"""Control state and other SQLite files: rows of the person go, texts of others are cleaned, freed pages are rewritten.

Tables are found by their columns. A row goes whole where it is under the person's id, or where the trace is its key,
its address, or inside of something that can't be taken apart (a packed mail); elsewhere only the words are taken out.
"""

import sqlite3
import time
import zlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text
from auftakt.people.erasure.subject import Subject
from auftakt.people.erasure.traces import Traces

ADDRESSES = frozenset({"address", "recipient", "email"})
WHOLE = frozenset({"import_errors"})
"""Tables whose rows hold a piece of what was sent, name and all."""
_HASH = 32  # bytes: what is no longer is a hash or a key
_TRIES = 100
_PAUSE = 0.1


@dataclass(frozen=True)
class _Table:
    name: str
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    at: tuple[str, ...]  # what tells a row from others: `rowid`, or the key where a table has none


def clean_sqlite(
    connection: sqlite3.Connection, subject: Subject, traces: Traces, kept: Collection[str] = ()
) -> Mapping[str, int]:
    """One transaction over all tables but those in `kept`; gives rows by table. The connection must be in none."""
    connection.execute("pragma secure_delete = on")
    connection.execute("begin immediate")
    counts: dict[str, int] = {}
    try:
        for table in _tables(connection):
            if table.name not in kept and (rows := _clean(connection, table, subject, traces)):
                counts[table.name] = rows
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")
    return counts


def rows_of_person(
    connection: sqlite3.Connection, subject: Subject, traces: Traces, kept: Collection[str] = ()
) -> Mapping[str, list[dict[str, Any]]]:
    """The rows, by table, that an erasure would take out whole; columns of bytes are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in _tables(connection):
        if table.name in kept:
            continue
        names = ", ".join(map(_quoted, table.columns))
        for values in connection.execute(f"select {names} from {_quoted(table.name)}"):
            row = dict(zip(table.columns, values, strict=True))
            if _is_theirs(table, row, subject, traces):
                told = {name: value for name, value in row.items() if not isinstance(value, bytes)}
                found.setdefault(table.name, []).append(told)
    return found


def shrink(connection: sqlite3.Connection) -> None:
    """Writes the file anew and empties its write-ahead log, so that freed pages hold nothing. Raises Unavailable."""
    connection.execute("vacuum")
    for _ in range(_TRIES):
        with suppress(sqlite3.OperationalError):
            busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
            if not busy:
                return
        time.sleep(_PAUSE)
    raise Unavailable(
        Text("The control state is read all the time.", "管理データが読み取り中のままです。"),
        next_action=Text("Try again later.", "後でもう一度お試しください。"),
    )


def _tables(connection: sqlite3.Connection) -> list[_Table]:
    names = connection.execute(
        "select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%'"
    )
    tables = []
    for name, without_rowid in names.fetchall():
        facts = connection.execute("select name, pk from pragma_table_info(?)", (name,)).fetchall()
        keys = tuple(each for each, key in facts if key)
        tables.append(_Table(name, tuple(each for each, _ in facts), keys, keys if without_rowid else ("rowid",)))
    return sorted(tables, key=lambda table: table.name)


def _clean(connection: sqlite3.Connection, table: _Table, subject: Subject, traces: Traces) -> int:
    name, width = _quoted(table.name), len(table.at)
    here = " and ".join(f"{_quoted(column)} = ?" for column in table.at)
    gone: list[tuple[Any, ...]] = []
    changed: list[tuple[tuple[Any, ...], dict[str, str]]] = []
    chosen = ", ".join(map(_quoted, (*table.at, *table.columns)))
    for found in connection.execute(f"select {chosen} from {name}"):
        place, row = found[:width], dict(zip(table.columns, found[width:], strict=True))
        if _is_theirs(table, row, subject, traces):
            gone.append(place)
        elif hit := _hits(table, row, traces):
            changed.append((place, {column: traces.without(value) for column, value in hit.items()}))
    connection.executemany(f"delete from {name} where {here}", gone)
    for place, texts in changed:
        setting = ", ".join(f"{_quoted(column)} = ?" for column in texts)
        connection.execute(f"update {name} set {setting} where {here}", (*texts.values(), *place))
    return len(gone) + len(changed)


def _is_theirs(table: _Table, row: Mapping[str, Any], subject: Subject, traces: Traces) -> bool:
    hit = _hits(table, row, traces)
    return row.get("person_id") in subject.person_ids or any(_takes_row(table, *each) for each in hit.items())


def _hits(table: _Table, row: Mapping[str, Any], traces: Traces) -> dict[str, Any]:
    return {column: value for column, value in row.items() if _holds(value, traces, table.name in WHOLE)}


def _takes_row(table: _Table, column: str, value: Any) -> bool:
    return table.name in WHOLE or column in table.keys or column in ADDRESSES or isinstance(value, bytes)


def _holds(value: Any, traces: Traces, raw: bool) -> bool:
    if isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        return traces.named(data) if raw else traces.mentioned(data)
    if isinstance(value, bytes) and len(value) > _HASH:
        return traces.mentioned(value) or traces.mentioned(_unpacked(value))
    return False


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
