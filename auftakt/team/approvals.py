"""Approvals: a recorded yes or no, bound to the hash of exactly what was shown.

```
pending ──▶ approved | rejected        by an approver who neither asked for it nor wrote it
   └──────▶ superseded                 when the same object asks again with other content
```
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.ids import stable_id
from auftakt.kit.text import Text
from auftakt.team.audit import record
from auftakt.team.models import ApprovalRow, ApprovalState, UserRow
from auftakt.team.users import User, actors, require

Decision = Literal["approve", "reject"]


@dataclass(frozen=True)
class Approval:
    """A request and what became of it."""

    id: str
    object_type: str
    object_id: str
    title: str
    hash: str
    state: ApprovalState
    requested_by: User
    requested_at: datetime
    decided_by: User | None
    decided_at: datetime | None
    comment: str


def request_approval(
    session: Session,
    object_type: str,
    object_id: str,
    title: str,
    hash: str,
    snapshot: Any,
    requested_by: User,
    now: datetime,
    edited_by: Sequence[str] = (),
) -> Approval:
    """Asks for a yes to exactly this snapshot, and supersedes what was pending for the object.

    `hash` is the sha256 of the snapshot's canonical JSON; `edited_by` are the ids of those who wrote it, who may not
    decide. Asking again for what is already pending or approved gives that request. Raises NotAllowed, InvalidInput.
    """
    require(requested_by, "editor")
    kept = _checked(snapshot, hash)
    rows = _rows_of(session, object_type, object_id)
    pending = next((row for row in rows if row.state == "pending"), None)
    if pending is not None and pending.hash == hash:
        pending.edited_by = sorted({*pending.edited_by, *edited_by})
        return _approval(session, pending)
    if pending is not None:
        pending.state = "superseded"
    if (known := approved(session, object_type, object_id, hash)) is not None:
        return known
    row = ApprovalRow(
        id=stable_id("apr", object_type, object_id, len(rows)),
        object_type=object_type,
        object_id=object_id,
        number=len(rows),
        title=title,
        hash=hash,
        snapshot=kept,
        edited_by=sorted({*edited_by, requested_by.id}),
        state="pending",
        requested_by=requested_by.id,
        requested_at=now,
        comment="",
    )
    session.add(row)
    detail = {"approval": row.id, "hash": hash}
    record(session, now, requested_by.id, "approval.requested", object_type, object_id, detail)
    return _approval(session, row)


def decide(
    session: Session, approval_id: str, hash: str, decision: Decision, comment: str, by: User, now: datetime
) -> Approval:
    """Says yes or no to what had this hash when it was shown.

    Raises NotAllowed (role, own work, a machine), Conflict (not pending, other content), InvalidInput (no comment).
    """
    require(by, "approver")
    row = _row(session, approval_id)
    _refuse_own_work(session, row, by)
    _refuse_other_content(session, row, hash)
    if decision == "reject" and not comment.strip():
        raise InvalidInput(
            Text("A rejection needs a comment.", "差し戻しにはコメントが必要です。"),
            next_action=Text("Write what has to change.", "どこを直してほしいかを書いてください。"),
            field="comment",
        )
    row.state = "approved" if decision == "approve" else "rejected"
    row.decided_by, row.decided_at, row.comment = by.id, now, comment.strip()
    detail = {"approval": row.id, "hash": row.hash, "comment": row.comment}
    record(session, now, by.id, f"approval.{row.state}", row.object_type, row.object_id, detail)
    return _approval(session, row)


def approved(session: Session, object_type: str, object_id: str, hash: str) -> Approval | None:
    """The latest yes to exactly this content of the object, if there is one."""
    rows = [row for row in _rows_of(session, object_type, object_id) if row.state == "approved" and row.hash == hash]
    return _approval(session, rows[-1]) if rows else None


def latest_approval(session: Session, object_type: str, object_id: str) -> Approval | None:
    """The newest request of the object, whatever became of it."""
    rows = _rows_of(session, object_type, object_id)
    return _approval(session, rows[-1]) if rows else None


def find_approval(session: Session, approval_id: str) -> Approval:
    """Raises NotFound."""
    return _approval(session, _row(session, approval_id))


def approval_snapshot(session: Session, approval_id: str) -> Any:
    """What was asked about, as it was then. Raises NotFound."""
    return json.loads(_row(session, approval_id).snapshot)


def list_approvals(session: Session, *, pending_only: bool) -> list[Approval]:
    """The newest first."""
    query = select(ApprovalRow).order_by(ApprovalRow.requested_at.desc(), ApprovalRow.id)
    return _approvals(session, session.scalars(query.where(ApprovalRow.state == "pending") if pending_only else query))


def count_pending(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(ApprovalRow).where(ApprovalRow.state == "pending")) or 0


def _checked(snapshot: Any, hash: str) -> str:
    """The snapshot as it is kept. An approval of something else than what it shows would be worth nothing."""
    kept = canonical_json(snapshot)
    if sha256_hex(kept) != hash:
        raise InvalidInput(
            Text("The hash does not belong to the snapshot.", "ハッシュがスナップショットと一致しません。"),
            next_action=Text("Load the object again and ask once more.", "読み込み直して、もう一度申請してください。"),
        )
    return kept.decode()


def _refuse_own_work(session: Session, row: ApprovalRow, by: User) -> None:
    if session.get(UserRow, by.id) is None:
        raise NotAllowed(
            Text(
                "Only a person can decide; this is a machine's key.",
                "承認できるのは人だけです(機械用キーでは決められません)。",
            ),
            next_action=Text("Sign in as an approver.", "承認者としてサインインしてください。"),
        )
    if by.id in row.edited_by or by.id == row.requested_by:
        raise NotAllowed(
            Text("You asked for this approval or wrote what it is about.", "ご自身が申請または編集した内容です。"),
            next_action=Text("Ask another approver to decide.", "別の承認者に判断を依頼してください。"),
        )


def _refuse_other_content(session: Session, row: ApprovalRow, hash: str) -> None:
    if row.state == "pending" and row.hash == hash:
        return
    newest = _rows_of(session, row.object_type, row.object_id)[-1]
    if row.state in ("approved", "rejected"):
        raise Conflict(
            Text(f"This was already {row.state}.", "この申請はすでに判断済みです。"),
            next_action=Text("Open the list of approvals.", "承認の一覧を開いてください。"),
            approval=row.id,
        )
    seen = row if row.hash == hash else _row_with_hash(session, row, hash)
    parts = changed_parts(json.loads(seen.snapshot), json.loads(newest.snapshot)) if seen else []
    named = ", ".join(parts)
    raise Conflict(
        Text(
            f"What you looked at is no longer what is asked about. Changed: {named or 'unknown'}.",
            f"ご覧になった内容は、現在の申請と異なります。変更箇所: {named or '不明'}。",
        ),
        next_action=Text(
            "Open the newest request, look at it again and decide there.",
            "最新の申請を開き、内容を確認してから判断してください。",
        ),
        approval=newest.id,
        changed=parts,
    )


def changed_parts(before: Any, after: Any) -> list[str]:
    """The names of the top-level parts of two snapshots that differ."""
    if not isinstance(before, dict) or not isinstance(after, dict):
        return [] if before == after else ["snapshot"]
    return sorted(part for part in before.keys() | after.keys() if before.get(part) != after.get(part))


def _rows_of(session: Session, object_type: str, object_id: str) -> list[ApprovalRow]:
    """All requests of an object, in the order in which they were made."""
    query = select(ApprovalRow).where(ApprovalRow.object_type == object_type, ApprovalRow.object_id == object_id)
    return list(session.scalars(query.order_by(ApprovalRow.number)))


def _row_with_hash(session: Session, row: ApprovalRow, hash: str) -> ApprovalRow | None:
    return next((other for other in _rows_of(session, row.object_type, row.object_id) if other.hash == hash), None)


def _row(session: Session, approval_id: str) -> ApprovalRow:
    row = session.get(ApprovalRow, approval_id)
    if row is None:
        raise NotFound(
            Text(f"There is no approval {approval_id}.", f"承認 {approval_id} は見つかりません。"),
            next_action=Text("Open the list of approvals.", "承認の一覧を開いてください。"),
        )
    return row


def _approval(session: Session, row: ApprovalRow) -> Approval:
    return _approvals(session, [row])[0]


def _approvals(session: Session, rows: Iterable[ApprovalRow]) -> list[Approval]:
    kept = list(rows)
    known = actors(session, {actor for row in kept for actor in (row.requested_by, row.decided_by) if actor})
    return [
        Approval(
            id=row.id,
            object_type=row.object_type,
            object_id=row.object_id,
            title=row.title,
            hash=row.hash,
            state=row.state,
            requested_by=known[row.requested_by],
            requested_at=row.requested_at,
            decided_by=known[row.decided_by] if row.decided_by else None,
            decided_at=row.decided_at,
            comment=row.comment,
        )
        for row in kept
    ]
