"""Unifies: whose event is it, what is known about them, what did they allow.

Reads `fresh` (from `sources`) and `events`. Writes identifiers, links and what was refused of them, merges, people,
groups, traits and consents with their facts; leaves `touched` and `merged` in the batch. Identity can be undone: facts
hang on identifiers, never on people. Only an erasure writes everywhere: it takes a person out of all stores.
Next: `audiences` selects among the people that were touched.
"""

from auftakt.people.borders import Border, cheap_tests, crossing_events, next_crossing_at
from auftakt.people.chain import Chain, ChainStep, explain_chain
from auftakt.people.computed.check import parse_definition
from auftakt.people.computed.definition import Definition, NamedDefinition, QueryValue, definition_document
from auftakt.people.computed.preview import ValueCount, preview_definition
from auftakt.people.computed.query import run_query
from auftakt.people.computed.saved import (
    ComputedTrait,
    create_computed,
    delete_computed,
    find_computed,
    list_computed,
    update_computed,
)
from auftakt.people.computed.state import ComputedState, TraitChange, computed_states, trait_history
from auftakt.people.computed.step import ComputedStep
from auftakt.people.computed.words import definition_text
from auftakt.people.consent.asks import ConsentAsk, asks_after, to_confirm
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
from auftakt.people.consent.evidence import REQUESTED, UPDATED, Where, consent_line, shown_words
from auftakt.people.consent.history import ConsentEntry, consent_entries
from auftakt.people.consent.imported import ConsentImport, import_consents
from auftakt.people.consent.record import ConsentRecord, record_page
from auftakt.people.consent.requests import (
    ConsentRequest,
    asks_taken,
    count_mail,
    find_request,
    list_requests,
    mark_confirmed,
    note_request,
    requests_of,
    take_asks,
)
from auftakt.people.consent.standing import Standing, standing_of
from auftakt.people.data_catalogue.catalogue import catalogue_entries, count_gaps
from auftakt.people.data_catalogue.computed import reads_personal
from auftakt.people.data_catalogue.declared import Declared, read_declared
from auftakt.people.data_catalogue.entry import (
    FIELDS,
    About,
    CatalogueEntry,
    CatalogueField,
    DataKind,
    Said,
    Seen,
    Told,
)
from auftakt.people.data_catalogue.files import catalogue_csv, catalogue_yaml, parse_catalogue_file
from auftakt.people.data_catalogue.names import PERSONAL_NAMES, names_person, plain_name
from auftakt.people.data_catalogue.personal import NO_NAMES, PersonalNames, names_state, personal_names, unmasked
from auftakt.people.data_catalogue.save import DataEdit, declare
from auftakt.people.data_catalogue.seen import seen_data
from auftakt.people.dealings import Dealing, dealings_of
from auftakt.people.derived import put_derived
from auftakt.people.erasure.eraser import Eraser, eraser_of, identifier_digest
from auftakt.people.erasure.receipt import Receipt, Verdict, public_key, receipt_of, verify_receipt
from auftakt.people.erasure.saved import Afterwards, Erasure, find_erasure, list_erasures
from auftakt.people.erasure.traces import TAKEN_OUT
from auftakt.people.groups.listing import (
    Group,
    GroupSummary,
    GroupType,
    PersonGroup,
    find_group,
    group_types,
    groups_of,
    in_group,
    list_groups,
)
from auftakt.people.groups.step import GroupStep
from auftakt.people.identity import IdentityStep
from auftakt.people.listing import PeoplePage, PersonSummary, list_people, oversized_people
from auftakt.people.matching.decide import MATCH_POLICY, MatchDecision, decide_match
from auftakt.people.matching.measure import MeasureAsk, Measured, Quality, measure_file
from auftakt.people.matching.own import MatchingMeasurement, latest_measurement, measure_people
from auftakt.people.matching.proposals import (
    MatchProposal,
    ProposalPage,
    ProposalState,
    count_proposals,
    find_proposal,
    list_proposals,
)
from auftakt.people.matching.run import MatchingRun, matching_runs, run_matching
from auftakt.people.matching.settings import (
    Available,
    MatchingSettings,
    PeopleField,
    available_fields,
    matching_settings,
    put_matching,
    usual_fields,
)
from auftakt.people.matching.spec import MATCH_KINDS, OFFERED_THRESHOLDS, MatchField
from auftakt.people.notes import Note, delete_note, notes_of, write_note
from auftakt.people.person import (
    Consent,
    Identifier,
    Joiner,
    Link,
    MatchedBy,
    PersonTotals,
    RetractedLink,
    Trait,
    find_person,
    find_person_id,
)
from auftakt.people.predicted import PREDICTED, put_predicted
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
from auftakt.people.replay.changes import AudienceMoves
from auftakt.people.replay.saved import Replay, list_replays
from auftakt.people.replay.service import Replays, replays_of
from auftakt.people.retract import redo_link, retract_link
from auftakt.people.takeout import find_takeout, takeout_pieces
from auftakt.people.timeline import TimelineFilter, TimelinePage, timeline
from auftakt.people.types.apply import AppliedRules, apply_rules
from auftakt.people.types.catalogue import Block, IdentityRules, Origin, Period, TypeRule
from auftakt.people.types.heads import choose_heads
from auftakt.people.types.refused import (
    RefusedCount,
    RefusedEnd,
    RefusedLink,
    refusal_text,
    refused_counts,
    refused_page,
)
from auftakt.people.types.saved import (
    block_value,
    put_types,
    read_rules,
    unblock_value,
)
from auftakt.people.types.seen import IdentifierType, Suspicion, identifier_types, suspected_values
from auftakt.people.types.what_if import (
    RuleChange,
    WhatIf,
    changed_rules,
    what_if,
)

__all__ = [
    "BASES",
    "CHANNELS",
    "FIELDS",
    "MARKETING",
    "MATCH_KINDS",
    "MATCH_POLICY",
    "NO_NAMES",
    "OFFERED_THRESHOLDS",
    "PERSONAL_NAMES",
    "PREDICTED",
    "PROPERTY_COLUMNS",
    "REQUESTED",
    "TAKEN_OUT",
    "UPDATED",
    "About",
    "Afterwards",
    "AppliedRules",
    "AudienceMoves",
    "Available",
    "Block",
    "Border",
    "BothLanguages",
    "CatalogueEntry",
    "CatalogueField",
    "CataloguePurpose",
    "Chain",
    "ChainStep",
    "ComputedState",
    "ComputedStep",
    "ComputedTrait",
    "Consent",
    "ConsentAsk",
    "ConsentEntry",
    "ConsentImport",
    "ConsentRecord",
    "ConsentRequest",
    "DataEdit",
    "DataKind",
    "Dealing",
    "Declared",
    "Definition",
    "Eraser",
    "Erasure",
    "Group",
    "GroupStep",
    "GroupSummary",
    "GroupType",
    "Identifier",
    "IdentifierType",
    "IdentityRules",
    "IdentityStep",
    "InvalidRule",
    "Joiner",
    "Link",
    "MatchDecision",
    "MatchField",
    "MatchProposal",
    "MatchedBy",
    "MatchingMeasurement",
    "MatchingRun",
    "MatchingSettings",
    "MeasureAsk",
    "Measured",
    "NamedDefinition",
    "Note",
    "Origin",
    "PeopleField",
    "PeoplePage",
    "Period",
    "PersonGroup",
    "PersonSummary",
    "PersonTotals",
    "PersonalNames",
    "ProfileStep",
    "PropertyTest",
    "ProposalPage",
    "ProposalState",
    "Purpose",
    "Quality",
    "QueryValue",
    "Receipt",
    "RefusedCount",
    "RefusedEnd",
    "RefusedLink",
    "Replay",
    "Replays",
    "RetractedLink",
    "RuleChange",
    "Said",
    "Seen",
    "Standing",
    "Suspicion",
    "Test",
    "TextVersion",
    "TimelineFilter",
    "TimelinePage",
    "Told",
    "Trait",
    "TraitChange",
    "TypeRule",
    "ValueCount",
    "Verdict",
    "WhatIf",
    "Where",
    "apply_rules",
    "asks_after",
    "asks_taken",
    "available_fields",
    "block_value",
    "catalogue_csv",
    "catalogue_entries",
    "catalogue_yaml",
    "changed_rules",
    "cheap_tests",
    "check_name",
    "check_test",
    "check_value",
    "choose_heads",
    "computed_states",
    "consent_entries",
    "consent_line",
    "count_gaps",
    "count_mail",
    "count_proposals",
    "create_computed",
    "crossing_events",
    "dealings_of",
    "decide_match",
    "declare",
    "definition_document",
    "definition_text",
    "delete_computed",
    "delete_note",
    "eraser_of",
    "explain_chain",
    "find_computed",
    "find_erasure",
    "find_group",
    "find_person",
    "find_person_id",
    "find_proposal",
    "find_request",
    "find_takeout",
    "group_types",
    "groups_of",
    "identifier_digest",
    "identifier_types",
    "import_consents",
    "in_group",
    "latest_measurement",
    "list_computed",
    "list_erasures",
    "list_groups",
    "list_people",
    "list_proposals",
    "list_replays",
    "list_requests",
    "mark_confirmed",
    "matching_runs",
    "matching_settings",
    "measure_file",
    "measure_people",
    "names_person",
    "names_state",
    "next_crossing_at",
    "note_request",
    "notes_of",
    "number_text",
    "oversized_people",
    "parse_catalogue_file",
    "parse_definition",
    "personal_names",
    "plain_name",
    "preview_definition",
    "property_condition",
    "property_money",
    "property_path",
    "public_key",
    "put_catalogue",
    "put_derived",
    "put_matching",
    "put_predicted",
    "put_types",
    "read_catalogue",
    "read_declared",
    "read_rules",
    "reads_personal",
    "receipt_of",
    "record_page",
    "redo_link",
    "refusal_text",
    "refused_counts",
    "refused_page",
    "replays_of",
    "requests_of",
    "retract_link",
    "run_matching",
    "run_query",
    "seen_data",
    "shown_words",
    "standing_of",
    "suspected_values",
    "take_asks",
    "takeout_pieces",
    "test_text",
    "timeline",
    "to_confirm",
    "trait_history",
    "unblock_value",
    "unmasked",
    "update_computed",
    "usual_fields",
    "verify_receipt",
    "what_if",
    "where_text",
    "write_note",
    "wrong_rule",
]
