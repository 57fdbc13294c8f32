"""Handing out everything about a person, at their request."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from auftakt import people
from auftakt.team import record
from auftakt.web.deps import Admin, HubDep, LanguageDep
from auftakt.web.people import whole_person
from auftakt.web.personal import must_see

router = APIRouter(tags=["people"])


@router.get("/people/{key}/export", response_class=StreamingResponse)
def export_person(key: str, hub: HubDep, user: Admin, language: LanguageDep) -> StreamingResponse:
    """Everything that the hub holds about the whole person, as a ZIP of JSON. Noted in the audit."""
    must_see(hub, user)
    with hub.plane.reader() as con, hub.control.reading() as session:
        takeout = people.find_takeout(con, key, hub.settings.identity.country)
        notes = people.notes_of(con, session, takeout.person_id, limit=10_000)
    documents: dict[str, Any] = {
        "person.json": asdict(whole_person(hub, str(takeout.person_id), language)),
        "notes.json": [asdict(note) for note in notes],
    }
    with hub.control.session() as session:
        facts = {"identifiers": len(takeout.subject.identifiers)}
        record(session, hub.clock.now(), user.id, "person.exported", "person", str(takeout.person_id), facts)
    named = {"Content-Disposition": f'attachment; filename="person-{takeout.person_id}.zip"'}
    pieces = people.takeout_pieces(hub, takeout, documents)
    return StreamingResponse(pieces, media_type="application/zip", headers=named)
