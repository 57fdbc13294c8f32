"""Proposals that two people are one, with the match field by field."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from auftakt.kit.clock import aware
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.people.matching.comparisons import MatchLevel
from auftakt.people.naming import display_name
from auftakt.store import sql
from auftakt.store.plane import Connection

ProposalState = Literal["open", "approved", "refused", "undone", "closed"]
STATES: tuple[ProposalState, ...] = ("open", "approved", "refused", "undone", "closed")


@dataclass(frozen=True)
class ProposedPerson:
    """One side: who that is now."""

    person_id: int
    name: str | None
    identifiers: int
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True)
class ComparedField:
    """One field as it was compared. `weight` is what it adds to that of the pair, in bits; `kind` is `names` for a
    given and a family name together. Values are as they were told then; None where a side has none."""

    field: str
    kind: str
    level: MatchLevel
    weight: float
    a_value: str | None
    b_value: str | None


@dataclass(frozen=True)
class MatchProposal:
    """Two people who may be one. `probability` is from 0 to 1, `weight` log2 of its odds.

    `state`: open; approved or refused by somebody; undone, where the link of an approved one was taken back; closed,
    where the two became one person in another way, or somebody said elsewhere that they are not.
    """

    id: int
    state: ProposalState
    probability: float
    weight: float
    run_id: str
    found_at: datetime
    a: ProposedPerson
    b: ProposedPerson
    fields: list[ComparedField]
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    link_id: int | None


@dataclass(frozen=True)
class ProposalPage:
    items: list[MatchProposal]
    next: str | None


@dataclass(frozen=True)
class _Row:
    pair_id: int
    key_a: str
    key_b: str
    state: ProposalState
    probability: float
    weight: float
    run_id: str
    found_at: datetime
    decided_at: datetime | None
    actor: str | None
    reason: str | None
    link_id: int | None
    a: dict[str, Any]
    b: dict[str, Any]


@dataclass(frozen=True)
class _Field:
    pair_id: int
    field: str
    kind: str
    level: MatchLevel
    weight: float


@dataclass(frozen=True)
class _Value:
    pair_id: int
    side: str
    field: str
    part: str
    value: str


@dataclass(frozen=True)
class _Count:
    state: str
    pairs: int


def list_proposals(
    con: Connection, state: ProposalState | None = "open", *, after: str | None = None, limit: int = 50
) -> ProposalPage:
    """Proposals in a state (None: in any), the likeliest first. Raises InvalidInput for what is no page."""
    before, before_pair = _place(after)
    _make_states(con)
    rows = _rows(con, state or "", None, before, before_pair, limit + 1)
    items = _proposals(con, rows[:limit])
    return ProposalPage(items, f"{rows[limit - 1].weight!r}~{rows[limit - 1].pair_id}" if len(rows) > limit else None)


def find_proposal(con: Connection, pair_id: int) -> MatchProposal:
    """Raises NotFound."""
    _make_states(con)
    rows = _rows(con, "", pair_id, None, 0, 1)
    if not rows:
        raise NotFound(
            Text(f"There is no proposal {pair_id} any more.", f"名寄せ案 {pair_id} はもうありません。"),
            next_action=Text("Look at the list again.", "一覧を見直してください。"),
        )
    return _proposals(con, rows)[0]


def count_proposals(con: Connection) -> dict[ProposalState, int]:
    """How many proposals are in each state."""
    _make_states(con)
    found = {row.state: row.pairs for row in sql.rows(con, "people", "match_counts", _Count)}
    return {state: found.get(state, 0) for state in STATES}


def _make_states(con: Connection) -> None:
    sql.run(con, "people", "match_apart")
    sql.run(con, "people", "match_states")


def _rows(
    con: Connection, state: str, pair_id: int | None, before: float | None, before_pair: int, most: int
) -> list[_Row]:
    needs = {"state": state, "pair_id": pair_id, "before": before, "before_pair": before_pair, "most": most}
    return sql.rows(con, "people", "match_page", _Row, needs)


def _proposals(con: Connection, rows: list[_Row]) -> list[MatchProposal]:
    asked = {"pair_ids": [row.pair_id for row in rows]}
    fields: dict[int, list[_Field]] = defaultdict(list)
    for each in sql.rows(con, "people", "match_fields", _Field, asked):
        fields[each.pair_id].append(each)
    values: dict[tuple[int, str, str], dict[str, str]] = defaultdict(dict)
    for told in sql.rows(con, "people", "match_sides", _Value, asked):
        values[told.pair_id, told.side, told.field][told.part] = told.value
    return [
        MatchProposal(
            row.pair_id, row.state, row.probability, row.weight, row.run_id, aware(row.found_at), _person(row.a),
            _person(row.b),
            [
                ComparedField(
                    each.field, each.kind, each.level, each.weight,
                    *(_value(values.get((row.pair_id, key, each.field), {})) for key in (row.key_a, row.key_b)),
                )
                for each in fields[row.pair_id]
            ],
            aware(row.decided_at) if row.decided_at else None, row.actor, row.reason, row.link_id,
        )
        for row in rows
    ]  # fmt: skip


def _person(facts: dict[str, Any]) -> ProposedPerson:
    name = display_name(facts["whole"], facts["first"], facts["last"])
    seen = aware(facts["first_seen"]), aware(facts["last_seen"])
    return ProposedPerson(facts["person_id"], name, facts["identifiers"], *seen)


def _value(parts: dict[str, str]) -> str | None:
    return parts[""] if "" in parts else display_name(None, parts.get("given"), parts.get("family"))


def _place(after: str | None) -> tuple[float | None, int]:
    if not after:
        return None, 0
    weight, _, pair = after.partition("~")
    try:
        return float(weight), int(pair)
    except ValueError as error:
        raise InvalidInput(
            Text(f"There is no page {after!r}.", f"ページ {after!r} は存在しません。"),
            next_action=Text("Start again at the first page.", "最初のページからやり直してください。"),
        ) from error
