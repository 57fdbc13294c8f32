"""The results board, and one campaign's results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from auftakt.campaigns import StoredCampaign, get_campaign, list_campaigns
from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.results import (
    Arm,
    Board,
    CampaignResults,
    ChannelValues,
    KpiValue,
    Lift,
    SampleRatio,
    Series,
    Shown,
    TargetProgress,
    Truth,
    campaign_results,
    make_board,
    registered_kpis,
)
from auftakt.store.plane import Connection
from auftakt.web.campaigns import CampaignSummary, campaign_summaries
from auftakt.web.deps import HubDep, LanguageDep, Viewer
from auftakt.web.kept import Kept

router = APIRouter(tags=["results"])


@dataclass(frozen=True)
class CampaignRow:
    """One line of the board."""

    campaign: CampaignSummary
    values: dict[str, Shown]
    played: bool


@dataclass(frozen=True)
class ResultsBoard:
    kpis: tuple[KpiValue, ...]
    series: tuple[Series, ...]
    campaigns: tuple[CampaignRow, ...]
    channels: tuple[ChannelValues, ...]


@dataclass(frozen=True)
class ResultsOfCampaign:
    """`goal_text` is in the language asked for; the rest is as `auftakt.results.CampaignResults` says."""

    campaign: CampaignSummary
    values: tuple[KpiValue, ...]
    by_channel: tuple[ChannelValues, ...]
    series: tuple[Series, ...]
    targets: tuple[TargetProgress, ...]
    lifts: tuple[Lift, ...]
    arms: tuple[Arm, ...]
    srm: SampleRatio | None
    played: bool
    truth: Truth | None
    goal_text: str


@router.get("/results")
def results_board(
    hub: HubDep,
    viewer: Viewer,
    since: Annotated[date | None, Query(alias="from")] = None,
    until: Annotated[date | None, Query(alias="to")] = None,
) -> ResultsBoard:
    """Every KPI in a span of days, both ends included (UTC). Without `from`, since the first touch of any campaign."""
    if since is not None and until is not None and until < since:
        raise InvalidInput(
            Text(
                f"The span ends on {until}, before it starts on {since}.",
                f"期間の終わり {until} が始まり {since} より前です。",
            ),
            next_action=Text("Swap the two dates.", "2つの日付を入れ替えてください。"),
        )
    with hub.control.reading() as session:
        stored = list_campaigns(session)
    with hub.plane.reader() as con:
        board = kept_board(
            hub,
            con,
            stored,
            None if since is None else _midnight(since),
            None if until is None else _midnight(until + timedelta(days=1)),
        )
    rows = tuple(
        CampaignRow(summary, row.values, row.played)
        for summary, row in zip(campaign_summaries(hub, stored), board.campaigns, strict=True)
    )
    return ResultsBoard(board.kpis, board.series, rows, board.channels)


@router.get("/results/campaigns/{campaign_id}")
def results_of_campaign(hub: HubDep, viewer: Viewer, language: LanguageDep, campaign_id: str) -> ResultsOfCampaign:
    """One campaign: KPIs, targets, and what it added compared with the people who were held back."""
    with hub.control.reading() as session, hub.plane.reader() as con:
        stored = get_campaign(session, campaign_id)
        found = kept_results(hub, con, session, stored)
    return ResultsOfCampaign(
        campaign=campaign_summaries(hub, [stored])[0],
        values=found.values,
        by_channel=found.by_channel,
        series=found.series,
        targets=found.targets,
        lifts=found.lifts,
        arms=found.arms,
        srm=found.srm,
        played=found.played,
        truth=found.truth,
        goal_text=found.goal_text.pick(language),
    )


def kept_board(
    hub: Hub, con: Connection, stored: Sequence[StoredCampaign], since: datetime | None, until: datetime | None
) -> Board:
    """The board on this snapshot; counted again when events or campaigns changed, or a new hour began."""
    now = hub.clock.now()
    about = (_hour(now), since, until, tuple((each.campaign.id, each.version, each.state) for each in stored))
    campaigns = [each.campaign for each in stored]
    return _BOARDS.get(hub.plane, con, about, lambda: make_board(con, registered_kpis(), campaigns, now, since, until))


def kept_results(hub: Hub, con: Connection, session: Session, stored: StoredCampaign) -> CampaignResults:
    """One campaign's results on this snapshot, kept like the board."""
    now = hub.clock.now()
    about = (_hour(now), stored.campaign.id, stored.version, stored.state)
    return _RESULTS.get(
        hub.plane, con, about, lambda: campaign_results(con, session, registered_kpis(), stored.campaign, now)
    )


_BOARDS: Kept[Board] = Kept()
_RESULTS: Kept[CampaignResults] = Kept()


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
