"""Consents as files: those that were given elsewhere come in with their proof, and the record that the law asks for."""

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile
from starlette.responses import StreamingResponse

from auftakt import people, sources
from auftakt.jobs import Hub, Progress
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep
from auftakt.web.personal import must_see

router = APIRouter(tags=["consent"])

_COLUMNS = [each.name for each in fields(people.ConsentRecord) if each.name != "over"]


@dataclass(frozen=True)
class StartedConsentImport:
    """The task tells how far it is; its result is a ConsentImport."""

    task_id: str


@router.post("/consent/import")
def start_consent_import(
    hub: HubDep, user: Editor, file: Annotated[UploadFile, File()], check: Annotated[bool, Form()] = False
) -> StartedConsentImport:
    """Takes a CSV file of consents; with `check` only says what it holds. Rows that can't be taken are kept apart."""
    own = TemporaryDirectory(dir=sources.import_folder(hub), prefix="consents-")
    path = Path(own.name) / "consents.csv"
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out, 1 << 20)
    name = Path(file.filename or "consents.csv").name
    if not check:
        with hub.control.session() as session:
            record(session, hub.clock.now(), user.id, "consent.imported", "consent", "import", {"file": name})

    def work(progress: Progress) -> dict[str, Any]:
        with own:
            return _told(people.import_consents(hub, path, name, check_only=check, progress=progress))

    return StartedConsentImport(hub.tasks.start("consent-import", work))


@router.get("/consent/record", response_class=StreamingResponse)
def export_consent_record(hub: HubDep, user: Editor, everything: bool = False) -> StreamingResponse:
    """For each address who agreed, when and how, as CSV; with `everything` also what need not be kept any longer."""
    must_see(hub, user)
    now = hub.clock.now()
    with hub.control.session() as session:
        record(session, now, user.id, "consent.record_exported", "consent", "record", {"everything": everything})
    named = {"Content-Disposition": 'attachment; filename="consent-record.csv"'}
    return StreamingResponse(_lines(hub, now, everything), media_type="text/csv; charset=utf-8", headers=named)


def _told(done: people.ConsentImport) -> dict[str, Any]:
    problems = [
        {**asdict(each), "reason_text": asdict(sources.explain_reason(each.reason).text)} for each in done.problems
    ]
    return {**asdict(done), "problems": problems}


def _lines(hub: Hub, now: datetime, everything: bool) -> Iterator[str]:
    with hub.control.reading() as session:
        catalogue = people.read_catalogue(session, all_purposes=True)
    keep = timedelta(days=hub.settings.consent.record_days)
    yield _row(_COLUMNS)
    after = ""
    while True:
        with hub.plane.reader() as con:
            page = people.record_page(con, catalogue, now, keep, after=after)
        if not page:
            return
        for each in page:
            if everything or not each.over:
                yield _row([getattr(each, column) for column in _COLUMNS])
        after = page[-1].address


def _row(cells: list[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([_cell(each) for each in cells])
    return out.getvalue()


def _cell(value: Any) -> str:
    """As a spreadsheet may open it: nothing in a cell is taken for a formula."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return f"'{text}" if text[:1] in ("=", "@", "\t", "\r") else text
