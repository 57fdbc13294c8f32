"""Connections: sources with their keys and counters, the quarantine, file imports."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, File, Form, Query, UploadFile

from auftakt import sources
from auftakt.jobs import Progress
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter(tags=["sources"])

Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class NewSource:
    name: str
    kind: str


@dataclass(frozen=True)
class SourceSwitch:
    active: bool


@dataclass(frozen=True)
class SourceView:
    """`last_event_at` is when the last batch with events of this source was stored."""

    id: str
    name: str
    kind: str
    write_key: str
    created_at: datetime
    active: bool
    counters: sources.Counters
    last_event_at: datetime | None


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


@dataclass(frozen=True)
class QuarantinePage:
    items: list[QuarantineLine]
    next: str | None


@dataclass(frozen=True)
class ImportView:
    """`rows` are rows of the file, `stored` the events that they gave, `failed` rows that were not taken."""

    id: str
    file: str
    source: str
    state: str
    rows: int
    stored: int
    failed: int
    started_at: datetime
    finished_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class ImportErrorLine:
    row: int
    column: str | None
    reason: str
    reason_text: str
    text: str | None


@dataclass(frozen=True)
class ImportErrorPage:
    items: list[ImportErrorLine]
    next: str | None


@dataclass(frozen=True)
class ImportPreview:
    """The first rows of a file, and a mapping to begin with (null where no column looks like an identifier)."""

    encoding: str | None
    delimiter: str | None
    columns: list[str]
    rows: list[dict[str, str | None]]
    mapping: dict[str, Any] | None
    problems: list[str]


@dataclass(frozen=True)
class StartedImport:
    task_id: str


@router.get("/sources")
def list_all_sources(hub: HubDep, user: Viewer) -> list[SourceView]:
    with hub.control.reading() as session:
        found = sources.list_sources(session)
    with hub.plane.reader() as con:
        counted = sources.counters_by_source(con)
    return [_source_view(source, counted.get(source.id)) for source in found]


@router.post("/sources")
def add_source(new: NewSource, hub: HubDep, user: Editor) -> SourceView:
    now = hub.clock.now()
    with hub.control.session() as session:
        source = sources.create_source(session, hub.ids, name=new.name, kind=new.kind, now=now)
        record(session, now, user.id, "source.created", "source", source.id, {"name": source.name, "kind": source.kind})
    return _source_view(source, None)


@router.patch("/sources/{source_id}")
def switch_one_source(source_id: str, switch: SourceSwitch, hub: HubDep, user: Editor) -> SourceView:
    """An inactive source is refused at the door within five seconds."""
    now = hub.clock.now()
    with hub.control.session() as session:
        source = sources.switch_source(session, source_id, active=switch.active)
        record(session, now, user.id, "source.switched", "source", source.id, {"active": source.active})
    with hub.plane.reader() as con:
        counted = sources.counters_by_source(con)
    return _source_view(source, counted.get(source.id))


@router.get("/quarantine")
def list_quarantine(
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    source: str | None = None,
    after: str | None = None,
    limit: Limit = 50,
) -> QuarantinePage:
    """What was not taken as it came, the latest first."""
    with hub.plane.reader() as con:
        found = sources.quarantined(con, source_id=source, before=_cursor(after), limit=limit)
    items = [
        QuarantineLine(
            line.log_offset,
            line.received_at,
            line.source_id,
            line.reason,
            line.explained.text.pick(language),
            line.explained.next_action.pick(language),
            line.raw,
            line.state,
        )
        for line in found
    ]
    return QuarantinePage(items, str(items[-1].log_offset) if len(items) == limit else None)


@router.get("/imports")
def list_all_imports(hub: HubDep, user: Viewer) -> list[ImportView]:
    with hub.control.reading() as session:
        found = sources.list_imports(session)
    return [
        ImportView(
            each.id,
            each.file,
            each.source_id,
            each.state,
            each.rows,
            each.stored,
            each.failed,
            each.started_at,
            each.finished_at,
            each.error,
        )
        for each in found
    ]


@router.get("/imports/{import_id}/errors")
def list_import_errors(
    import_id: str, hub: HubDep, user: Viewer, language: LanguageDep, after: str | None = None, limit: Limit = 50
) -> ImportErrorPage:
    """Rows that were not taken, each with its reason."""
    with hub.control.reading() as session:
        sources.find_import(session, import_id)
        kept = sources.import_errors(session, import_id, after=_cursor(after) or 0, limit=limit)
    items = [
        ImportErrorLine(
            each.error.row,
            each.error.column,
            each.error.reason,
            sources.explain_reason(each.error.reason).text.pick(language),
            each.error.text,
        )
        for each in kept
    ]
    return ImportErrorPage(items, str(kept[-1].place) if len(kept) == limit else None)


@router.post("/imports/preview")
def preview_import(
    hub: HubDep,
    user: Editor,
    language: LanguageDep,
    file: Annotated[UploadFile, File()],
    mapping: Annotated[str | None, Form()] = None,
) -> ImportPreview:
    """Looks at a file without importing it; `mapping` is TOML or JSON."""
    folder = sources.import_folder(hub)
    with TemporaryDirectory(dir=folder, prefix="upload-") as own:
        path = _kept_upload(file, Path(own))
        found = sources.preview_file(path, folder, sources.read_mapping(mapping) if mapping else None)
    return ImportPreview(
        found.encoding,
        found.delimiter,
        found.columns,
        found.rows,
        None if found.mapping is None else msgspec.to_builtins(found.mapping),
        [problem.pick(language) for problem in found.problems],
    )


@router.post("/imports")
def start_import(
    hub: HubDep,
    user: Editor,
    file: Annotated[UploadFile, File()],
    mapping: Annotated[str, Form()],
    source: Annotated[str, Form()],
) -> StartedImport:
    """Imports a file in the background; the task tells how far it is."""
    read = sources.read_mapping(mapping)
    now = hub.clock.now()
    with hub.control.session() as session:
        sources.find_source(session, source)
        record(session, now, user.id, "import.started", "source", source, {"file": file.filename or ""})
    own = TemporaryDirectory(dir=sources.import_folder(hub), prefix="upload-")
    path = _kept_upload(file, Path(own.name))
    name = Path(file.filename or path.name).name

    def work(progress: Progress) -> dict[str, Any]:
        with own:
            report = sources.import_file(hub, path, read, source, progress, name=name)
        hub.runner.poke()
        return {"import_id": report.import_id, "rows": report.rows, "events": report.events, "failed": report.failed}

    return StartedImport(hub.tasks.start("import", work))


def _kept_upload(file: UploadFile, folder: Path) -> Path:
    """The upload as a file of the hub, copied piece by piece; only the ending of its name is taken over."""
    path = folder / f"upload{Path(file.filename or '').suffix.lower()}"
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out, 1 << 20)
    return path


def _source_view(source: sources.Source, counted: sources.SourceCounters | None) -> SourceView:
    return SourceView(
        source.id,
        source.name,
        source.kind,
        source.write_key,
        source.created_at,
        source.active,
        counted.counters if counted else sources.Counters(),
        counted.last_at if counted else None,
    )


def _cursor(after: str | None) -> int | None:
    if not after:
        return None
    if not after.isdecimal():
        raise InvalidInput(
            Text(f"{after!r} is not the cursor of a page.", f"{after!r} はページの位置ではありません。"),
            next_action=Text("Take `next` of the page before.", "前のページの `next` を使ってください。"),
        )
    return int(after)
