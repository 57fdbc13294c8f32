"""Puts right what the quarantine holds: one event, or many by a rule; what is right goes the way of any arrival.

Purpose: nothing that came is lost because of how it came. Reads: `quarantine`, the tracking plan, who was erased.
Writes: lines of the log, which say what they take the place of; the batch that stores them closes the rows. What comes
next: a mended event is an event like all others.
"""

from auftakt.sources.mending.by_rule import Applied, Example, StillFailing, Trial, apply_rule, try_rule
from auftakt.sources.mending.check import Checks, Problem, StillBroken
from auftakt.sources.mending.draft import draft_text
from auftakt.sources.mending.one import Mended, dismiss, dismiss_found, dismissal_reason, mend
from auftakt.sources.mending.rule import MendRule, parse_mend_rule

__all__ = [
    "Applied",
    "Checks",
    "Example",
    "MendRule",
    "Mended",
    "Problem",
    "StillBroken",
    "StillFailing",
    "Trial",
    "apply_rule",
    "dismiss",
    "dismiss_found",
    "dismissal_reason",
    "draft_text",
    "mend",
    "parse_mend_rule",
    "try_rule",
]
