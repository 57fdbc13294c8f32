"""The board of leads, and the funnel that they go through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences.leads.model import LeadModel, Stage
from auftakt.audiences.leads.points import add_up, grade_of
from auftakt.audiences.leads.stages import stages_json
from auftakt.kit.clock import aware, naive
from auftakt.people import list_people
from auftakt.store import sql
from auftakt.store import trees as c
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class BoardFilter:
    """Which leads; None: all."""

    owner: str | None = None
    origin: str | None = None
    overdue: bool = False


@dataclass(frozen=True)
class LeadCard:
    """A lead on the board. `waited`: hours in this stage, of working time where the model asks for it; `resting`:
    refused or recycled, and not yet back."""

    person_id: int
    name: str | None
    email: str | None
    score: float
    grade: str | None
    origin: str | None
    owner: str | None
    since: datetime
    what: str
    actor: str
    reason: str
    until: datetime | None
    waits: bool
    waited: float
    overdue: bool
    resting: bool


@dataclass(frozen=True)
class BoardStage:
    """A column: how many stand here, how many of them wait for an answer, are overdue, or rest; and the first few."""

    id: str
    name: str
    hand_over: bool
    clock_hours: float | None
    people: int
    waiting: int
    overdue: int
    resting: int
    cards: Sequence[LeadCard]


@dataclass(frozen=True)
class Side:
    value: str
    people: int


@dataclass(frozen=True)
class LeadBoard:
    stages: Sequence[BoardStage]
    origins: Sequence[Side]
    owners: Sequence[Side]


@dataclass(frozen=True)
class FunnelStep:
    """People who came at least as far as a stage; `days`: half of them took no longer from the stage before."""

    stage_id: str
    people: int
    days: float | None


@dataclass(frozen=True)
class FunnelRow:
    """The funnel of an origin; None for all, empty for those whose origin is not known."""

    origin: str | None
    steps: Sequence[FunnelStep]


@dataclass(frozen=True)
class _Count:
    stage_id: str
    people: int
    waiting: int
    overdue: int
    resting: int


@dataclass(frozen=True)
class _Side:
    side: str
    value: str
    people: int


@dataclass(frozen=True)
class _Top:
    person_id: int
    stage_id: str
    moved_at: datetime
    what: str
    actor: str
    reason: str
    until: datetime | None
    waits: bool
    origin: str | None
    owner: str | None
    score: float | None
    grade: str | None
    clock_hours: float | None
    waited: float
    overdue: bool


@dataclass(frozen=True)
class _Funnel:
    origin: str | None
    stage_id: str
    people: int
    days: float | None


def lead_board(
    con: Connection, model: LeadModel, now: datetime, zone: ZoneInfo, wanted: BoardFilter, most: int = 30
) -> LeadBoard:
    """Every lead by stage; of each stage the first `most`: overdue, then waiting for an answer, then by score."""
    add_up(con, now, "lead_points", "lead_states")
    shift = now.astimezone(zone).utcoffset() or timedelta()
    hours = model.working_hours
    sql.run(
        con,
        "audiences",
        "lead_cards",
        {
            "now": naive(now), "stages": stages_json(model), "origin": model.origin, "owner": model.owner,
            "shift": int(shift.total_seconds() // 60), "working": hours is not None,
            "first": hours.first * 60 if hours else 0, "length": (hours.last - hours.first) * 60 if hours else 1440,
        },
    )  # fmt: skip
    chosen = {"lead_filter": _filter(wanted)}
    at = {"now": naive(now)}
    counts = {each.stage_id: each for each in sql.rows(con, "audiences", "lead_counts", _Count, at, chosen)}
    slots = chosen | {"lead_grade_of": grade_of(model)}
    top = sql.rows(con, "audiences", "lead_top", _Top, {"most": most}, slots)
    sides = sql.rows(con, "audiences", "lead_sides", _Side)
    cards = _cards(con, top, now)
    stages = [
        _stage(
            each, counts.get(each.id), [card for row, card in zip(top, cards, strict=True) if row.stage_id == each.id]
        )
        for each in model.stages
    ]
    return LeadBoard(
        stages,
        [Side(each.value, each.people) for each in sides if each.side == "origin"],
        [Side(each.value, each.people) for each in sides if each.side == "owner"],
    )


def lead_funnel(
    con: Connection, model: LeadModel, since: datetime | None = None, until: datetime | None = None
) -> list[FunnelRow]:
    """All together first, then by origin, the largest first. `since` and `until` choose people by their first move."""
    needs = {
        "stages": stages_json(model), "origin": model.origin, "since": naive(since or datetime(1, 1, 2, tzinfo=UTC)),
        "until": naive(until or datetime(9999, 1, 1, tzinfo=UTC)),
    }  # fmt: skip
    rows: dict[str | None, list[FunnelStep]] = {}
    for each in sql.rows(con, "audiences", "lead_funnel", _Funnel, needs):
        rows.setdefault(each.origin, []).append(FunnelStep(each.stage_id, each.people, each.days))
    found = [FunnelRow(origin, steps) for origin, steps in rows.items()]
    return sorted(found, key=lambda row: (row.origin is not None, -row.steps[0].people, row.origin or ""))


def _filter(wanted: BoardFilter) -> exp.Expression:
    conditions: list[exp.Expr] = []
    if wanted.owner is not None:
        conditions.append(exp.column("owner").eq(c.text(wanted.owner)))
    if wanted.origin is not None:
        conditions.append(exp.column("origin").eq(c.text(wanted.origin)))
    if wanted.overdue:
        conditions.append(exp.column("overdue"))
    return c.every(conditions)


def _stage(stage: Stage, count: _Count | None, cards: Sequence[LeadCard]) -> BoardStage:
    found = count or _Count(stage.id, 0, 0, 0, 0)
    return BoardStage(
        stage.id, stage.name, stage.hand_over, stage.clock_hours, found.people, found.waiting, found.overdue,
        found.resting, cards,
    )  # fmt: skip


def _cards(con: Connection, top: Sequence[_Top], now: datetime) -> list[LeadCard]:
    if not top:
        return []
    chosen = exp.In(this=exp.column("person_id"), expressions=[exp.Literal.number(row.person_id) for row in top])
    known = {each.person_id: each for each in list_people(con, limit=len(top), among=chosen).items}
    found = []
    for row in top:
        person, until = known.get(row.person_id), aware(row.until) if row.until else None
        found.append(
            LeadCard(
                row.person_id, person.name if person else None, person.email if person else None, row.score or 0.0,
                row.grade, row.origin, row.owner, aware(row.moved_at), row.what, row.actor, row.reason, until,
                row.waits, max(row.waited, 0.0) / 60, row.overdue,
                row.what in ("refused", "recycled") and (until is None or until > now),
            )
        )  # fmt: skip
    return found
