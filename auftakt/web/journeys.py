"""Journeys: the path of a campaign with live counts, and its rehearsal over the past."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import Field

from auftakt import audiences, channels, journeys
from auftakt.campaigns import get_campaign
from auftakt.jobs import Hub, Progress
from auftakt.journeys import ReasonCount
from auftakt.kit.clock import aware
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter(tags=["journeys"])


@dataclass(frozen=True)
class JourneyVersionView:
    version: int
    state: str
    published_at: datetime
    hash: str


@dataclass(frozen=True)
class JourneyStepView:
    id: str
    kind: str
    title: str
    waiting: int
    entered: int
    left: int
    sent: int
    not_sent: list[ReasonCount]


@dataclass(frozen=True)
class JourneyEdge:
    """A way from step to step as it is drawn; `from` is null for the way in, `to` for the way out."""

    start: Annotated[str | None, Field(serialization_alias="from")]
    end: Annotated[str | None, Field(serialization_alias="to")]
    label: str
    count: int


@dataclass(frozen=True)
class JourneyView:
    """`version` is the live one; None before the first launch."""

    definition: dict[str, Any] | None
    version: int | None
    versions: list[JourneyVersionView]
    steps: list[JourneyStepView]
    edges: list[JourneyEdge]
    entered: int
    in_flight: int
    finished: int
    holdout: int


@dataclass(frozen=True)
class Stretch:
    """The days to rehearse, `from` and `to` included; left out: the year up to the newest event."""

    since: Annotated[date | None, Field(alias="from")] = None
    until: Annotated[date | None, Field(alias="to")] = None


@dataclass(frozen=True)
class StartedTask:
    task_id: str


@router.get("/campaigns/{campaign_id}/journey")
def campaign_journey(campaign_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> JourneyView:
    """The live version's path, or the draft's before the first launch, with what happened on it so far."""
    with hub.control.reading() as session:
        campaign = get_campaign(session, campaign_id).campaign
        versions = journeys.list_versions(session, campaign_id)
    live = next((version for version in versions if version.state == "live"), None)
    document = live.snapshot["journey"] if live else campaign.journey
    shown = [JourneyVersionView(each.version, each.state, each.published_at, each.hash) for each in versions]
    if document is None:
        return JourneyView(None, None, shown, [], [], 0, 0, 0, 0)
    definition = journeys.parse_definition(document)
    with hub.plane.reader() as con:
        counts = journeys.journey_counts(con, campaign_id, definition, language)
    return JourneyView(
        definition=document,
        version=live.version if live else None,
        versions=shown,
        steps=[JourneyStepView(**vars(step)) for step in counts.steps],
        edges=[JourneyEdge(**vars(edge)) for edge in journeys.drawn_edges(definition, counts, language)],
        entered=counts.entered,
        in_flight=counts.in_flight,
        finished=counts.finished,
        holdout=counts.holdout,
    )


@router.post("/campaigns/{campaign_id}/rehearse")
def rehearse_campaign(campaign_id: str, stretch: Stretch, hub: HubDep, user: Editor) -> StartedTask:
    """Starts a rehearsal of the campaign as it stands; the task's result is the report."""
    with hub.control.reading() as session:
        campaign = get_campaign(session, campaign_id).campaign
        surroundings = journeys.Surroundings(
            pressure=journeys.Pressure.of(hub.settings),
            suppressions=channels.suppressed_addresses(session),
            audiences=[
                audiences.NamedRule(each.id, audiences.parse_rule(each.rule))
                for each in audiences.list_audiences(session)
            ],
        )
    since, until = _days(hub, stretch)

    def work(progress: Progress) -> dict[str, Any]:
        with hub.plane.reader() as con:
            return journeys.rehearse(con, campaign, surroundings, since, until, progress).as_json()

    return StartedTask(hub.tasks.start("rehearsal", work))


def _days(hub: Hub, stretch: Stretch) -> tuple[datetime, datetime]:
    zone = ZoneInfo(hub.settings.timezone)
    until = stretch.until
    if until is None:
        with hub.plane.reader() as con:
            newest = journeys.newest_event(con, hub.clock.now())
        until = newest.astimezone(zone).date()
    since = stretch.since or until - timedelta(days=365)
    first, end = (datetime.combine(day, time(), zone) for day in (since, until + timedelta(days=1)))
    return aware(first), aware(end)
