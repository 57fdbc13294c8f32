"""Leads: the model, why somebody has their score, the board with its hand-overs, and the funnel."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from auftakt import audiences, people
from auftakt.jobs import Hub
from auftakt.kit.clock import iso
from auftakt.kit.text import Language
from auftakt.team import actors, list_users, record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import must_see

router = APIRouter(tags=["leads"])


@dataclass(frozen=True)
class PointsText:
    """A rule of points as a phrase."""

    id: str
    name: str
    axis: str
    points: float
    when_text: str
    each: bool
    half_life_days: float | None
    cap: float | None


@dataclass(frozen=True)
class GradeLine:
    """A grade and the points of fit from which on it is given."""

    grade: str
    points: float


@dataclass(frozen=True)
class StageText:
    """A stage; `enters_text` is empty where people come in by hand only."""

    id: str
    name: str
    enters_text: str
    clock_hours: float | None
    hand_over: bool


@dataclass(frozen=True)
class LeadModelView:
    """The model that counts. `version` is None until one is saved; then `model` is one to begin with."""

    version: int | None
    by: str | None
    at: datetime | None
    model: dict[str, Any]
    who_text: str
    rules: list[PointsText]
    grades: list[GradeLine]
    stages: list[StageText]


@dataclass(frozen=True)
class LeadModelEdit:
    model: dict[str, Any]


@dataclass(frozen=True)
class LeadPreview:
    """Whom the model would score, by grade and by bands of ten points."""

    people: int
    bands: list[audiences.ShapeBand]


@dataclass(frozen=True)
class GivenText:
    """An event that counts, as a phrase; `given` then, `now` now."""

    happened_at: datetime
    given: float
    now: float
    text: str


@dataclass(frozen=True)
class LeadPart:
    """What a rule gives now; `events` is empty where it gives points as long as it is met."""

    rule_id: str
    name: str
    axis: str
    now: float
    text: str
    events: list[GivenText]


@dataclass(frozen=True)
class MoveText:
    """One move of a lead. `by` is empty where a rule moved them; `because` says why; `reason` is that of a refusal."""

    at: datetime
    happened_at: datetime
    stage: str
    what: str
    by: str
    because: str
    reason: str
    note: str
    until: datetime | None


@dataclass(frozen=True)
class PersonLead:
    """`score` is the sum of the parts of its axis, `fit` that of the others; the grade is read from the fit. `waits`:
    for an answer of sales. Moves are the latest first."""

    person_id: int
    at: datetime
    score: float
    fit: float
    grade: str | None
    parts: list[LeadPart]
    stage_id: str | None
    stage: str | None
    waits: bool
    moves: list[MoveText]


@dataclass(frozen=True)
class RefusalReason:
    """`rest_days`: for how long whoever is refused for it rests; None: they are set aside."""

    id: str
    name: str
    rest_days: int | None


@dataclass(frozen=True)
class FunnelStage:
    id: str
    name: str


@dataclass(frozen=True)
class LeadAnswer:
    """`decision`: accept, refuse, recycle or move; refusing needs a `reason`, moving a `stage`, recycling `until`."""

    decision: audiences.LeadDecision
    reason: str = ""
    note: str = ""
    stage: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class LeadBoardView:
    """`version` is None until a model is saved; without stages there are no columns. Reasons serve a refusal."""

    version: int | None
    stages: list[audiences.BoardStage]
    origins: list[audiences.Side]
    owners: list[audiences.Side]
    refusals: list[RefusalReason]
    working_hours: bool


@dataclass(frozen=True)
class LeadFunnelView:
    """`rows`: all together first, then by origin; each has as many steps as there are stages."""

    stages: list[FunnelStage]
    rows: list[audiences.FunnelRow]


@router.get("/leads/model")
def lead_model(hub: HubDep, user: Viewer, language: LanguageDep) -> LeadModelView:
    """The model of leads: who is scored, what gives points, and what makes a grade."""
    with hub.control.reading() as session:
        return _view(hub, audiences.saved_model(session), language)


@router.put("/leads/model")
def set_lead_model(edit: LeadModelEdit, hub: HubDep, user: Editor, language: LanguageDep) -> LeadModelView:
    """Saves a new version, which is applied to everyone with the next batch."""
    must_see(hub, user)
    with hub.control.session() as session:
        made = audiences.save_model(session, edit.model, user, hub.clock.now())
    hub.runner.poke()
    return _view(hub, made, language)


@router.post("/leads/model/preview")
def preview_lead_model(edit: LeadModelEdit, hub: HubDep, user: Editor) -> LeadPreview:
    """Scores everyone by a model that is not saved."""
    must_see(hub, user)
    with hub.control.reading() as session:
        model = audiences.checked_model(session, edit.model)
    with hub.plane.reader() as con:
        bands = audiences.shape_of(con, model, hub.clock.now())
    return LeadPreview(sum(each.people for each in bands), bands)


@router.get("/people/{key}/lead")
def person_lead(key: str, hub: HubDep, user: Viewer, language: LanguageDep) -> PersonLead | None:
    """A person's score and grade at this moment, with every point explained, and their stages. Nothing for whom the
    model doesn't score."""
    now = hub.clock.now()
    with hub.control.reading() as session:
        saved = audiences.saved_model(session)
    model = saved.model if saved else audiences.LeadModel(who=audiences.Not(audiences.Everyone()))
    with hub.plane.reader() as con:
        person_id = people.find_person_id(con, key)
        found = audiences.explain_lead(con, model, person_id, now)
        state, moves = audiences.state_of(con, person_id), audiences.moves_of(con, person_id)
    if found is None and state is None:
        return None
    names = {each.id: each.name for each in model.stages}
    return PersonLead(
        person_id=person_id,
        at=now,
        score=found.score if found else 0.0,
        fit=found.fit if found else 0.0,
        grade=found.grade if found else None,
        parts=[_part(each, now, language) for each in found.parts] if found else [],
        stage_id=state.stage_id if state else None,
        stage=names.get(state.stage_id) if state else None,
        waits=bool(state and state.waits),
        moves=_moves(hub, model, moves, language),
    )


@router.get("/leads/board")
def lead_board(
    hub: HubDep,
    user: Viewer,
    owner: str | None = None,
    origin: str | None = None,
    overdue: bool = False,
    most: Annotated[int, Query(ge=1, le=200)] = 30,
) -> LeadBoardView:
    """Leads by stage, with scores of this moment; of each stage those first for whom somebody has to do something."""
    with hub.control.reading() as session:
        saved = audiences.saved_model(session)
        by_id = {each.id: each.name for each in list_users(session)}
    if saved is None:
        return LeadBoardView(None, [], [], [], [], False)
    wanted = audiences.BoardFilter(owner, origin, overdue)
    with hub.plane.reader() as con:
        found = audiences.lead_board(con, saved.model, hub.clock.now(), ZoneInfo(hub.settings.timezone), wanted, most)
    stages = [
        replace(stage, cards=[replace(card, actor=by_id.get(card.actor, card.actor)) for card in stage.cards])
        for stage in found.stages
    ]
    reasons = [RefusalReason(each.id, each.name, each.rest_days) for each in saved.model.refusals]
    return LeadBoardView(
        saved.version, stages, list(found.origins), list(found.owners), reasons,
        saved.model.working_hours is not None,
    )  # fmt: skip


@router.get("/leads/funnel")
def lead_funnel(
    hub: HubDep, user: Viewer, since: datetime | None = None, until: datetime | None = None
) -> LeadFunnelView:
    """How many came at least as far as each stage, by origin, and how long half of them took from the stage before.
    `since` and `until` choose people by their first move."""
    with hub.control.reading() as session:
        saved = audiences.saved_model(session)
    if saved is None or not saved.model.stages:
        return LeadFunnelView([], [])
    with hub.plane.reader() as con:
        rows = audiences.lead_funnel(con, saved.model, since, until)
    return LeadFunnelView([FunnelStage(each.id, each.name) for each in saved.model.stages], rows)


@router.post("/people/{key}/lead/decisions")
def decide_lead(key: str, answer: LeadAnswer, hub: HubDep, user: Editor, language: LanguageDep) -> PersonLead | None:
    """Accepts or refuses a hand-over, recycles a lead until a date, or moves it to a stage by hand."""
    now = hub.clock.now()
    with hub.control.reading() as session:
        model = audiences.lead_model(session).model
    made = audiences.LeadAnswer(answer.decision, answer.reason, answer.note, answer.stage, answer.until)
    with hub.plane.writer() as con:
        person_id = people.find_person_id(con, key)
        state = audiences.decide_lead(con, model, person_id, made, user.id, now)
    detail = {"stage": state.stage_id, "reason": answer.reason, "until": iso(state.until) if state.until else None}
    with hub.control.session() as session:
        record(session, now, user.id, f"lead.{state.what}", "person", str(person_id), detail)
    hub.runner.poke()
    return person_lead(str(person_id), hub, user, language)


def _part(part: audiences.GivenPart, now: datetime, language: Language) -> LeadPart:
    events = [
        GivenText(each.happened_at, each.given, each.now, audiences.given_text(part, each, now, language))
        for each in part.events
    ]
    return LeadPart(part.rule_id, part.name, part.axis, part.now, audiences.met_text(part, language), events)


def _moves(
    hub: Hub, model: audiences.LeadModel, moves: Sequence[audiences.LeadMove], language: Language
) -> list[MoveText]:
    with hub.control.reading() as session:
        names = audiences.audience_names(session)
        by = {key: user.name for key, user in actors(session, {each.actor for each in moves if each.actor}).items()}
    stages = {each.id: each.name for each in model.stages}
    reasons = {each.id: each.name for each in model.refusals}
    return [
        MoveText(
            at=each.moved_at,
            happened_at=each.happened_at,
            stage=stages.get(each.stage_id, each.stage_id),
            what=each.what,
            by=by.get(each.actor, each.actor),
            because=audiences.because_text(each.because, language, names) if each.because else "",
            reason=reasons.get(each.reason, each.reason),
            note=each.note,
            until=each.until,
        )
        for each in moves
    ]


def _view(hub: Hub, saved: audiences.SavedModel | None, language: Language) -> LeadModelView:
    model = saved.model if saved else audiences.starter_model(language)
    with hub.control.reading() as session:
        names = audiences.audience_names(session)
        by = actors(session, {saved.by}) if saved else {}
    rules = [
        PointsText(
            each.id,
            each.name,
            axis,
            each.points,
            audiences.rule_text(each.when, language, names),
            each.each,
            each.half_life_days,
            each.cap,
        )
        for axis, listed in (("score", model.behaviour), ("fit", model.fit))
        for each in listed
    ]
    return LeadModelView(
        version=saved.version if saved else None,
        by=by[saved.by].name if saved and saved.by in by else None,
        at=saved.at if saved else None,
        model=audiences.model_document(model),
        who_text=audiences.rule_text(model.who, language, names),
        rules=rules,
        grades=[GradeLine(each.grade, each.points) for each in model.grades],
        stages=[
            StageText(
                each.id,
                each.name,
                audiences.rule_text(each.enters, language, names) if each.enters else "",
                each.clock_hours,
                each.hand_over,
            )
            for each in model.stages
        ],
    )
