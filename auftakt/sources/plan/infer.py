"""A plan to begin with, read off what has arrived.

For each event the latest of them are looked at. A property gets a type if all its values agree on one, and is required
if none of at least `ENOUGH` events lacks it.
"""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import naive
from auftakt.sources.plan.document import VALUE_TYPES, EventPlan, EventType, PropertyPlan, TrackingPlan, ValueType
from auftakt.sources.plan.evaluate import TIME
from auftakt.sources.plan.parse import MOST_EVENTS, MOST_PROPERTIES
from auftakt.sources.source import OWN
from auftakt.store import sql
from auftakt.store.plane import Connection

SAMPLE = 1_000
"""How many events of a name are looked at."""
ENOUGH = 20
"""From how many events on a property without a gap is taken for required."""
_EVENT_TYPES: dict[str, EventType] = {"track": "track", "page": "page", "screen": "screen", "group": "group"}


@dataclass(frozen=True)
class _Seen:
    """A property or trait (`key` empty: the event itself), in how many of the events looked at."""

    place: str
    type: str
    name: str
    key: str
    wanted: str
    found: int
    events: int


def infer_plan(con: Connection, since: datetime) -> TrackingPlan:
    """The plan that what happened since then would keep to; an empty one if nothing has."""
    facts = {"since": naive(since), "sample": SAMPLE, "own": sorted(OWN), "time": TIME, "most": MOST_EVENTS}
    seen = sql.rows(con, "sources", "plan_seen", _Seen, facts)
    events: dict[str, EventPlan] = {}
    properties: dict[str, dict[str, PropertyPlan]] = {}
    traits: dict[str, PropertyPlan] = {}
    for each in seen:
        if each.place == "event" and each.type in _EVENT_TYPES and each.name not in events:
            events[each.name] = EventPlan(type=_EVENT_TYPES[each.type])
    for each in seen:
        if each.place == "traits":
            traits[each.key] = PropertyPlan(type=_wanted(each.wanted))
        elif each.place == "properties" and each.name in events and events[each.name].type == each.type:
            always = each.found == each.events and each.events >= ENOUGH
            properties.setdefault(each.name, {})[each.key] = PropertyPlan(type=_wanted(each.wanted), required=always)
    return TrackingPlan(
        events={
            name: EventPlan(type=event.type, properties=_most(properties.get(name, {})))
            for name, event in events.items()
        },
        traits=_most(traits),
    )


def _wanted(text: str) -> ValueType:
    return next((each for each in VALUE_TYPES if each == text), "any")


def _most(planned: dict[str, PropertyPlan]) -> dict[str, PropertyPlan]:
    return dict(list(planned.items())[:MOST_PROPERTIES])
