"""Connections: stored events looked at again by today's logic."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec
from fastapi import APIRouter

from auftakt import people
from auftakt.jobs import Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.sources import Selection
from auftakt.team import actors
from auftakt.web.deps import Editor, HubDep, Viewer

router = APIRouter(tags=["sources"])
TRIAL = "replay_trial"


@dataclass(frozen=True)
class ReplayAsk:
    """Which events. With `dry_run` nothing is changed: the task's result is a `ReplayChanges`."""

    selection: Selection
    dry_run: bool = True


@dataclass(frozen=True)
class StartedReplay:
    """`replay_id` is empty for a trial."""

    task_id: str
    replay_id: str = ""


@dataclass(frozen=True)
class ReplaysView:
    """The latest replays, who asked for them by name, and the task that goes on, if any."""

    replays: list[people.Replay]
    task_id: str | None
    task_kind: str | None


@router.get("/replays")
def list_replays(hub: HubDep, user: Viewer) -> ReplaysView:
    """The latest replays with what they changed, and what goes on now."""
    running = next((task for task in hub.tasks.running() if task.kind in (people.Replays.kind, TRIAL)), None)
    with hub.control.reading() as session:
        found = people.list_replays(session)
        names = actors(session, {each.by for each in found})
    shown = [replace(each, by=names[each.by].name) for each in found]
    return ReplaysView(shown, running.id if running else None, running.kind if running else None)


@router.post("/replays", status_code=202)
def start_replay(ask: ReplayAsk, hub: HubDep, user: Editor) -> StartedReplay:
    """Tries a replay (`dry_run`) or does it, as a task. It can be stopped; then nothing has changed."""
    replays = people.replays_of(hub)
    if any(task.kind in (people.Replays.kind, TRIAL) for task in hub.tasks.running()):
        raise Conflict(
            Text("A replay goes on already.", "再処理がすでに実行中です。"),
            next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、先に停止してください。"),
        )
    if not ask.dry_run:
        one, task_id = replays.ask(ask.selection, user.id)
        return StartedReplay(task_id, one.id)

    def work(progress: Progress) -> dict[str, Any]:
        found: dict[str, Any] = msgspec.to_builtins(replays.attempt(ask.selection, progress))
        return found

    return StartedReplay(hub.tasks.start(TRIAL, work))
