"""The tracking plan: which events are expected, with which properties, and what becomes of the others.

Purpose: what is wrong with data is seen when it comes, told to its owner, and kept from doing harm. Reads: a batch's
`arrived`, the plan in the control state. Writes: `tracking_violations`, the plan's part of `quarantine`. What comes
next: what is left of the batch becomes `fresh`.
"""

from auftakt.sources.plan.document import EventPlan, PropertyPlan, Sensitivity, TrackingPlan, plan_document
from auftakt.sources.plan.drift import Drift, drifts
from auftakt.sources.plan.enforce import Enforcement
from auftakt.sources.plan.evaluate import violations_of
from auftakt.sources.plan.infer import infer_plan
from auftakt.sources.plan.parse import InvalidPlan, parse_plan, read_plan, write_plan
from auftakt.sources.plan.presets import Preset, preset, presets
from auftakt.sources.plan.problem import PROBLEMS, Violation
from auftakt.sources.plan.versions import (
    PlanVersion,
    latest_plan,
    plan_number,
    plan_version,
    plan_versions,
    save_plan,
    version_in_force,
)
from auftakt.sources.plan.violations import ViolationCount, count_violations
from auftakt.sources.plan.volume import Volume, volumes

__all__ = [
    "PROBLEMS",
    "Drift",
    "Enforcement",
    "EventPlan",
    "InvalidPlan",
    "PlanVersion",
    "Preset",
    "PropertyPlan",
    "Sensitivity",
    "TrackingPlan",
    "Violation",
    "ViolationCount",
    "Volume",
    "count_violations",
    "drifts",
    "infer_plan",
    "latest_plan",
    "parse_plan",
    "plan_document",
    "plan_number",
    "plan_version",
    "plan_versions",
    "preset",
    "presets",
    "read_plan",
    "save_plan",
    "version_in_force",
    "violations_of",
    "volumes",
    "write_plan",
]
