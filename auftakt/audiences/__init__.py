"""Selects: who meets a rule, since when, and why.

Reads events, profiles and consents of the folders before, and `touched` and `merged` in the batch. Writes memberships,
membership_changes and audience_runs, saved audiences and trainings in the control state. A rule is a typed tree; all
rules together are compiled to one scan, and each has a plain Python twin for one person. Next: `campaigns`, `journeys`.
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
from auftakt.audiences.predictions.made import drop_predictor, make_predictor, predictors_of
from auftakt.audiences.predictions.measured import BackTest, Bin, Drift, Group, Measure
from auftakt.audiences.predictions.predictor import Ask, Model, Predicted, Predictor, TooLittle, registered_predictors
from auftakt.audiences.predictions.propensity.predictor import Propensity
from auftakt.audiences.predictions.saved import Prediction, predictions_of, published
from auftakt.audiences.predictions.train import (
    Predictions,
    check_days,
    default_ask,
    find_predictor,
    forget_predictor,
    todays_ask,
    train_predictor,
)
from auftakt.audiences.predictions.uplift.predictor import Uplift
from auftakt.audiences.predictions.uplift.trial import Trial, Trials
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
    DateRule,
    EventRule,
    Everyone,
    MemberRule,
    NamedRule,
    Not,
    Rule,
    SequenceRule,
    ShareRule,
    TraitRule,
    leaves,
    rule_document,
)
from auftakt.audiences.words import because_text, rule_text
from auftakt.people import PROPERTY_COLUMNS, InvalidRule, PropertyTest, property_condition, property_path

__all__ = [
    "PROPERTY_COLUMNS",
    "All",
    "AnyOf",
    "Ask",
    "Audience",
    "AudienceField",
    "AudienceState",
    "BackTest",
    "Bin",
    "ConsentRule",
    "DateRule",
    "Drift",
    "EventFact",
    "EventField",
    "EventRule",
    "Everyone",
    "Group",
    "InvalidRule",
    "Measure",
    "Member",
    "MemberPage",
    "MemberRule",
    "Membership",
    "MembershipStep",
    "Model",
    "NamedRule",
    "Not",
    "PersonFacts",
    "Predicted",
    "Prediction",
    "Predictions",
    "Predictor",
    "Propensity",
    "PropertyTest",
    "Rule",
    "RuleFields",
    "RulePreview",
    "SequenceRule",
    "ShareRule",
    "Size",
    "TooLittle",
    "TraitFact",
    "TraitField",
    "TraitRule",
    "Trial",
    "Trials",
    "Uplift",
    "audience_names",
    "audience_states",
    "because_text",
    "check_days",
    "checked_rule",
    "create_audience",
    "default_ask",
    "delete_audience",
    "drop_predictor",
    "evaluate",
    "facts_of",
    "find_audience",
    "find_predictor",
    "forget_predictor",
    "in_audience",
    "leaves",
    "list_audiences",
    "make_predictor",
    "members",
    "memberships_of",
    "parse_rule",
    "parse_tests",
    "people_matching",
    "predictions_of",
    "predictors_of",
    "preview_rule",
    "property_condition",
    "property_path",
    "published",
    "registered_predictors",
    "rule_document",
    "rule_fields",
    "rule_text",
    "size_of",
    "todays_ask",
    "train_predictor",
    "update_audience",
]
