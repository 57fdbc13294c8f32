"""The tracking plan: the document, its versions, plans to begin with, and what differed from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from auftakt import people, sources
from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import must_not_unmask

router = APIRouter(tags=["plan"])

Days = Annotated[int, Query(ge=1, le=90)]


@dataclass(frozen=True)
class PlanView:
    """The plan; version 0 and empty before the first save. `yaml` is the same document as text."""

    version: int
    enforced: bool
    note: str
    saved_by: str
    saved_at: datetime | None
    document: dict[str, Any]
    yaml: str


@dataclass(frozen=True)
class PlanSave:
    """The plan as YAML (or JSON) text or as a document. `expected` is the version that was edited."""

    yaml: str | None = None
    document: dict[str, Any] | None = None
    enforced: bool = True
    note: str = ""
    expected: int | None = None


@dataclass(frozen=True)
class PlanText:
    yaml: str | None = None
    document: dict[str, Any] | None = None


@dataclass(frozen=True)
class PlanVersionLine:
    version: int
    enforced: bool
    note: str
    saved_by: str
    saved_at: datetime
    events: int


@dataclass(frozen=True)
class PresetView:
    key: str
    title: str
    events: int
    yaml: str


@dataclass(frozen=True)
class ViolationView:
    """How often something differed; `days` are the counts by day, `sample` the latest such event as JSON text."""

    source: str
    type: str
    name: str
    place: str
    key: str
    problem: str
    problem_text: str
    action: str
    events: int
    last_at: datetime
    days: list[int]
    sample: str
    owner: str
    steward: str


@dataclass(frozen=True)
class Anomalies:
    """How often each event came beside what is usual, and properties that changed. What is unusual comes first."""

    volumes: list[sources.Volume]
    drifts: list[sources.Drift]


@dataclass(frozen=True)
class TriedEvent:
    """An event as it would be sent, beside a plan (the one in force if none is given)."""

    name: str
    type: str = "track"
    source: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    traits: dict[str, Any] | None = None
    yaml: str | None = None


@dataclass(frozen=True)
class TriedViolation:
    place: str
    key: str
    problem: str
    problem_text: str
    action: str


@router.get("/plan")
def read_tracking_plan(hub: HubDep, user: Viewer) -> PlanView:
    """The plan as it was saved last."""
    with hub.control.reading() as session:
        return _view(sources.latest_plan(session))


@router.put("/plan")
def save_tracking_plan(save: PlanSave, hub: HubDep, user: Editor) -> PlanView:
    """Makes a document the plan, from the next batch on."""
    plan = _parsed(save.yaml, save.document)
    with hub.control.session() as session:
        before = people.read_declared(session)
        saved = sources.save_plan(
            session,
            plan,
            by=user,
            now=hub.clock.now(),
            note=save.note,
            enforced=save.enforced,
            expected=save.expected,
        )
        must_not_unmask(hub, user, before, people.read_declared(session))
    return _view(saved)


@router.post("/plan/check")
def check_tracking_plan(text: PlanText, hub: HubDep, user: Viewer) -> PlanView:
    """Whether a document is a plan; nothing is saved."""
    plan = _parsed(text.yaml, text.document)
    return PlanView(0, False, "", "", None, sources.plan_document(plan), sources.write_plan(plan))


@router.get("/plan/versions")
def list_plan_versions(hub: HubDep, user: Viewer) -> list[PlanVersionLine]:
    """All saves, the latest first."""
    with hub.control.reading() as session:
        found = sources.plan_versions(session)
    return [
        PlanVersionLine(each.version, each.enforced, each.note, each.saved_by, each.saved_at, len(each.plan.events))
        for each in found
    ]


@router.get("/plan/versions/{version}")
def read_plan_version(version: int, hub: HubDep, user: Viewer) -> PlanView:
    with hub.control.reading() as session:
        return _view(sources.plan_version(session, version))


@router.get("/plan/presets")
def list_presets(user: Viewer, language: LanguageDep) -> list[PresetView]:
    """Plans that Auftakt brings along, to begin with."""
    return [
        PresetView(each.key, each.title.pick(language), len(each.plan.events), sources.write_plan(each.plan))
        for each in sources.presets()
    ]


@router.get("/plan/inferred")
def read_inferred_plan(hub: HubDep, user: Viewer, days: Days = 30) -> PlanView:
    """A plan that what arrived in the last days would keep to; nothing is saved."""
    with hub.plane.reader() as con:
        plan = sources.infer_plan(con, hub.clock.now() - timedelta(days=days))
    return PlanView(0, False, "", "", None, sources.plan_document(plan), sources.write_plan(plan))


@router.get("/plan/violations")
def list_violations(
    hub: HubDep, user: Viewer, language: LanguageDep, days: Days = 14, name: str | None = None
) -> list[ViolationView]:
    """In what events differed from the plan, the most frequent first."""
    now = hub.clock.now()
    with hub.control.reading() as session:
        saved = sources.latest_plan(session)
    with hub.plane.reader() as con:
        found = sources.count_violations(con, now - timedelta(days=days - 1), now, name=name)
    planned = saved.plan.events if saved else {}
    views = []
    for each in found:
        event = planned.get(each.name)
        one = event.properties.get(each.key) if event else None
        views.append(
            ViolationView(
                each.source_id,
                each.type,
                each.name,
                each.place,
                each.key,
                each.problem,
                each.explained.pick(language),
                each.action,
                each.events,
                each.last_at,
                each.days,
                each.sample,
                (one.owner if one and one.owner else event.owner if event else "")
                or (saved.plan.owner if saved else ""),
                event.steward if event else "",
            )
        )
    return views


@router.get("/plan/anomalies")
def list_anomalies(hub: HubDep, user: Viewer) -> Anomalies:
    """The last 24 hours beside the same hours of four weeks, and properties of 7 days beside the 28 before."""
    now = hub.clock.now()
    with hub.plane.reader() as con:
        return Anomalies(sources.volumes(con, now), sources.drifts(con, now))


@router.post("/plan/try")
def try_event(tried: TriedEvent, hub: HubDep, user: Viewer, language: LanguageDep) -> list[TriedViolation]:
    """What the plan would say of an event; nothing is sent."""
    plan = sources.read_plan(tried.yaml) if tried.yaml is not None else _saved(hub)
    found = sources.violations_of(
        plan,
        type=tried.type,
        name=tried.name,
        source_id=tried.source,
        properties=tried.properties,
        traits=tried.traits,
    )
    return [
        TriedViolation(each.place, each.key, each.problem, sources.PROBLEMS[each.problem].pick(language), each.action)
        for each in found
    ]


def _saved(hub: Hub) -> sources.TrackingPlan:
    with hub.control.reading() as session:
        found = sources.latest_plan(session)
    return found.plan if found else sources.TrackingPlan()


def _parsed(yaml: str | None, document: dict[str, Any] | None) -> sources.TrackingPlan:
    if (yaml is None) == (document is None):
        raise InvalidInput(
            Text(
                "Give the plan either as `yaml` or as `document`.",
                "計画は yaml か document のどちらか一方で渡してください。",
            ),
            next_action=Text("Send one of them.", "どちらか一方を送ってください。"),
        )
    return sources.read_plan(yaml) if yaml is not None else sources.parse_plan(document)


def _view(found: sources.PlanVersion | None) -> PlanView:
    if found is None:
        return PlanView(0, False, "", "", None, {}, "")
    return PlanView(
        found.version,
        found.enforced,
        found.note,
        found.saved_by,
        found.saved_at,
        sources.plan_document(found.plan),
        sources.write_plan(found.plan),
    )
