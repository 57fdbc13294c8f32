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
_RECENT = 1_000_000
"""How far back in the log it is looked for these: further only for names that did not come since."""
_MOST = 2_000


@dataclass(frozen=True)
class _Event:
    name: str
    events: int
    last_at: datetime
    last_offset: int
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
    own = sorted(OWN)
    found: dict[About, Seen] = {}
    events = {
        each.name: each for each in sql.rows(con, "people", "catalogue_events", _Event, {"own": own, "most": _MOST})
    }
    for event in events.values():
        found[About("event", event.name)] = Seen(event.events, aware(event.last_at), sorted(event.sources))
    recent = max((event.last_offset for event in events.values()), default=0) - _RECENT
    rare = [event.name for event in events.values() if event.last_offset <= recent]
    facts = {"own": own, "sample": SAMPLE, "recent": recent, "rare": rare}
    for each in sql.rows(con, "people", "catalogue_properties", _Property, facts):
        if each.event in events:
            share, count = each.found / each.sampled, events[each.event].events
            about = About("property", each.event, each.name)
            found[about] = Seen(count, aware(each.last_at), sorted(each.sources), share)
    for trait in sql.rows(con, "people", "catalogue_traits", _Trait, {"most": _MOST}):
        found[About("trait", "", trait.name)] = Seen(trait.people, aware(trait.last_at), sorted(trait.sources))
    return found
