"""A rule before it is saved: how many, who for example, and what there is to choose from."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlglot import exp

from auftakt.audiences.matching import people_matching
from auftakt.audiences.rule import Rule
from auftakt.people import PersonSummary, list_people
from auftakt.store import sql
from auftakt.store.plane import Connection

SAMPLE = 5


SAMPLE_FROM = 50_000
"""Below so many people counting all of them is as fast as counting some."""
PER_MILLE = 20
"""How many of a thousand people are looked at first."""
OVERLAPS = 6


@dataclass(frozen=True)
class Reach:
    """Of those who meet a rule: how many allow marketing on a channel, have an address there, and are not stopped."""

    channel: str
    consented: int
    addressed: int
    reachable: int


@dataclass(frozen=True)
class Overlap:
    """How many meet the rule and are in another audience, which has `size` people."""

    audience_id: str
    both: int
    size: int


@dataclass(frozen=True)
class RulePreview:
    """How many meet a rule. `margin` is 0 where all were counted; else all numbers are estimates from some people, and
    the true size is within `size` ± `margin` in 19 of 20 cases."""

    size: int
    total: int
    reachable_email: int
    sample: list[PersonSummary]
    margin: int
    reach: list[Reach]
    overlaps: list[Overlap]


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


def preview_rule(
    con: Connection,
    rule: Rule,
    now: datetime,
    zone: ZoneInfo,
    stopped: Sequence[tuple[str, str]] = (),
    *,
    first_look: bool = False,
) -> RulePreview:
    """Counts who meets a rule at `now` and shows the few seen last. Leaves nothing but temporary tables.

    `stopped`: channels and addresses that get nothing (`*` is every channel, `@` an identifier as type:value). With a
    `first_look` only some are looked at where there are many people.
    """
    total = sql.rows(con, "audiences", "people_count", _People)[0].people
    share = PER_MILLE / 1000 if first_look and total >= SAMPLE_FROM else 1.0
    if share < 1:
        looked_at = sql.run(con, "audiences", "sampled_people", {"per_mille": PER_MILLE})
        share = max(looked_at, 1) / total
    found = people_matching(con, rule, now, zone, people="sampled_people" if share < 1 else None)
    chosen = exp.In(
        this=exp.column("person_id"), query=exp.Subquery(this=exp.select("person_id").from_("matching_people"))
    )
    handed = {"rows": json.dumps([list(pair) for pair in stopped], ensure_ascii=False)}
    reach = [_scaled(each, share) for each in sql.rows(con, "audiences", "reach", Reach, handed)]
    overlaps = sql.rows(con, "audiences", "overlaps", Overlap, {"most": OVERLAPS})
    return RulePreview(
        size=round(found / share),
        total=total,
        reachable_email=next((each.reachable for each in reach if each.channel == "email"), 0),
        sample=list_people(con, limit=SAMPLE, among=chosen).items,
        margin=_margin(found, share, total),
        reach=reach,
        overlaps=[replace(each, both=min(round(each.both / share), each.size)) for each in overlaps],
    )


@dataclass(frozen=True)
class _People:
    people: int


def _scaled(reach: Reach, share: float) -> Reach:
    return Reach(
        reach.channel, round(reach.consented / share), round(reach.addressed / share), round(reach.reachable / share)
    )


def _margin(found: int, share: float, total: int) -> int:
    """Half of Wilson's interval, in people, about the simple estimate; it holds for none found as well."""
    looked_at = total * share
    if share >= 1 or looked_at < 1:
        return 0
    z, part = 1.96, found / looked_at
    middle = (part + z * z / (2 * looked_at)) / (1 + z * z / looked_at)
    half = z / (1 + z * z / looked_at) * math.sqrt(part * (1 - part) / looked_at + z * z / (4 * looked_at**2))
    return math.ceil((abs(middle - part) + half) * total)


def rule_fields(con: Connection, names: Mapping[str, str]) -> RuleFields:
    """What a rule can ask for. `names`: audiences by id."""
    return RuleFields(
        traits=sql.rows(con, "audiences", "trait_fields", TraitField),
        events=sql.rows(con, "audiences", "event_fields", EventField),
        audiences=[AudienceField(id_, name) for id_, name in sorted(names.items(), key=lambda pair: pair[1])],
    )
