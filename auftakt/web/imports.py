"""Connections: file imports, the exports that are known, mappings that were confirmed, and the watched folder."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, File, Form, Query, UploadFile

from auftakt import sources
from auftakt.jobs import Hub, Progress
from auftakt.kit.text import Language
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer, log_cursor

router = APIRouter(prefix="/imports", tags=["sources"])

Limit = Annotated[int, Query(ge=1, le=200)]


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
class LayoutView:
    """An export of a tool that the hub knows by its columns."""

    key: str
    name: str


@dataclass(frozen=True)
class RememberedView:
    """A mapping that was confirmed; files with these columns need no question any more."""

    signature: str
    source: str
    file: str
    columns: list[str]
    mapping: dict[str, Any]
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True)
class ImportPreview:
    """The first rows of a file, and a mapping to begin with (null where no column looks like an identifier).

    `layout` is the known export that the file seems to be, `remembered` the mapping that was confirmed for its columns.
    """

    encoding: str | None
    delimiter: str | None
    columns: list[str]
    rows: list[dict[str, str | None]]
    mapping: dict[str, Any] | None
    problems: list[str]
    layout: LayoutView | None
    remembered: RememberedView | None


@dataclass(frozen=True)
class StartedImport:
    task_id: str


@dataclass(frozen=True)
class WaitingView:
    """A file in the watched folder whose columns nobody has confirmed yet, or that lies there only now."""

    source: str
    file: str
    size: int


@dataclass(frozen=True)
class WaitingPage:
    folder: str
    items: list[WaitingView]


@dataclass(frozen=True)
class WaitingFile:
    source: str
    file: str


@dataclass(frozen=True)
class ConfirmedFile:
    """`mapping` is TOML or JSON."""

    source: str
    file: str
    mapping: str


@router.get("")
def list_all_imports(hub: HubDep, user: Viewer) -> list[ImportView]:
    with hub.control.reading() as session:
        found = sources.list_imports(session)
    return [
        ImportView(
            each.id, each.file, each.source_id, each.state, each.rows, each.stored, each.failed, each.started_at,
            each.finished_at, each.error,
        )
        for each in found
    ]  # fmt: skip


@router.get("/layouts")
def list_layouts(user: Viewer, language: LanguageDep) -> list[LayoutView]:
    """The exports of other tools that are known by their columns."""
    return [_layout_view(each, language) for each in sources.layouts()]


@router.get("/mappings")
def list_mappings(hub: HubDep, user: Viewer) -> list[RememberedView]:
    """The mappings that were confirmed, the latest first."""
    with hub.control.reading() as session:
        return [_remembered_view(each) for each in sources.list_remembered(session)]


@router.delete("/mappings/{signature}")
def forget_mapping(signature: str, source: str, hub: HubDep, user: Editor) -> list[RememberedView]:
    """The next file with these columns into this source is asked about again."""
    now = hub.clock.now()
    with hub.control.session() as session:
        sources.forget(session, signature, source)
        record(session, now, user.id, "mapping.forgotten", "source", source, {"signature": signature})
    return list_mappings(hub, user)


@router.get("/waiting")
def list_waiting(hub: HubDep, user: Viewer) -> WaitingPage:
    """What lies in the watched folder and was not imported yet."""
    watched = sources.watched_folder(hub)
    return WaitingPage(
        str(watched.folder), [WaitingView(each.source, each.file, each.size) for each in watched.waiting()]
    )


@router.post("/waiting/preview")
def preview_waiting(waiting: WaitingFile, hub: HubDep, user: Editor, language: LanguageDep) -> ImportPreview:
    """Looks into a file of the watched folder."""
    return _preview_view(hub, sources.watched_folder(hub).preview(waiting.source, waiting.file), language, given=False)


@router.post("/waiting")
def confirm_waiting(confirmed: ConfirmedFile, hub: HubDep, user: Editor) -> StartedImport:
    """Imports a file of the watched folder; files with the same columns then go in by themselves."""
    mapping = sources.read_mapping(confirmed.mapping)
    watched = sources.watched_folder(hub)
    with hub.control.session() as session:
        facts = {"file": confirmed.file, "folder": confirmed.source}
        record(session, hub.clock.now(), user.id, "import.started", "source", confirmed.source, facts)

    def work(progress: Progress) -> dict[str, Any]:
        return _result(watched.confirm(confirmed.source, confirmed.file, mapping, user.id, progress))

    return StartedImport(hub.tasks.start("import", work))


@router.get("/{import_id}/errors")
def list_import_errors(
    import_id: str, hub: HubDep, user: Viewer, language: LanguageDep, after: str | None = None, limit: Limit = 50
) -> ImportErrorPage:
    """Rows that were not taken, each with its reason."""
    with hub.control.reading() as session:
        sources.find_import(session, import_id)
        kept = sources.import_errors(session, import_id, after=log_cursor(after) or 0, limit=limit)
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


@router.post("/preview")
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
    return _preview_view(hub, found, language, given=mapping is not None)


@router.post("")
def start_import(
    hub: HubDep,
    user: Editor,
    file: Annotated[UploadFile, File()],
    mapping: Annotated[str, Form()],
    source: Annotated[str, Form()],
) -> StartedImport:
    """Imports a file in the background; the task tells how far it is. The mapping is remembered for such files."""
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
            report = sources.import_file(hub, path, read, source, progress, name=name, by=user.id)
        hub.runner.poke()
        return _result(report)

    return StartedImport(hub.tasks.start("import", work))


def _result(report: sources.ImportReport) -> dict[str, Any]:
    return {"import_id": report.import_id, "rows": report.rows, "events": report.events, "failed": report.failed}


def _kept_upload(file: UploadFile, folder: Path) -> Path:
    """The upload as a file of the hub, copied piece by piece; only the ending of its name is taken over."""
    path = folder / f"upload{Path(file.filename or '').suffix.lower()}"
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out, 1 << 20)
    return path


def _preview_view(hub: Hub, found: sources.Preview, language: Language, *, given: bool) -> ImportPreview:
    """What was confirmed for these columns goes before what the hub would guess."""
    with hub.control.reading() as session:
        known = None if given else sources.recall(session, found.columns)
    mapping = known.mapping if known else found.mapping
    return ImportPreview(
        found.encoding,
        found.delimiter,
        found.columns,
        found.rows,
        None if mapping is None else msgspec.to_builtins(mapping),
        [] if known else [problem.pick(language) for problem in found.problems],
        _layout_view(found.layout, language) if found.layout else None,
        _remembered_view(known) if known else None,
    )


def _layout_view(layout: sources.Layout, language: Language) -> LayoutView:
    return LayoutView(layout.key, layout.title.pick(language))


def _remembered_view(known: sources.Remembered) -> RememberedView:
    return RememberedView(
        known.signature,
        known.source_id,
        known.file,
        known.columns,
        msgspec.to_builtins(known.mapping),
        known.confirmed_by,
        known.confirmed_at,
    )
