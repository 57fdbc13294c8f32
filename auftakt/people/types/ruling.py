"""What rules make of the links that are there already: which of them hold, and who is who then."""

from auftakt.people.components import make_moved
from auftakt.people.types.catalogue import IdentityRules
from auftakt.people.types.conditions import blocked_condition
from auftakt.people.types.greedy import Wish
from auftakt.people.types.refuse import limit_lists, rank_lists, refuse_wishes
from auftakt.store import sql
from auftakt.store.plane import Connection


def rule_everybody(con: Connection, rules: IdentityRules) -> None:
    """Decides over all links as if the rules had been there from the first event; see `rule_scope`."""
    sql.run(con, "people", "ruled_everybody")
    rule_scope(con, rules)


def rule_near(con: Connection, rules: IdentityRules, people: list[int]) -> None:
    """The same for some people, and for whom else refused links may join with them."""
    import pyarrow as pa

    blocked = {"blocked_value": blocked_condition(rules.blocks)}
    make_moved(con, "ruled_near", sql.run(con, "people", "ruled_near", None, blocked))
    con.register("ruled_people", pa.table({"person_id": pa.array(people, pa.int64())}))
    try:
        sql.run(con, "people", "ruled_scope")
    finally:
        con.unregister("ruled_people")
    rule_scope(con, rules)


def rule_scope(con: Connection, rules: IdentityRules) -> None:
    """Decides over the links of the people in the temp table `rule_scope`; changes nothing but temp tables.

    Links and refused links are tried in the order of the log, as the batch does it, so a hub that always had these
    rules stays as it is. What a person decided (a link put back, a match) holds whatever the rules say, from when it
    was decided. Leaves `ruled_pairs`, `ruled_refused` and `ruled_outcome`.
    """
    sql.run(con, "people", "ruled_members", rank_lists(rules), {"blocked_value": blocked_condition(rules.blocks)})
    sql.run(con, "people", "ruled_pairs")
    sql.run(con, "people", "ruled_refused")
    make_moved(con, "ruled_edges", sql.run(con, "people", "ruled_edges"))
    if rules.limits and sql.run(con, "people", "ruled_slots", limit_lists(rules)):
        _refuse_beyond_limits(con, rules)
    sql.run(con, "people", "ruled_outcome")


def _refuse_beyond_limits(con: Connection, rules: IdentityRules) -> None:
    if not sql.run(con, "people", "limit_suspects"):
        return
    wishes = sql.rows(con, "people", "ruled_wishes", Wish)
    if refuse_wishes(con, rules, wishes, "add_ruled_refusals"):
        make_moved(con, "ruled_edges", sql.run(con, "people", "ruled_edges"))
