"""What somebody says of data: written into the tracking plan where that names the thing, else into the catalogue."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import structs
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.data_catalogue.declared import NOTHING, Declared, read_declared
from auftakt.people.data_catalogue.entry import (
    FIELDS,
    KINDS,
    PERSONAL,
    SENSITIVITIES,
    About,
    CatalogueField,
    Said,
)
from auftakt.people.data_catalogue.models import CatalogueRow
from auftakt.people.data_catalogue.names import names_person
from auftakt.sources import TrackingPlan, latest_plan, save_plan
from auftakt.team import User, record

DataEdit = Mapping[CatalogueField, str]
"""What to say; an empty value takes back what was said, a field that is not there stays."""

_LONGEST: Mapping[CatalogueField, int] = {"owner": 200, "steward": 200, "sensitivity": 16, "purpose": 400}
_LONGEST_NAME = 200


def declare(session: Session, edits: Mapping[About, DataEdit], *, by: User, now: datetime) -> list[About]:
    """Says all of it or nothing; gives what changed. What the plan names makes one new version of the plan.

    Raises InvalidInput for the first thing that can't be said.
    """
    declared = read_declared(session)
    wanted = {about: _checked(about, edit) for about, edit in edits.items()}
    changed = {about: new for about, edit in wanted.items() if (new := _changed(declared, about, edit))}
    plan, named = declared.plan, 0
    for about, edit in changed.items():
        held = declared.held.get(about, NOTHING)
        if declared.planned(about) is not None:
            plan, named = _planned(plan, about, edit), named + 1
            # What the plan says now is said there alone.
            rest = Said(**{field: "" if field in edit else getattr(held, field) for field in FIELDS})
        else:
            rest = Said(**{field: edit.get(field, getattr(held, field)) for field in FIELDS})
        if rest != held:
            session.merge(_row(about, rest, by, now))
    if named:
        _save_plan(session, plan, named, by, now)
    if changed:
        fields = sorted({field for edit in changed.values() for field in edit})
        record(session, now, by.id, "catalogue.changed", "hub", "hub", {"entries": len(changed), "fields": fields})
    session.flush()
    return list(changed)


def _changed(declared: Declared, about: About, edit: DataEdit) -> dict[CatalogueField, str]:
    """What of an edit is not so already."""
    planned, held = declared.planned(about), declared.held.get(about, NOTHING)
    said = {field: (getattr(planned, field, None) or getattr(held, field)) for field in edit}
    return {field: value for field, value in edit.items() if said[field] != value}


def _planned(plan: TrackingPlan, about: About, edit: DataEdit) -> TrackingPlan:
    facts = {field: (value or None) if field == "sensitivity" else value for field, value in edit.items()}
    if about.kind == "trait":
        trait = structs.replace(plan.traits[about.name], **facts)
        return structs.replace(plan, traits={**plan.traits, about.name: trait})
    event = plan.events[about.event]
    if about.kind == "event":
        event = structs.replace(event, **facts)
    else:
        one = structs.replace(event.properties[about.name], **facts)
        event = structs.replace(event, properties={**event.properties, about.name: one})
    return structs.replace(plan, events={**plan.events, about.event: event})


def _save_plan(session: Session, plan: TrackingPlan, named: int, by: User, now: datetime) -> None:
    before = latest_plan(session)
    save_plan(
        session, plan, by=by, now=now, note=f"Data catalogue · データカタログ: {named}",
        enforced=before.enforced if before else True,
    )  # fmt: skip


def _row(about: About, said: Said, by: User, now: datetime) -> CatalogueRow:
    return CatalogueRow(
        kind=about.kind, event=about.event, name=about.name, owner=said.owner, steward=said.steward,
        sensitivity=said.sensitivity, purpose=said.purpose, saved_by=by.id, saved_at=now,
    )  # fmt: skip


def _checked(about: About, edit: DataEdit) -> dict[CatalogueField, str]:
    fits = {
        "event": bool(about.event) and not about.name,
        "property": bool(about.event) and bool(about.name),
        "trait": bool(about.name) and not about.event,
    }
    if about.kind not in KINDS or not fits[about.kind] or max(len(about.event), len(about.name)) > _LONGEST_NAME:
        raise wrong_entry(
            about,
            Text("an event has an event, a property both, a trait a name", "種類と名前の組み合わせが正しくありません"),
        )
    found = {field: value.strip() for field, value in edit.items()}
    for field, value in found.items():
        if len(value) > _LONGEST[field]:
            raise wrong_entry(
                about, Text(f"{field} is longer than {_LONGEST[field]}", f"{field} は{_LONGEST[field]}文字までです")
            )
    level = found.get("sensitivity", "")
    if level and level not in SENSITIVITIES:
        words = ", ".join(SENSITIVITIES)
        raise wrong_entry(about, Text(f"sensitivity is one of {words}", f"sensitivity は {words} のいずれかです"))
    if level and level not in PERSONAL and names_person(about.name, trait=about.kind == "trait"):
        raise wrong_entry(
            about, Text("its name says that it is personal", "名前から個人データとみなすため、下げられません")
        )
    return found


def wrong_entry(about: About, what: Text) -> InvalidInput:
    """An InvalidInput that names the thing."""
    thing = " · ".join(each for each in (about.event, about.name) if each) or "?"
    return InvalidInput(
        Text(f"{thing}: {what.en}.", f"{thing}: {what.ja}。"),
        next_action=Text("Correct it; nothing was saved.", "直してください。何も保存していません。"),
        kind=about.kind, event=about.event, name=about.name,
    )  # fmt: skip
