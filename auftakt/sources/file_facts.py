"""What a file is, found in one pass of bounded memory: its hash, its encoding, its delimiter, its header."""

import codecs
import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

FileKind = Literal["csv", "jsonl", "parquet"]

MAX_LINE = 16_000_000
_BLOCK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = ",\t;|"
_HEAD_LINES = 40
_QUOTED = re.compile(r'"[^"]*"')
_SUFFIXES: dict[str, FileKind] = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl"}


@dataclass(frozen=True)
class FileFacts:
    """`encoding`, `delimiter` and `columns` are None or empty where the kind of file has none.

    `header_at` is how many lines stand above the header (reports begin with their title), `preamble` what they say.
    """

    kind: FileKind
    sha256: str
    size: int
    encoding: str | None
    delimiter: str | None
    columns: tuple[str, ...]
    header_at: int = 0
    preamble: str = ""


class UnreadableFile(InvalidInput):
    code = "unreadable_file"


def file_facts(
    path: Path, encoding: str | None = None, delimiter: str | None = None, at: Callable[[int], None] = lambda _: None
) -> FileFacts:
    """Reads the file once. `encoding` and `delimiter` override what is found; `at` hears how many bytes are done.

    Raises UnreadableFile for a file that is empty, or has a line of more than `MAX_LINE` bytes.
    """
    kind = kind_of(path)
    size = path.stat().st_size
    if size == 0:
        raise unreadable("The file is empty.", "ファイルが空です。")
    digest, found = _one_pass(path, text=kind != "parquet", at=at)
    if kind == "parquet":
        return FileFacts(kind, digest, size, None, None, ())
    encoding = _known(encoding) if encoding else found
    if kind == "jsonl":
        return FileFacts(kind, digest, size, encoding, None, ())
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        head = list(islice(file, _HEAD_LINES))
        header_at = _header_at(head, delimiter)
        delimiter = delimiter or _delimiter(head[header_at])
        file.seek(0)
        for _ in range(header_at):
            file.readline()
        header = next(csv.reader(file, delimiter=delimiter), [])
    preamble = "".join(head[:header_at])
    return FileFacts(kind, digest, size, encoding, delimiter, tuple(column_names(header)), header_at, preamble)


def kind_of(path: Path) -> FileKind:
    """By the name, else by the first bytes."""
    known = _SUFFIXES.get(path.suffix.lower())
    if known:
        return known
    with path.open("rb") as file:
        head = file.read(4)
    return "parquet" if head == b"PAR1" else "jsonl" if head.startswith(b"{") else "csv"


def column_names(header: list[str]) -> Iterator[str]:
    """A name for every column: an empty one becomes `column_3`, a second `city` becomes `city_2`."""
    taken: set[str] = set()
    for place, raw in enumerate(header, 1):
        name = base = raw.strip() or f"column_{place}"
        count = 1
        while name.lower() in taken:
            count += 1
            name = f"{base}_{count}"
        taken.add(name.lower())
        yield name


def unreadable(en: str, ja: str) -> UnreadableFile:
    return UnreadableFile(
        Text(en, ja),
        next_action=Text(
            "Export the file again as CSV (UTF-8), JSON Lines or Parquet; nothing was imported.",
            "CSV(UTF-8)、JSON Lines、Parquet のいずれかで出力し直してください。何も取り込んでいません。",
        ),
    )


def _one_pass(path: Path, *, text: bool, at: Callable[[int], None]) -> tuple[str, str | None]:
    digest = hashlib.sha256()
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    done = open_line = lines = 0
    first = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            first = first or block
            done += len(block)
            if text:
                newline = block.rfind(b"\n")
                open_line = open_line + len(block) if newline < 0 else len(block) - newline - 1
                lines += block.count(b"\n")
                if open_line > MAX_LINE:
                    raise _line_too_long(lines + 1)
                utf8 = _still_utf8(utf8, block)
            at(done)
    return digest.hexdigest(), _encoding(first, utf8 is not None and _still_utf8(utf8, b"", final=True) is not None)


def _still_utf8(
    decoder: codecs.IncrementalDecoder | None, block: bytes, *, final: bool = False
) -> codecs.IncrementalDecoder | None:
    if decoder is None:
        return None
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return None
    return decoder


def _encoding(first: bytes, is_utf8: bool) -> str:
    for bom, name in _BOMS:
        if first.startswith(bom):
            return name
    even, odd = first[0::2].count(0), first[1::2].count(0)
    if even + odd > len(first) // 8:
        return "utf-16-be" if even > odd else "utf-16-le"
    if is_utf8:
        return "utf-8"
    # Text in another encoding is hardly ever valid UTF-8: more good than bad characters are UTF-8 with broken rows.
    foreign = [char for char in first.decode("utf-8", "replace") if char > "\x7f"]
    return "cp932" if foreign.count("\ufffd") * 2 > len(foreign) else "utf-8"


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise unreadable(f"There is no encoding {encoding!r}.", f"文字コード {encoding!r} はありません。") from error


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _header_at(head: list[str], delimiter: str | None) -> int:
    """The line of the header: the first, unless that is a title. Then the first line as wide as most."""
    title = head[0].lstrip("\ufeff")
    if not title.startswith("#") and _delimiter_count(title, delimiter):
        return 0
    wide = [line for line in head if not line.startswith("#") and _delimiter_count(line, delimiter)]
    if not wide:
        return 0
    sign = delimiter or max(_DELIMITERS, key=lambda each: sum(line.count(each) > 0 for line in wide))
    widths = [sum(1 for _ in _cells(line, sign)) for line in head]
    # Two columns may be a comma inside a name.
    least = 1 if title.startswith("#") else 2
    most = Counter(width for width in widths if width > least).most_common(1)
    return widths.index(most[0][0]) if most else 0


def _delimiter_count(line: str, delimiter: str | None) -> int:
    bare = _QUOTED.sub("", line)
    return max(bare.count(each) for each in delimiter or _DELIMITERS)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _line_too_long(line: int) -> UnreadableFile:
    return unreadable(
        f"Line {line} is longer than {MAX_LINE // 1_000_000} MB. A quote may be missing, or this is no text file.",
        f"{line}行目が {MAX_LINE // 1_000_000} MB を超えています。引用符の抜けか、テキスト以外のファイルです。",
    )
