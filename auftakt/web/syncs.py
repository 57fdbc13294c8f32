"""Connections: syncs that keep other systems up to date about people, and their runs. Setting one up is for admins."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from auftakt import channels
from auftakt.jobs import Hub
from auftakt.kit.text import Language
from auftakt.team import User, record
from auftakt.web.connectors import ConnectorErrorView, FieldView, StartedRun, field_views
from auftakt.web.deps import Admin, HubDep, LanguageDep, Viewer

router = APIRouter(prefix="/syncs", tags=["syncs"])

Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class DestinationKindView:
    name: str
    title: str
    fields: list[FieldView]


@dataclass(frozen=True)
class LeftOutView:
    """People that may not go out, or can't; `text` says why."""

    reason: str
    text: str
    people: int


@dataclass(frozen=True)
class SyncRunView:
    """`wanted` people are to be there; `put` and `removed` rows were written."""

    id: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    wanted: int
    put: int
    removed: int
    left_out: list[LeftOutView]
    error: ConnectorErrorView | None


@dataclass(frozen=True)
class SyncView:
    """`state`: running, waiting, failing or paused. `lag_seconds`: the age of what the destination has.

    `config` is empty for who may not change it; `secrets` are the names of those that are kept.
    """

    id: str
    name: str
    audience: str | None
    channel: str
    purpose: str
    key: str
    columns: dict[str, str]
    kind: str
    kind_title: str
    config: dict[str, Any]
    secrets: list[str]
    state: str
    active: bool
    schedule: str
    failures: int
    created_at: datetime
    next_at: datetime | None
    current_at: datetime | None
    lag_seconds: int | None
    task_id: str | None
    last_run: SyncRunView | None


@dataclass(frozen=True)
class SyncNew:
    """`audience` is an id; without it everybody goes out who may.

    `columns`: name over there -> `trait:NAME` or `identifier:TYPE`. `key` is `person_id`, or a column that holds an
    identifier.
    """

    name: str
    purpose: str
    columns: dict[str, str]
    kind: str
    config: dict[str, Any]
    audience: str | None = None
    channel: str = "email"
    key: str = "person_id"
    schedule: str = "1h"


@dataclass(frozen=True)
class SyncChange:
    """What is left out stays."""

    name: str | None = None
    columns: dict[str, str] | None = None
    config: dict[str, Any] | None = None
    schedule: str | None = None
    active: bool | None = None


@dataclass(frozen=True)
class SyncStart:
    """`force`: also where so many would be removed that it looks like a mistake."""

    force: bool = False


@router.get("/kinds")
def list_destination_kinds(hub: HubDep, user: Viewer, language: LanguageDep) -> list[DestinationKindView]:
    """The destinations that are installed, and what each asks for."""
    return [
        DestinationKindView(
            kind.name,
            kind.title.pick(language),
            field_views(kind.fields, language),
        )
        for kind in channels.syncs_of(hub).kinds.values()
    ]  # fmt: skip


@router.get("")
def list_all_syncs(hub: HubDep, user: Viewer, language: LanguageDep) -> list[SyncView]:
    with hub.control.reading() as session:
        found = channels.list_syncs(session)
    return [_view(hub, each, user, language) for each in found]


@router.get("/{sync_id}")
def get_sync(sync_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> SyncView:
    with hub.control.reading() as session:
        found = channels.find_sync(session, sync_id)
    return _view(hub, found, user, language)


@router.post("")
def add_sync(new: SyncNew, hub: HubDep, user: Admin, language: LanguageDep) -> SyncView:
    """Sets up a sync; its first run begins at once, and sends everybody who may go out."""
    facts = asdict(new)
    audience = facts.pop("audience")
    added = channels.syncs_of(hub).add(channels.NewSync(audience_id=audience, **facts))
    told = {"name": added.name, "kind": added.kind, "audience": audience, "columns": sorted(added.columns)}
    _audit(hub, user, "sync.created", added.id, told)
    return _view(hub, added, user, language)


@router.patch("/{sync_id}")
def change_sync(sync_id: str, change: SyncChange, hub: HubDep, user: Admin, language: LanguageDep) -> SyncView:
    """Changes settings, columns or schedule; pauses or resumes."""
    told = {key: value for key, value in asdict(change).items() if value is not None}
    changed = channels.syncs_of(hub).change(sync_id, told)
    _audit(hub, user, "sync.changed", changed.id, {"changed": sorted(told), "active": changed.active})
    return _view(hub, changed, user, language)


@router.delete("/{sync_id}")
def remove_sync(sync_id: str, hub: HubDep, user: Admin, language: LanguageDep) -> list[SyncView]:
    """Forgets the sync with its secrets and its ledger. What the destination has stays there."""
    with hub.control.session() as session:
        channels.syncs_of(hub).remove(session, sync_id)
        record(session, hub.clock.now(), user.id, "sync.removed", "sync", sync_id, {})
    return list_all_syncs(hub, user, language)


@router.post("/{sync_id}/run")
def run_sync(sync_id: str, hub: HubDep, user: Admin, start: SyncStart | None = None) -> StartedRun:
    """Runs it now, also when it is paused; the task tells how far it is, and can be stopped."""
    force = (start or SyncStart()).force
    task_id = channels.syncs_of(hub).run(sync_id, force)
    _audit(hub, user, "sync.run", sync_id, {"force": force})
    return StartedRun(task_id)


@router.get("/{sync_id}/runs")
def list_runs_of_sync(
    sync_id: str, hub: HubDep, user: Viewer, language: LanguageDep, limit: Limit = 50
) -> list[SyncRunView]:
    """The latest first."""
    with hub.control.reading() as session:
        channels.find_sync(session, sync_id)
        return [_run_view(each, language) for each in channels.list_sync_runs(session, sync_id, limit)]


def _audit(hub: Hub, user: User, action: str, sync_id: str, facts: Mapping[str, Any]) -> None:
    with hub.control.session() as session:
        record(session, hub.clock.now(), user.id, action, "sync", sync_id, dict(facts))


def _view(hub: Hub, found: channels.Sync, user: User, language: Language) -> SyncView:
    service = channels.syncs_of(hub)
    task_id = service.running(found.id)
    with hub.control.reading() as session:
        runs = channels.list_sync_runs(session, found.id, 1)
    kind = service.kinds.get(found.kind)
    admin = user.role == "admin"
    lag = None if found.current_at is None else max(0, int((hub.clock.now() - found.current_at).total_seconds()))
    return SyncView(
        id=found.id,
        name=found.name,
        audience=found.audience_id,
        channel=found.channel,
        purpose=found.purpose,
        key=found.key,
        columns=found.columns,
        kind=found.kind,
        kind_title=kind.title.pick(language) if kind else found.kind,
        config=found.config if admin else {},
        secrets=sorted(found.secrets) if admin else [],
        state=_state(found, task_id),
        active=found.active,
        schedule=found.schedule.text,
        failures=found.failures,
        created_at=found.created_at,
        next_at=found.next_at if found.active else None,
        current_at=found.current_at,
        lag_seconds=lag,
        task_id=task_id,
        last_run=_run_view(runs[0], language) if runs else None,
    )


def _state(found: channels.Sync, task_id: str | None) -> str:
    if task_id is not None:
        return "running"
    if not found.active:
        return "paused"
    return "failing" if found.failures else "waiting"


def _run_view(run: channels.SyncRun, language: Language) -> SyncRunView:
    error = None
    if run.error is not None:
        error = ConnectorErrorView(run.error.message.pick(language), run.error.next_action.pick(language))
    left_out = [
        LeftOutView(reason, channels.LEFT_OUT[reason].pick(language), people)
        for reason, people in sorted(run.left_out.items())
    ]
    return SyncRunView(
        run.id, run.state, run.started_at, run.finished_at, run.wanted, run.put, run.removed, left_out, error
    )
