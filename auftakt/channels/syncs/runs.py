"""The runs of syncs: what each wrote, whom it left out and why, and how it ended."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.channels.syncs.models import SyncRunRow
from auftakt.kit.errors import AuftaktError, NotFound
from auftakt.kit.text import Text
from auftakt.sources import Told

KEPT_RUNS = 200

LEFT_OUT: Mapping[str, Text] = {
    "no_key": Text("The person has no identifier for the key", "キーにする識別子がありません"),
    "no_consent": Text("No yes for this channel and purpose", "このチャネルと目的の同意がありません"),
    "suppressed": Text("The address gets nothing more", "配信停止中のアドレスです"),
}
"""Why somebody of the audience is not sent to the destination."""


@dataclass(frozen=True)
class SyncRun:
    """`wanted` people are to be there; `put` and `removed` rows were written; `left_out` counts people by reason."""

    id: str
    sync_id: str
    state: str
    started_at: datetime
    finished_at: datetime | None = None
    wanted: int = 0
    put: int = 0
    removed: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    error: Told | None = None


def begin_sync_run(session: Session, run_id: str, sync_id: str, now: datetime) -> None:
    """Notes a run that begins; of old ones the latest `KEPT_RUNS` are kept."""
    session.add(
        SyncRunRow(
            id=run_id, sync_id=sync_id, state="running", started_at=now, finished_at=None, wanted=0, put=0, removed=0,
            left_out={}, error=None,
        )
    )  # fmt: skip
    session.flush()
    own = SyncRunRow.sync_id == sync_id
    latest = select(SyncRunRow.id).where(own).order_by(SyncRunRow.started_at.desc(), SyncRunRow.id.desc())
    kept = latest.limit(KEPT_RUNS).scalar_subquery()
    session.execute(delete(SyncRunRow).where(own, SyncRunRow.id.not_in(kept)))


def found_out(session: Session, run_id: str, wanted: int, left_out: Mapping[str, int]) -> None:
    """Notes who is to be there, and who is not."""
    row = _row(session, run_id)
    row.wanted, row.left_out = wanted, dict(left_out)


def advance_sync_run(session: Session, run_id: str, put: int, removed: int) -> None:
    """Adds what one portion wrote."""
    row = _row(session, run_id)
    row.put += put
    row.removed += removed


def end_sync_run(session: Session, run_id: str, state: str, now: datetime, error: AuftaktError | None = None) -> None:
    row = _row(session, run_id)
    row.state, row.finished_at = state, now
    row.error = None if error is None else {"message": _both(error.message), "next_action": _both(error.next_action)}


def end_cut_off_syncs(session: Session, now: datetime) -> None:
    """Runs that a crash cut off are stopped ones: the next sends what is still different."""
    for row in session.scalars(select(SyncRunRow).where(SyncRunRow.state == "running")):
        row.state, row.finished_at = "stopped", now


def list_sync_runs(session: Session, sync_id: str, limit: int = 50) -> list[SyncRun]:
    """The latest first."""
    query = select(SyncRunRow).where(SyncRunRow.sync_id == sync_id)
    latest = query.order_by(SyncRunRow.started_at.desc(), SyncRunRow.id.desc()).limit(limit)
    return [_run(row) for row in session.scalars(latest)]


def find_sync_run(session: Session, run_id: str) -> SyncRun:
    """Raises NotFound."""
    return _run(_row(session, run_id))


def _row(session: Session, run_id: str) -> SyncRunRow:
    row = session.get(SyncRunRow, run_id)
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


def _run(row: SyncRunRow) -> SyncRun:
    return SyncRun(
        row.id, row.sync_id, row.state, row.started_at, row.finished_at, row.wanted, row.put, row.removed,
        dict(row.left_out), _told(row.error),
    )  # fmt: skip
