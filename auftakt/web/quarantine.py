"""Connections: what was not taken as it came, searched, counted by reason, opened, mended, dismissed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from auftakt import sources
from auftakt.jobs import Hub
from auftakt.kit.text import Language, Text
from auftakt.team import User, allows
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer, log_cursor
from auftakt.web.personal import may_search_text, must_see, sees_personal_data

router = APIRouter(tags=["sources"])

Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class QuarantineLine:
    log_offset: int
    received_at: datetime
    source: str
    reason: str
    reason_text: str
    next_action: str
    raw: str
    state: str
    name: str | None
    detail: str | None
    changed_at: datetime | None
    note: str | None
    mended_as: str | None


@dataclass(frozen=True)
class QuarantinedEvent:
    """A line with its `draft`: the event in the common format with all that its request said, as JSON text.

    Null where what came is no JSON object. `mendable`: whether this role may mend it.
    """

    line: QuarantineLine
    draft: str | None
    mendable: bool


@dataclass(frozen=True)
class Correction:
    """The event as it should have been; for a whole unreadable request also `{"batch": [...]}`."""

    event: dict[str, Any]


@dataclass(frozen=True)
class Dismissal:
    reason: str


@dataclass(frozen=True)
class Taken:
    """What was written; the row follows within a second or two. `message_ids` are empty where nothing was sent."""

    log_offset: int
    message_ids: list[str]


@dataclass(frozen=True)
class QuarantinePage:
    items: list[QuarantineLine]
    next: str | None


@dataclass(frozen=True)
class QuarantineReasonView:
    reason: str
    reason_text: str
    next_action: str
    lines: int
    last_at: datetime


def asked(
    hub: HubDep,
    user: Viewer,
    source: str | None = None,
    reason: str | None = None,
    event: str | None = None,
    state: str | None = None,
    text: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> sources.QuarantineSearch:
    """The search of a request."""
    may_search_text(hub, user, text)
    return sources.QuarantineSearch(text, reason, source, event, since, until, state)


Asked = Annotated[sources.QuarantineSearch, Depends(asked)]


@router.get("/quarantine")
def list_quarantine(
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    search: Asked,
    after: str | None = None,
    limit: Limit = 50,
) -> QuarantinePage:
    """What was not taken as it came, the latest first; all that is asked for must hold."""
    with hub.plane.reader() as con:
        found = sources.quarantined(con, search, before=log_cursor(after), limit=limit)
    items = [_line(each, language) for each in found]
    return QuarantinePage(items, str(items[-1].log_offset) if len(items) == limit else None)


@router.get("/quarantine/reasons")
def count_quarantine_reasons(
    hub: HubDep, user: Viewer, language: LanguageDep, search: Asked
) -> list[QuarantineReasonView]:
    """What the search finds by reason, the most frequent first."""
    with hub.plane.reader() as con:
        found = sources.quarantine_reasons(con, search)
    return [
        QuarantineReasonView(
            each.reason,
            each.explained.text.pick(language),
            each.explained.next_action.pick(language),
            each.lines,
            each.last_at,
        )
        for each in found
    ]


@router.get("/quarantine/{log_offset}")
def show_quarantined(log_offset: int, hub: HubDep, user: Viewer, language: LanguageDep) -> QuarantinedEvent:
    """One line as it came, and as it could be sent."""
    with hub.plane.reader() as con:
        found = sources.find_quarantined(con, log_offset)
    may = allows(user.role, "editor") and sees_personal_data(hub, user)
    return QuarantinedEvent(_line(found, language), sources.draft_text(found), may and found.mendable)


@router.post("/quarantine/{log_offset}/mend")
def mend_quarantined(log_offset: int, correction: Correction, hub: HubDep, user: Editor) -> Taken:
    """Sends the corrected event in place of the line. 422 `still_broken` with the reasons, before anything happened."""
    may_mend(hub, user)
    mended = sources.mend(hub, log_offset, correction.event, user)
    return Taken(log_offset, mended.message_ids)


@router.post("/quarantine/{log_offset}/dismiss")
def dismiss_quarantined(log_offset: int, dismissal: Dismissal, hub: HubDep, user: Editor) -> Taken:
    """Puts the line aside, for a reason. It stays, and can still be mended."""
    sources.dismiss(hub, log_offset, dismissal.reason, user)
    return Taken(log_offset, [])


def may_mend(hub: Hub, user: User) -> None:
    """Raises NotAllowed for a role that sees events masked: what it sees is not what came."""
    must_see(
        hub,
        user,
        Text(
            "Your role sees events masked, so it can't correct them.",
            "現在の役割では内容が伏せられるため、修正できません。",
        ),
    )


def _line(line: sources.Quarantined, language: Language) -> QuarantineLine:
    return QuarantineLine(
        line.log_offset,
        line.received_at,
        line.source_id,
        line.reason,
        line.explained.text.pick(language),
        line.explained.next_action.pick(language),
        line.raw,
        line.state,
        line.name,
        line.detail,
        line.changed_at,
        line.note,
        line.mended_as,
    )
