"""Computed traits: definitions with how far they are, and definitions that are only tried."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from auftakt import people
from auftakt.jobs import Hub
from auftakt.kit.text import Language
from auftakt.people import ValueCount
from auftakt.store.plane import Connection
from auftakt.team import User
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer
from auftakt.web.masking import HIDDEN
from auftakt.web.personal import must_see, sees_personal_data

router = APIRouter(tags=["traits"])


@dataclass(frozen=True)
class ComputedTraitView:
    """A computed trait. `people` is None until the first computation; `error` says why a query failed."""

    id: str
    name: str
    description: str
    definition: dict[str, Any]
    definition_text: str
    version: int
    updated_at: datetime
    people: int | None
    computed_at: datetime | None
    error: str | None


@dataclass(frozen=True)
class ComputedTraitEdit:
    name: str
    definition: dict[str, Any]
    description: str = ""


@dataclass(frozen=True)
class TriedDefinition:
    definition: dict[str, Any]


@dataclass(frozen=True)
class TriedPerson:
    person_id: int
    name: str | None
    email: str | None
    value: str


@dataclass(frozen=True)
class ComputedTraitPreview:
    """Who would have the trait now, of how many, and which values; `milliseconds` is what computing took."""

    people: int
    total: int
    values: list[ValueCount]
    sample: list[TriedPerson]
    smallest: float | None
    median: float | None
    largest: float | None
    milliseconds: float
    definition_text: str


@router.get("/traits/computed")
def computed_trait_list(hub: HubDep, user: Viewer, language: LanguageDep) -> list[ComputedTraitView]:
    """All computed traits, by name."""
    with hub.control.reading() as session:
        return _views(hub, people.list_computed(session), language)


@router.post("/traits/computed/preview")
def preview_computed_trait(
    tried: TriedDefinition, hub: HubDep, user: Editor, language: LanguageDep
) -> ComputedTraitPreview:
    """Computes a definition for everyone, without saving it."""
    started = time.perf_counter()
    definition = people.parse_definition(tried.definition)
    _may_query(hub, user, definition)
    hidden = not sees_personal_data(hub, user) and _reads_personal(hub, definition)
    with hub.plane.reader() as con:
        found = people.preview_definition(con, definition, hub.clock.now(), ZoneInfo(hub.settings.timezone))
    return ComputedTraitPreview(
        people=found.people,
        total=found.total,
        values=[] if hidden else list(found.values),
        sample=[
            TriedPerson(each.person.person_id, each.person.name, each.person.email, HIDDEN if hidden else each.value)
            for each in found.sample
        ],
        smallest=None if hidden else found.smallest,
        median=None if hidden else found.median,
        largest=None if hidden else found.largest,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
        definition_text=people.definition_text(definition, language),
    )


@router.post("/traits/computed", status_code=201)
def create_computed_trait(
    edit: ComputedTraitEdit, hub: HubDep, user: Editor, language: LanguageDep
) -> ComputedTraitView:
    """Saves a computed trait; its values are there after the next batch. A query is run once before."""
    with hub.plane.reader() as con, hub.control.session() as session:
        _try_query(hub, con, edit, user)
        made = people.create_computed(
            session,
            con,
            hub.ids,
            name=edit.name,
            description=edit.description,
            definition=edit.definition,
            by=user,
            now=hub.clock.now(),
        )
    return _told(hub, made.id, language)


@router.get("/traits/computed/{trait_id}")
def computed_trait(trait_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> ComputedTraitView:
    """`trait_id` is the id or the name."""
    with hub.control.reading() as session:
        return _views(hub, [people.find_computed(session, trait_id)], language)[0]


@router.put("/traits/computed/{trait_id}")
def update_computed_trait(
    trait_id: str, edit: ComputedTraitEdit, hub: HubDep, user: Editor, language: LanguageDep
) -> ComputedTraitView:
    """Changes a computed trait; a changed definition is computed for everyone with the next batch."""
    with hub.plane.reader() as con, hub.control.session() as session:
        _try_query(hub, con, edit, user)
        changed = people.update_computed(
            session,
            con,
            trait_id,
            name=edit.name,
            description=edit.description,
            definition=edit.definition,
            by=user,
            now=hub.clock.now(),
        )
    return _told(hub, changed.id, language)


@router.delete("/traits/computed/{trait_id}", status_code=204)
def delete_computed_trait(trait_id: str, hub: HubDep, user: Editor) -> Response:
    """Removes a computed trait; its values go with the next batch, and audiences that ask for it no longer find it."""
    with hub.control.session() as session:
        people.delete_computed(session, trait_id, by=user, now=hub.clock.now())
    hub.runner.poke()
    return Response(status_code=204)


@router.get("/people/{key}/traits/{name}")
def person_trait_history(key: str, name: str, hub: HubDep, user: Viewer) -> list[people.TraitChange]:
    """What a trait of a person has been, the latest first, with its sources."""
    with hub.plane.reader() as con:
        return people.trait_history(con, people.find_person_id(con, key), name)


def _may_query(hub: Hub, user: User, definition: people.Definition) -> None:
    """A query can read whatever there is."""
    if isinstance(definition, people.QueryValue):
        must_see(hub, user)


def _reads_personal(hub: Hub, definition: people.Definition) -> bool:
    with hub.control.reading() as session:
        return any(people.reads_personal(people.read_declared(session), definition))


def _try_query(hub: Hub, con: Connection, edit: ComputedTraitEdit, user: User) -> None:
    definition = people.parse_definition(edit.definition)
    _may_query(hub, user, definition)
    if isinstance(definition, people.QueryValue):
        people.run_query(con, definition.query, hub.clock.now())


def _told(hub: Hub, trait_id: str, language: Language) -> ComputedTraitView:
    hub.runner.poke()
    with hub.control.reading() as session:
        return _views(hub, [people.find_computed(session, trait_id)], language)[0]


def _views(hub: Hub, found: list[people.ComputedTrait], language: Language) -> list[ComputedTraitView]:
    with hub.plane.reader() as con:
        states = people.computed_states(con)
    return [_view(each, states.get(each.id), language) for each in found]


def _view(found: people.ComputedTrait, state: people.ComputedState | None, language: Language) -> ComputedTraitView:
    return ComputedTraitView(
        id=found.id,
        name=found.name,
        description=found.description,
        definition=people.definition_document(found.definition),
        definition_text=people.definition_text(found.definition, language),
        version=found.version,
        updated_at=found.updated_at,
        people=state.people if state else None,
        computed_at=state.computed_at if state else None,
        error=state.error if state else None,
    )
