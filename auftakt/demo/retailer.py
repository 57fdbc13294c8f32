"""The retailer's own year: four silos imported, and the 27 campaigns as finished campaign documents."""

from auftakt.campaigns import Audience, Campaign, Goal, MessageHouse, keep_imported
from auftakt.demo.silos import RetailCampaign, Silo, Year
from auftakt.jobs import Hub, Progress
from auftakt.sources import ImportReport, Source, create_source, import_file, list_sources, read_mapping
from auftakt.team import User

_KINDS = {"Type A": "personalised coupons", "Type B": "themed coupons", "Type C": "themed coupons for a long season"}


def source_named(hub: Hub, name: str, kind: str = "import") -> Source:
    """The source of that name, made if there is none."""
    with hub.control.session() as session:
        known = next((source for source in list_sources(session) if source.name == name), None)
        return known or create_source(session, hub.ids, name=name, kind=kind, now=hub.clock.now())


def keep_source(hub: Hub, source_id: str, name: str) -> None:
    """A source with a fixed id, so that what it sends can be told apart by everyone."""
    with hub.control.session() as session:
        if all(source.id != source_id for source in list_sources(session)):
            create_source(session, hub.ids, name=name, kind="hub", now=hub.clock.now(), source_id=source_id)


def import_silo(hub: Hub, silo: Silo, progress: Progress) -> ImportReport:
    """Imports one tool's export into the log; a second call changes nothing."""
    source = source_named(hub, silo.name)
    return import_file(hub, silo.file, read_mapping(silo.mapping.read_bytes()), source.id, progress)


def keep_campaigns(hub: Hub, year: Year, by: User) -> list[str]:
    """Keeps the retailer's campaigns as finished documents; gives their ids. What is there already stays."""
    kept = []
    for each in year.campaigns():
        with hub.control.session() as session:
            keep_imported(session, campaign_document(each), by=by, now=hub.clock.now())
        kept.append(each.campaign_id)
    return kept


def campaign_document(each: RetailCampaign) -> Campaign:
    """What is known of a campaign that ran before the hub did: nobody was held back, so no lift can be told."""
    number = each.campaign_id.removeprefix("retail_").lstrip("0")
    what = _KINDS.get(each.kind, each.kind)
    mine = {"property": "campaign_id", "op": "is", "value": each.campaign_id}
    return Campaign(
        id=each.campaign_id,
        name=f"Retailer's campaign {number} ({each.kind})",
        idea=f"One of the retailer's own campaigns by post, with {what}; imported with its results.",
        state="finished",
        audience=Audience(
            name="Households that the retailer chose",
            rule={
                "kind": "event",
                "name": "Campaign Received",
                "measure": "count",
                "op": "at_least",
                "value": 1,
                "where": [mine],
            },
        ),
        goal=Goal(
            event="Coupon Redeemed",
            where=[mine],
            within_days=max(1, (each.ends_on - each.starts_on).days + 1),
            description="A coupon of this campaign is redeemed.",
        ),
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        message_house=MessageHouse(),
        holdout=0.0,
        origin={"import": "completejourney"},
    )
