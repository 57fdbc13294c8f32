"""Undo and redo: a link is taken back or put back, and everything that followed from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from auftakt.kit.clock import naive
from auftakt.kit.errors import Conflict, NotFound
from auftakt.kit.text import Text
from auftakt.people.components import make_moved
from auftakt.people.profile import put_consents, put_people, put_traits
from auftakt.store import sql
from auftakt.store.plane import Connection

LinkChange = Literal["retracted", "redone"]


@dataclass(frozen=True)
class _Link:
    person_a: int
    person_b: int
    retracted_at: datetime | None


@dataclass(frozen=True)
class _Person:
    person_id: int


def retract_link(con: Connection, link_id: int, now: datetime, actor: str = "", reason: str = "") -> list[int]:
    """Takes a link back inside the writer's transaction; gives the people that its person is now.

    If other links still hold, that is one person. Else each part gets back the person id that it had before it was
    merged. Traits, consents and the people's rows are computed from history; audiences follow with the next batch.
    The same two identifiers are not linked again, however often they are seen together, until somebody calls
    `redo_link`. Raises NotFound, or Conflict if the link was taken back before.
    """
    found = _find(con, link_id)
    if found.retracted_at is not None:
        raise Conflict(
            Text("This link was already taken back.", "このリンクはすでに取り消されています。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    _change(con, link_id, "retracted", now, actor, reason)
    return _regroup(con, found, now)


def redo_link(con: Connection, link_id: int, now: datetime, actor: str = "", reason: str = "") -> list[int]:
    """Puts a link back that was taken back; gives the one person that its two sides are now, as a list.

    Raises NotFound, or Conflict if the link holds already.
    """
    found = _find(con, link_id)
    if found.retracted_at is None:
        raise Conflict(
            Text("This link holds already.", "このリンクは取り消されていません。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    _change(con, link_id, "redone", now, actor, reason)
    became = _regroup(con, found, now)
    sql.run(con, "people", "add_redone_merges", {"now": naive(now), "link_id": link_id})
    return became


def _find(con: Connection, link_id: int) -> _Link:
    found = sql.one(con, "people", "find_link", _Link, {"link_id": link_id})
    if found is None:
        raise NotFound(
            Text(f"There is no link {link_id}.", f"リンク {link_id} は存在しません。"),
            next_action=Text("Reload the person's page.", "人物のページを読み込み直してください。"),
        )
    return found


def _change(con: Connection, link_id: int, change: LinkChange, now: datetime, actor: str, reason: str) -> None:
    facts = {"link_id": link_id, "change": change, "now": naive(now), "actor": actor, "reason": reason}
    sql.run(con, "people", "add_link_change", facts)
    until = naive(now) if change == "retracted" else None
    sql.run(con, "people", "changed_link", {"link_id": link_id, "retracted_at": until})
    sql.run(con, "people", "drop_link", {"link_id": link_id})
    sql.run(con, "people", "put_link")


def _regroup(con: Connection, link: _Link, now: datetime) -> list[int]:
    sql.run(con, "people", "regrouped", {"person_a": link.person_a, "person_b": link.person_b})
    return regroup(con, now)


def regroup(con: Connection, now: datetime) -> list[int]:
    """Finds anew who the people in the temp table `regrouped` are, and computes all their rows from history.

    Gives the people that they are now.
    """
    make_moved(con, "split_edges", sql.run(con, "people", "split_edges"))
    sql.run(con, "people", "split_identifiers")
    sql.run(con, "people", "drop_regrouped_identifiers")
    sql.run(con, "people", "put_split_identifiers")
    sql.run(con, "people", "split_people")
    sql.run(con, "people", "split_merged")
    sql.run(con, "people", "trait_history")
    put_traits(con)
    sql.run(con, "people", "consent_history")
    put_consents(con)
    sql.run(con, "people", "people_history")
    put_people(con)
    sql.run(con, "people", "stale_queries")
    sql.run(con, "people", "note_changed", {"now": naive(now)})
    return [row.person_id for row in sql.rows(con, "people", "list_split_people", _Person)]
