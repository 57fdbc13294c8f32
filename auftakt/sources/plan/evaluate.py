"""One event beside the plan, in plain Python: for trying an event, and as the reference of what the batch computes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from auftakt.sources.plan.document import Action, EventPlan, PropertyPlan, TrackingPlan, ValueType
from auftakt.sources.plan.problem import Place, Problem, Violation

TIME = r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?"
"""What counts as a time: an ISO 8601 date, with or without a time of day."""

_INT_FROM, _INT_TO = -(2**63), 2**64


def find_event_plan(plan: TrackingPlan, *, type: str, name: str, source_id: str) -> EventPlan | None:
    """The event as planned; None if it is not expected, or not from this source."""
    found = plan.events.get(name)
    if found is None or found.type != type or (found.sources and source_id not in found.sources):
        return None
    return found


def violations_of(
    plan: TrackingPlan,
    *,
    type: str,
    name: str,
    source_id: str,
    properties: Mapping[str, Any] | None,
    traits: Mapping[str, Any] | None,
) -> list[Violation]:
    """All in which the event differs, whatever it leads to, except what the plan allows."""
    found: list[Violation] = []
    event = find_event_plan(plan, type=type, name=name, source_id=source_id)
    if event is None:
        # Who somebody is may always be said; an unknown name is what a plan is there to notice.
        if type in {"track", "page", "screen"}:
            found.append(Violation("event", "", "unplanned_event", plan.unplanned_event))
    else:
        found.extend(_checked(plan, event, event.properties, properties or {}, "properties"))
        found.extend(_unplanned(event.properties, properties or {}, plan.unplanned_property_of(event)))
    if traits is not None:
        found.extend(_checked(plan, None, plan.traits, traits, "traits"))
    return [each for each in found if each.action != "allow"]


def _checked(
    plan: TrackingPlan,
    event: EventPlan | None,
    planned: Mapping[str, PropertyPlan],
    values: Mapping[str, Any],
    place: Place,
) -> Iterator[Violation]:
    for key, each in planned.items():
        problem = _problem(each, values.get(key))
        if problem:
            yield Violation(place, key, problem, plan.action_of(event, each))


def _unplanned(planned: Mapping[str, PropertyPlan], values: Mapping[str, Any], action: Action) -> Iterator[Violation]:
    for key in values:
        if key not in planned:
            yield Violation("properties", key, "unplanned_property", action)


def _problem(planned: PropertyPlan, value: Any) -> Problem | None:
    if value is None:
        return "missing" if planned.required else None
    if not _has_type(planned.type, value):
        return "wrong_type"
    if planned.one_of and value not in planned.one_of:
        return "not_one_of"
    if planned.pattern and not re.fullmatch(planned.pattern, value):
        return "pattern"
    if planned.minimum is not None and float(value) < planned.minimum:
        return "too_small"
    if planned.maximum is not None and float(value) > planned.maximum:
        return "too_large"
    if planned.longest is not None and len(value) > planned.longest:
        return "too_long"
    return None


def _has_type(wanted: ValueType, value: Any) -> bool:
    match wanted:
        case "any":
            return True
        case "text":
            return isinstance(value, str)
        case "time":
            return isinstance(value, str) and re.fullmatch(TIME, value) is not None
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool) and _INT_FROM <= value < _INT_TO
        case "boolean":
            return isinstance(value, bool)
        case "list":
            return isinstance(value, list)
        case "object":
            return isinstance(value, dict)
