"""Notes about a person."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from auftakt import people
from auftakt.web.deps import Editor, HubDep, Viewer

router = APIRouter(tags=["people"])


@dataclass(frozen=True)
class NoteText:
    text: str


@router.get("/people/{key}/notes")
def person_notes(key: str, hub: HubDep, user: Viewer) -> list[people.Note]:
    """What the team wrote about a person, the latest first."""
    with hub.plane.reader() as con, hub.control.reading() as session:
        return people.notes_of(con, session, people.find_person_id(con, key))


@router.post("/people/{key}/notes", status_code=201)
def write_person_note(key: str, note: NoteText, hub: HubDep, user: Editor) -> people.Note:
    with hub.plane.reader() as con:
        person_id = people.find_person_id(con, key)
    with hub.control.session() as session:
        return people.write_note(session, hub.ids, person_id, note.text, user, hub.clock.now())


@router.delete("/people/{key}/notes/{note_id}", status_code=204)
def delete_person_note(key: str, note_id: str, hub: HubDep, user: Editor) -> Response:
    """Takes a note away; the writer's own, or any for an admin."""
    with hub.control.session() as session:
        people.delete_note(session, note_id, user, hub.clock.now())
    return Response(status_code=204)
