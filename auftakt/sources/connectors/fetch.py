"""One run of a connector: chunk after chunk, each first into the log, then into ledger and state in one transaction.

A crash between the two only makes the same rows come again, with events of the same ids, which the batch drops. An id
is made of the connector, the round, the hash of the row and the place of the event in the mapping.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec

from auftakt.jobs import Hub, Progress
from auftakt.kit.clock import iso
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.connectors.connected import Connected, change_connector, find_connector
from auftakt.sources.connectors.hook import Chunk
from auftakt.sources.connectors.ledger import forget_rows, known_rows, note_rows
from auftakt.sources.connectors.runs import Run, advance_run, end_run, find_run
from auftakt.sources.drafts import draft_rows
from auftakt.sources.erased import erased_of
from auftakt.sources.file_rows import Connection, RowError, workbench
from auftakt.sources.imports import import_folder
from auftakt.sources.mapping import Mapping, columns_of
from auftakt.sources.rows_sql import RowSql
from auftakt.store import sql

_FOLDER = "sources"
_LONGEST_ROW = 1 << 20
_TOO_LONG = "LINE SIZE OVER MAXIMUM"


@dataclass(frozen=True)
class _Row:
    """A row as JSON, and the place at which the run met it, from 1; alike rows have one hash."""

    place: int
    hash: bytes
    line: bytes


def fetch(hub: Hub, connected: Connected, run_id: str, chunks: Iterator[Chunk], progress: Progress) -> Run:
    """Reads to the end, and closes the round. Raises what reading raises, Stopped, LogUnavailable, InvalidInput."""
    began = hub.clock.now()
    with (
        closing(cast(Any, chunks)),
        TemporaryDirectory(dir=import_folder(hub), prefix="connector-") as folder,
        workbench(Path(folder), connected.mapping.time_zone, hub.settings.identity.country) as con,
    ):
        run = _Fetching(hub, connected, run_id, con, Path(folder))
        for chunk in chunks:
            run.take(chunk)
            progress.at(run.rows, 0, "read")
    now = hub.clock.now()
    with hub.control.session() as session:
        forget_rows(session, connected.id, connected.round)
        facts = {"round": connected.round + 1, "failures": 0, "current_at": began}
        next_at = find_connector(session, connected.id).next_at
        # Somebody may have called, or changed the schedule, meanwhile.
        if next_at == connected.next_at:
            next_at = connected.schedule.next_run(began, now, ZoneInfo(hub.settings.timezone))
        change_connector(session, connected.id, next_at=next_at, **facts)
        end_run(session, run_id, "done", now)
        return find_run(session, run_id)


def row_lines(rows: list[dict[str, Any]]) -> list[bytes]:
    """Rows as JSON lines with sorted keys; times as ISO 8601, decimals as numbers."""
    return [_ENCODER.encode(row) for row in rows]


class _Fetching:
    def __init__(self, hub: Hub, connected: Connected, run_id: str, con: Connection, folder: Path) -> None:
        self._hub = hub
        self._connected = connected
        self._run_id = run_id
        self._con = con
        self._folder = folder
        self._sql = RowSql(connected.mapping, "json")
        self._chunk_no = 0
        self.rows = 0

    def take(self, chunk: Chunk) -> None:
        """Keeps one chunk, whole or not at all."""
        check_columns(self._connected.mapping, chunk.columns)
        lines = row_lines(chunk.rows)
        rows = {row.hash: row for row in (_row(self.rows + place, line) for place, line in enumerate(lines, 1))}
        connected, control = self._connected, self._hub.control
        with control.reading() as session:
            known = known_rows(session, connected.id, rows)
        fresh = [row for row in rows.values() if row.hash not in known]
        written, problems = self._write(fresh) if fresh else (0, [])
        with control.session() as session:
            note_rows(session, connected.id, connected.round, known, [row.hash for row in fresh])
            change_connector(session, connected.id, state=_kept_state(chunk.state))
            advance_run(session, self._run_id, len(chunk.rows), len(fresh), written, problems)
        self.rows += len(chunk.rows)

    def _write(self, rows: list[_Row]) -> tuple[int, list[RowError]]:
        now = self._hub.clock.now()
        problems = [RowError(row.place, None, _TOO_LONG, None) for row in rows if len(row.line) > _LONGEST_ROW]
        kept = [row for row in rows if len(row.line) <= _LONGEST_ROW]
        path = self._folder / "rows"
        path.write_bytes(b"".join(b"%s\x01%s\n" % (row.hash.hex().encode(), row.line) for row in kept))
        sql.run(self._con, _FOLDER, "connector_rows", {"path": str(path)})
        drafted = draft_rows(self._con, self._sql, 1, len(kept) + 1, now, erased_of(self._hub.control))
        problems += [replace(each, row=kept[each.row - 1].place) for each in drafted]
        return self._adopt(now), problems

    def _adopt(self, now: datetime) -> int:
        self._chunk_no += 1
        log = self._hub.log
        target = log.staging / f"{self._run_id}-{self._chunk_no}.ndjson.zst"
        facts = {
            "path": str(target),
            "received_at": iso(now),
            "source_id": self._connected.source_id,
            "prefix": f"{self._connected.id}:{self._connected.round}:",
        }
        try:
            written = sql.run(self._con, _FOLDER, "connector_write", facts)
            if written:
                log.adopt(target, written)
        finally:
            target.unlink(missing_ok=True)
        return written


def check_columns(mapping: Mapping, columns: tuple[str, ...]) -> None:
    """Raises InvalidInput where the mapping names a column that the rows never have."""
    # `a.b` looks into a column `a` that holds an object.
    missing = sorted(name for name in columns_of(mapping) if columns and name.split(".")[0] not in columns)
    if missing:
        names, there = ", ".join(missing), ", ".join(columns)
        raise InvalidInput(
            Text(f"The rows have no column {names}.", f"取得した行に列 {names} がありません。"),
            next_action=Text(f"Correct the mapping. There are: {there}", f"マッピングを直してください。列: {there}"),
            field="mapping",
        )


def _row(place: int, line: bytes) -> _Row:
    return _Row(place, hashlib.blake2b(line, digest_size=16).digest(), line)


def _kept_state(state: dict[str, Any]) -> Any:
    return msgspec.json.decode(_ENCODER.encode(state))


def _plain(value: Any) -> Any:
    """What databases and APIs give besides JSON: as text."""
    if isinstance(value, memoryview):
        return value.tobytes()
    if isinstance(value, timedelta):
        return value.total_seconds()
    return str(value)


_ENCODER = msgspec.json.Encoder(enc_hook=_plain, decimal_format="number", order="sorted")
