"""Connections: sources with their keys and counters."""

from dataclasses import asdict, dataclass
from datetime import datetime

from fastapi import APIRouter

from auftakt import sources
from auftakt.team import record
from auftakt.web.deps import Editor, HubDep, Viewer

router = APIRouter(tags=["sources"])


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
    rules: sources.DoorRules
    counters: sources.Counters
    last_event_at: datetime | None


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


@router.put("/sources/{source_id}/rules")
def set_source_rules(source_id: str, rules: sources.DoorRules, hub: HubDep, user: Editor) -> SourceView:
    """What the door asks of this source, in effect within five seconds."""
    now = hub.clock.now()
    with hub.control.session() as session:
        source = sources.set_rules(session, source_id, rules)
        record(session, now, user.id, "source.rules", "source", source.id, asdict(source.rules))
    with hub.plane.reader() as con:
        counted = sources.counters_by_source(con)
    return _source_view(source, counted.get(source.id))


def _source_view(source: sources.Source, counted: sources.SourceCounters | None) -> SourceView:
    return SourceView(
        source.id,
        source.name,
        source.kind,
        source.write_key,
        source.created_at,
        source.active,
        source.rules,
        counted.counters if counted else sources.Counters(),
        counted.last_at if counted else None,
    )
