"""File imports: a file becomes finished segments of the log, chunk by chunk, so that one that was cut off goes on.

An import is known by the hash of its file, its mapping and its source. Each event's id is made of that hash, the row
and the place of the event in the mapping: whatever happens, no event is stored twice.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.clock import iso
from auftakt.kit.errors import AuftaktError, InvalidInput
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.text import Text
from auftakt.sources import import_state
from auftakt.sources.drafts import draft_rows
from auftakt.sources.erased import erased_of
from auftakt.sources.file_facts import FileFacts, file_facts
from auftakt.sources.file_rows import (
    KINDS,
    Connection,
    RowError,
    keys_of,
    load_rows,
    missing_columns,
    names_of,
    workbench,
)
from auftakt.sources.import_state import Import
from auftakt.sources.mapping import Mapping, check_mapping, columns_of, with_preamble
from auftakt.sources.remembered import remember
from auftakt.sources.rows_sql import RowSql
from auftakt.store import sql

CHUNK_ROWS = 120_000

_FOLDER = "sources"


@dataclass(frozen=True)
class ImportReport:
    """What an import did. `events` are written to the log and become visible with the next batch.

    `known` is true where exactly this import had been finished before; then nothing was done.
    """

    import_id: str
    rows: int
    events: int
    failed: int
    known: bool
    errors: tuple[RowError, ...] = ()


def import_file(
    hub: Hub,
    path: Path,
    mapping: Mapping,
    source_id: str,
    progress: Progress | None = None,
    *,
    name: str | None = None,
    by: str = "",
    chunk_rows: int = CHUNK_ROWS,
) -> ImportReport:
    """Imports a CSV, JSON Lines or Parquet file; `name` is what it is called in the list of imports.

    The mapping is remembered for files with the same columns, as confirmed by `by` (a user's id).

    Goes on where it was stopped; does nothing if it was finished before. Raises InvalidInput for a file or a mapping
    that can't be used (then nothing is imported), Stopped, or LogUnavailable.
    """
    progress = progress or Progress()
    check_mapping(mapping)
    size = path.stat().st_size

    def checking(done: int) -> None:
        progress.at(done, size * 4, "check")

    facts = file_facts(path, mapping.encoding, mapping.delimiter, checking)
    import_id = sha256_hex(facts.sha256.encode() + mapping.canonical() + source_id.encode())
    told = with_preamble(mapping, facts.preamble)
    with hub.control.session() as session:
        begun = import_state.begin(session, import_id, source_id, name or path.name, mapping, hub.clock.now())
    if begun.state == "done":
        return _report(hub, begun, known=True)
    with (
        _noted(hub, import_id),
        TemporaryDirectory(dir=import_folder(hub), prefix="import-") as folder,
        workbench(Path(folder), mapping.time_zone, hub.settings.identity.country) as con,
    ):
        run = _Run(hub, con, told, facts, begun, progress)
        columns = run.load(path, Path(folder))
        _confirm(hub, source_id, name or path.name, columns, mapping, by)
        run.write(chunk_rows)
    with hub.control.session() as session:
        finished = import_state.finish(session, import_id, hub.clock.now())
    return _report(hub, finished, known=False)


class _Run:
    """One run of an import: loads the file, then writes chunk after chunk."""

    def __init__(
        self, hub: Hub, con: Connection, mapping: Mapping, facts: FileFacts, begun: Import, progress: Progress
    ) -> None:
        self._hub = hub
        self._con = con
        self._mapping = mapping
        self._facts = facts
        self._import = begun
        self._progress = progress
        self._now = hub.clock.now()
        self._rows = 0
        self._broken: list[RowError] = []
        self._sql = RowSql(mapping, KINDS[facts.kind])

    def load(self, path: Path, folder: Path) -> list[str]:
        """Reads the file and gives its columns. Raises InvalidInput where the mapping names others."""
        size = self._facts.size
        self._rows, self._broken = load_rows(
            self._con, path, self._facts, folder, lambda done: self._progress.at(size + done, size * 4, "read")
        )
        names = names_of(self._con, self._facts)
        if missing := missing_columns(columns_of(self._mapping), names):
            raise _no_such_columns(missing, names)
        return list(names) or keys_of(self._con)

    def write(self, chunk_rows: int) -> None:
        rows, start = self._rows, self._import.next_row
        if start == 0:
            self._note(rows, 1, 0, self._broken)
            start = 1
        while start <= rows:
            self._progress.at(rows + 3 * (start - 1), rows * 4, "write")
            end = min(start + chunk_rows, rows + 1)
            written, problems = self._chunk(start, end)
            self._note(rows, end, written, problems)
            start = end
        self._progress.at(rows * 4, rows * 4, "done")

    def _note(self, rows: int, next_row: int, events: int, errors: list[RowError]) -> None:
        with self._hub.control.session() as session:
            import_state.advance(session, self._import.id, rows, next_row, events, errors)

    def _chunk(self, start: int, end: int) -> tuple[int, list[RowError]]:
        problems = draft_rows(self._con, self._sql, start, end, self._now, erased_of(self._hub.control))
        return self._write(start), problems

    def _write(self, start: int) -> int:
        target = self._hub.log.staging / f"{self._import.id[:16]}-{start}.ndjson.zst"
        facts = {
            "path": str(target),
            "received_at": iso(self._now),
            "source_id": self._import.source_id,
            "prefix": self._import.id[:16] + ":",
        }
        try:
            written = sql.run(self._con, _FOLDER, "import_write", facts)
            if written:
                self._hub.log.adopt(target, written)
        finally:
            target.unlink(missing_ok=True)
        return written


def _confirm(hub: Hub, source_id: str, file: str, columns: list[str], mapping: Mapping, by: str) -> None:
    with hub.control.session() as session:
        remember(session, source_id, file, columns, mapping, by, hub.clock.now())


@contextmanager
def _noted(hub: Hub, import_id: str) -> Iterator[None]:
    """Writes down how a run ended that did not finish."""
    try:
        yield
    except Stopped:
        with hub.control.session() as session:
            import_state.end(session, import_id, "stopped", hub.clock.now(), None)
        raise
    except Exception as error:
        message = error.message if isinstance(error, AuftaktError) else str(error)
        with hub.control.session() as session:
            import_state.end(session, import_id, "failed", hub.clock.now(), str(message))
        raise


def _report(hub: Hub, found: Import, *, known: bool) -> ImportReport:
    with hub.control.reading() as session:
        errors = import_state.import_errors(session, found.id, limit=20)
    return ImportReport(found.id, found.rows, found.stored, found.failed, known, tuple(each.error for each in errors))


def import_folder(hub: Hub) -> Path:
    """Where imports do their work: on the hub's own disk, which has room for what it will keep."""
    folder = hub.home / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _no_such_columns(missing: list[str], names: tuple[str, ...]) -> InvalidInput:
    listed, there = ", ".join(missing), ", ".join(names)
    return InvalidInput(
        Text(f"The file has no column {listed}.", f"ファイルに列 {listed} がありません。"),
        next_action=Text(f"Correct the mapping. The file has: {there}.", f"マッピングを直してください。列: {there}"),
        missing=missing,
    )
