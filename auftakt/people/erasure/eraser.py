"""The work of an erasure, stage by stage. Each stage may be done twice, so one that was cut off is done again."""

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path

from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import AuftaktError, Broken
from auftakt.kit.text import Text
from auftakt.people.erasure import saved
from auftakt.people.erasure.file_pass import clean_files, files_of, holds
from auftakt.people.erasure.log_pass import clean_log, mentions_in_log
from auftakt.people.erasure.plane_pass import clean_plane, mended_lines, mentions_in_plane
from auftakt.people.erasure.saved import STAGES, Afterwards, Erasure, Stage, Unfinished
from auftakt.people.erasure.sqlite_pass import clean_sqlite, shrink
from auftakt.people.erasure.subject import Subject, find_subject, given_identifier
from auftakt.people.erasure.traces import Traces
from auftakt.people.replay.staging import FOLDER as REPLAYS
from auftakt.sources import allow_later, drop_erased, erased_of, watched_folder
from auftakt.team import has_user_called, record, redact_audit

logger = logging.getLogger(__name__)

_APART = ("control.db", "control.db-wal", "control.db-shm", "plane.duckdb", "plane.duckdb.wal", "log", "keys")
_OWN = ("secret.key", "receipts.key", "hub.lock", "auftakt.toml")
KEPT = frozenset({
    "erasures", "erased_identifiers", "erased_salt", "team_users", "team_audit", "team_audit_head", "alembic_version",
})  # fmt: skip


class Eraser:
    """Does erasures, one after the other; goes on with what an earlier run of the hub left unfinished."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._working = threading.Lock()
        self._progress = Progress()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Goes on with what is unfinished, in the background."""
        with self._hub.control.reading() as session:
            if not saved.unfinished(session):
                return
        self._progress = Progress()
        self._thread = threading.Thread(target=self._resume, name="auftakt-erasure", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._progress.stop()
        if self._thread:
            self._thread.join(60)
            self._thread = None

    def drain(self, timeout_seconds: float) -> None:
        if self._thread:
            self._thread.join(timeout_seconds)

    def ask(self, key: str, afterwards: Afterwards, by: str) -> Erasure:
        """Writes the erasure of the person behind `key` down; from now on nothing of them is collected.

        Raises NotFound, InvalidInput.
        """
        hub, now = self._hub, self._hub.clock.now()
        with hub.plane.reader() as con:
            subject = find_subject(con, key, hub.settings.identity.country)
        Traces(subject.identifiers, subject.spellings)
        erasure_id = hub.ids.new("ers")
        with hub.control.session() as session:
            saved.put_erasure(session, erasure_id, subject, afterwards, by, now)
            facts = {"identifiers": len(subject.identifiers), "afterwards": afterwards}
            record(session, now, by, "erasure.asked", "erasure", erasure_id, facts)
        _drop(hub, subject, erasure_id)
        with hub.control.reading() as session:
            return saved.find_erasure(session, erasure_id)

    def work(self, progress: Progress) -> list[str]:
        """Does all that was asked for; gives the ids of what is done. Raises the first error, once all were tried."""
        with self._working:
            with self._hub.control.reading() as session:
                waiting = saved.unfinished(session)
            done, errors = [], []
            for place, one in enumerate(waiting):
                try:
                    _Work(self._hub, one, partial(progress.at, place, len(waiting))).run()
                    done.append(one.id)
                except AuftaktError as error:
                    errors.append(error)
                    with self._hub.control.session() as session:
                        saved.note_failure(session, one.id, str(error))
            self._hub.runner.poke()
        if errors:
            raise errors[0]
        return done

    def _resume(self) -> None:
        try:
            self.work(self._progress)
        except AuftaktError:
            logger.exception("An erasure could not be finished; it is tried again when the hub is opened")


class _Work:
    """One erasure."""

    def __init__(self, hub: Hub, one: Unfinished, at: Callable[[str], None]) -> None:
        self._hub = hub
        self._one = one
        self._at = at
        self._home = hub.home
        self._subject = one.subject
        self._traces = Traces(one.subject.identifiers, one.subject.spellings) if one.subject else None

    def run(self) -> None:
        for stage in STAGES[STAGES.index(self._one.stage) :]:
            self._at(stage)
            if self._subject is None or self._traces is None or stage == "close":
                break
            counts = self._stage(stage, self._subject, self._traces)
            following = STAGES[STAGES.index(stage) + 1]
            self._note(following, {f"{stage}.{name}": count for name, count in counts.items()})
        self._close()

    def _stage(self, stage: Stage, subject: Subject, traces: Traces) -> Mapping[str, int]:
        hub = self._hub
        if stage == "batch":
            # What is on its way must have its effect first: only then all of it can be found.
            _drop(hub, subject, self._one.id)
            hub.runner.run_until_idle(hub.clock.now())
        elif stage == "log":
            with hub.plane.reader() as con:
                also = mended_lines(con, subject)
            return clean_log(hub.log, traces, self._one.log_offset, lambda done, _: self._note("log", {}, done), also)
        elif stage == "plane":
            return clean_plane(hub.plane, subject, traces)
        elif stage == "control":
            return self._clean_control(subject, traces)
        elif stage == "files":
            return self._clean_files(subject, traces)
        elif stage == "rewrite":
            hub.plane.rewrite()
        elif stage == "check":
            return self._check(traces)
        return {}

    def _note(self, stage: Stage, counts: Mapping[str, int], log_offset: int = 0) -> None:
        with self._hub.control.session() as session:
            saved.advance(session, self._one.id, stage, counts, log_offset)

    def _clean_control(self, subject: Subject, traces: Traces) -> Mapping[str, int]:
        raw = self._hub.control.engine.raw_connection()
        try:
            counts = dict(clean_sqlite(_sqlite(raw), subject, traces, KEPT))
        finally:
            raw.close()
        with self._hub.control.session() as session:
            counts["team_audit"] = redact_audit(session, self._hub.secret, traces.without_in)
        return counts

    def _clean_files(self, subject: Subject, traces: Traces) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        # A replay that goes on stages its events once more.
        shutil.rmtree(self._home / REPLAYS, ignore_errors=True)
        for path in sorted(self._home.glob("*.db")):
            if path.name == "control.db":
                continue
            connection = sqlite3.connect(path, isolation_level=None, timeout=30)
            try:
                for table, rows in clean_sqlite(connection, subject, traces).items():
                    counts[f"{path.stem}.{table}"] = rows
                shrink(connection)
            finally:
                connection.close()
        return {**counts, **clean_files(files_of(self._folders(), self._apart(databases=True)), traces)}

    def _folders(self) -> Collection[Path]:
        watched = watched_folder(self._hub).folder
        return [self._home] if self._home in watched.parents else [self._home, watched]

    def _apart(self, *, databases: bool) -> Collection[Path]:
        names = [*_APART, *_OWN] if databases else list(_OWN)
        found = [path for path in self._home.glob("*.db*")] if databases else []
        return [*(self._home / name for name in names), *found]

    def _check(self, traces: Traces) -> Mapping[str, int]:
        """Looks everywhere once more. What came in while the work went on is cleaned here."""
        counts = clean_log(self._hub.log, traces, self._one.log_offset)
        left = [f"log ({found})" for found in [mentions_in_log(self._hub.log, traces)] if found]
        with self._hub.plane.reader() as con:
            left += [f"{table} ({rows})" for table, rows in mentions_in_plane(con, traces).items()]
        control = [self._home / name for name in ("control.db", "control.db-wal", "control.db-shm")]
        apart = [*self._apart(databases=False), *control, self._home / "log", self._home / "keys"]
        left += [str(path) for path in files_of(self._folders(), apart) if holds(path, traces)]
        _refuse(left)
        return counts

    def _close(self) -> None:
        hub, traces = self._hub, self._traces
        with hub.control.session() as session:
            saved.forget_subject(session, self._one.id)
            is_of_team = traces is not None and any(
                kind == "email" and has_user_called(session, value) for kind, value in traces.identifiers
            )
        raw = hub.control.engine.raw_connection()
        try:
            shrink(_sqlite(raw))
        finally:
            raw.close()
        if traces is not None and not is_of_team:
            paths = [path for path in sorted(self._home.glob("control.db*")) if holds(path, traces)]
            _refuse([str(path) for path in paths])
        now = hub.clock.now()
        with hub.control.session() as session:
            erasure = saved.finish(session, self._one.id, now)
            record(session, now, erasure.asked_by, "erasure.done", "erasure", erasure.id, {"counts": erasure.counts})
        if erasure.afterwards == "anew":
            allow_later(hub.control, erasure.id, now)


def eraser_of(hub: Hub) -> Eraser:
    """The hub's eraser. Raises Broken where a hub was put together without one."""
    found = hub.services.get("erasure")
    if not isinstance(found, Eraser):
        raise Broken(Text("This hub can't erase.", "このハブでは削除できません。"), next_action="Reinstall Auftakt.")
    return found


def identifier_digest(hub: Hub, key: str) -> str:
    """The salted hash of `type:value`, as records of erasures hold it. Raises InvalidInput."""
    kind, value = given_identifier(key, hub.settings.identity.country)
    return erased_of(hub.control).digest(kind, value)


def _drop(hub: Hub, subject: Subject, erasure_id: str) -> None:
    """From now on nothing that names the person is kept."""
    digests = drop_erased(hub.control, subject.identifiers, erasure_id, hub.clock.now())
    with hub.control.session() as session:
        saved.note_digests(session, erasure_id, digests)


def _sqlite(raw: object) -> sqlite3.Connection:
    connection = getattr(raw, "driver_connection", None)
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _refuse(left: list[str]) -> None:
    if left:
        raise Broken(
            Text(
                f"Traces are left in: {', '.join(left)}. The erasure is not done.",
                f"まだ跡が残っています: {', '.join(left)}。削除は完了していません。",
            ),
            next_action=Text("Start it again; report it if it stays.", "もう一度始め、続く場合はお知らせください。"),
        )
