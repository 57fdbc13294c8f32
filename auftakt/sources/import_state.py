"""How far each import is, kept in the control state, and the rows that it could not take."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.sources.file_rows import RowError
from auftakt.sources.mapping import Mapping
from auftakt.sources.models import ImportErrorRow, ImportRow
from auftakt.sources.source import find_source

# Of a file that is wrong in every row, the first rows show why; `failed` counts them all.
KEPT_ERRORS = 10_000


@dataclass(frozen=True)
class Import:
    """An import as it stands. `rows` are data rows of the file, `stored` events in the log, `failed` rows not taken."""

    id: str
    source_id: str
    file: str
    state: str
    rows: int
    next_row: int
    stored: int
    failed: int
    started_at: datetime
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class KeptError:
    """A row that was not taken; `place` orders the list."""

    place: int
    error: RowError


def begin(session: Session, import_id: str, source_id: str, file: str, mapping: Mapping, now: datetime) -> Import:
    """The import, new or as it was left. Raises NotFound for an unknown source."""
    find_source(session, source_id)
    row = session.get(ImportRow, import_id)
    if row is None:
        row = ImportRow(
            id=import_id, source_id=source_id, file=file[-400:], mapping=msgspec.to_builtins(mapping), rows=0,
            next_row=0, stored=0, failed=0, started_at=now, state="running", finished_at=None, error=None,
        )  # fmt: skip
        session.add(row)
    elif row.state != "done":
        row.state, row.error, row.finished_at = "running", None, None
    return _import(row)


def advance(
    session: Session, import_id: str, rows: int, next_row: int, events: int, errors: Sequence[RowError]
) -> None:
    """Rows before `next_row` are done; they gave `events`, and `errors` were found among them."""
    row = _row(session, import_id)
    row.rows, row.next_row = rows, next_row
    row.stored += events
    room = max(0, KEPT_ERRORS - row.failed)
    row.failed += len(errors)
    session.add_all(
        ImportErrorRow(
            import_id=import_id, row=error.row, column=error.column, reason=error.reason, text=(error.text or "")[:500]
        )
        for error in errors[:room]
    )


def finish(session: Session, import_id: str, now: datetime) -> Import:
    return end(session, import_id, "done", now, None)


def end(session: Session, import_id: str, state: str, now: datetime, error: str | None) -> Import:
    row = _row(session, import_id)
    row.state, row.finished_at, row.error = state, now, error[:2000] if error else None
    return _import(row)


def find_kept_import(session: Session, import_id: str) -> bool:
    """Whether an import of this id was finished before."""
    row = session.get(ImportRow, import_id)
    return row is not None and row.state == "done"


def keep_import(
    session: Session,
    import_id: str,
    source_id: str,
    file: str,
    errors: Sequence[RowError],
    now: datetime,
    *,
    rows: int,
    stored: int,
    failed: int,
) -> None:
    """Enters an import that another folder has done, with the rows that it could not take (at most `KEPT_ERRORS`)."""
    find_source(session, source_id)
    session.merge(
        ImportRow(
            id=import_id,
            source_id=source_id,
            file=file[-400:],
            mapping={},
            rows=rows,
            next_row=rows + 1,
            stored=stored,
            failed=failed,
            started_at=now,
            state="done",
            finished_at=now,
            error=None,
        )
    )
    session.flush()
    session.add_all(
        ImportErrorRow(import_id=import_id, row=each.row, column=each.column, reason=each.reason, text=each.text or "")
        for each in errors[:KEPT_ERRORS]
    )


def list_imports(session: Session, limit: int = 200) -> list[Import]:
    """The latest first."""
    query = select(ImportRow).order_by(ImportRow.started_at.desc(), ImportRow.id).limit(limit)
    return [_import(row) for row in session.scalars(query)]


def find_import(session: Session, import_id: str) -> Import:
    """Raises NotFound."""
    return _import(_row(session, import_id))


def import_errors(session: Session, import_id: str, *, after: int = 0, limit: int = 50) -> list[KeptError]:
    """Rows that were not taken, in the order in which they were found; `after` is the last `place` seen."""
    query = (
        select(ImportErrorRow)
        .where(ImportErrorRow.import_id == import_id, ImportErrorRow.id > after)
        .order_by(ImportErrorRow.id)
        .limit(limit)
    )
    return [KeptError(row.id, RowError(row.row, row.column, row.reason, row.text)) for row in session.scalars(query)]


def count_errors(session: Session, import_id: str) -> int:
    """How many of them were kept."""
    query = select(func.count()).select_from(ImportErrorRow).where(ImportErrorRow.import_id == import_id)
    return session.scalar(query) or 0


def _row(session: Session, import_id: str) -> ImportRow:
    row = session.get(ImportRow, import_id)
    if row is None:
        raise NotFound(
            Text(f"There is no import {import_id}.", f"取り込み {import_id} はありません。"),
            next_action=Text("See the list of imports.", "取り込みの一覧を確認してください。"),
        )
    return row


def _import(row: ImportRow) -> Import:
    return Import(
        row.id, row.source_id, row.file, row.state, row.rows, row.next_row, row.stored, row.failed, row.started_at,
        row.finished_at, row.error,
    )  # fmt: skip
