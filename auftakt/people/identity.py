"""Who is who: identifiers, links, merges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.people.components import make_moved
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Count:
    people: int


class IdentityStep:
    """From `fresh` to identifiers, links and merges; leaves the temp tables `touched` and `merged`.

    A new identifier gets a person id of its own at birth; linked identifiers share the smallest of those ids. So the
    partition doesn't depend on the order in which events arrive.
    """

    name = "identity"

    def run(self, batch: Batch) -> Mapping[str, int]:
        con = batch.con
        sql.run(con, "people", "fresh_identifiers")
        links = sql.run(con, "people", "fresh_links")
        sql.run(con, "people", "fresh_ends")
        edges = sql.run(con, "people", "fresh_edges")
        make_moved(con, "fresh_edges", edges)
        merged = sql.run(con, "people", "merged")
        new = sql.run(con, "people", "add_identifiers")
        if merged:
            sql.run(con, "people", "moved_identifiers")
            sql.run(con, "people", "drop_moved_identifiers")
            sql.run(con, "people", "put_moved_identifiers")
            sql.run(con, "people", "add_merges", {"now": naive(batch.now)})
        if links:
            sql.run(con, "people", "add_links")
        touched = sql.run(con, "people", "touched")
        sql.run(con, "people", "forget_changed")
        return {"touched": touched, "new_identifiers": new, "links": links, "merged": merged}

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """At once, when an undo changed people since the last batch."""
        waiting = sql.one(con, "people", "count_changed", _Count)
        return now if waiting and waiting.people else None
