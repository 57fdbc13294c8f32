"""Connections: connectors that fetch rows on a schedule, how far they are, and their runs.

Setting one up, and looking into what it reads, is for admins: its settings reach other systems.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query

from auftakt import sources
from auftakt.jobs import Hub
from auftakt.kit.text import Language
from auftakt.team import User, record
from auftakt.web.deps import Admin, HubDep, LanguageDep, Viewer

router = APIRouter(prefix="/connectors", tags=["connectors"])

Limit = Annotated[int, Query(ge=1, le=200)]


@dataclass(frozen=True)
class FieldView:
    """A setting that a connector asks for; `kind`: text, secret, number, sql or json."""

    name: str
    title: str
    kind: str
    required: bool
    default: str
    hint: str
    choices: list[str]
    made: bool


@dataclass(frozen=True)
class ConnectorKindView:
    name: str
    title: str
    fields: list[FieldView]


@dataclass(frozen=True)
class ConnectorErrorView:
    message: str
    next_action: str


@dataclass(frozen=True)
class ConnectorProblemView:
    """A row that could not be taken; `row` is its place in the run, from 1."""

    row: int
    column: str | None
    reason: str
    reason_text: str
    text: str | None


@dataclass(frozen=True)
class ConnectorRunView:
    """`rows` were read, `fresh` of them for the first time; these gave `events`, and `failed` could not be taken."""

    id: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    rows: int
    fresh: int
    events: int
    failed: int
    problems: list[ConnectorProblemView]
    error: ConnectorErrorView | None


@dataclass(frozen=True)
class ConnectorView:
    """`state`: running, waiting, failing or paused. `lag_seconds`: the age of the moment up to which all is in.

    `config` is empty for who may not change it; `secrets` are the names of those that are kept.
    """

    id: str
    name: str
    kind: str
    kind_title: str
    source: str
    state: str
    active: bool
    schedule: str
    config: dict[str, Any]
    secrets: list[str]
    mapping: dict[str, Any]
    failures: int
    created_at: datetime
    next_at: datetime | None
    current_at: datetime | None
    lag_seconds: int | None
    task_id: str | None
    last_run: ConnectorRunView | None


@dataclass(frozen=True)
class ConnectorTrial:
    """Settings to try; `connector` names one whose kept secrets are used where none are given."""

    kind: str
    config: dict[str, Any]
    connector: str | None = None


@dataclass(frozen=True)
class ConnectorSample:
    """The first rows, and a mapping to begin with (null where no column looks like an identifier)."""

    columns: list[str]
    rows: list[dict[str, Any]]
    mapping: dict[str, Any] | None


@dataclass(frozen=True)
class ConnectorNew:
    """`mapping` is TOML or JSON, as for files. Without `source` it gets one of its own."""

    name: str
    kind: str
    config: dict[str, Any]
    mapping: str
    schedule: str = "1h"
    source: str | None = None


@dataclass(frozen=True)
class ConnectorChange:
    """What is left out stays. `again`: read everything from the start."""

    name: str | None = None
    config: dict[str, Any] | None = None
    mapping: str | None = None
    schedule: str | None = None
    active: bool | None = None
    again: bool = False


@dataclass(frozen=True)
class StartedRun:
    task_id: str


@router.get("/kinds")
def list_connector_kinds(hub: HubDep, user: Viewer, language: LanguageDep) -> list[ConnectorKindView]:
    """The connectors that are installed, and what each asks for."""
    return [
        ConnectorKindView(
            kind.name,
            kind.title.pick(language),
            field_views(kind.fields, language),
        )
        for kind in sources.connectors_of(hub).kinds.values()
    ]  # fmt: skip


@router.get("")
def list_all_connectors(hub: HubDep, user: Viewer, language: LanguageDep) -> list[ConnectorView]:
    with hub.control.reading() as session:
        found = sources.list_connectors(session)
    return [_view(hub, each, user, language) for each in found]


@router.get("/{connector_id}")
def get_connector(connector_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> ConnectorView:
    return _found(hub, connector_id, user, language)


@router.post("/test")
def try_connector(trial: ConnectorTrial, hub: HubDep, user: Admin) -> ConnectorSample:
    """Reads the first rows with these settings; nothing is kept."""
    found = sources.connectors_of(hub).sample(trial.kind, trial.config, trial.connector)
    with hub.control.session() as session:
        facts = {"kind": trial.kind, "rows": len(found.rows)}
        record(session, hub.clock.now(), user.id, "connector.tried", "connector", trial.connector or "new", facts)
    mapping = None if found.mapping is None else msgspec.to_builtins(found.mapping)
    return ConnectorSample(found.columns, found.rows, mapping)


@router.post("")
def add_connector(new: ConnectorNew, hub: HubDep, user: Admin, language: LanguageDep) -> ConnectorView:
    """Sets up a connector, after a trial; its first run begins at once."""
    mapping = sources.read_mapping(new.mapping)
    wanted = sources.NewConnector(new.name, new.kind, new.config, mapping, new.schedule, new.source)
    added = sources.connectors_of(hub).add(wanted)
    _audit(hub, user, "connector.created", added.id, {"name": added.name, "kind": added.kind})
    return _view(hub, added, user, language)


@router.patch("/{connector_id}")
def change_connector(
    connector_id: str, change: ConnectorChange, hub: HubDep, user: Admin, language: LanguageDep
) -> ConnectorView:
    """Changes settings, mapping or schedule; pauses, resumes, or reads everything again."""
    plain = {"name": change.name, "config": change.config, "schedule": change.schedule, "active": change.active}
    told: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    if change.mapping is not None:
        told["mapping"] = sources.read_mapping(change.mapping)
    changed = sources.connectors_of(hub).change(connector_id, told, again=change.again)
    facts = {"changed": sorted(told), "active": changed.active, "again": change.again}
    _audit(hub, user, "connector.changed", changed.id, facts)
    return _view(hub, changed, user, language)


@router.delete("/{connector_id}")
def remove_connector(connector_id: str, hub: HubDep, user: Admin, language: LanguageDep) -> list[ConnectorView]:
    """Forgets the connector with its secrets and runs. The events that it gave stay."""
    with hub.control.session() as session:
        sources.connectors_of(hub).remove(session, connector_id)
        record(session, hub.clock.now(), user.id, "connector.removed", "connector", connector_id, {})
    return list_all_connectors(hub, user, language)


@router.post("/{connector_id}/run")
def run_connector(connector_id: str, hub: HubDep, user: Admin) -> StartedRun:
    """Runs it now, also when it is paused; the task tells how far it is, and can be stopped."""
    task_id = sources.connectors_of(hub).run(connector_id)
    _audit(hub, user, "connector.run", connector_id, {})
    return StartedRun(task_id)


@router.get("/{connector_id}/runs")
def list_connector_runs(
    connector_id: str, hub: HubDep, user: Viewer, language: LanguageDep, limit: Limit = 50
) -> list[ConnectorRunView]:
    """The latest first."""
    with hub.control.reading() as session:
        sources.find_connector(session, connector_id)
        return [_run_view(each, language) for each in sources.list_runs(session, connector_id, limit)]


def field_views(fields: Iterable[sources.Field], language: Language) -> list[FieldView]:
    """Settings as forms show them."""
    return [
        FieldView(
            each.name, each.title.pick(language), each.kind, each.required, each.default, each.hint.pick(language),
            list(each.choices), each.made,
        )
        for each in fields
    ]  # fmt: skip


def _audit(hub: Hub, user: User, action: str, connector_id: str, facts: dict[str, Any]) -> None:
    with hub.control.session() as session:
        record(session, hub.clock.now(), user.id, action, "connector", connector_id, facts)


def _found(hub: Hub, connector_id: str, user: User, language: Language) -> ConnectorView:
    with hub.control.reading() as session:
        found = sources.find_connector(session, connector_id)
    return _view(hub, found, user, language)


def _view(hub: Hub, found: sources.Connected, user: User, language: Language) -> ConnectorView:
    service = sources.connectors_of(hub)
    task_id = service.running(found.id)
    with hub.control.reading() as session:
        runs = sources.list_runs(session, found.id, 1)
    kind = service.kinds.get(found.kind)
    admin = user.role == "admin"
    # What is called is up to date whenever no call waits.
    called = found.kind == sources.Webhook.name and found.next_at > hub.clock.now() and not found.failures
    current_at = hub.clock.now() if called else found.current_at
    lag = None if current_at is None else max(0, int((hub.clock.now() - current_at).total_seconds()))
    return ConnectorView(
        found.id,
        found.name,
        found.kind,
        kind.title.pick(language) if kind else found.kind,
        found.source_id,
        _state(found, task_id),
        found.active,
        found.schedule.text,
        found.config if admin else {},
        sorted(found.secrets) if admin else [],
        msgspec.to_builtins(found.mapping),
        found.failures,
        found.created_at,
        found.next_at if found.active else None,
        current_at,
        lag,
        task_id,
        _run_view(runs[0], language) if runs else None,
    )


def _state(found: sources.Connected, task_id: str | None) -> str:
    if task_id is not None:
        return "running"
    if not found.active:
        return "paused"
    return "failing" if found.failures else "waiting"


def _run_view(run: sources.Run, language: Language) -> ConnectorRunView:
    error = None
    if run.error is not None:
        error = ConnectorErrorView(run.error.message.pick(language), run.error.next_action.pick(language))
    problems = [
        ConnectorProblemView(
            each.row, each.column, each.reason, sources.explain_reason(each.reason).text.pick(language), each.text
        )
        for each in run.problems
    ]
    return ConnectorRunView(
        run.id, run.state, run.started_at, run.finished_at, run.rows, run.fresh, run.events, run.failed, problems, error
    )
