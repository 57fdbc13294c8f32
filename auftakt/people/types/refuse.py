"""Takes links that the rules don't allow out of a batch, before anybody is joined by them."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from auftakt.people.components import make_moved
from auftakt.people.types.catalogue import OTHER_PRIORITY, IdentityRules
from auftakt.people.types.conditions import blocked_condition
from auftakt.people.types.greedy import Refusal, Wish, refuse
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Held:
    person_id: int
    type: str
    period: int
    held: int


def refuse_blocked(con: Connection, rules: IdentityRules) -> int:
    """Takes links with a blocked end from `fresh_links`; makes `fresh_refused`. Gives how many."""
    sql.run(con, "people", "no_refused")
    slots = {"blocked_value": blocked_condition(rules.blocks)}
    if not rules.blocks or not sql.run(con, "people", "fresh_blocked", None, slots):
        return 0
    refused = sql.run(con, "people", "fresh_refused")
    if refused:
        sql.run(con, "people", "drop_refused_links")
    return refused


def refuse_beyond_limits(con: Connection, rules: IdentityRules) -> int:
    """Takes links from `fresh_links` that would give somebody more of a type than its limit; gives how many.

    Only people whom the batch would join beyond a limit are looked at one by one, in arrays of their links; everybody
    else costs one scan of the limited types. Afterwards `fresh_ends`, `fresh_edges` and `moved` hold what is left.
    """
    if not rules.limits or not sql.run(con, "people", "fresh_slots", limit_lists(rules)):
        return 0
    if not sql.run(con, "people", "limit_suspects"):
        return 0
    sql.run(con, "people", "suspect_members", rank_lists(rules))
    refusals = refuse_wishes(con, rules, sql.rows(con, "people", "suspect_links", Wish), "add_limit_refusals")
    sql.run(con, "people", "drop_refused_links")
    sql.run(con, "people", "fresh_ends")
    make_moved(con, "fresh_edges", sql.run(con, "people", "fresh_edges"))
    return refusals


def refuse_wishes(con: Connection, rules: IdentityRules, wishes: list[Wish], put: str) -> int:
    """Tries the wishes one by one, with what the suspects have; hands what doesn't fit to the statement `put`."""
    holds: dict[int, dict[tuple[str, int], int]] = {}
    for row in sql.rows(con, "people", "suspect_slots", _Held):
        holds.setdefault(row.person_id, {})[row.type, row.period] = row.held
    refusals = refuse(wishes, holds, {rule.type: rule.most or 0 for rule in rules.limits})
    _put(con, refusals, put)
    return len(refusals)


def rank_lists(rules: IdentityRules) -> dict[str, Any]:
    """The priorities as the statements take them: a list for each column, and that of all other types."""
    return {
        "types": [kind for kind, _ in rules.priorities],
        "ranks": [rank for _, rank in rules.priorities],
        "other": OTHER_PRIORITY,
    }


def limit_lists(rules: IdentityRules) -> dict[str, Any]:
    """The limits as the statements take them: a list for each column."""
    return {
        "types": [rule.type for rule in rules.limits],
        "periods": [rule.per for rule in rules.limits],
        "most": [rule.most for rule in rules.limits],
    }


def _put(con: Connection, refusals: list[Refusal], put: str) -> None:
    columns = {
        "link_id": pa.array([each.link_id for each in refusals], pa.int64()),
        "type": pa.array([each.type for each in refusals], pa.string()),
        "held": pa.array([each.held for each in refusals], pa.int64()),
    }
    con.register("limit_refusals", pa.table(columns))
    try:
        sql.run(con, "people", put)
    finally:
        con.unregister("limit_refusals")
