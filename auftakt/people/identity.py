"""Who is who: identifiers, links, merges."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from auftakt.jobs import Batch
from auftakt.kit.clock import naive
from auftakt.people.components import make_moved
from auftakt.people.types.refuse import refuse_beyond_limits, refuse_blocked
from auftakt.people.types.saved import RuleReader, no_rules
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Count:
    people: int


class IdentityStep:
    """From `fresh` to identifiers, links and merges; leaves the temp tables `touched` and `merged`.

    A new identifier gets a person id of its own at birth; linked identifiers share the smallest of those ids. So the
    partition doesn't depend on the order in which events arrive, as long as no rule of `rules` refuses a link. What is
    refused stands in `refused_links` with its reason; then the partition depends on the log alone (see the decision
    on identifier limits).
    """

    name = "identity"

    def __init__(self, rules: RuleReader = no_rules) -> None:
        self._rules = rules

    def run(self, batch: Batch) -> Mapping[str, int]:
        con = batch.con
        links, refused = self._link(batch)
        merged = sql.run(con, "people", "merged")
        new = sql.run(con, "people", "add_identifiers")
        if merged:
            sql.run(con, "people", "moved_identifiers")
            sql.run(con, "people", "drop_moved_identifiers")
            sql.run(con, "people", "put_moved_identifiers")
            sql.run(con, "people", "add_merges", {"now": naive(batch.now)})
        if links:
            sql.run(con, "people", "add_links")
            sql.run(con, "people", "drop_mended_refusals")
        if refused:
            sql.run(con, "people", "add_refused_links", {"now": naive(batch.now)})
        touched = sql.run(con, "people", "touched")
        sql.run(con, "people", "forget_changed")
        return {"touched": touched, "new_identifiers": new, "links": links, "merged": merged, "refused": refused}

    def _link(self, batch: Batch) -> tuple[int, int]:
        """Leaves `fresh_links`, `fresh_edges` and `moved`; gives how many links are new, and how many are refused."""
        con, rules = batch.con, self._rules(batch.control)
        sql.run(con, "people", "fresh_identifiers")
        links = sql.run(con, "people", "fresh_links")
        refused = refuse_blocked(con, rules)
        sql.run(con, "people", "fresh_ends")
        make_moved(con, "fresh_edges", sql.run(con, "people", "fresh_edges"))
        refused += refuse_beyond_limits(con, rules)
        return links - refused, refused

    def next_due(self, con: Connection, now: datetime) -> datetime | None:
        """At once, when an undo changed people since the last batch."""
        waiting = sql.one(con, "people", "count_changed", _Count)
        return now if waiting and waiting.people else None
