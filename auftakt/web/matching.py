"""Matching beyond exact keys: how, how good that is, the runs, and what they propose."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from auftakt import people
from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.team import User, actors, record
from auftakt.web.deps import Admin, Editor, HubDep, Viewer
from auftakt.web.personal import must_see

router = APIRouter(tags=["people"])
Limit = Annotated[int, Query(ge=1, le=200)]
KIND, MEASURING = "matching", "matching_measure"


@dataclass(frozen=True)
class MatchingView:
    """`settings` as saved; `fields` as the next run compares them. `task_id`: of a run that goes on."""

    settings: people.MatchingSettings
    fields: list[people.PeopleField]
    kinds: list[str]
    available: list[people.Available]
    runs: list[people.MatchingRun]
    proposals: dict[people.ProposalState, int]
    measurement: people.MatchingMeasurement | None
    task_id: str | None
    task_kind: str | None


@dataclass(frozen=True)
class StartedMatching:
    task_id: str


@dataclass(frozen=True)
class Reason:
    """Why; kept with the decision."""

    reason: str = ""


@router.get("/matching")
def matching(hub: HubDep, user: Viewer) -> MatchingView:
    """How people are matched, what could be compared, the latest runs, and how many proposals there are."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        settings = people.matching_settings(session)
        available = people.available_fields(con)
        running = next((task for task in hub.tasks.running() if task.kind in (KIND, MEASURING)), None)
        return MatchingView(
            settings=settings,
            fields=list(settings.fields or people.usual_fields(available)),
            kinds=list(people.MATCH_KINDS),
            available=available,
            runs=people.matching_runs(session),
            proposals=people.count_proposals(con),
            measurement=people.latest_measurement(session),
            task_id=running.id if running else None,
            task_kind=running.kind if running else None,
        )


@router.put("/matching")
def put_matching(settings: people.MatchingSettings, hub: HubDep, user: Admin) -> MatchingView:
    """Keeps settings for the next run; what is proposed already stays until then."""
    with hub.control.session() as session:
        people.put_matching(session, settings, user.id, hub.clock.now())
    return matching(hub, user)


@router.post("/matching/runs", status_code=202)
def run_matching(hub: HubDep, user: Editor) -> StartedMatching:
    """Compares everybody, and proposes. Proposals about which nobody decided give way to what is found."""
    _check_idle(hub)

    def work(progress: Progress) -> dict[str, Any]:
        done: dict[str, Any] = msgspec.to_builtins(people.run_matching(hub, user.id, progress))
        return done

    return StartedMatching(hub.tasks.start(KIND, work))


@router.post("/matching/measurements", status_code=202)
def measure_matching(hub: HubDep, user: Editor) -> StartedMatching:
    """Measures precision and recall on the hub's own people: whether matching finds anew whom exact keys joined."""
    _check_idle(hub)

    def work(progress: Progress) -> dict[str, Any]:
        done: dict[str, Any] = msgspec.to_builtins(people.measure_people(hub, user.id, progress))
        return done

    return StartedMatching(hub.tasks.start(MEASURING, work))


def _check_idle(hub: Hub) -> None:
    if any(task.kind in (KIND, MEASURING) for task in hub.tasks.running()):
        raise Conflict(
            Text("A matching run goes on already.", "名寄せはすでに実行中です。"),
            next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、停止してください。"),
        )


@router.get("/matching/proposals")
def match_proposals(
    hub: HubDep,
    user: Viewer,
    state: people.ProposalState | Literal["all"] = "open",
    after: str | None = None,
    limit: Limit = 50,
) -> people.ProposalPage:
    """Pairs of people who may be one, field by field, the likeliest first."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        page = people.list_proposals(con, None if state == "all" else state, after=after, limit=limit)
        return replace(page, items=_named(session, page.items))


@router.get("/matching/proposals/{proposal_id}")
def match_proposal(proposal_id: int, hub: HubDep, user: Viewer) -> people.MatchProposal:
    """One of them, whatever became of it."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        return _named(session, [people.find_proposal(con, proposal_id)])[0]


@router.post("/matching/proposals/{proposal_id}/approve")
def approve_match(proposal_id: int, hub: HubDep, user: Editor, why: Reason | None = None) -> people.MatchProposal:
    """Makes the two one person. Can be taken back: here by `reopen`, or on the person's page like any link."""
    return _decide(hub, user, proposal_id, "approve", why)


@router.post("/matching/proposals/{proposal_id}/refuse")
def refuse_match(proposal_id: int, hub: HubDep, user: Editor, why: Reason | None = None) -> people.MatchProposal:
    """The two are not one person: they are never proposed again."""
    return _decide(hub, user, proposal_id, "refuse", why)


@router.post("/matching/proposals/{proposal_id}/reopen")
def reopen_match(proposal_id: int, hub: HubDep, user: Editor, why: Reason | None = None) -> people.MatchProposal:
    """Takes the decision back: what was joined is two people again, and the proposal waits."""
    return _decide(hub, user, proposal_id, "reopen", why)


_HAPPENED: dict[people.MatchDecision, str] = {
    "approve": "match.approved", "refuse": "match.refused", "reopen": "match.reopened"
}  # fmt: skip


def _decide(
    hub: Hub, user: User, proposal_id: int, decision: people.MatchDecision, why: Reason | None
) -> people.MatchProposal:
    whole = Text("Who decides has to see both people; your role may not.", "現在の役割では人物を見比べられません。")
    must_see(hub, user, whole)
    now, reason = hub.clock.now(), (why.reason if why else "").strip()
    with hub.plane.writer() as con:
        found = people.decide_match(con, proposal_id, decision, now, user.id, reason)
    detail = {
        "people": [found.a.person_id, found.b.person_id], "probability": found.probability, "link_id": found.link_id,
    }  # fmt: skip
    with hub.control.session() as session:
        record(session, now, user.id, _HAPPENED[decision], "match", str(proposal_id), detail)
        named = _named(session, [found])[0]
    hub.runner.poke()
    return named


def _named(session: Session, items: list[people.MatchProposal]) -> list[people.MatchProposal]:
    """The same with the names of who decided."""
    names = actors(session, {each.decided_by for each in items if each.decided_by})
    return [replace(each, decided_by=names[each.decided_by].name if each.decided_by else None) for each in items]
