"""Undo: a link is taken back, and everything that followed from it."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import naive
from auftakt.kit.errors import Conflict, NotFound
from auftakt.kit.text import Text
from auftakt.people.components import make_moved
from auftakt.people.profile import put_consents, put_people, put_traits
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Link:
    person_id: int
    retracted_at: datetime | None


@dataclass(frozen=True)
class _Person:
    person_id: int


def retract_link(con: Connection, link_id: int, now: datetime) -> list[int]:
    """Takes a link back inside the writer's transaction; gives the people that its person is now.

    If other links still hold, that is one person. Else each part gets back the person id that it had before it was
    merged. Traits, consents and the people's rows are computed from history; audiences follow with the next batch.
    Raises NotFound, or Conflict if the link was taken back before.
    """
    found = sql.one(con, "people", "find_link", _Link, {"link_id": link_id})
    if found is None:
        raise NotFound(
            Text(f"There is no link {link_id}.", f"リンク {link_id} は存在しません。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    if found.retracted_at is not None:
        raise Conflict(
            Text("This link was already taken back.", "このリンクはすでに取り消されています。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    one_link, person = {"link_id": link_id}, {"person_id": found.person_id}
    sql.run(con, "people", "retracted_link", {**one_link, "now": naive(now)})
    sql.run(con, "people", "drop_link", one_link)
    sql.run(con, "people", "put_link")
    make_moved(con, "split_edges", sql.run(con, "people", "split_edges", person))
    sql.run(con, "people", "split_identifiers", person)
    sql.run(con, "people", "drop_person_identifiers", person)
    sql.run(con, "people", "put_split_identifiers")
    sql.run(con, "people", "split_people")
    _compute_anew(con, found.person_id)
    sql.run(con, "people", "stale_queries")
    sql.run(con, "people", "note_changed", {"now": naive(now)})
    return [row.person_id for row in sql.rows(con, "people", "list_split_people", _Person)]


def _compute_anew(con: Connection, person_id: int) -> None:
    sql.run(con, "people", "split_merged", {"person_id": person_id})
    sql.run(con, "people", "trait_history")
    put_traits(con)
    sql.run(con, "people", "consent_history")
    put_consents(con)
    sql.run(con, "people", "people_history")
    put_people(con)
