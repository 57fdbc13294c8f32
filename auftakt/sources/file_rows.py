"""A file as a table `file_rows` of an engine of its own, in its order, with the rows that are no rows set aside."""

import codecs
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from auftakt.sources.file_facts import FileFacts, unreadable
from auftakt.sources.identifiers import identifier_value
from auftakt.sources.mapping import Mapping
from auftakt.sources.rows_sql import Kind
from auftakt.store import sql

Connection = duckdb.DuckDBPyConnection
KINDS: dict[str, Kind] = {"csv": "text", "jsonl": "json", "parquet": "typed"}

_FOLDER = "sources"
_BLOCK = 1 << 22


@dataclass(frozen=True)
class RowError:
    """A row that was not taken; `row` 1 is the first after the header, `column` None where no single one is wrong."""

    row: int
    column: str | None
    reason: str
    text: str | None


@dataclass(frozen=True)
class _Key:
    key: str


@dataclass(frozen=True)
class _Count:
    lines: int


@contextmanager
def workbench(folder: Path, time_zone: str, country: str = "JP") -> Iterator[Connection]:
    """An engine for one file, with its own disk space in `folder`, so that the hub's data plane is not disturbed."""
    path = folder / "workbench.duckdb"
    path.unlink(missing_ok=True)
    con = duckdb.connect(str(path), config={"threads": 2, "memory_limit": "1GB", "autoinstall_known_extensions": False})
    try:
        con.execute(
            exp.Set(
                expressions=[
                    exp.SetItem(this=exp.EQ(this=exp.column("TimeZone"), expression=exp.Literal.string(time_zone)))
                ]
            ).sql("duckdb")
        )
        con.create_function("identifier_value", comparable(country))
        yield con
    finally:
        con.close()
        path.unlink(missing_ok=True)


def comparable(country: str = "JP") -> Callable[[str, str], str]:
    """`identifier_value` as the engine takes it."""

    def value_of(kind: str, value: str) -> str:
        return identifier_value(kind, value, country)

    return value_of


def load_rows(
    con: Connection, path: Path, facts: FileFacts, folder: Path, at: Callable[[int], None] = lambda _: None
) -> tuple[int, list[RowError]]:
    """Leaves `file_rows`; gives the number of data rows and those that are broken. Raises UnreadableFile."""
    source = str(_plain_text(path, facts, folder, at)) if facts.encoding else str(path)
    try:
        if facts.kind == "csv":
            columns = {name: "VARCHAR" for name in facts.columns}
            sql.run(con, _FOLDER, "import_csv", {"path": source, "delimiter": facts.delimiter, "columns": columns})
        else:
            sql.run(con, _FOLDER, "import_lines" if facts.kind == "jsonl" else "import_parquet", {"path": source})
    except sql.SqlFailed as error:
        why = str(error.__cause__).splitlines()[0]
        raise unreadable(f"The file can't be read: {why}", f"ファイルを読めません: {why}") from error
    errors: list[RowError] = []
    if facts.kind != "parquet":
        header = {"header": 1 if facts.kind == "csv" else 0}
        errors = sql.rows(con, _FOLDER, "import_rejects", RowError, header)
        if errors:
            sql.run(con, _FOLDER, "import_places", header)
    count = sql.one(con, _FOLDER, "import_row_count", _Count)
    good = count.lines if count else 0
    if facts.kind == "jsonl":
        return good + len(errors), errors + sql.rows(con, _FOLDER, "import_broken_lines", RowError)
    return good + len(errors), errors


def names_of(con: Connection, facts: FileFacts) -> tuple[str, ...]:
    """The columns that a mapping may name; empty for JSON Lines, where rows may differ."""
    if facts.kind == "jsonl":
        return ()
    found = con.execute("select * from file_rows limit 0").description
    return tuple(column[0] for column in found if column[0] != "auftakt_row")


def keys_of(con: Connection) -> list[str]:
    """The keys of the first objects of a JSON Lines file."""
    return [found.key for found in sql.rows(con, _FOLDER, "import_keys", _Key)]


def missing_columns(mapping_columns: set[str], names: tuple[str, ...]) -> list[str]:
    """Columns that the mapping names and the file does not have."""
    known = {name.lower() for name in names}
    return sorted(name for name in mapping_columns if names and name.lower() not in known)


def time_zone_of(mapping: Mapping | None) -> str:
    return mapping.time_zone if mapping else "UTC"


def _plain_text(path: Path, facts: FileFacts, folder: Path, at: Callable[[int], None]) -> Path:
    """The file itself if it is UTF-8 and begins with its header, else a copy that does.

    Characters that can't be read become U+FFFD. Of a report with a title only its first table is taken: to the first
    empty line.
    """
    encoding = facts.encoding or "utf-8"
    if facts.header_at:
        return _first_table(path, facts, folder)
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    target = folder / "as-utf8"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    done = 0
    with path.open("rb") as source, target.open("wb") as out:
        while block := source.read(_BLOCK):
            out.write(decoder.decode(block).encode())
            done += len(block)
            at(done)
        out.write(decoder.decode(b"", True).encode())
    return target


def _first_table(path: Path, facts: FileFacts, folder: Path) -> Path:
    target = folder / "first-table"
    with (
        path.open(encoding=facts.encoding, errors="replace", newline="") as source,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        for place, line in enumerate(source):
            if place < facts.header_at:
                continue
            if not line.strip():
                break
            out.write(line)
    return target
