"""Computed traits as people make them: named, checked, versioned."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import Conflict, InvalidInput, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.people.computed.check import parse_definition
from auftakt.people.computed.definition import Definition, NamedDefinition, definition_document
from auftakt.people.models import ComputedTraitRow
from auftakt.store import sql
from auftakt.store.control import Control
from auftakt.store.plane import Connection
from auftakt.team import User, record

LONGEST_NAME = 64


@dataclass(frozen=True)
class ComputedTrait:
    """A saved definition. The values stand in the data plane, among all traits."""

    id: str
    name: str
    description: str
    definition: Definition
    version: int
    created_by: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class _Count:
    people: int


def list_computed(session: Session) -> list[ComputedTrait]:
    """All of them, by name."""
    return [_computed(row) for row in session.scalars(select(ComputedTraitRow).order_by(ComputedTraitRow.name))]


def find_computed(session: Session, trait_id: str) -> ComputedTrait:
    """By id or name. Raises NotFound."""
    return _computed(_row(session, trait_id))


def stored_definitions(control: Control) -> list[NamedDefinition]:
    """The definitions of all saved traits, by id."""
    with control.reading() as session:
        rows = session.execute(
            select(ComputedTraitRow.id, ComputedTraitRow.name, ComputedTraitRow.definition).order_by(
                ComputedTraitRow.id
            )
        ).all()
    return [NamedDefinition(row.id, row.name, parse_definition(row.definition)) for row in rows]


def create_computed(
    session: Session,
    con: Connection,
    ids: Ids,
    *,
    name: str,
    description: str,
    definition: Any,
    by: User,
    now: datetime,
) -> ComputedTrait:
    """Saves a new trait. Raises InvalidRule with the place in the document; Conflict if the name is taken, by another
    computed trait or by one that sources report (`con` reads the data plane)."""
    found = parse_definition(definition)
    trait_id = ids.new("trt")
    row = ComputedTraitRow(
        id=trait_id,
        name=_free_name(session, con, name, trait_id),
        description=description.strip(),
        definition=definition_document(found),
        version=1,
        created_by=by.id,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    detail = {"name": row.name, "definition": row.definition}
    record(session, now, by.id, "computed_trait.created", "computed_trait", trait_id, detail)
    return _computed(row)


def update_computed(
    session: Session,
    con: Connection,
    trait_id: str,
    *,
    name: str,
    description: str,
    definition: Any,
    by: User,
    now: datetime,
) -> ComputedTrait:
    """Changes a trait; a changed definition is a new version, and is computed for everyone with the next batch."""
    row = _row(session, trait_id)
    document = definition_document(parse_definition(definition))
    before = {"name": row.name, "definition": row.definition}
    row.name = _free_name(session, con, name, row.id) if name.strip() != row.name else row.name
    row.description = description.strip()
    if document != row.definition:
        row.definition, row.version = document, row.version + 1
    row.updated_at = now
    session.flush()
    detail = {"before": before, "name": row.name, "definition": row.definition}
    record(session, now, by.id, "computed_trait.changed", "computed_trait", row.id, detail)
    return _computed(row)


def delete_computed(session: Session, trait_id: str, *, by: User, now: datetime) -> None:
    """Removes a trait; its values go with the next batch."""
    row = _row(session, trait_id)
    detail = {"name": row.name, "definition": row.definition}
    session.delete(row)
    record(session, now, by.id, "computed_trait.deleted", "computed_trait", row.id, detail)


def _free_name(session: Session, con: Connection, name: str, trait_id: str) -> str:
    wanted = name.strip()
    if not wanted.isidentifier() or len(wanted) > LONGEST_NAME:
        raise InvalidInput(
            Text("A trait's name is made of letters, digits and _.", "特性の名前に使えるのは文字・数字・_ です。"),
            next_action=Text("Take one such as orders_90d.", "orders_90d のような名前にしてください。"),
            field="name",
        )
    taken = session.scalar(
        select(ComputedTraitRow.id).where(ComputedTraitRow.name == wanted, ComputedTraitRow.id != trait_id)
    )
    reported = sql.one(con, "people", "reported_count", _Count, {"name": wanted})
    if taken or (reported and reported.people):
        raise Conflict(
            Text(f"There is already a trait called {wanted}.", f"{wanted} という特性は既にあります。"),
            next_action=Text("Choose another name.", "別の名前にしてください。"),
            field="name",
        )
    return wanted


def _row(session: Session, trait_id: str) -> ComputedTraitRow:
    named = select(ComputedTraitRow).where(ComputedTraitRow.name == trait_id)
    row = session.get(ComputedTraitRow, trait_id) or session.scalar(named)
    if row is None:
        raise NotFound(
            Text(f"There is no computed trait {trait_id}.", f"計算特性 {trait_id} は存在しません。"),
            next_action=Text("Open the list of computed traits.", "計算特性の一覧を開いてください。"),
        )
    return row


def _computed(row: ComputedTraitRow) -> ComputedTrait:
    return ComputedTrait(
        row.id,
        row.name,
        row.description,
        parse_definition(row.definition),
        row.version,
        row.created_by,
        row.created_at,
        row.updated_at,
    )
