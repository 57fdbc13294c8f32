"""Insights: what the data says should be done next, as proposals that a person takes or refuses.

Reads events, identifiers and consents; of what customers write it makes `voice` and the predicted trait `feeling`.
Otherwise it writes nothing but ideas in the campaigns' inbox, and never acts. Idea makers are entry points of the group
`auftakt.idea_makers`. An accepted idea becomes a campaign draft: the loop begins again.
"""

from auftakt.insights.maker import (
    ASSUMED,
    IdeaMaker,
    Setting,
    Uplift,
    file_ideas,
    make_ideas,
    registered_makers,
)
from auftakt.insights.voice import (
    TOPICS,
    SentencePage,
    VoiceFilter,
    VoiceOverview,
    VoiceStep,
    VoiceTotals,
    read_feeling,
    voice_overview,
    voice_said,
)

__all__ = [
    "ASSUMED",
    "TOPICS",
    "IdeaMaker",
    "SentencePage",
    "Setting",
    "Uplift",
    "VoiceFilter",
    "VoiceOverview",
    "VoiceStep",
    "VoiceTotals",
    "file_ideas",
    "make_ideas",
    "read_feeling",
    "registered_makers",
    "voice_overview",
    "voice_said",
]
