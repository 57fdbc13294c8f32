"""Hub-wide suppression: who gets nothing more, and why; stop somebody at once, and lift it with a reason."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from auftakt import channels
from auftakt.channels import EVERYWHERE, Stopped
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep, Viewer

router = APIRouter(tags=["consent"])


@dataclass(frozen=True)
class SuppressionPage:
    items: list[Stopped]
    next: str | None


@dataclass(frozen=True)
class NewStop:
    """`identifier` is `type:value`, such as `email:a@example.com`; it need not be known yet."""

    identifier: str
    reason: Literal["asked", "complaint", "legal", "wrong_address", "other"]
    note: str = ""


@dataclass(frozen=True)
class Lifted:
    """Which suppression to take back, and why. The channel `*` is a stop of everything."""

    identifier: str
    why: str
    channel: str = EVERYWHERE


@router.get("/suppressions")
def list_suppressions(
    hub: HubDep,
    user: Viewer,
    search: str = "",
    after: str | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> SuppressionPage:
    """Stops of everything first, then addresses that unsubscribed or bounced, the latest first."""
    with hub.control.reading() as session:
        found, following = channels.list_stopped(session, search=search, after=after, limit=limit)
    return SuppressionPage(found, following)


@router.post("/suppressions")
def suppress_identifier(new: NewStop, hub: HubDep, user: Editor) -> Stopped:
    """Stops everything for whoever has this identifier. In force when this answers, also for what is queued."""
    now = hub.clock.now()
    with hub.plane.reader() as con, hub.control.session() as session:
        stop_id, stopped = channels.stop(
            session, con, new.identifier, reason=new.reason, note=new.note, by=user.id, now=now
        )
        # The audit outlives an erased person, so it names the stop and not the address.
        record(session, now, user.id, "suppression.added", "suppression", stop_id, {"reason": new.reason})
    return stopped


@router.post("/suppressions/lift")
def lift_suppression(lifted: Lifted, hub: HubDep, user: Editor) -> SuppressionPage:
    """Takes a stop or a bounce back. What a reader stopped is theirs to take back. Consent is not touched by it."""
    now = hub.clock.now()
    with hub.control.session() as session:
        lifted_id = channels.lift(session, lifted.identifier, lifted.channel, lifted.why)
        facts = {"channel": lifted.channel, "why": lifted.why.strip()[:400]}
        record(session, now, user.id, "suppression.lifted", "suppression", lifted_id, facts)
        found, following = channels.list_stopped(session)
    return SuppressionPage(found, following)
