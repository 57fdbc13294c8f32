"""What a yes is bound to: everything that people would see or that decides who sees it."""

from __future__ import annotations

import msgspec

from auftakt.campaigns.document import Campaign, JsonObject
from auftakt.kit.hashing import canonical_json, sha256_hex

_BOUND = (
    "id",
    "name",
    "audience",
    "message_house",
    "pillar",
    "variants",
    "journey",
    "holdout",
    "goal",
    "sender",
)


def approvable(campaign: Campaign) -> JsonObject:
    """The snapshot that an approval keeps and that sends go out from.

    Budget, KPI targets and dates are left out: they change nothing that a person receives.
    """
    return {name: msgspec.to_builtins(getattr(campaign, name)) for name in _BOUND}


def approval_hash(campaign: Campaign) -> str:
    """sha256 of the snapshot's canonical JSON, in hex. A changed comma gives another one."""
    return sha256_hex(canonical_json(approvable(campaign)))


def campaign_of_snapshot(snapshot: JsonObject) -> Campaign:
    """The approved campaign again, as far as the approval bound it; everything else has its default."""
    return msgspec.convert(snapshot, type=Campaign)
