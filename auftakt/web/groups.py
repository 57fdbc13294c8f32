"""Groups that people belong to: companies, households and others."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query

from auftakt import people
from auftakt.web.deps import HubDep, Viewer

router = APIRouter(tags=["people"])
Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class GroupsPage:
    """A page of groups; `types` counts all of them by type."""

    items: list[people.GroupSummary]
    next: str | None
    types: list[people.GroupType]


@router.get("/groups")
def groups_list(
    hub: HubDep,
    user: Viewer,
    type: str | None = None,
    search: str = "",
    after: str | None = None,
    limit: Limit = 50,
) -> GroupsPage:
    """Groups, those seen last first; only of a `type`, or with `search` in their id or name."""
    with hub.plane.reader() as con:
        page = people.list_groups(con, kind=type, search=search, after=after, limit=limit)
        return GroupsPage(page.items, page.next, people.group_types(con))


@router.get("/groups/{type}/{id:path}")
def group(type: str, id: str, hub: HubDep, user: Viewer) -> people.Group:
    """One group: what is known about it, and what its people did together."""
    with hub.plane.reader() as con:
        return people.find_group(con, type, id)
