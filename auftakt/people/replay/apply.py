"""The second half of a replay: what was staged takes the place of what the hub had, all in one transaction."""

from collections.abc import Callable
from datetime import datetime

from auftakt.jobs import Batch, Hub
from auftakt.kit.clock import naive
from auftakt.people.profile import put_consents, put_people, put_traits
from auftakt.people.replay.changes import AudienceMoves, ReplayChanges, read_changes
from auftakt.people.replay.identity import put_links, regroup_identifiers
from auftakt.people.types.saved import read_rules
from auftakt.sources import put_replayed
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "people"
Follow = Callable[[Batch], list[AudienceMoves]]
"""What comes after people: computed traits and audiences of the people in `touched`, without starting anything."""


def apply(con: Connection, hub: Hub, now: datetime, follow: Follow) -> ReplayChanges:
    """Puts all derived rows right and gives what changed. `con` is inside the writer's transaction, with the tables of
    the staging as `again_…`.
    """
    at = {"now": naive(now)}
    sql.run(con, _FOLDER, "again_before")
    _begin_groups(con)
    events = put_replayed(con, now)
    _put_facts(con)
    _put_groups(con)
    links = put_links(con, hub, read_rules(hub.control), naive(now))
    if sql.run(con, _FOLDER, "again_gone_identifiers"):
        sql.run(con, _FOLDER, "keep_highest_id")
        sql.run(con, _FOLDER, "again_drop_identifiers")
    for name in ("again_redate", "again_touched"):
        sql.run(con, _FOLDER, name)
    if sql.run(con, _FOLDER, "again_together"):
        regroup_identifiers(con)
    for name in ("again_went", "again_changed"):
        sql.run(con, _FOLDER, name)
    _put_profiles(con)
    sql.run(con, _FOLDER, "again_note_merges", at)
    for name in ("again_follow", "again_follow_merged"):
        sql.run(con, _FOLDER, name)
    audiences = follow(Batch(con, now, hub.control, live=False))
    return read_changes(con, events, links, audiences)


def _put_facts(con: Connection) -> None:
    for kind in ("trait", "consent", "ask"):
        for name in (f"again_{kind}_gone", f"again_{kind}_come", f"again_drop_{kind}s", f"again_put_{kind}s"):
            sql.run(con, _FOLDER, name)


def _begin_groups(con: Connection) -> None:
    """Leaves `again_groups`: of which groups the events told so far."""
    for name in ("again_told", "fresh_groups", "again_groups"):
        sql.run(con, _FOLDER, name)


def _put_groups(con: Connection) -> None:
    """All that is known of these groups is told anew, by every event that tells of them."""
    for name in ("again_told", "fresh_groups", "again_more_groups", "again_only_groups"):
        sql.run(con, _FOLDER, name)
    for each in ("group", "group_trait", "group_member"):
        sql.run(con, _FOLDER, f"again_drop_{each}s")
        sql.run(con, _FOLDER, f"{each}_candidates")
        sql.run(con, _FOLDER, f"put_{each}s")


def _put_profiles(con: Connection) -> None:
    for name in ("again_traits_before", "again_consents_before", "again_merged", "again_trait_history"):
        sql.run(con, _FOLDER, name)
    put_traits(con)
    sql.run(con, _FOLDER, "consent_history")
    put_consents(con)
    sql.run(con, _FOLDER, "people_history")
    put_people(con)
