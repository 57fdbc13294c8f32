"""What a changed rule would do to the people who are there: who would be split, who would become one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from auftakt.people.types.catalogue import Block, IdentityRules, Period, TypeRule
from auftakt.people.types.refused import Reason
from auftakt.people.types.ruling import rule_everybody
from auftakt.people.types.saved import blocked_values, checked_block, checked_types, find_block, type_rules
from auftakt.store import sql
from auftakt.store.plane import Connection

EXAMPLES, MOST_PARTS, MOST_MEMBERS = 6, 5, 6


@dataclass(frozen=True)
class TypeLimit:
    """So many of a type a person, of those first seen in the same `per`; `most` None: any number."""

    most: int | None = None
    per: Period = "ever"


@dataclass(frozen=True)
class RuleChange:
    """What somebody thinks of changing about a type; what is None or empty stays as it is."""

    priority: int | None = None
    limit: TypeLimit | None = None
    block: Sequence[str] = ()
    unblock: Sequence[str] = ()


@dataclass(frozen=True)
class PartMember:
    """An identifier."""

    type: str
    value: str


@dataclass(frozen=True)
class PersonPart:
    """One of several people: `members` are the strongest of so many `identifiers`.

    Of a split person the first part keeps the id; the others show the id that they would have.
    """

    person_id: int
    identifiers: int
    members: list[PartMember]


@dataclass(frozen=True)
class Regrouping:
    """A person that would become several, or several that would become one; `parts` are the largest of `part_count`.

    `reason`, `rule` and `held` say which rule splits them; None where people become one.
    """

    person_id: int
    identifiers: int
    part_count: int
    parts: list[PersonPart]
    reason: Reason | None = None
    rule: str | None = None
    held: int | None = None


@dataclass(frozen=True)
class RuleCounts:
    """`splits` people would become several; `merges` would be made of several. `links_refused` hold now and would not;
    `links_joined` were refused and would hold."""

    people_before: int
    people_after: int
    splits: int
    merges: int
    links_refused: int
    links_joined: int
    refused_before: int
    refused_after: int


@dataclass(frozen=True)
class WhatIf:
    """What would become of people if the rules were applied to what is there, with the largest examples."""

    counts: RuleCounts
    split: list[Regrouping]
    merged: list[Regrouping]


@dataclass(frozen=True)
class _Largest:
    person_id: int
    parts: int
    identifiers: int


@dataclass(frozen=True)
class _Row:
    whole: int
    part: int
    identifiers: int
    type: str
    value: str


@dataclass(frozen=True)
class _Why:
    person_id: int
    reason: Reason
    rule: str
    held: int
    links: int


def changed_rules(session: Session, kind: str, change: RuleChange) -> IdentityRules:
    """The rules of the hub with one type changed, checked as if they were saved. Raises InvalidInput, NotFound."""
    (named,) = checked_types([TypeRule(kind)])
    rules = {rule.type: rule for rule in type_rules(session)}
    rule = rules.get(named.type, named)
    if change.priority is not None:
        rule = replace(rule, priority=change.priority)
    if change.limit is not None:
        rule = replace(rule, most=change.limit.most, per=change.limit.per)
    types = checked_types(list((rules | {rule.type: rule}).values()))
    blocks = {(block.type, block.value): block for block in blocked_values(session)}
    for value in change.unblock:
        gone = find_block(list(blocks.values()), rule.type, value)
        del blocks[gone.type, gone.value]
    for value in change.block:
        block = checked_block(Block(rule.type, value))
        blocks[block.type, block.value] = block
    return IdentityRules.of(types, list(blocks.values()))


def what_if(con: Connection, rules: IdentityRules, examples: int = EXAMPLES) -> WhatIf:
    """What `apply_rules` would do now with these rules. `con` is a reader: only temp tables are written."""
    rule_everybody(con, rules)
    counts = rule_counts(con)
    split = _largest(con, False, examples) if counts.splits else []
    merged = _largest(con, True, examples) if counts.merges else []
    return WhatIf(counts, split, merged)


def rule_counts(con: Connection) -> RuleCounts:
    """The numbers of what was decided last on this connection."""
    (counts,) = sql.rows(con, "people", "ruled_counts", RuleCounts)
    return counts


def _largest(con: Connection, merged: bool, most: int) -> list[Regrouping]:
    found = sql.rows(con, "people", "ruled_largest", _Largest, {"merged": merged, "most": most})
    if not found:
        return []
    wholes = [each.person_id for each in found]
    asked = {"merged": merged, "wholes": wholes, "parts": MOST_PARTS, "members": MOST_MEMBERS}
    parts: dict[int, dict[int, PersonPart]] = {}
    for row in sql.rows(con, "people", "ruled_parts", _Row, asked):
        part = parts.setdefault(row.whole, {}).setdefault(row.part, PersonPart(row.part, row.identifiers, []))
        part.members.append(PartMember(row.type, row.value))
    whys: dict[int, _Why] = {}
    if not merged:
        for why in sql.rows(con, "people", "ruled_reasons", _Why, {"wholes": wholes}):
            whys.setdefault(why.person_id, why)
    return [_regrouping(each, list(parts[each.person_id].values()), whys.get(each.person_id)) for each in found]


def _regrouping(found: _Largest, parts: list[PersonPart], why: _Why | None) -> Regrouping:
    made = Regrouping(found.person_id, found.identifiers, found.parts, parts)
    return replace(made, reason=why.reason, rule=why.rule, held=why.held) if why else made
