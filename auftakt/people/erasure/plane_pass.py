"""The data plane: rows of the person go, wherever a column holds a person or an identifier; others' texts are cleaned.

Tables are found by their columns, so one that is new tomorrow is covered: a BIGINT that speaks of a person, a UHUGEINT
that is an identifier's key, a VARCHAR or JSON that may hold a trace.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlglot import exp

from auftakt.people.erasure.subject import Subject
from auftakt.people.erasure.traces import Traces
from auftakt.store import sql
from auftakt.store.plane import Connection, Plane

PERSON = frozenset({"person_id", "from_person", "into_person", "origin_id"})
NO_IDENTIFIER = frozenset({"event_key"})
"""UHUGEINT columns that are no identifier's key."""
WHOLE = frozenset({"quarantine"})
"""Tables whose rows go whole where they name the person: what could not be taken can't be taken apart either."""
NO_ROWS = frozenset({"highest_ids"})


@dataclass(frozen=True)
class Column:
    """A column of a table (not of a view)."""

    table_name: str
    column_name: str
    data_type: str


@dataclass(frozen=True)
class _Place:
    log_offset: int


Row = tuple[Any, ...]
_PORTION = 10_000


def columns_of(con: Connection) -> list[Column]:
    """All columns of all tables of the data plane."""
    return sql.rows(con, "people", "erasure_columns", Column)


def is_person(column: Column) -> bool:
    return column.data_type == "BIGINT" and column.column_name in PERSON


def is_key(column: Column) -> bool:
    return column.data_type == "UHUGEINT" and column.column_name not in NO_IDENTIFIER


def clean_plane(plane: Plane, subject: Subject, traces: Traces) -> Mapping[str, int]:
    """One transaction: deletes the person's rows and cleans the texts of others. Gives rows by table."""
    counts: dict[str, int] = {}
    with plane.writer() as con:
        columns = [column for column in columns_of(con) if column.table_name not in NO_ROWS]
        sql.run(con, "people", "keep_highest_id")
        sql.run(con, "people", "erasure_links", {"keys": list(subject.keys)})
        if mended := sql.run(con, "people", "erasure_mended_rows", {"keys": list(subject.keys)}):
            counts["quarantine"] = mended
        for table, wanted in _by_table(columns, is_person, is_key):
            gone = _delete(con, table, wanted, subject)
            counts[table] = counts.get(table, 0) + gone
        counts["link_changes"] = counts.get("link_changes", 0) + sql.run(con, "people", "erasure_link_changes")
        for table, wanted in _by_table(columns, _is_text):
            changed = _clean_texts(con, table, [each.column_name for each in wanted], traces)
            counts[table] = counts.get(table, 0) + changed
    return {table: rows for table, rows in sorted(counts.items()) if rows}


def mended_lines(con: Connection, subject: Subject) -> list[int]:
    """Offsets of quarantined lines that name nobody, or another, and were mended into the person's events."""
    return [row.log_offset for row in sql.rows(con, "people", "erasure_mended", _Place, {"keys": list(subject.keys)})]


def mentions_in_plane(con: Connection, traces: Traces) -> Mapping[str, int]:
    """How many rows of which tables still hold a telling form."""
    left = {}
    for table, wanted in _by_table(columns_of(con), _is_text):
        found = sum(len(rows) for rows in _mentions(con, table, [each.column_name for each in wanted], traces))
        if found:
            left[table] = found
    return left


def _is_text(column: Column) -> bool:
    return column.data_type.startswith(("VARCHAR", "JSON"))


def _by_table(columns: list[Column], *tests: Callable[[Column], bool]) -> Iterator[tuple[str, list[Column]]]:
    for table in sorted({column.table_name for column in columns}):
        chosen = [each for each in columns if each.table_name == table and any(test(each) for test in tests)]
        if chosen:
            yield table, chosen


def rows_of_person(con: Connection, subject: Subject) -> Iterator[tuple[str, exp.Select]]:
    """For each table that holds people: a query for the person's rows, without columns that only the hub reads."""
    columns = [column for column in columns_of(con) if column.table_name not in NO_ROWS]
    for table, wanted in _by_table(columns, is_person, is_key):
        condition = _theirs(wanted, subject)
        told = [each for each in columns if each.table_name == table and each.data_type != "UHUGEINT"]
        if condition is not None:
            names = [exp.column(each.column_name, quoted=True) for each in told]
            yield table, exp.select(*names).from_(_table(table)).where(condition)


def raw_of_person(con: Connection, traces: Traces) -> Iterator[str]:
    """What nobody could take, as it came, where it names the person."""
    for rows in _mentions(con, "quarantine", ["raw"], traces):
        yield from (row[1] for row in rows)


def _theirs(columns: list[Column], subject: Subject) -> exp.Condition | None:
    """Where any of the columns is the person's or one of their identifiers'."""
    parts: list[exp.Expression] = []
    for column in columns:
        kind, ids = ("bigint", subject.person_ids) if is_person(column) else ("uhugeint", subject.keys)
        values = [exp.cast(exp.Literal.string(str(each)), kind, dialect="duckdb") for each in ids]
        if values:
            parts.append(exp.column(column.column_name, quoted=True).isin(*values))
    return exp.or_(*parts) if parts else None


def _delete(con: Connection, table: str, columns: list[Column], subject: Subject) -> int:
    condition = _theirs(columns, subject)
    return 0 if condition is None else _run(con, exp.delete(_table(table), where=condition))


def _clean_texts(con: Connection, table: str, names: list[str], traces: Traces) -> int:
    changed = 0
    for found in _mentions(con, table, names, traces):
        rowids = pa.array([row[0] for row in found], pa.int64())
        columns = {"row": rowids}
        if table not in WHOLE:
            for place, name in enumerate(names, 1):
                columns[name] = pa.array([row[place] and traces.without(row[place]) for row in found], pa.string())
        con.register("erasure_changes", pa.table(columns))
        try:
            _run(con, _exchange(table, names))
        finally:
            con.unregister("erasure_changes")
        changed += len(found)
    return changed


def _exchange(table: str, names: list[str]) -> exp.Expression:
    here = exp.EQ(this=exp.column("rowid", table), expression=exp.column("row", "erasure_changes"))
    if table in WHOLE:
        rows = exp.select("row").from_("erasure_changes")
        return exp.delete(_table(table), where=exp.column("rowid").isin(query=rows))
    new: dict[str, object] = {name: exp.column(name, "erasure_changes", quoted=True) for name in names}
    return exp.update(_table(table), new, where=here, from_="erasure_changes")


def _mentions(con: Connection, table: str, names: list[str], traces: Traces) -> Iterator[list[Row]]:
    """Rows that hold a trace, some thousands at a time; what is yielded may be changed before going on."""
    condition, after = _suspects(table, names, traces), -1
    if condition is None:
        return
    here = exp.column("rowid")
    query = exp.select(here, *(exp.column(name, quoted=True) for name in names)).from_(_table(table)).where(condition)
    query = query.where(exp.GT(this=here.copy(), expression=exp.Placeholder(this="after")))
    text = query.order_by(here.copy()).limit(_PORTION).sql("duckdb")
    holds = traces.named if table in WHOLE else traces.mentioned
    while found := con.execute(text, {"after": after}).fetchall():
        after = found[-1][0]
        if sure := [row for row in found if any(each and holds(each.encode()) for each in row[1:])]:
            yield sure


def _suspects(table: str, names: list[str], traces: Traces) -> exp.Condition | None:
    """What the engine can ask quickly; escapes inside of JSON are looked at one by one."""
    needles = sorted(traces.forms | (traces.short if table in WHOLE else frozenset()))
    if not needles:
        return None
    pattern = exp.Literal.string("|".join(re.escape(needle) for needle in needles))
    parts: list[Any] = []
    for name in names:
        column = exp.column(name, quoted=True)
        parts.append(exp.func("regexp_matches", exp.func("lower", column), pattern))
        parts.append(exp.func("contains", column.copy(), exp.Literal.string("\\u00")))
    return exp.or_(*parts)


def _table(name: str) -> exp.Table:
    return exp.to_table(name)


def _run(con: Connection, tree: exp.Expression) -> int:
    answer = con.execute(tree.sql("duckdb")).fetchall()
    return answer[0][0] if answer else 0
