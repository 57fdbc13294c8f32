"""The runs of connectors: how far each is or was, what it could not take, and how it ended."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import AuftaktError, NotFound
from auftakt.kit.text import Text
from auftakt.sources.connectors.models import ConnectorRunRow
from auftakt.sources.file_rows import RowError

# Of a source that is wrong in every row, the first rows show why; `failed` counts them all.
KEPT_PROBLEMS = 100
KEPT_RUNS = 200


@dataclass(frozen=True)
class Told:
    """An error as it is kept: what happened and what to do, in both languages."""

    message: Text
    next_action: Text


@dataclass(frozen=True)
class Run:
    """`rows` were read, `fresh` of them for the first time; these gave `events`, and `failed` could not be taken."""

    id: str
    connector_id: str
    state: str
    started_at: datetime
    finished_at: datetime | None = None
    rows: int = 0
    fresh: int = 0
    events: int = 0
    failed: int = 0
    problems: list[RowError] = field(default_factory=list)
    error: Told | None = None


def begin_run(session: Session, run_id: str, connector_id: str, now: datetime) -> None:
    """Notes a run that begins; of old ones the latest `KEPT_RUNS` are kept."""
    session.add(
        ConnectorRunRow(
            id=run_id, connector_id=connector_id, state="running", started_at=now, finished_at=None, rows=0, fresh=0,
            events=0, failed=0, problems=[], error=None,
        )
    )  # fmt: skip
    session.flush()
    latest = (
        select(ConnectorRunRow.id)
        .where(ConnectorRunRow.connector_id == connector_id)
        .order_by(ConnectorRunRow.started_at.desc(), ConnectorRunRow.id.desc())
        .limit(KEPT_RUNS)
    )
    session.execute(
        delete(ConnectorRunRow).where(
            ConnectorRunRow.connector_id == connector_id, ConnectorRunRow.id.not_in(latest.scalar_subquery())
        )
    )


def advance_run(
    session: Session, run_id: str, rows: int, fresh: int, events: int, problems: Sequence[RowError]
) -> None:
    """Adds what one chunk gave."""
    row = _row(session, run_id)
    row.rows += rows
    row.fresh += fresh
    row.events += events
    row.failed += len(problems)
    room = max(0, KEPT_PROBLEMS - len(row.problems))
    row.problems = [*row.problems, *(asdict(each) | {"text": (each.text or "")[:300]} for each in problems[:room])]


def end_run(session: Session, run_id: str, state: str, now: datetime, error: AuftaktError | None = None) -> None:
    row = _row(session, run_id)
    row.state, row.finished_at = state, now
    row.error = None if error is None else {"message": _both(error.message), "next_action": _both(error.next_action)}


def end_cut_off(session: Session, now: datetime) -> int:
    """Runs that a crash cut off are stopped ones: the next goes on where they were. Gives how many there were."""
    cut = list(session.scalars(select(ConnectorRunRow).where(ConnectorRunRow.state == "running")))
    for row in cut:
        row.state, row.finished_at = "stopped", now
    return len(cut)


def list_runs(session: Session, connector_id: str, limit: int = 50) -> list[Run]:
    """The latest first."""
    query = (
        select(ConnectorRunRow)
        .where(ConnectorRunRow.connector_id == connector_id)
        .order_by(ConnectorRunRow.started_at.desc(), ConnectorRunRow.id.desc())
        .limit(limit)
    )
    return [_run(row) for row in session.scalars(query)]


def find_run(session: Session, run_id: str) -> Run:
    """Raises NotFound."""
    return _run(_row(session, run_id))


def _row(session: Session, run_id: str) -> ConnectorRunRow:
    row = session.get(ConnectorRunRow, run_id)
    if row is None:
        raise NotFound(
            Text(f"There is no run {run_id}.", f"実行 {run_id} はありません。"),
            next_action=Text("See the list of runs.", "実行の一覧を確認してください。"),
        )
    return row


def _both(text: str | Text) -> dict[str, str]:
    return asdict(text) if isinstance(text, Text) else {"en": text, "ja": text}


def _told(kept: Any) -> Told | None:
    return None if kept is None else Told(Text(**kept["message"]), Text(**kept["next_action"]))


def _run(row: ConnectorRunRow) -> Run:
    return Run(
        row.id, row.connector_id, row.state, row.started_at, row.finished_at, row.rows, row.fresh, row.events,
        row.failed, [RowError(**each) for each in row.problems], _told(row.error),
    )  # fmt: skip
