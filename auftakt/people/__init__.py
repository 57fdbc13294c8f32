"""Unifies: whose event is it, what is known about them, what did they allow.

Reads `fresh` (from `sources`) and `events`. Writes identifiers, links, merges, people, traits and consents with their
facts; leaves `touched` and `merged` in the batch. Identity can be undone: facts hang on identifiers, never on people.
Next: `audiences` selects among the people that were touched.
"""

from auftakt.people.borders import Border, cheap_tests, crossing_events, next_crossing
from auftakt.people.consent.catalogue import (
    BASES,
    CHANNELS,
    MARKETING,
    BothLanguages,
    CataloguePurpose,
    Purpose,
    TextVersion,
    put_catalogue,
    read_catalogue,
)
from auftakt.people.consent.evidence import Where, consent_line, shown_words
from auftakt.people.consent.history import ConsentEntry, consent_entries
from auftakt.people.identity import IdentityStep
from auftakt.people.listing import OversizedPerson, PeoplePage, PersonSummary, list_people, oversized_people
from auftakt.people.person import (
    Consent,
    Identifier,
    IdentifierKey,
    Link,
    PersonTotals,
    PersonView,
    Trait,
    find_person,
    find_person_id,
)
from auftakt.people.profile import ProfileStep
from auftakt.people.properties import (
    PROPERTY_COLUMNS,
    PropertyTest,
    Test,
    property_condition,
    property_money,
    property_path,
)
from auftakt.people.property_check import InvalidRule, check_name, check_test, check_value, wrong_rule
from auftakt.people.property_words import number_text, test_text, where_text
from auftakt.people.retract import retract_link
from auftakt.people.timeline import TimelineEntry, TimelinePage, timeline

__all__ = [
    "BASES",
    "CHANNELS",
    "MARKETING",
    "BothLanguages",
    "CataloguePurpose",
    "PROPERTY_COLUMNS",
    "Border",
    "Consent",
    "ConsentEntry",
    "Identifier",
    "IdentifierKey",
    "IdentityStep",
    "InvalidRule",
    "Link",
    "OversizedPerson",
    "PeoplePage",
    "PersonSummary",
    "PersonTotals",
    "PersonView",
    "ProfileStep",
    "Purpose",
    "TextVersion",
    "TimelineEntry",
    "TimelinePage",
    "Trait",
    "Where",
    "consent_entries",
    "consent_line",
    "PropertyTest",
    "Test",
    "cheap_tests",
    "check_name",
    "check_test",
    "check_value",
    "crossing_events",
    "find_person",
    "find_person_id",
    "list_people",
    "next_crossing",
    "number_text",
    "oversized_people",
    "put_catalogue",
    "read_catalogue",
    "retract_link",
    "shown_words",
    "property_condition",
    "property_money",
    "property_path",
    "test_text",
    "timeline",
    "where_text",
    "wrong_rule",
]
