"""The types as a hub has them: rules, blocked values, and what came."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from auftakt.people.types.catalogue import BUILT_IN, LABELS, OTHER_PRIORITY, Block, Period, TypeRule, normaliser
from auftakt.people.types.conditions import blocked_condition
from auftakt.people.types.refused import refused_counts
from auftakt.people.types.saved import blocked_values, rules_of, type_rules
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class IdentifierType:
    """A type with its rule and its blocked values; `identifiers` and `people` say how many came, `refused` how many
    links its rule keeps apart.

    `has_rule` is false for a type that came and that nobody has said anything about. `label` is what somebody called
    it; the other two are what to show.
    """

    type: str
    label: str
    label_en: str
    label_ja: str
    normaliser: str
    priority: int
    most: int | None
    per: Period
    built_in: bool
    has_rule: bool
    blocks: list[Block]
    identifiers: int
    people: int
    refused: int


@dataclass(frozen=True)
class Suspicion:
    """A value that joins more identifiers than one person has: `links` of the person's `identifiers` hang on it."""

    person_id: int
    identifiers: int
    type: str
    value: str
    links: int


@dataclass(frozen=True)
class _Came:
    type: str
    identifiers: int
    people: int


def identifier_types(session: Session, con: Connection) -> list[IdentifierType]:
    """The strongest first; types that came without a rule stand at their place."""
    came = {each.type: each for each in sql.rows(con, "people", "identifier_types", _Came)}
    refused: dict[str, int] = {}
    for count in refused_counts(con):
        refused[count.type] = refused.get(count.type, 0) + count.links
    blocks: dict[str, list[Block]] = {}
    for block in blocked_values(session):
        blocks.setdefault(block.type, []).append(block)
    rules = {rule.type: rule for rule in type_rules(session)}
    own = {rule.type for rule in BUILT_IN}
    found = []
    for name in rules.keys() | came.keys() | blocks.keys() | refused.keys():
        rule, seen = rules.get(name, TypeRule(name, OTHER_PRIORITY)), came.get(name, _Came(name, 0, 0))
        label = LABELS.get(name)
        found.append(
            IdentifierType(
                type=name,
                label=rule.label,
                label_en=rule.label or (label.en if label else name),
                label_ja=rule.label or (label.ja if label else name),
                normaliser=normaliser(name),
                priority=rule.priority,
                most=rule.most,
                per=rule.per,
                built_in=name in own,
                has_rule=name in rules,
                blocks=blocks.get(name, []),
                identifiers=seen.identifiers,
                people=seen.people,
                refused=refused.get(name, 0),
            )
        )
    return sorted(found, key=lambda each: (each.priority, each.type))


def suspected_values(session: Session, con: Connection, most: int, limit: int = 20) -> list[Suspicion]:
    """Values that may not belong to one person: what holds people of more than `most` identifiers together, and isn't
    blocked yet. The largest person first."""
    slots = {"blocked_value": blocked_condition(rules_of(session).blocks)}
    return sql.rows(con, "people", "suspected_values", Suspicion, {"most": most, "limit": limit}, slots)
