"""A plan as the tables and trees that the batch's statements read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlglot import exp

from auftakt.sources.plan.document import EventPlan, PropertyPlan, TrackingPlan
from auftakt.store import trees

if TYPE_CHECKING:
    import pyarrow as pa

TRAITS = 0
"""The number under which traits stand beside the planned events, which count from 1."""


@dataclass(frozen=True)
class Rules:
    """`events` and `rules` are tables; `paths` says for each event number where its properties stand in the JSON."""

    plan: TrackingPlan
    events: "pa.Table"
    rules: "pa.Table"
    paths: Mapping[int, exp.Expression]


def rules_of(plan: TrackingPlan, source_ids: Mapping[str, str]) -> Rules:
    """`source_ids` gives the id for a source's name; a name that is not there is taken for an id."""
    import pyarrow as pa

    events: list[dict[str, object]] = []
    rules: list[dict[str, object]] = []
    paths: dict[int, exp.Expression] = {}
    for number, (name, event) in enumerate(plan.events.items(), start=1):
        wanted = sorted({source_ids.get(each, each) for each in event.sources}) or [""]
        events.extend(_event(number, name, event, source_id, plan) for source_id in wanted)
        rules.extend(_rules(plan, number, event, event.properties))
        if event.properties:
            paths[number] = _paths(event.properties)
    rules.extend(_rules(plan, TRAITS, None, plan.traits))
    if plan.traits:
        paths[TRAITS] = _paths(plan.traits)
    return Rules(
        plan, pa.Table.from_pylist(events, _event_columns()), pa.Table.from_pylist(rules, _rule_columns()), paths
    )


def _event(number: int, name: str, event: EventPlan, source_id: str, plan: TrackingPlan) -> dict[str, object]:
    return {
        "event_no": number, "type": event.type, "name": name, "source_id": source_id,
        "unplanned": plan.unplanned_property_of(event), "keys": list(event.properties),
    }  # fmt: skip


def _rules(
    plan: TrackingPlan, number: int, event: EventPlan | None, planned: Mapping[str, PropertyPlan]
) -> list[dict[str, object]]:
    return [
        {
            "event_no": number, "key_no": place, "place": "traits" if number == TRAITS else "properties", "key": key,
            "wanted": each.type, "required": each.required, "action": plan.action_of(event, each),
            "texts": [str(one) for one in each.one_of] if each.one_of and each.type == "text" else None,
            "numbers": [float(one) for one in each.one_of] if each.one_of and each.type != "text" else None,
            "pattern": each.pattern, "minimum": each.minimum, "maximum": each.maximum, "longest": each.longest,
        }
        for place, (key, each) in enumerate(planned.items(), start=1)
    ]  # fmt: skip


def _paths(planned: Mapping[str, PropertyPlan]) -> exp.Expression:
    return exp.Array(expressions=[trees.text(f'$."{key}"') for key in planned])


def _event_columns() -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([
        ("event_no", pa.int32()), ("type", pa.string()), ("name", pa.string()), ("source_id", pa.string()),
        ("unplanned", pa.string()), ("keys", pa.list_(pa.string())),
    ])  # fmt: skip


def _rule_columns() -> "pa.Schema":
    import pyarrow as pa

    return pa.schema([
        ("event_no", pa.int32()), ("key_no", pa.int32()), ("place", pa.string()), ("key", pa.string()),
        ("wanted", pa.string()), ("required", pa.bool_()), ("action", pa.string()),
        ("texts", pa.list_(pa.string())), ("numbers", pa.list_(pa.float64())), ("pattern", pa.string()),
        ("minimum", pa.float64()), ("maximum", pa.float64()), ("longest", pa.int64()),
    ])  # fmt: skip
