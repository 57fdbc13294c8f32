"""Deciding about a proposal: what is approved becomes a link like any other, which can be taken back like any other."""

from datetime import datetime
from typing import Literal

from auftakt.kit.clock import naive
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.people.matching.proposals import MatchProposal, ProposalState, find_proposal
from auftakt.people.retract import redo_link, regroup, retract_link
from auftakt.store import sql
from auftakt.store.plane import Connection

MATCH_POLICY = "policy"
"""Who approved what nobody looked at: the policy to merge over the upper threshold."""

MatchDecision = Literal["approve", "refuse", "reopen"]
_FROM: dict[MatchDecision, frozenset[ProposalState]] = {
    "approve": frozenset({"open"}),
    "refuse": frozenset({"open"}),
    "reopen": frozenset({"approved", "refused", "undone"}),
}


def decide_match(
    con: Connection, pair_id: int, decision: MatchDecision, now: datetime, actor: str, reason: str = ""
) -> MatchProposal:
    """Decides inside the writer's transaction; gives the proposal as it is afterwards.

    `approve` makes the two one person by a link of source `match`; `refuse` keeps them apart for good; `reopen` takes
    either back, so that it waits again. Raises NotFound, or Conflict where it is in another state.
    """
    found = find_proposal(con, pair_id)
    if found.state not in _FROM[decision]:
        raise Conflict(
            Text(f"This proposal is {found.state} already.", "この名寄せ案の状態はすでに変わっています。"),
            next_action=Text("Look at the list again.", "一覧を見直してください。"),
            state=found.state,
        )
    sql.run(con, "people", "match_choice", {"pair_id": pair_id})
    if decision == "approve":
        join_choice(con, now, actor, reason)
    else:
        if found.state == "approved" and found.link_id is not None:
            retract_link(con, found.link_id, now, actor, reason)
        made = "refused" if decision == "refuse" else "reopened"
        facts = {"decision": made, "now": naive(now), "actor": actor, "reason": reason, "link_id": found.link_id}
        sql.run(con, "people", "add_match_decision", facts)
    return find_proposal(con, pair_id)


def join_choice(con: Connection, now: datetime, actor: str, reason: str) -> int:
    """Makes one person of both ends of each pair in the temp table `match_choice`; gives how many pairs.

    All derived rows are computed from history, once for all of them.
    """
    pairs = sql.run(con, "people", "match_links")
    for link_id in _taken_back(con):
        redo_link(con, link_id, now, actor, reason)
    if sql.run(con, "people", "add_match_links", {"now": naive(now)}):
        sql.run(con, "people", "match_regrouped")
        regroup(con, now)
        sql.run(con, "people", "add_regrouped_merges", {"now": naive(now)})
    sql.run(con, "people", "add_match_decisions", {"now": naive(now), "actor": actor, "reason": reason})
    return pairs


def _taken_back(con: Connection) -> list[int]:
    """Links of pairs that were approved, opened again, and are approved once more."""
    return [each for (each,) in con.execute(sql.render("people", "match_old_links")).fetchall()]
