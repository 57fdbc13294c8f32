"""Who is who after a replay: links that the events looked at made are judged anew, all others stand."""

from dataclasses import dataclass

from auftakt.jobs import Hub
from auftakt.people.components import make_moved
from auftakt.people.replay.changes import LinkTotals
from auftakt.people.types.catalogue import IdentityRules
from auftakt.people.types.refuse import refuse_beyond_limits, refuse_blocked
from auftakt.store import sql
from auftakt.store.plane import Connection

_FOLDER = "people"


@dataclass(frozen=True)
class _Count:
    lines: int


def put_links(con: Connection, hub: Hub, rules: IdentityRules, now: object) -> LinkTotals:
    """From `again_links` and `again_identifiers` to `links`, `identifiers` and `refused_links`.

    Without limits only what differs is taken out and put in. With limits a link may keep another one out, so all that
    these events have made are taken out and tried again, in the order of the log. What people decided is not touched:
    a link that was taken back stays so, one that was put back or approved stays too.
    """
    sql.run(con, _FOLDER, "again_old_links")
    _look_outside(con, hub)
    sql.run(con, _FOLDER, "again_removed", {"all": bool(rules.limits or rules.blocks)})
    sql.run(con, _FOLDER, "again_drop_links")
    if rules.limits:
        sql.run(con, _FOLDER, "again_apart")
        regroup_identifiers(con)
    sql.run(con, _FOLDER, "again_fresh_identifiers")
    sql.run(con, _FOLDER, "again_fresh_links")
    refused = refuse_blocked(con, rules)
    if rules.limits:
        sql.run(con, _FOLDER, "fresh_ends")
        make_moved(con, "fresh_edges", sql.run(con, _FOLDER, "fresh_edges"))
        refused += refuse_beyond_limits(con, rules)
    sql.run(con, _FOLDER, "no_moves")
    sql.run(con, _FOLDER, "add_identifiers")
    sql.run(con, _FOLDER, "add_links")
    sql.run(con, _FOLDER, "again_drop_refused")
    sql.run(con, _FOLDER, "drop_mended_refusals")
    sql.run(con, _FOLDER, "add_refused_links", {"now": now})
    sql.run(con, _FOLDER, "again_unlinked")
    moved = sql.one(con, _FOLDER, "again_link_totals", _Moved) or _Moved(0, 0)
    return LinkTotals(moved.made, moved.gone, refused)


def regroup_identifiers(con: Connection) -> None:
    """Finds anew who the people in the temp table `regrouped` are, and says so of their identifiers."""
    make_moved(con, "split_edges", sql.run(con, _FOLDER, "split_edges"))
    for name in ("split_identifiers", "drop_regrouped_identifiers", "put_split_identifiers"):
        sql.run(con, _FOLDER, name)


@dataclass(frozen=True)
class _Moved:
    made: int
    gone: int


def _look_outside(con: Connection, hub: Hub) -> None:
    """What the looked-at events alone don't tell any more may be told by others; only the log knows all their names."""
    doubtful = sql.run(con, _FOLDER, "again_doubtful")
    others = sql.one(con, _FOLDER, "again_others", _Count) if doubtful else None
    files = [str(segment.path) for segment in hub.log.segments() if segment.first < hub.runner.offset]
    if others is None or not others.lines or not files:
        sql.run(con, _FOLDER, "again_nothing_outside")
        return
    sql.run(con, _FOLDER, "again_outside", {"files": files})
