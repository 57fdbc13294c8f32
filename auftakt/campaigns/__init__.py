"""Plan: the campaign as one document, its states, and the inbox of ideas.

Purpose: hold everything about a campaign in one versioned document, say what it still needs, and let it go live only
in exactly the content that was approved. Reads approvals from team. Writes `campaigns`, `campaign_versions` and `ideas`
in the control state. What comes next: content makes its text, journeys its path; their checks and the publishing of
journeys are handed in, because campaigns know nothing of the folders above.
"""

from auftakt.campaigns.approval import approvable, approval_hash, campaign_of_snapshot
from auftakt.campaigns.checks import MAX_HOLDOUT, check_campaign
from auftakt.campaigns.document import (
    Audience,
    Budget,
    Campaign,
    Claim,
    Goal,
    JsonObject,
    MessageHouse,
    Pillar,
    Sender,
    State,
    Target,
    Variant,
)
from auftakt.campaigns.files import document_of, export_campaign, import_campaign, plain_of, variant_of
from auftakt.campaigns.ideas import (
    Evidence,
    Expected,
    Figure,
    Idea,
    IdeaState,
    NewIdea,
    accept_idea,
    dismiss_idea,
    file_idea,
    find_idea,
    list_ideas,
)
from auftakt.campaigns.planned import PlannedLaunchStep
from auftakt.campaigns.problem import Check, Problem, Severity, errors
from auftakt.campaigns.shelf import (
    CampaignVersion,
    StoredCampaign,
    campaign_at,
    campaign_history,
    create_campaign,
    get_campaign,
    keep_imported,
    list_campaigns,
    save_campaign,
)
from auftakt.campaigns.states import Journeys, apply_decision, finish, launch, launch_due, pause, submit

__all__ = [
    "MAX_HOLDOUT",
    "Audience",
    "Budget",
    "Campaign",
    "CampaignVersion",
    "Check",
    "Claim",
    "Evidence",
    "Expected",
    "Figure",
    "Goal",
    "Idea",
    "IdeaState",
    "Journeys",
    "JsonObject",
    "MessageHouse",
    "NewIdea",
    "Pillar",
    "PlannedLaunchStep",
    "Problem",
    "Sender",
    "Severity",
    "State",
    "StoredCampaign",
    "Target",
    "Variant",
    "accept_idea",
    "apply_decision",
    "approvable",
    "approval_hash",
    "campaign_at",
    "campaign_history",
    "campaign_of_snapshot",
    "check_campaign",
    "create_campaign",
    "dismiss_idea",
    "document_of",
    "errors",
    "export_campaign",
    "file_idea",
    "find_idea",
    "finish",
    "get_campaign",
    "import_campaign",
    "keep_imported",
    "launch",
    "launch_due",
    "list_campaigns",
    "list_ideas",
    "pause",
    "plain_of",
    "save_campaign",
    "submit",
    "variant_of",
]
