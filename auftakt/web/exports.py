"""An audience leaves the hub only through here: for a purpose and a channel, and everybody left out has a reason."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from auftakt import audiences, channels
from auftakt.channels import ALLOWED, ExportCount
from auftakt.jobs import Hub
from auftakt.journeys import reason_text
from auftakt.kit.text import Language
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.personal import must_see

router = APIRouter(tags=["audiences"])

_PAGE = 5_000


@dataclass(frozen=True)
class ExportCheck:
    """`allowed` people may leave for this purpose and channel; `left_out` says why the others may not."""

    allowed: int
    left_out: list[ExportCount]


@router.get("/audiences/{audience_id}/export/check")
def check_audience_export(
    audience_id: str,
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    purpose: str = "marketing",
    channel: str = "email",
) -> ExportCheck:
    """How many of an audience may leave for a purpose and a channel, before anything does."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        audiences.find_audience(session, audience_id)
        counts = channels.count_export(con, session, audience_id, purpose, channel, language)
    allowed = sum(each.people for each in counts if each.reason == ALLOWED)
    return ExportCheck(allowed, [each for each in counts if each.reason != ALLOWED])


@router.get("/audiences/{audience_id}/export", response_class=StreamingResponse)
def export_audience(
    audience_id: str,
    hub: HubDep,
    user: Editor,
    language: LanguageDep,
    purpose: str = "marketing",
    channel: str = "email",
    left_out: bool = False,
) -> StreamingResponse:
    """The members that may leave, as CSV; with `left_out` the others, each with the reason. Noted in the audit."""
    must_see(hub, user)
    check = check_audience_export(audience_id, hub, user, language, purpose, channel)
    now = hub.clock.now()
    with hub.control.session() as session:
        facts = {"purpose": purpose, "channel": channel, "left_out": left_out, "allowed": check.allowed}
        record(session, now, user.id, "audience.exported", "audience", audience_id, facts)
    lines = _lines(hub, audience_id, purpose, channel, left_out, language)
    named = {"Content-Disposition": f'attachment; filename="{audience_id}-{purpose}-{channel}.csv"'}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=named)


def _lines(hub: Hub, audience_id: str, purpose: str, channel: str, left_out: bool, language: Language) -> Iterator[str]:
    yield _row(["person_id", "name", "address", *(["reason", "reason_text"] if left_out else [])])
    after = -(2**63)
    while True:
        # Read page by page, with what is suppressed at that moment: a stop counts in the middle of a long export too.
        with hub.plane.reader() as con, hub.control.reading() as session:
            page = channels.decide_export(con, session, audience_id, purpose, channel, after=after, limit=_PAGE)
        for each in page:
            if (each.reason == ALLOWED) != left_out:
                why = [each.reason, reason_text(each.reason, language)] if left_out else []
                yield _row([str(each.person_id), each.name or "", each.address or "", *why])
        if len(page) < _PAGE:
            return
        after = page[-1].person_id


def _row(cells: list[str]) -> str:
    """One line; a cell that a spreadsheet would take for a formula is quoted with an apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if cell[:1] in ("=", "@", "\t", "\r") else cell for cell in cells])
    return out.getvalue()
