"""Whether an event that was put right may come in: the door's checks and the tracking plan's, before any effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from msgspec import UNSET, Raw

from auftakt.jobs import Hub
from auftakt.kit.clock import iso
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.sources.body import Unreadable
from auftakt.sources.dialects import read_any
from auftakt.sources.erased import ERASED_REASON, Erased, erased_of
from auftakt.sources.event import AHEAD, MAX_EVENT, Arrival, Rejected, line_again, line_of
from auftakt.sources.mending.draft import Event, event_text
from auftakt.sources.message import Line, write_line
from auftakt.sources.plan import TrackingPlan, latest_plan, violations_of
from auftakt.sources.plan.problem import ORDER
from auftakt.sources.quarantine import HELD, Quarantined
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.sources.rules import NO_RULES, DoorRules
from auftakt.sources.source import OWN, list_sources
from auftakt.sources.visitor import Visitor

_MOST_NAMED = 20


@dataclass(frozen=True)
class Problem:
    """Why it would be held back again; `key` is the property that the tracking plan means, if any."""

    reason: str
    key: str = ""

    @property
    def explained(self) -> Reason:
        return explain_reason(self.reason)


class StillBroken(InvalidInput):
    """What was put right is not right yet; nothing was changed. The facts name the problems."""

    code = "still_broken"


@dataclass(frozen=True)
class Checks:
    """What an arrival is held to at this moment."""

    now: datetime
    country: str = "JP"
    plan: TrackingPlan | None = None
    erased: Erased | None = None
    rules: Mapping[str, DoorRules] = field(default_factory=dict)

    @classmethod
    def of(cls, hub: Hub) -> "Checks":
        """As of now: the plan in force, the sources' rules, who was erased."""
        with hub.control.reading() as session:
            sources = list_sources(session)
            version = latest_plan(session)
        names = {source.name: source.id for source in sources}
        plan = _by_id(version.plan, names) if version and version.enforced else None
        rules = {source.id: source.rules for source in sources}
        return cls(hub.clock.now(), hub.settings.identity.country, plan, erased_of(hub.control), rules)

    def line(self, row: Quarantined, event: Event, made_id: str) -> Line | list[Problem]:
        """The event's line of the log, received now, or all that speaks against it."""
        visitor = Visitor(self.rules.get(row.source_id, NO_RULES))
        known = self.erased if self.erased is not None and self.erased.until else None
        # By the clock of the day on which it came: that is what its own times are to be corrected by.
        arrival = Arrival(
            row.received_at, iso(self.now), self.now + AHEAD, row.source_id, None, lambda: made_id, self.country,
            visitor, known,
        )  # fmt: skip
        try:
            line = _line(row, event, arrival)
        except Rejected as why:
            return [Problem(why.code)]
        except Unreadable:
            return [Problem("not_an_object")]
        except msgspec.DecodeError:
            return [Problem("wrong_type")]
        if line.k == "x":
            return [Problem(ERASED_REASON)]
        return self._against_plan(line) or line

    def _against_plan(self, line: Line) -> list[Problem]:
        if self.plan is None or line.s in OWN:
            return []
        properties = {} if line.p is UNSET else msgspec.json.decode(line.p)
        traits = None if line.tr is UNSET else msgspec.json.decode(line.tr)
        found = violations_of(
            self.plan, type=line.t, name=line.n, source_id=line.s, properties=properties, traits=traits
        )
        held = [each for each in found if each.action == "quarantine"]
        held.sort(key=lambda each: (ORDER[each.problem], each.key))
        return [Problem(HELD + each.problem, each.key) for each in held[:_MOST_NAMED]]


def still_broken(problems: list[Problem], part: int | None = None) -> StillBroken:
    """The error for what is not right yet; `part` counts from 0 where it is one event of many."""
    told = [each.explained.text for each in problems]
    keys = [f" ({each.key})" if each.key else "" for each in problems]
    en = " ".join(text.en + key for text, key in zip(told, keys, strict=True))
    ja = "".join(text.ja + key for text, key in zip(told, keys, strict=True))
    where = Text("", "") if part is None else Text(f"Event {part + 1}: ", f"{part + 1}件目: ")
    return StillBroken(
        Text(where.en + en, where.ja + ja),
        next_action=problems[0].explained.next_action,
        problems=[{"reason": each.reason, "key": each.key} for each in problems],
        part=part,
    )


def _line(row: Quarantined, event: Event, arrival: Arrival) -> Line:
    message = read_any(Raw(event_text(event).encode()), arrival.at)
    kind = message.type or ""
    line = (line_again if row.held_by_plan else line_of)(message, kind, arrival)
    if len(write_line(line)) > MAX_EVENT:
        raise Rejected("event_too_large")
    return line


def _by_id(plan: TrackingPlan, names: Mapping[str, str]) -> TrackingPlan:
    """The plan with ids where it calls sources by name."""
    events = {
        name: msgspec.structs.replace(event, sources=tuple(names.get(each, each) for each in event.sources))
        for name, event in plan.events.items()
    }
    return msgspec.structs.replace(plan, events=events)
