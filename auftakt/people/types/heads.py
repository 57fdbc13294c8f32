"""Whose event it is, where the rules have a say: its strongest identifier that is not blocked."""

from auftakt.jobs import Batch
from auftakt.people.types.catalogue import IdentityRules
from auftakt.people.types.conditions import blocked_condition
from auftakt.people.types.refuse import rank_lists
from auftakt.people.types.saved import read_rules
from auftakt.store import sql
from auftakt.store.plane import Connection


def choose_heads(batch: Batch) -> None:
    """Changes the temp table `fresh` before it is stored, by the rules of the hub."""
    put_heads(batch.con, read_rules(batch.control))


def put_heads(con: Connection, rules: IdentityRules) -> int:
    """An event's own identifier is the one named first, as long as it isn't blocked. Once a type has a limit it is the
    strongest one, so that what is cut off is the weaker. Gives how many events got another head.

    An event of which all identifiers are blocked keeps its first: it lands on that value's own person, and isn't lost.
    """
    if not rules.limits and not rules.blocks:
        return 0
    blocked = {"blocked_value": blocked_condition(rules.blocks)}
    if not sql.run(con, "people", "fresh_several", {"by_rank": bool(rules.limits)}, blocked):
        return 0
    if not sql.run(con, "people", "fresh_heads", rank_lists(rules), blocked):
        return 0
    return sql.run(con, "people", "put_heads")
