"""Which events, properties and traits have come."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware
from auftakt.people.data_catalogue.entry import About, Seen
from auftakt.sources import OWN
from auftakt.store import sql
from auftakt.store.plane import Connection

SAMPLE = 1_000
"""How many events of a name are looked at for their properties: the latest."""
_MOST = 2_000


@dataclass(frozen=True)
class _Event:
    name: str
    events: int
    last_at: datetime
    sources: list[str]


@dataclass(frozen=True)
class _Property:
    event: str
    name: str
    found: int
    sampled: int
    last_at: datetime
    sources: list[str]


@dataclass(frozen=True)
class _Trait:
    name: str
    people: int
    last_at: datetime
    sources: list[str]


def seen_data(con: Connection) -> dict[About, Seen]:
    """All that came from outside, events first, each the most frequent first. What the hub makes itself is left out."""
    facts = {"own": sorted(OWN), "sample": SAMPLE, "most": _MOST}
    found: dict[About, Seen] = {}
    counts: dict[str, int] = {}
    for event in sql.rows(con, "people", "catalogue_events", _Event, facts):
        counts[event.name] = event.events
        found[About("event", event.name)] = Seen(event.events, aware(event.last_at), sorted(event.sources))
    for each in sql.rows(con, "people", "catalogue_properties", _Property, facts):
        share = each.found / each.sampled
        about = About("property", each.event, each.name)
        found[about] = Seen(counts.get(each.event, 0), aware(each.last_at), sorted(each.sources), share)
    for trait in sql.rows(con, "people", "catalogue_traits", _Trait, {"most": _MOST}):
        found[About("trait", "", trait.name)] = Seen(trait.people, aware(trait.last_at), sorted(trait.sources))
    return found
