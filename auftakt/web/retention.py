"""How long events are kept."""

from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import APIRouter

from auftakt import sources
from auftakt.jobs import Progress
from auftakt.sources import Expired, RetentionRule, RetentionRun
from auftakt.web.deps import Admin, HubDep, Viewer

router = APIRouter(tags=["sources"])


@dataclass(frozen=True)
class RetentionView:
    """The rules with what each would take out now, and the latest runs."""

    rules: list[Expired]
    runs: list[RetentionRun]


@dataclass(frozen=True)
class RetentionEdit:
    """All rules; an event name that is not among them is kept for ever."""

    rules: list[RetentionRule]


@dataclass(frozen=True)
class StartedRetention:
    task_id: str


@router.get("/retention")
def retention(hub: HubDep, user: Viewer) -> RetentionView:
    """How long events are kept, by name, and how many a run would take out now."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        rules = sources.retention_rules(session)
        return RetentionView(sources.count_expired(con, rules, hub.clock.now()), sources.retention_runs(session))


@router.post("/retention/count")
def count_retention(edit: RetentionEdit, hub: HubDep, user: Viewer) -> list[Expired]:
    """What rules would take out now, without keeping them."""
    with hub.plane.reader() as con:
        return sources.count_expired(con, edit.rules, hub.clock.now())


@router.put("/retention")
def put_retention(edit: RetentionEdit, hub: HubDep, user: Admin) -> RetentionView:
    """Makes these the rules. They are applied once a day from now on, or at once by `run`."""
    with hub.control.session() as session:
        sources.put_retention(session, edit.rules, user.id, hub.clock.now())
    return retention(hub, user)


@router.post("/retention/run", status_code=202)
def run_retention(hub: HubDep, user: Admin) -> StartedRetention:
    """Takes out what the rules say, now. Can't be undone."""

    def work(progress: Progress) -> dict[str, Any]:
        done: dict[str, Any] = msgspec.to_builtins(sources.apply_retention(hub, user.id, progress))
        return done

    return StartedRetention(hub.tasks.start("retention", work))
