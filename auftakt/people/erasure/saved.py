"""What is kept of an erasure: who asked, how far it is, what was where; whom it is about, only until it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.people.erasure.models import ErasureRow
from auftakt.people.erasure.subject import Subject

Afterwards = Literal["drop", "anew"]
State = Literal["running", "failed", "done"]
Stage = Literal["batch", "log", "plane", "control", "files", "rewrite", "check", "close"]
STAGES: tuple[Stage, ...] = ("batch", "log", "plane", "control", "files", "rewrite", "check", "close")


@dataclass(frozen=True)
class Erasure:
    """`identifiers`: salted hashes. `afterwards`: `drop` whatever comes later, or let it make somebody `anew`.

    `counts`: by place (`log.emptied`, `plane.events`, `control.deliveries`, `files.rows`).
    """

    id: str
    identifiers: list[str]
    afterwards: Afterwards
    asked_by: str
    asked_at: datetime
    state: State
    stage: Stage
    counts: dict[str, int]
    error: str | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Unfinished:
    """One that goes on; without a subject only the last stage is left."""

    id: str
    subject: Subject | None
    stage: Stage
    log_offset: int


def put_erasure(
    session: Session, erasure_id: str, subject: Subject, afterwards: Afterwards, by: str, now: datetime
) -> None:
    """Writes down what was asked, so that it is done whatever happens now."""
    kept = {
        "identifiers": [list(each) for each in subject.identifiers],
        "person_ids": list(subject.person_ids),
        "spellings": list(subject.spellings),
    }
    session.add(
        ErasureRow(
            id=erasure_id, subject=kept, digests=[], afterwards=afterwards, asked_by=by, asked_at=now, state="running",
            stage=STAGES[0], log_offset=0, counts={},
        )
    )  # fmt: skip


def list_erasures(session: Session, after: str | None = None, limit: int = 50) -> list[Erasure]:
    """The latest first; `after` is the id of the last one already seen."""
    query = select(ErasureRow).order_by(ErasureRow.asked_at.desc(), ErasureRow.id.desc())
    if after is not None:
        seen = _row(session, after)
        query = query.where(
            (ErasureRow.asked_at < seen.asked_at) | ((ErasureRow.asked_at == seen.asked_at) & (ErasureRow.id < seen.id))
        )
    return [_erasure(row) for row in session.scalars(query.limit(limit))]


def find_erasure(session: Session, erasure_id: str) -> Erasure:
    """Raises NotFound."""
    return _erasure(_row(session, erasure_id))


def unfinished(session: Session) -> list[Unfinished]:
    """The oldest first."""
    rows = session.scalars(select(ErasureRow).where(ErasureRow.state != "done").order_by(ErasureRow.asked_at))
    return [Unfinished(row.id, _subject(row), row.stage, row.log_offset) for row in rows]  # type: ignore[arg-type]


def advance(
    session: Session, erasure_id: str, stage: Stage, counts: Mapping[str, int] | None = None, log_offset: int = 0
) -> None:
    """Everything before `stage` is done. Counts are added to what stands there."""
    row = _row(session, erasure_id)
    row.state, row.error, row.stage = "running", None, stage
    row.log_offset = max(row.log_offset, log_offset)
    row.counts = row.counts | {name: row.counts.get(name, 0) + count for name, count in (counts or {}).items() if count}


def note_digests(session: Session, erasure_id: str, digests: list[str]) -> None:
    _row(session, erasure_id).digests = digests


def note_failure(session: Session, erasure_id: str, error: str) -> None:
    """It goes on when the hub is opened again, or another erasure is asked for."""
    row = _row(session, erasure_id)
    row.state, row.error = "failed", error[:2000]


def forget_subject(session: Session, erasure_id: str) -> None:
    row = _row(session, erasure_id)
    row.subject, row.stage = None, "close"


def finish(session: Session, erasure_id: str, now: datetime) -> Erasure:
    row = _row(session, erasure_id)
    row.state, row.error, row.finished_at = "done", None, now
    session.flush()
    return _erasure(row)


def _row(session: Session, erasure_id: str) -> ErasureRow:
    row = session.get(ErasureRow, erasure_id)
    if row is None:
        raise NotFound(
            Text(f"There is no erasure {erasure_id}.", f"削除の記録 {erasure_id} はありません。"),
            next_action=Text("Look at the list of erasures.", "削除の記録の一覧を確認してください。"),
        )
    return row


def _subject(row: ErasureRow) -> Subject | None:
    if row.subject is None:
        return None
    return Subject(
        tuple((kind, value) for kind, value in row.subject["identifiers"]),
        tuple(row.subject["person_ids"]),
        tuple(row.subject["spellings"]),
    )


def _erasure(row: ErasureRow) -> Erasure:
    return Erasure(
        row.id, row.digests, row.afterwards, row.asked_by, row.asked_at, row.state, row.stage, row.counts, row.error,  # type: ignore[arg-type]
        row.finished_at,
    )  # fmt: skip
