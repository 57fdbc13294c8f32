"""Collects events: the tracking API's door, file imports, connectors, quarantine.

Purpose: everything that happens becomes a line of the log, or a line that says why not; nothing goes without a count.
Reads: requests, files, other systems through connectors, the log's segments. Writes: `events`, `quarantine`, `mends`,
`ingest_counts`, `tracking_violations`, `fresh`; sources, imports, connectors, the tracking plan and hashes of erased
identifiers in the control state. What comes next: people join the events of `fresh` by their identifiers.
"""

from auftakt.sources.body import MAX_BODY, body_too_large
from auftakt.sources.connectors.connected import Connected, find_connector, list_connectors
from auftakt.sources.connectors.database_url import database_url, open_to_write, shown_url
from auftakt.sources.connectors.hook import Chunk, Connector, Field, checked_fields, refused, registered_connectors
from auftakt.sources.connectors.runs import Run, Told, find_run, list_runs
from auftakt.sources.connectors.secrets import (
    keep_secrets,
    open_secrets,
    resolve,
    seal_config,
    secret_names,
    without_secrets,
)
from auftakt.sources.connectors.service import Connectors, NewConnector, Sample, connectors_of
from auftakt.sources.counters import Counters, SourceCounters, counters, counters_by_source
from auftakt.sources.dialects import Asked, Call, find_call, read_any
from auftakt.sources.door import Answer, Knock, answer, unknown_key
from auftakt.sources.erased import ERASED_REASON, Erased, allow_later, drop_erased, erased_of
from auftakt.sources.file_rows import RowError
from auftakt.sources.identifiers import identifier_type, identifier_value
from auftakt.sources.import_state import (
    KEPT_ERRORS,
    Import,
    KeptError,
    find_import,
    find_kept_import,
    import_errors,
    keep_import,
    list_imports,
)
from auftakt.sources.imports import ImportReport, import_file, import_folder
from auftakt.sources.keys import FixedKeys, KeyRing, Keys, Sender, write_keys
from auftakt.sources.layout import Layout, layouts, recognise
from auftakt.sources.mapping import Mapping, read_mapping
from auftakt.sources.mending import MOST_DISMISSED, Mended, StillBroken, dismiss, draft_of, mend
from auftakt.sources.parcel import open_parcel
from auftakt.sources.plan import (
    PROBLEMS,
    PlanVersion,
    Preset,
    TrackingPlan,
    Violation,
    ViolationCount,
    count_violations,
    infer_plan,
    latest_plan,
    parse_plan,
    plan_document,
    plan_version,
    plan_versions,
    preset,
    presets,
    read_plan,
    save_plan,
    violations_of,
    write_plan,
)
from auftakt.sources.preview import Preview, preview_file
from auftakt.sources.quarantine import (
    Quarantined,
    QuarantineReason,
    QuarantineSearch,
    find_quarantined,
    quarantine_reasons,
    quarantined,
)
from auftakt.sources.rates import Rates
from auftakt.sources.reasons import Reason, explain_reason
from auftakt.sources.remembered import Remembered, forget, list_remembered, recall
from auftakt.sources.retention import (
    Expired,
    Retention,
    RetentionRule,
    RetentionRun,
    apply_retention,
    count_expired,
    put_retention,
    retention_rules,
    retention_runs,
)
from auftakt.sources.rules import DoorRules
from auftakt.sources.seen import SeenKeys
from auftakt.sources.source import (
    KINDS,
    OWN,
    PLAYED,
    Source,
    create_source,
    find_source,
    list_sources,
    set_rules,
    switch_source,
)
from auftakt.sources.stage import StageStep
from auftakt.sources.watched import Waiting, WatchedFolder, watched_folder
from auftakt.sources.webhooks.receive import MAX_CALL, receive_call
from auftakt.sources.webhooks.signature import WebhookCall, WrongSignature
from auftakt.sources.webhooks.webhook import Webhook

__all__ = [
    "ERASED_REASON",
    "KEPT_ERRORS",
    "KINDS",
    "MAX_BODY",
    "MAX_CALL",
    "MOST_DISMISSED",
    "OWN",
    "PLAYED",
    "PROBLEMS",
    "Answer",
    "Asked",
    "Call",
    "Chunk",
    "Connected",
    "Connector",
    "Connectors",
    "Counters",
    "DoorRules",
    "Erased",
    "Expired",
    "Field",
    "FixedKeys",
    "Import",
    "ImportReport",
    "KeptError",
    "KeyRing",
    "Keys",
    "Knock",
    "Layout",
    "Mapping",
    "Mended",
    "NewConnector",
    "PlanVersion",
    "Preset",
    "Preview",
    "QuarantineReason",
    "QuarantineSearch",
    "Quarantined",
    "Rates",
    "Reason",
    "Remembered",
    "Retention",
    "RetentionRule",
    "RetentionRun",
    "RowError",
    "Run",
    "Sample",
    "SeenKeys",
    "Sender",
    "Source",
    "SourceCounters",
    "StageStep",
    "StillBroken",
    "Told",
    "TrackingPlan",
    "Violation",
    "ViolationCount",
    "Waiting",
    "WatchedFolder",
    "Webhook",
    "WebhookCall",
    "WrongSignature",
    "allow_later",
    "answer",
    "apply_retention",
    "body_too_large",
    "checked_fields",
    "connectors_of",
    "count_expired",
    "count_violations",
    "counters",
    "counters_by_source",
    "create_source",
    "database_url",
    "dismiss",
    "draft_of",
    "drop_erased",
    "erased_of",
    "explain_reason",
    "find_call",
    "find_connector",
    "find_import",
    "find_kept_import",
    "find_quarantined",
    "find_run",
    "find_source",
    "forget",
    "identifier_type",
    "identifier_value",
    "import_errors",
    "import_file",
    "import_folder",
    "infer_plan",
    "keep_import",
    "keep_secrets",
    "latest_plan",
    "layouts",
    "list_connectors",
    "list_imports",
    "list_remembered",
    "list_runs",
    "list_sources",
    "mend",
    "open_parcel",
    "open_secrets",
    "open_to_write",
    "parse_plan",
    "plan_document",
    "plan_version",
    "plan_versions",
    "preset",
    "presets",
    "preview_file",
    "put_retention",
    "quarantine_reasons",
    "quarantined",
    "read_any",
    "read_mapping",
    "read_plan",
    "recall",
    "receive_call",
    "recognise",
    "refused",
    "registered_connectors",
    "resolve",
    "retention_rules",
    "retention_runs",
    "save_plan",
    "seal_config",
    "secret_names",
    "set_rules",
    "shown_url",
    "switch_source",
    "unknown_key",
    "violations_of",
    "watched_folder",
    "without_secrets",
    "write_keys",
    "write_plan",
]
