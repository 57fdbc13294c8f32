"""Tries replays and does them, one at a time; goes on with one that a kill has cut off."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.clock import naive
from auftakt.kit.errors import AuftaktError, Broken
from auftakt.kit.text import Text
from auftakt.people.replay import saved
from auftakt.people.replay.apply import Follow, apply
from auftakt.people.replay.changes import ReplayChanges
from auftakt.people.replay.staging import FOLDER, STAGED, Wanted, discard, logic_of, stage
from auftakt.sources import Selection, checked_selection, is_outdated
from auftakt.store import sql

logger = logging.getLogger(__name__)


class Replays:
    """The hub's replays.

    `follow` brings computed traits and audiences up to date without starting anything; `forget_keys` is called where
    events come or go behind the log's end.
    """

    kind = "replay"
    """Of the tasks."""

    def __init__(self, hub: Hub, follow: Follow, forget_keys: Callable[[], None]) -> None:
        self._hub = hub
        self._follow = follow
        self._forget_keys = forget_keys
        self._working = threading.Lock()

    def start(self) -> None:
        """Goes on with what was cut off; what a trial left is thrown away."""
        with self._hub.control.reading() as session:
            running = saved.running_replays(session)
        kept = {self._path(one.id) for one in running}
        for path in (self._hub.home / FOLDER).glob("*.duckdb"):
            if path not in kept:
                discard(path)
        for one in running:
            self._begin(one.id)

    def stop(self) -> None:
        """Tasks are stopped with the hub."""

    def drain(self, timeout_seconds: float) -> None:
        for task in self._hub.tasks.running():
            if task.kind == self.kind:
                self._hub.tasks.wait(task.id, timeout_seconds)

    def attempt(self, selection: Selection, progress: Progress) -> ReplayChanges:
        """What a replay would change, found by doing it and taking it back; nothing is changed. Raises InvalidInput."""
        hub = self._hub
        with hub.control.reading() as session:
            selection = checked_selection(session, selection)
        path = self._path(hub.ids.new("try"))
        wanted = Wanted(selection, hub.runner.offset, path)
        try:
            with self._working:
                stage(hub, wanted, progress)
                progress.at(wanted.log_end, wanted.log_end, "compare")
                try:
                    with hub.plane.beside(path, STAGED) as con, hub.plane.writer():
                        raise _TakenBack(apply(con, hub, hub.clock.now(), self._follow))
                except _TakenBack as found:
                    return found.changes
        finally:
            discard(path)

    def ask(self, selection: Selection, by: str) -> tuple[saved.Replay, str]:
        """Begins a replay; gives it, and the id of its task. Raises InvalidInput, Conflict while another one runs."""
        hub = self._hub
        with hub.control.session() as session:
            selection = checked_selection(session, selection)
            replay_id, logic = hub.ids.new("rpl"), logic_of(hub)
            one = saved.put_replay(session, replay_id, selection, hub.runner.offset, logic, by, hub.clock.now())
        return one, self._begin(one.id)

    def _begin(self, replay_id: str) -> str:
        return self._hub.tasks.start(self.kind, lambda progress: self._work(replay_id, progress))

    def _work(self, replay_id: str, progress: Progress) -> object:
        hub = self._hub
        try:
            with self._working:
                changes = self._applied(replay_id) or self._do(replay_id, progress)
        except Stopped:
            if not hub.tasks.closing:
                self._end(replay_id, "stopped")
            raise
        except AuftaktError as error:
            self._end(replay_id, "failed", error=str(error))
            raise
        self._end(replay_id, "done", changes)
        hub.runner.poke()
        return msgspec.to_builtins({"replay_id": replay_id, "changes": changes})

    def _do(self, replay_id: str, progress: Progress) -> ReplayChanges:
        """Stages until nothing has happened meanwhile that makes what was staged worthless; then it is applied."""
        hub, path = self._hub, self._path(replay_id)
        with hub.control.reading() as session:
            one, logic = saved.find_replay(session, replay_id), saved.staged_by(session, replay_id)
        wanted = Wanted(one.selection, one.log_end, path)
        while True:
            if logic != (today := logic_of(hub)):
                discard(path)
                logic = today
                with hub.control.session() as session:
                    saved.note_logic(session, replay_id, logic)
            stage(hub, wanted, progress)
            progress.at(one.log_end, one.log_end, "apply")
            # An erasure takes away what is staged.
            if path.exists() and (changes := self._apply(replay_id, path, logic)) is not None:
                return changes
            discard(path)

    def _apply(self, replay_id: str, path: Path, logic: str) -> ReplayChanges | None:
        hub, now = self._hub, self._hub.clock.now()
        with hub.plane.beside(path, STAGED) as con:
            if logic_of(hub) != logic or is_outdated(con):
                return None
            with hub.plane.writer():
                changes = apply(con, hub, now, self._follow)
                document = msgspec.json.encode(changes.kept).decode()
                facts = {"replay_id": replay_id, "now": naive(now), "document": document}
                sql.run(con, "people", "again_note_applied", facts)
                self._forget_keys()
        return changes

    def _applied(self, replay_id: str) -> ReplayChanges | None:
        """What it changed, if it was killed between its effects and its end."""
        with self._hub.plane.reader() as con:
            found = sql.one(con, "people", "again_applied", _Applied, {"replay_id": replay_id})
        return msgspec.json.decode(found.document, type=ReplayChanges) if found else None

    def _end(
        self,
        replay_id: str,
        state: saved.ReplayState,
        changes: ReplayChanges | None = None,
        error: str | None = None,
    ) -> None:
        with self._hub.control.session() as session:
            saved.end_replay(session, replay_id, state, self._hub.clock.now(), changes, error)
        discard(self._path(replay_id))

    def _path(self, replay_id: str) -> Path:
        return self._hub.home / FOLDER / f"{replay_id}.duckdb"


def replays_of(hub: Hub) -> Replays:
    """The hub's replays. Raises Broken where a hub was put together without them."""
    found = hub.services.get("replays")
    if not isinstance(found, Replays):
        raise Broken(Text("This hub can't replay.", "このハブでは再処理できません。"), next_action="Reinstall Auftakt.")
    return found


class _TakenBack(Exception):
    def __init__(self, changes: ReplayChanges) -> None:
        super().__init__()
        self.changes = changes


class _Applied(msgspec.Struct):
    document: str
