"""Replays as they were asked for, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import Conflict, NotFound
from auftakt.kit.text import Text
from auftakt.people.replay.changes import ReplayChanges
from auftakt.people.replay.models import ReplayRow
from auftakt.sources import Selection
from auftakt.team import record

ReplayState = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True)
class Replay:
    """One replay. `changes` are known once it is done; the events before `log_end` of the log are looked at."""

    id: str
    by: str
    asked_at: datetime
    ended_at: datetime | None
    selection: Selection
    log_end: int
    state: ReplayState
    changes: ReplayChanges | None
    error: str | None


def list_replays(session: Session, limit: int = 50) -> list[Replay]:
    """The latest first."""
    rows = session.scalars(select(ReplayRow).order_by(ReplayRow.asked_at.desc(), ReplayRow.id.desc()).limit(limit))
    return [_replay(row) for row in rows]


def find_replay(session: Session, replay_id: str) -> Replay:
    """Raises NotFound."""
    return _replay(_row(session, replay_id))


def running_replays(session: Session) -> list[Replay]:
    """The oldest first; more than one only if somebody wrote to the control state by hand."""
    return [_replay(row) for row in session.scalars(select(ReplayRow).where(ReplayRow.state == "running"))]


def put_replay(
    session: Session, replay_id: str, selection: Selection, log_end: int, logic: str, by: str, now: datetime
) -> Replay:
    """Writes down what somebody asked for. Raises Conflict while another replay runs."""
    if running_replays(session):
        raise Conflict(
            Text("A replay goes on already.", "再処理がすでに実行中です。"),
            next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、先に停止してください。"),
        )
    document = msgspec.to_builtins(selection)
    row = ReplayRow(
        id=replay_id, by=by, asked_at=now, ended_at=None, selection=document, log_end=log_end, logic=logic,
        state="running", changes=None, error=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    record(session, now, by, "replay.asked", "replay", replay_id, {"selection": document, "log_end": log_end})
    return _replay(row)


def staged_by(session: Session, replay_id: str) -> str:
    """The hash of the logic that its events were staged by."""
    return _row(session, replay_id).logic


def note_logic(session: Session, replay_id: str, logic: str) -> None:
    _row(session, replay_id).logic = logic


def end_replay(
    session: Session,
    replay_id: str,
    state: ReplayState,
    now: datetime,
    changes: ReplayChanges | None = None,
    error: str | None = None,
) -> Replay:
    """Writes down how it ended; one that has ended already stays as it is."""
    row = _row(session, replay_id)
    if row.state != "running":
        return _replay(row)
    row.state, row.ended_at, row.error = state, now, error
    row.changes = msgspec.to_builtins(changes.kept) if changes else None
    events = msgspec.to_builtins(changes.events) if changes else {}
    record(session, now, row.by, f"replay.{state}", "replay", replay_id, {"events": events})
    session.flush()
    return _replay(row)


def _row(session: Session, replay_id: str) -> ReplayRow:
    row = session.get(ReplayRow, replay_id)
    if row is None:
        raise NotFound(
            Text(f"There is no replay {replay_id}.", f"再処理 {replay_id} はありません。"),
            next_action=Text("See the list of replays.", "再処理の一覧を確認してください。"),
        )
    return row


def _replay(row: ReplayRow) -> Replay:
    state: ReplayState = msgspec.convert(row.state, ReplayState)
    changes = msgspec.convert(row.changes, ReplayChanges) if row.changes else None
    selection = msgspec.convert(row.selection, Selection)
    return Replay(
        row.id, row.by, row.asked_at, row.ended_at, selection, row.log_end, state, changes, row.error
    )  # fmt: skip
