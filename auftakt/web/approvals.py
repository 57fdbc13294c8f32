"""Approvals: what waits for a yes, what exactly was asked, and deciding it."""

from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter

from auftakt import campaigns, team
from auftakt.team import Approval
from auftakt.web.deps import Approver, HubDep, Viewer

router = APIRouter(tags=["team"])


@dataclass(frozen=True)
class ApprovalView(Approval):
    """The request with what it is about, as it was then."""

    snapshot: dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """`hash` is that of what was shown: with another one nothing is decided."""

    decision: Literal["approve", "reject"]
    hash: str
    comment: str = ""


@router.get("/approvals")
def list_approvals(hub: HubDep, user: Viewer, state: Literal["pending", "all"] = "pending") -> list[Approval]:
    with hub.control.reading() as session:
        return team.list_approvals(session, pending_only=state == "pending")


@router.get("/approvals/{approval_id}")
def get_approval(approval_id: str, hub: HubDep, user: Viewer) -> ApprovalView:
    with hub.control.reading() as session:
        approval = team.find_approval(session, approval_id)
        snapshot = team.approval_snapshot(session, approval_id)
    return ApprovalView(**vars(approval), snapshot=snapshot)


@router.post("/approvals/{approval_id}/decide")
def decide_approval(approval_id: str, body: Verdict, hub: HubDep, user: Approver) -> Approval:
    now = hub.clock.now()
    with hub.control.session() as session:
        approval = team.decide(session, approval_id, body.hash, body.decision, body.comment, user, now)
        if approval.object_type == "campaign":
            campaigns.apply_decision(session, approval, now=now)
    hub.runner.poke()
    return approval
