"""What the commands about campaigns share."""

from typing import Annotated, Any

import typer

from auftakt.cli.client import HubClient
from auftakt.cli.pick import pick_one

Campaign = Annotated[
    str, typer.Argument(metavar="CAMPAIGN", help="Id or name of the campaign. · キャンペーンのID か名前")
]


def find_campaign(hub: HubClient, named: str) -> dict[str, Any]:
    """Its summary. Raises NotFound, InvalidInput."""
    return pick_one(named, hub.get("/api/campaigns"), "auftakt results")
