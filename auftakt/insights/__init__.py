"""Insights: what the data says should be done next, as proposals that a person takes or refuses.

Reads events, identifiers and consents; writes nothing but ideas in the campaigns' inbox, and never acts. Idea makers
are entry points of the group `auftakt.idea_makers`. An accepted idea becomes a campaign draft: the loop begins again.
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

__all__ = ["ASSUMED", "IdeaMaker", "Setting", "Uplift", "file_ideas", "make_ideas", "registered_makers"]
