"""The plan's versions: every save is one, all are kept, the latest is in force."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.sources.models import TrackingPlanRow
from auftakt.sources.plan.document import TrackingPlan, plan_document
from auftakt.sources.source import list_sources
from auftakt.team import User, record


@dataclass(frozen=True)
class PlanVersion:
    """A plan as it was saved; `enforced` is False where it was switched off."""

    version: int
    plan: TrackingPlan
    enforced: bool
    note: str
    saved_by: str
    saved_at: datetime


def latest_plan(session: Session) -> PlanVersion | None:
    """What was saved last, in force or switched off; None before the first."""
    row = session.scalar(select(TrackingPlanRow).order_by(TrackingPlanRow.version.desc()).limit(1))
    return None if row is None else _version(row)


def plan_number(session: Session) -> int:
    """The number of the version that was saved last, in force or not; 0 before the first. Cheap."""
    return session.scalar(select(func.max(TrackingPlanRow.version))) or 0


def version_in_force(session: Session) -> int:
    """The number of the plan that the next batch holds events to; 0 if none. Cheap: every batch asks."""
    query = select(TrackingPlanRow.version, TrackingPlanRow.enforced).order_by(TrackingPlanRow.version.desc()).limit(1)
    row = session.execute(query).first()
    return row.version if row and row.enforced else 0


def plan_versions(session: Session, limit: int = 50) -> list[PlanVersion]:
    """The latest first."""
    rows = session.scalars(select(TrackingPlanRow).order_by(TrackingPlanRow.version.desc()).limit(limit))
    return [_version(row) for row in rows]


def plan_version(session: Session, version: int) -> PlanVersion:
    """Raises NotFound."""
    row = session.get(TrackingPlanRow, version)
    if row is None:
        raise NotFound(
            Text(f"There is no version {version} of the plan.", f"計画に版 {version} はありません。"),
            next_action=Text("See the list of versions.", "版の一覧を確認してください。"),
        )
    return _version(row)


def save_plan(
    session: Session,
    plan: TrackingPlan,
    *,
    by: User,
    now: datetime,
    note: str = "",
    enforced: bool = True,
    expected: int | None = None,
) -> PlanVersion:
    """Makes this the plan, from the next batch on. What is the same as before is not saved again.

    `expected` is the version that was edited: Conflict if somebody has saved another since. InvalidInput for a source
    that does not exist.
    """
    before = latest_plan(session)
    number = before.version if before else 0
    if expected is not None and expected != number:
        raise Conflict(
            Text(
                f"Somebody has saved version {number} since you began with {expected}.",
                f"編集を始めた版 {expected} の後に、版 {number} が保存されています。",
            ),
            next_action=Text("Load it, and make your change there.", "最新版を開いて、変更し直してください。"),
            version=number,
        )
    _check_sources(session, plan)
    if before and before.plan == plan and before.enforced == enforced:
        return before
    row = TrackingPlanRow(
        version=number + 1, document=plan_document(plan), enforced=enforced, note=note.strip()[:400],
        saved_by=by.id, saved_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    detail = {"version": row.version, "enforced": enforced, "note": row.note}
    record(session, now, by.id, "tracking_plan.saved", "tracking_plan", str(row.version), detail)
    return _version(row)


def _check_sources(session: Session, plan: TrackingPlan) -> None:
    named = {each for event in plan.events.values() for each in event.sources}
    known = _known(session) if named else set()
    if strange := sorted(named - known):
        raise InvalidInput(
            Text(
                f"The plan names sources that don't exist: {', '.join(strange)}.",
                f"存在しないソースが書かれています: {'、'.join(strange)}。",
            ),
            next_action=Text(
                "Use names from Connections, Sources.", "「接続」の「ソース」にある名前を使ってください。"
            ),
        )


def _known(session: Session) -> set[str]:
    return {each for source in list_sources(session) for each in (source.id, source.name)}


def _version(row: TrackingPlanRow) -> PlanVersion:
    # It was checked when it was saved.
    plan = msgspec.convert(row.document, TrackingPlan)
    return PlanVersion(row.version, plan, row.enforced, row.note, row.saved_by, row.saved_at)
