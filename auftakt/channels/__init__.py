"""Act: sends become mails, and what becomes of them is known by name.

Purpose: takes reserved sends over into the ledger, renders them from the approved snapshot, hands them to the mail
server, and turns answers, opens, clicks and unsubscribes into events. Has a local mailbox for trying out.
Reads: `sends`, `traits` (data plane); approvals and content (control state).
Writes: `deliveries`, `suppressions`, `stops`, `ledger_mark` (control state); events of the source `auftakt` (log);
`mailbox.db`.
server, and turns answers, opens, clicks and unsubscribes into events. Has a local mailbox for trying out. Syncs keep
other systems up to date about people.
Reads: `sends`, `traits`, memberships, consents (data plane); approvals and content (control state).
Writes: `deliveries`, `suppressions`, `ledger_mark`, `syncs`, `synced` (control state); events of the source `auftakt`
(log); `mailbox.db`.
Next: the events run through `sources` and `people` like any other; `results` counts what came back.
"""

from auftakt.channels.answers import ANSWERS, AnswerText, answer_text
from auftakt.channels.carrier import Carrier
from auftakt.channels.confirmation.asking import Asked, ask, ask_again
from auftakt.channels.confirmation.confirming import AskedPurpose, ConfirmationPage, Confirmations
from auftakt.channels.confirmation.mail import ConfirmationRenderer
from auftakt.channels.confirmation.step import ConfirmationStep, take_asked
from auftakt.channels.deliveries import (
    STATES,
    DeliveryState,
    DeliveryView,
    deliveries_of,
    delivery_counts,
    list_deliveries,
    resolve_unknown,
)
from auftakt.channels.dispatcher import Dispatcher, DispatchHealth
from auftakt.channels.exports import ALLOWED, ExportCount, ExportDecision, count_export, decide_export
from auftakt.channels.handover import HandOverStep, recover
from auftakt.channels.ledger import DueDelivery
from auftakt.channels.links import Links, LinkToken
from auftakt.channels.mailbox import MailboxServer
from auftakt.channels.mailstore import MailContent, MailHeader, MailLink, MailStore, MailSummary, ReceivedMail
from auftakt.channels.mime import Letter, Mail, Sender
from auftakt.channels.models import CONFIRMATION, EVERYWHERE
from auftakt.channels.outbox import Outbox, Renderer, Renderers
from auftakt.channels.outcomes import SOURCE, log_outcomes
from auftakt.channels.preferences import LINK_LASTS, NoPage, PreferencePage, Preferences
from auftakt.channels.reactions import Reactions, Subscription
from auftakt.channels.rendering import ApprovedRenderer
from auftakt.channels.replies import Answer
from auftakt.channels.sends import DeliveryStatus, SendView, decisions_of_sends, with_deliveries
from auftakt.channels.server import Server, ServerAway, Timeouts
from auftakt.channels.smtp import check_server
from auftakt.channels.stops import REASONS, Stopped, lift, list_stopped, stop, stopped_of
from auftakt.channels.suppressions import suppress, suppressed_addresses, suppression_of
from auftakt.channels.syncs.hook import Changes, Destination, Put, registered_destinations
from auftakt.channels.syncs.runs import LEFT_OUT, SyncRun, list_sync_runs
from auftakt.channels.syncs.service import Syncs, syncs_of
from auftakt.channels.syncs.sync import NewSync, Sync, find_sync, list_syncs

__all__ = [
    "ALLOWED",
    "ANSWERS",
    "CONFIRMATION",
    "EVERYWHERE",
    "LEFT_OUT",
    "LINK_LASTS",
    "REASONS",
    "SOURCE",
    "STATES",
    "Answer",
    "AnswerText",
    "ApprovedRenderer",
    "Asked",
    "AskedPurpose",
    "Carrier",
    "Changes",
    "ConfirmationPage",
    "ConfirmationRenderer",
    "ConfirmationStep",
    "Confirmations",
    "DeliveryState",
    "DeliveryStatus",
    "DeliveryView",
    "Destination",
    "DispatchHealth",
    "Dispatcher",
    "DueDelivery",
    "ExportCount",
    "ExportDecision",
    "HandOverStep",
    "Letter",
    "LinkToken",
    "Links",
    "Mail",
    "MailContent",
    "MailHeader",
    "MailLink",
    "MailStore",
    "MailSummary",
    "MailboxServer",
    "NewSync",
    "NoPage",
    "Outbox",
    "PreferencePage",
    "Preferences",
    "Put",
    "Reactions",
    "ReceivedMail",
    "Renderer",
    "Renderers",
    "SendView",
    "Sender",
    "Server",
    "ServerAway",
    "Stopped",
    "Subscription",
    "Sync",
    "SyncRun",
    "Syncs",
    "Timeouts",
    "answer_text",
    "ask",
    "ask_again",
    "check_server",
    "count_export",
    "decide_export",
    "decisions_of_sends",
    "deliveries_of",
    "delivery_counts",
    "find_sync",
    "lift",
    "list_deliveries",
    "list_stopped",
    "list_sync_runs",
    "list_syncs",
    "log_outcomes",
    "recover",
    "registered_destinations",
    "resolve_unknown",
    "stop",
    "stopped_of",
    "suppress",
    "suppressed_addresses",
    "suppression_of",
    "syncs_of",
    "take_asked",
    "with_deliveries",
]
