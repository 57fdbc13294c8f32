"""Erasing people, and the record of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from auftakt import people
from auftakt.jobs import Progress
from auftakt.web.deps import Admin, HubDep

router = APIRouter(tags=["people"])
Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class ErasureAsk:
    """What becomes of data that arrives later: `drop` it, or let it make somebody `anew`."""

    afterwards: people.Afterwards = "drop"


@dataclass(frozen=True)
class StartedErasure:
    """The work goes on by itself, whatever becomes of the task that shows it."""

    erasure: people.Erasure
    task_id: str


@dataclass(frozen=True)
class ErasurePage:
    items: list[people.Erasure]
    next: str | None


@router.post("/people/{key}/erasure", status_code=202)
def erase_person(key: str, hub: HubDep, user: Admin, ask: ErasureAsk | None = None) -> StartedErasure:
    """Erases the whole person behind a person id or `type:value` from every store and file. Can't be undone.

    From the answer on, nothing that names one of their identifiers is kept.
    """
    eraser = people.eraser_of(hub)
    erasure = eraser.ask(key, (ask or ErasureAsk()).afterwards, user.id)

    def work(progress: Progress) -> list[str]:
        return eraser.work(progress)

    return StartedErasure(erasure, hub.tasks.start("erasure", work))


@router.get("/erasures")
def erasures(hub: HubDep, user: Admin, after: str | None = None, limit: Limit = 50) -> ErasurePage:
    """The record of erasures, the latest first: hashes and counts, and nothing about the person."""
    with hub.control.reading() as session:
        items = people.list_erasures(session, after, limit)
    return ErasurePage(items, items[-1].id if len(items) == limit else None)


@router.get("/erasures/{erasure_id}")
def erasure(erasure_id: str, hub: HubDep, user: Admin) -> people.Erasure:
    with hub.control.reading() as session:
        return people.find_erasure(session, erasure_id)
