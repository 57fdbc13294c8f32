"""Orchestrates: who enters a journey, where they go next, what they are sent, and why not.

Purpose: move everybody through the published versions of journeys, set-based, with a reason for each move and message.
Reads `fresh`, `merged`, identifiers, traits, consents, memberships and, through callables, approvals and suppressions.
Writes `assignments`, `entries`, `positions`, `transitions`, `sends` and, in the control state, `journey_versions`.
What comes next: channels hands over what was reserved in `sends`; results measures treated against holdout.
"""

from auftakt.journeys.check import check_definition, check_journey
from auftakt.journeys.counts import (
    DrawnEdge,
    Edge,
    JourneyCounts,
    ReasonCount,
    StepCounts,
    drawn_edges,
    journey_counts,
    step_title,
)
from auftakt.journeys.definition import Definition, kind_of, parse_definition, ways_out
from auftakt.journeys.pressure import Pressure
from auftakt.journeys.reading import (
    Decision,
    Explanation,
    Membership,
    Position,
    Transition,
    decisions_of,
    explain,
    positions_of,
    transitions_of,
)
from auftakt.journeys.reasons import reason_text
from auftakt.journeys.rehearsal import Surroundings, newest_event, rehearse
from auftakt.journeys.report import GoalReached, MonthSends, RehearsalReport, StepPassage
from auftakt.journeys.step import Approvals, JourneyStep, Suppressions, Versions
from auftakt.journeys.versions import (
    JourneyVersion,
    VersionState,
    finish,
    list_versions,
    pause,
    publish,
    resume,
    stop,
)

__all__ = [
    "Approvals",
    "Decision",
    "Definition",
    "DrawnEdge",
    "Edge",
    "Explanation",
    "GoalReached",
    "JourneyCounts",
    "JourneyStep",
    "JourneyVersion",
    "Membership",
    "MonthSends",
    "Position",
    "Pressure",
    "ReasonCount",
    "RehearsalReport",
    "StepCounts",
    "StepPassage",
    "Suppressions",
    "Surroundings",
    "Transition",
    "VersionState",
    "Versions",
    "check_definition",
    "check_journey",
    "decisions_of",
    "drawn_edges",
    "explain",
    "finish",
    "journey_counts",
    "kind_of",
    "list_versions",
    "newest_event",
    "parse_definition",
    "pause",
    "positions_of",
    "publish",
    "reason_text",
    "rehearse",
    "resume",
    "step_title",
    "stop",
    "transitions_of",
    "ways_out",
]
