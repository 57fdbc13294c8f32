"""Other files of the hub: what was laid down for import, what was exported, what a tool left there.

Of tables (CSV, JSON Lines, Parquet) the rows that name the person go whole; elsewhere only the words are taken out. A
file is exchanged as a whole. Names of files are cleaned too.
"""

import gzip
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from auftakt.people.erasure.traces import Traces
from auftakt.store.disk import sync_path

PART = ".erasing"
_ROWS = frozenset({".csv", ".tsv", ".txt", ".jsonl", ".ndjson"})
_BLOCK = 4 << 20
_OVERLAP = 4096
_QUOTED_ROW = re.compile(rb'(?:[^"\n]|"[^"]*")*(?:\n|$)')
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def files_of(folders: Collection[Path], apart: Collection[Path]) -> Iterator[Path]:
    """All files below these folders, in order, without those at or below `apart`."""
    for folder in sorted(set(folders)):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not any(each in (path, *path.parents) for each in apart):
                yield path


def clean_files(paths: Iterator[Path], traces: Traces) -> Mapping[str, int]:
    """Gives how many files were changed, and how many rows of them are gone. Twice is as good as once."""
    counts = {"files": 0, "rows": 0}
    for path in list(paths):
        if path.name.endswith(PART):
            path.unlink(missing_ok=True)
            continue
        rows = _clean(path, traces)
        if rows is not None:
            counts["files"] += 1
            counts["rows"] += rows
        name = traces.without(path.name)
        if name != path.name:
            path.rename(_free(path.with_name(name)))
            counts["files"] += rows is None
    return {name: count for name, count in counts.items() if count}


def holds(path: Path, traces: Traces) -> bool:
    """Whether a telling form stands in the file's bytes, packed with gzip or not."""
    before = b""
    with gzip.open(path) if _is_packed(path) else path.open("rb") as file:
        while block := file.read(_BLOCK):
            if traces.mentioned(before + block):
                return True
            before = block[-_OVERLAP:]
    return False


def _clean(path: Path, traces: Traces) -> int | None:
    """The number of rows that are gone; None where the file was left as it is."""
    suffix = Path(path.stem).suffix.lower() if _is_packed(path) else path.suffix.lower()
    if suffix == ".parquet":
        return _clean_parquet(path, traces)
    data = gzip.decompress(path.read_bytes()) if _is_packed(path) else path.read_bytes()
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "")
    plain = data.decode(encoding).encode() if encoding else data
    if suffix in _ROWS:
        became, rows = _without_rows(plain, traces, quoted=suffix not in (".jsonl", ".ndjson"))
    elif suffix == ".json":
        became, rows = _without_items(plain, traces)
    else:
        became, rows = traces.without_bytes(plain), 0
    if became == plain:
        return None
    became = became.decode().encode(encoding) if encoding else became
    _exchange(path, gzip.compress(became) if _is_packed(path) else became)
    return rows


def _without_rows(data: bytes, traces: Traces, *, quoted: bool) -> tuple[bytes, int]:
    """A quoted field may go over several lines; a file whose quotes don't match is taken line by line."""
    rows = data.splitlines(keepends=True)
    if quoted and data.count(b'"') % 2 == 0:
        rows = [found[0] for found in _QUOTED_ROW.finditer(data) if found[0]]
    kept = [row for row in rows if not traces.named(row)]
    return b"".join(kept), len(rows) - len(kept)


def _without_items(data: bytes, traces: Traces) -> tuple[bytes, int]:
    """A list loses its items that name the person; of anything else only the words go."""
    try:
        value = json.loads(data)
    except ValueError:
        return traces.without_bytes(data), 0
    if not isinstance(value, list):
        return traces.without(data.decode("utf-8", "surrogatepass")).encode("utf-8", "surrogatepass"), 0
    kept = [item for item in value if not traces.named(json.dumps(item, ensure_ascii=False).encode())]
    if len(kept) == len(value):
        return data, 0
    return json.dumps(kept, ensure_ascii=False).encode(), len(value) - len(kept)


def _clean_parquet(path: Path, traces: Traces) -> int | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    part = path.with_name(path.name + PART)
    gone = 0
    with pq.ParquetFile(path) as file, pq.ParquetWriter(part, file.schema_arrow) as out:
        for batch in file.iter_batches():
            texts = (json.dumps(row, default=str, ensure_ascii=False) for row in batch.to_pylist())
            keep = [not traces.named(text.encode("utf-8", "surrogatepass")) for text in texts]
            gone += keep.count(False)
            out.write_batch(batch.filter(pa.array(keep, pa.bool_())))
    if not gone:
        part.unlink()
        return None
    sync_path(part)
    os.replace(part, path)
    return gone


def _exchange(path: Path, data: bytes) -> None:
    part = path.with_name(path.name + PART)
    part.write_bytes(data)
    sync_path(part)
    os.replace(part, path)
    sync_path(path.parent)


def _is_packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _free(path: Path) -> Path:
    """The path, or one beside it that nothing has."""
    number, wanted = 1, path
    while wanted.exists():
        number += 1
        wanted = path.with_name(f"{number}-{path.name}")
    return wanted
