"""A look at a file before it is imported: what it seems to be, its first rows, and a mapping to begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.file_facts import FileFacts, file_facts, kind_of
from auftakt.sources.file_rows import Connection, RowError, load_rows, missing_columns, names_of, workbench
from auftakt.sources.guess import guess_mapping
from auftakt.sources.layout import Layout, recognise
from auftakt.sources.mapping import Mapping, columns_of, with_preamble

ROWS = 20
# A preview reads this much of a file; the rest is looked at when it is imported.
HEAD = 4_000_000


@dataclass(frozen=True)
class Preview:
    """`rows` are the first rows, as text by column; `mapping` is the one given, that of a known export, or a guess.

    `layout` is the export that the file seems to be.
    """

    encoding: str | None
    delimiter: str | None
    columns: list[str]
    rows: list[dict[str, str | None]]
    mapping: Mapping | None
    problems: list[Text]
    errors: list[RowError]
    layout: Layout | None = None


def preview_file(path: Path, folder: Path, mapping: Mapping | None = None) -> Preview:
    """Looks at the first `HEAD` bytes (of Parquet: at all); `folder` is for its own work. Raises UnreadableFile."""
    with TemporaryDirectory(dir=folder, prefix="preview-") as own:
        bench = Path(own)
        head = _head(path, bench)
        facts = file_facts(head, mapping.encoding if mapping else None, mapping.delimiter if mapping else None)
        with workbench(bench, mapping.time_zone if mapping else "UTC") as con:
            _, errors = load_rows(con, head, facts, bench)
            rows = _rows(con, facts)
            columns = list(names_of(con, facts)) or list(dict.fromkeys(name for row in rows for name in row))
    known = recognise(columns)
    guessed = mapping or (known.mapping if known else guess_mapping(columns))
    problems = _problems(guessed, columns, errors) + _preamble_problems(guessed, facts)
    layout = known.layout if known else None
    return Preview(facts.encoding, facts.delimiter, columns, rows, guessed, problems, errors[:ROWS], layout)


def _preamble_problems(mapping: Mapping | None, facts: FileFacts) -> list[Text]:
    try:
        if mapping is not None:
            with_preamble(mapping, facts.preamble)
    except InvalidInput as error:
        return [error.message] if isinstance(error.message, Text) else []
    return []


def _head(path: Path, folder: Path) -> Path:
    """The file itself if it is small or Parquet, else its first whole lines."""
    if path.stat().st_size <= HEAD or kind_of(path) == "parquet":
        return path
    target = folder / f"head{path.suffix}"
    with path.open("rb") as file:
        block = file.read(HEAD)
    target.write_bytes(block[: block.rfind(b"\n") + 1] or block)
    return target


def _rows(con: Connection, facts: FileFacts) -> list[dict[str, str | None]]:
    found = con.execute("select * from file_rows order by auftakt_row limit $rows", {"rows": ROWS})
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    if facts.kind == "jsonl":
        lines = [msgspec.json.decode(row["auftakt_line"]) for row in rows if row["auftakt_line"]]
        return [{name: _shown(value) for name, value in line.items()} for line in lines]
    return [{name: _shown(value) for name, value in row.items() if name != "auftakt_row"} for row in rows]


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode() if isinstance(value, dict | list) else str(value)


def _problems(mapping: Mapping | None, columns: list[str], errors: Iterable[RowError]) -> list[Text]:
    found = []
    if mapping is None:
        found.append(
            Text(
                "No column looks like an identifier: the mapping has to name one.",
                "識別子らしい列がありません。マッピングで指定してください。",
            )
        )
    elif missing := missing_columns(columns_of(mapping), tuple(columns)):
        found.append(
            Text(f"The file has no column {', '.join(missing)}.", f"ファイルに列 {'、'.join(missing)} がありません。")
        )
    found += [
        Text(
            f"Row {error.row}: {error.reason} ({error.text or ''})",
            f"{error.row}行目: {error.reason}({error.text or ''})",
        )
        for error in islice(errors, 5)
    ]
    return found
