"""The watched folder: a file laid into `<folder>/<source>/` is imported, once its mapping was confirmed.

A file whose columns nobody has confirmed for this source waits where it is, and is shown with a proposal. Afterwards it
lies in `done/`, or in `failed/` with the reason in a text beside it. A kill at any moment only makes the import go on.
"""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auftakt.jobs import Hub, Lookout, Progress, Stopped
from auftakt.kit.errors import AuftaktError, InvalidInput, NotFound, Unavailable
from auftakt.kit.text import Text, pick
from auftakt.sources.imports import ImportReport, import_file, import_folder
from auftakt.sources.mapping import Mapping
from auftakt.sources.preview import Preview, preview_file
from auftakt.sources.remembered import last_confirmed, recall
from auftakt.sources.source import create_source, list_sources

EVERY_SECONDS = 5.0
_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet"})


@dataclass(frozen=True)
class Waiting:
    """A file in the watched folder that was not imported yet; `source` is the name of its folder."""

    source: str
    file: str
    size: int


class WatchedFolder(Lookout):
    """Looks every few seconds. A file is taken when it hasn't changed between two looks, so that none is taken half."""

    def __init__(self, hub: Hub, folder: Path) -> None:
        super().__init__("watched", hub.clock, EVERY_SECONDS)
        self._hub = hub
        self.folder = folder
        self._seen: dict[Path, tuple[int, int]] = {}
        # Files that wait for a person are not looked into again until they, or what is remembered, changed.
        self._asked: dict[Path, tuple[int, int]] = {}
        self._confirmed: datetime | None = None
        self._working = threading.Lock()

    def drain(self, timeout_seconds: float) -> None:
        """Looks twice, so that what lies still is taken now."""
        self.look()
        self.look()

    def look(self) -> list[ImportReport]:
        """One look at the folder; gives what was imported."""
        reports = []
        with self._working:
            paths = list(_files(self.folder))
            if self._asked:
                self._ask_again()
            for path in paths:
                if self._settled(path) and (report := self._take(path)) is not None:
                    reports.append(report)
        return reports

    def waiting(self) -> list[Waiting]:
        """What lies there and was not imported yet, in the order of its names."""
        return [Waiting(path.parent.name, path.name, path.stat().st_size) for path in _files(self.folder)]

    def preview(self, source: str, file: str, mapping: Mapping | None = None) -> Preview:
        """A look into a waiting file. Raises NotFound, UnreadableFile."""
        return preview_file(self._path(source, file), import_folder(self._hub), mapping)

    def confirm(self, source: str, file: str, mapping: Mapping, by: str, progress: Progress) -> ImportReport:
        """Imports a waiting file with this mapping, which is then remembered. Raises as `import_file` does."""
        path = self._path(source, file)
        with self._working:
            return self._import(path, self._source_id(source, make=True) or "", mapping, by, progress)

    def _ask_again(self) -> None:
        with self._hub.control.reading() as session:
            confirmed = last_confirmed(session)
        if confirmed != self._confirmed:
            self._confirmed = confirmed
            self._asked.clear()

    def _settled(self, path: Path) -> bool:
        state = _state(path)
        settled = state is not None and self._seen.get(path) == state and self._asked.get(path) != state
        if state is not None:
            self._seen[path] = state
        return settled

    def _take(self, path: Path) -> ImportReport | None:
        try:
            columns = preview_file(path, import_folder(self._hub)).columns
            source_id = self._source_id(path.parent.name, make=False)
            with self._hub.control.reading() as session:
                known = recall(session, columns, source_id) if source_id else None
            if known is None:
                self._asked[path] = self._seen[path]
                return None
            return self._import(path, known.source_id, known.mapping, known.confirmed_by, self.progress)
        except (Stopped, Unavailable):
            # Nothing is wrong with the file: it goes on at another look.
            return None
        except AuftaktError as error:
            self._fail(path, error)
            return None

    def _import(self, path: Path, source_id: str, mapping: Mapping, by: str, progress: Progress) -> ImportReport:
        report = import_file(self._hub, path, mapping, source_id, progress, by=by)
        self._aside(path, "done")
        self._hub.runner.poke()
        return report

    def _fail(self, path: Path, error: AuftaktError) -> None:
        language = self._hub.settings.language
        moved = self._aside(path, "failed")
        why = f"{pick(error.message, language)}\n{pick(error.next_action, language)}\n"
        moved.with_name(moved.name + ".why.txt").write_text(why, encoding="utf-8")

    def _aside(self, path: Path, where: str) -> Path:
        folder = path.parent / where
        folder.mkdir(exist_ok=True)
        stamp = self._hub.clock.now().strftime("%Y%m%dT%H%M%S%f")
        return Path(shutil.move(path, folder / f"{stamp}-{path.name}"))

    def _path(self, source: str, file: str) -> Path:
        for path in _files(self.folder):
            if (path.parent.name, path.name) == (source, file):
                return path
        raise NotFound(
            Text(f"No file {source}/{file} waits.", f"待機中のファイル {source}/{file} はありません。"),
            next_action=Text("Look at the list again.", "一覧を確認し直してください。"),
        )

    def _source_id(self, name: str, *, make: bool) -> str | None:
        with self._hub.control.session() as session:
            for source in list_sources(session):
                if name in (source.id, source.name):
                    return source.id
            if not make:
                return None
            return create_source(session, self._hub.ids, name=name, kind="import", now=self._hub.clock.now()).id


def watched_folder(hub: Hub) -> WatchedFolder:
    """The folder that the hub watches. Raises InvalidInput where this hub watches none."""
    found = hub.services.get("watched")
    if not isinstance(found, WatchedFolder):
        raise InvalidInput(
            Text("This hub watches no folder.", "このハブはフォルダを監視していません。"),
            next_action=Text("Set watched_folder in auftakt.toml.", "auftakt.toml で watched_folder を指定します。"),
        )
    return found


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        return
    for source in sorted(each for each in folder.iterdir() if each.is_dir() and not each.name.startswith(".")):
        for path in sorted(source.iterdir()):
            if path.is_file() and path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~")):
                yield path


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
