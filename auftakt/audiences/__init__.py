"""Selects: who meets a rule, since when, and why.

Reads events, profiles and consents of the folders before, and `touched` and `merged` in the batch. Writes memberships,
membership_changes and audience_runs, and the saved audiences in the control state. A rule is a typed tree; all rules
together are compiled to one scan, and each has a plain Python twin for one person. Next: `campaigns` and `journeys`.
"""

from auftakt.audiences.audience import (
    Audience,
    audience_names,
    checked_rule,
    create_audience,
    delete_audience,
    find_audience,
    list_audiences,
    update_audience,
)
from auftakt.audiences.check import parse_rule, parse_tests
from auftakt.audiences.evaluate import evaluate
from auftakt.audiences.facts import EventFact, PersonFacts, TraitFact, facts_of
from auftakt.audiences.matching import Size, people_matching, size_of
from auftakt.audiences.members import (
    AudienceState,
    Member,
    MemberPage,
    Membership,
    audience_states,
    in_audience,
    members,
    memberships_of,
)
from auftakt.audiences.membership import MembershipStep
from auftakt.audiences.preview import (
    AudienceField,
    EventField,
    RuleFields,
    RulePreview,
    TraitField,
    preview_rule,
    rule_fields,
)
from auftakt.audiences.rule import (
    All,
    AnyOf,
    ConsentRule,
    EventRule,
    Everyone,
    MemberRule,
    NamedRule,
    Not,
    Rule,
    TraitRule,
    rule_document,
)
from auftakt.audiences.words import because_text, rule_text
from auftakt.people import PROPERTY_COLUMNS, InvalidRule, PropertyTest, property_condition, property_path

__all__ = [
    "PROPERTY_COLUMNS",
    "All",
    "AnyOf",
    "Audience",
    "AudienceField",
    "AudienceState",
    "ConsentRule",
    "EventFact",
    "EventField",
    "EventRule",
    "Everyone",
    "InvalidRule",
    "Member",
    "MemberPage",
    "MemberRule",
    "Membership",
    "MembershipStep",
    "NamedRule",
    "Not",
    "PersonFacts",
    "PropertyTest",
    "Rule",
    "RuleFields",
    "RulePreview",
    "Size",
    "TraitFact",
    "TraitField",
    "TraitRule",
    "audience_names",
    "audience_states",
    "because_text",
    "checked_rule",
    "create_audience",
    "delete_audience",
    "evaluate",
    "facts_of",
    "find_audience",
    "in_audience",
    "list_audiences",
    "members",
    "memberships_of",
    "parse_rule",
    "parse_tests",
    "people_matching",
    "preview_rule",
    "property_condition",
    "property_path",
    "rule_document",
    "rule_fields",
    "rule_text",
    "size_of",
    "update_audience",
]
