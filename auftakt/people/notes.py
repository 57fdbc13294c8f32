"""Notes that people of the team write about a person.

A note hangs on the person id of its moment. A merged person shows the notes of all that went into them, and an undo
gives each their own back, since ids are looked up when notes are read.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from auftakt.kit.errors import InvalidInput, NotAllowed, NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.people.models import PersonNoteRow
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.team import User, record

LONGEST = 5000
MOST_IDS = 1000


@dataclass(frozen=True)
class Note:
    """A note, with the name that its writer had then."""

    id: str
    text: str
    written_by: str
    written_by_name: str
    written_at: datetime


@dataclass(frozen=True)
class _Id:
    person_id: int


def notes_of(con: Connection, session: Session, person_id: int, limit: int = 200) -> list[Note]:
    """Notes about a person and about those who were merged into them, the latest first."""
    merged = sql.rows(con, "people", "person_merged_from", _Id, {"person_id": person_id})
    ids = [person_id, *(row.person_id for row in merged)][:MOST_IDS]
    chosen = select(PersonNoteRow).where(PersonNoteRow.person_id.in_(ids))
    rows = session.scalars(chosen.order_by(PersonNoteRow.written_at.desc(), PersonNoteRow.id.desc()).limit(limit))
    return [_note(row) for row in rows]


def write_note(session: Session, ids: Ids, person_id: int, text: str, by: User, now: datetime) -> Note:
    """Keeps a note. Raises InvalidInput for one that is empty or too long."""
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST:
        raise InvalidInput(
            Text(f"A note has 1 to {LONGEST} characters.", f"メモは1文字から{LONGEST}文字までです。"),
            next_action=Text("Write something shorter.", "文字数を調整してください。")
            if wanted
            else Text("Write what the team should know.", "チームに伝えたいことを書いてください。"),
            field="text",
        )
    row = PersonNoteRow(
        id=ids.new("nte"),
        person_id=person_id,
        text=wanted,
        written_by=by.id,
        written_by_name=by.name,
        written_at=now,
    )
    session.add(row)
    session.flush()
    record(session, now, by.id, "note.written", "person", str(person_id), {"note": row.id})
    return _note(row)


def delete_note(session: Session, note_id: str, by: User, now: datetime) -> None:
    """Takes a note away. Raises NotFound, or NotAllowed unless it is the writer's own or an admin asks."""
    row = session.get(PersonNoteRow, note_id)
    if row is None:
        raise NotFound(
            Text("This note is not there any more.", "このメモはもうありません。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    if row.written_by != by.id and by.role != "admin":
        raise NotAllowed(
            Text(f"{row.written_by_name} wrote this note.", f"このメモは{row.written_by_name}さんが書きました。"),
            next_action=Text("Ask them, or an admin, to delete it.", "書いた人か管理者に削除を依頼してください。"),
        )
    session.delete(row)
    record(session, now, by.id, "note.deleted", "person", str(row.person_id), {"note": row.id})


def _note(row: PersonNoteRow) -> Note:
    return Note(row.id, row.text, row.written_by, row.written_by_name, row.written_at)
