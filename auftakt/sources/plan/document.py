"""The tracking plan as a document: which events are expected, with which properties, and what happens otherwise.

Written as YAML or JSON, in git or in the app. Keys that are not known are refused, so that a slip of the pen is not
taken for a rule that holds.
"""

from typing import Any, Literal, TypeAlias

import msgspec

Action: TypeAlias = Literal["allow", "warn", "drop", "quarantine"]
"""What becomes of an event that does not keep to the plan: nothing; it is counted; the property is taken off the event
(and counted); the event waits in the quarantine (and is counted)."""

ValueType: TypeAlias = Literal["any", "text", "number", "integer", "boolean", "time", "list", "object"]
EventType: TypeAlias = Literal["track", "page", "screen", "identify", "group"]
Sensitivity: TypeAlias = Literal["public", "internal", "personal", "special"]
"""Special: what the law protects above all, such as health or belief (GDPR article 9, 要配慮個人情報)."""

VALUE_TYPES: tuple[ValueType, ...] = ("any", "text", "number", "integer", "boolean", "time", "list", "object")


class PropertyPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is expected of a property or trait. JSON null counts as missing. Who answers for it is, where it is left
    out, who answers for the event."""

    type: ValueType = "any"
    required: bool = False
    one_of: tuple[str | int | float, ...] = ()
    pattern: str = ""  # the whole text, RE2
    minimum: int | float | None = None
    maximum: int | float | None = None
    longest: int | None = None  # characters
    on_violation: Action | None = None  # None: as the event says
    description: str = ""
    owner: str = ""
    steward: str = ""
    purpose: str = ""
    sensitivity: Sensitivity | None = None  # None: as its event, or as the name says


class EventPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event. Without `sources` it is expected from all of them."""

    type: EventType = "track"
    description: str = ""
    owner: str = ""
    steward: str = ""
    purpose: str = ""
    sensitivity: Sensitivity | None = None  # of all properties that say nothing else
    sources: tuple[str, ...] = ()
    on_violation: Action | None = None  # None: as the plan says
    unplanned_property: Action | None = None  # None: as the plan says
    properties: dict[str, PropertyPlan] = {}


class TrackingPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The whole plan. `traits` holds for every event that carries any, whatever its name."""

    description: str = ""
    owner: str = ""
    on_violation: Action = "warn"
    unplanned_event: Action = "warn"
    unplanned_property: Action = "allow"
    events: dict[str, EventPlan] = {}
    traits: dict[str, PropertyPlan] = {}

    def action_of(self, event: EventPlan | None, planned: PropertyPlan) -> Action:
        """What a violation of this property leads to; `event` is None for a trait."""
        return planned.on_violation or (event.on_violation if event else None) or self.on_violation

    def unplanned_property_of(self, event: EventPlan) -> Action:
        return event.unplanned_property or self.unplanned_property


def plan_document(plan: TrackingPlan) -> dict[str, Any]:
    """The plan as JSON values, without what is as it would be anyway."""
    found: dict[str, Any] = msgspec.to_builtins(plan)
    return found
