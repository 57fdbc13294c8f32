"""Matching beyond exact keys: how, the runs, and what they propose."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Query

from auftakt import people
from auftakt.jobs import Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.web.deps import Admin, Editor, HubDep, Viewer

router = APIRouter(tags=["people"])
Limit = Annotated[int, Query(ge=1, le=200)]
KIND = "matching"


@dataclass(frozen=True)
class MatchingView:
    """`settings` as saved; `fields` as the next run compares them. `task_id`: of a run that goes on."""

    settings: people.MatchingSettings
    fields: list[people.PeopleField]
    kinds: list[str]
    available: list[people.Available]
    runs: list[people.MatchingRun]
    proposals: dict[people.ProposalState, int]
    task_id: str | None


@dataclass(frozen=True)
class StartedMatching:
    task_id: str


@router.get("/matching")
def matching(hub: HubDep, user: Viewer) -> MatchingView:
    """How people are matched, what could be compared, the latest runs, and how many proposals there are."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        settings = people.matching_settings(session)
        available = people.available_fields(con)
        return MatchingView(
            settings=settings,
            fields=list(settings.fields or people.usual_fields(available)),
            kinds=list(people.MATCH_KINDS),
            available=available,
            runs=people.matching_runs(session),
            proposals=people.count_proposals(con),
            task_id=next((task.id for task in hub.tasks.running() if task.kind == KIND), None),
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
    if any(task.kind == KIND for task in hub.tasks.running()):
        raise Conflict(
            Text("A matching run goes on already.", "名寄せはすでに実行中です。"),
            next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、停止してください。"),
        )

    def work(progress: Progress) -> dict[str, Any]:
        done: dict[str, Any] = msgspec.to_builtins(people.run_matching(hub, user.id, progress))
        return done

    return StartedMatching(hub.tasks.start(KIND, work))


@router.get("/matching/proposals")
def match_proposals(
    hub: HubDep,
    user: Viewer,
    state: people.ProposalState | Literal["all"] = "open",
    after: str | None = None,
    limit: Limit = 50,
) -> people.ProposalPage:
    """Pairs of people who may be one, field by field, the likeliest first."""
    with hub.plane.reader() as con:
        return people.list_proposals(con, None if state == "all" else state, after=after, limit=limit)


@router.get("/matching/proposals/{proposal_id}")
def match_proposal(proposal_id: int, hub: HubDep, user: Viewer) -> people.MatchProposal:
    """One of them, whatever became of it."""
    with hub.plane.reader() as con:
        return people.find_proposal(con, proposal_id)
