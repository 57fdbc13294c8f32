"""A rule before it is saved: how many, who for example, and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences.matching import size_of
from auftakt.audiences.rule import Rule
from auftakt.people import PersonSummary, list_people
from auftakt.store import sql
from auftakt.store.plane import Connection

SAMPLE = 5


@dataclass(frozen=True)
class RulePreview:
    size: int
    total: int
    reachable_email: int
    sample: list[PersonSummary]


@dataclass(frozen=True)
class TraitField:
    """A trait that people have; `number` if most of its values are numbers."""

    name: str
    kind: str
    examples: list[str]
    people: int


@dataclass(frozen=True)
class EventField:
    """An event that happened; `properties` as seen in its latest few hundred."""

    name: str
    count: int
    properties: list[str]


@dataclass(frozen=True)
class AudienceField:
    id: str
    name: str


@dataclass(frozen=True)
class RuleFields:
    traits: list[TraitField]
    events: list[EventField]
    audiences: list[AudienceField]


def preview_rule(con: Connection, rule: Rule, now: datetime, zone: ZoneInfo) -> RulePreview:
    """Counts who meets a rule at `now` and shows the few seen last. Leaves nothing but temporary tables."""
    size = size_of(con, rule, now, zone)
    chosen = exp.In(
        this=exp.column("person_id"), query=exp.Subquery(this=exp.select("person_id").from_("matching_people"))
    )
    sample = list_people(con, limit=SAMPLE, among=chosen).items
    return RulePreview(size.size, size.total, size.reachable_email, sample)


def rule_fields(con: Connection, names: Mapping[str, str]) -> RuleFields:
    """What a rule can ask for. `names`: audiences by id."""
    return RuleFields(
        traits=sql.rows(con, "audiences", "trait_fields", TraitField),
        events=sql.rows(con, "audiences", "event_fields", EventField),
        audiences=[AudienceField(id_, name) for id_, name in sorted(names.items(), key=lambda pair: pair[1])],
    )
