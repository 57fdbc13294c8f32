"""Campaigns: the document, its versions, its way from draft to finished."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from msgspec import to_builtins
from sqlalchemy.orm import Session

from auftakt import campaigns, content, journeys, team
from auftakt.audiences import AudienceState, audience_states
from auftakt.campaigns import Campaign, Problem, Sender, State, StoredCampaign
from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput, TooLarge
from auftakt.kit.text import Language, Text
from auftakt.store import sql
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter(tags=["campaigns"])

_MOST_BYTES = 2_000_000


@dataclass(frozen=True)
class ProblemView:
    """What is wrong, where in the document, and what to do; lines and columns count from 1."""

    where: str
    severity: campaigns.Severity
    line: int | None
    column: int | None
    code: str
    message: str
    next_action: str


@dataclass(frozen=True)
class HistoryEntry:
    """A saved version; `by` is the name of who saved it."""

    version: int
    at: datetime
    by: str
    note: str


@dataclass(frozen=True)
class CampaignView:
    """A campaign with everything that is known about it. `hash` is what an approval must be bound to."""

    document: dict[str, Any]
    version: int
    state: State
    hash: str
    starts_at: datetime | None
    problems: list[ProblemView]
    approval: team.Approval | None
    history: list[HistoryEntry]


@dataclass(frozen=True)
class LiveCounts:
    """How many are in the journey now, and how many messages were decided either way so far."""

    in_journey: int
    sends: int
    not_sent: int


@dataclass(frozen=True)
class CampaignSummary:
    """One line of a list. `origin` is `idea_id`, `import` or empty; sizes are None where nobody was counted yet."""

    id: str
    name: str
    state: State
    audience_name: str
    audience_size: int | None
    starts_on: str | None
    ends_on: str | None
    updated_at: datetime
    origin: str
    played: bool
    live: LiveCounts | None


@dataclass(frozen=True)
class CampaignEdit:
    """A whole document, and the version that was edited."""

    document: dict[str, Any]
    version: int
    note: str = ""


@dataclass(frozen=True)
class LaunchPlan:
    """Without a moment, the launch is now."""

    starts_at: datetime | None = None


@dataclass(frozen=True)
class _Activity:
    campaign_id: str
    in_journey: int
    sends: int
    not_sent: int


async def _raw_body(request: Request) -> bytes:
    body = await request.body()
    if len(body) > _MOST_BYTES:
        raise TooLarge(
            Text("A campaign document has at most 2 MB.", "キャンペーン文書は2MBまでです。"),
            next_action=Text("Check that this is the right file.", "正しいファイルか確認してください。"),
        )
    return body


@router.get("/campaigns")
def campaign_list(hub: HubDep, user: Viewer, state: State | None = None, search: str = "") -> list[CampaignSummary]:
    """The latest changed first."""
    with hub.control.reading() as session:
        found = campaigns.list_campaigns(session, state=state, search=search)
    return campaign_summaries(hub, found)


@router.post("/campaigns", status_code=201)
def create_campaign(body: dict[str, Any], hub: HubDep, user: Editor, language: LanguageDep) -> CampaignView:
    """A new draft from a name alone or from a whole document; the hub's sender and language are filled in."""
    defaults = {"id": hub.ids.new("cmp"), "languages": [hub.settings.language], "sender": to_builtins(hub_sender(hub))}
    campaign = campaigns.document_of({**defaults, **body, "state": "draft"})
    with hub.control.session() as session:
        campaigns.create_campaign(session, campaign, by=user, now=hub.clock.now())
    return campaign_view(hub, campaign.id, language)


@router.post("/campaigns/import", status_code=201)
def import_campaign(
    hub: HubDep, user: Editor, language: LanguageDep, body: Annotated[bytes, Depends(_raw_body)]
) -> CampaignView:
    """Takes an exported document: a new campaign, or the next version of the one with this id."""
    campaign = campaigns.import_campaign(body)
    with hub.control.session() as session:
        campaigns.keep_imported(session, campaign, by=user, now=hub.clock.now())
    return campaign_view(hub, campaign.id, language)


@router.get("/campaigns/{campaign_id}")
def get_campaign(campaign_id: str, hub: HubDep, user: Viewer, language: LanguageDep) -> CampaignView:
    return campaign_view(hub, campaign_id, language)


@router.put("/campaigns/{campaign_id}")
def save_campaign(
    campaign_id: str, edit: CampaignEdit, hub: HubDep, user: Editor, language: LanguageDep
) -> CampaignView:
    """Keeps an edit; 409 if somebody saved in between."""
    campaign = campaigns.document_of(edit.document)
    if campaign.id != campaign_id:
        raise InvalidInput(
            Text(f"The document is that of {campaign.id}.", f"この文書は {campaign.id} のものです。"),
            next_action=Text("Import it as a campaign of its own.", "別のキャンペーンとして取り込んでください。"),
            where="id",
        )
    with hub.control.session() as session:
        campaigns.save_campaign(session, campaign, version=edit.version, by=user, now=hub.clock.now(), note=edit.note)
    return campaign_view(hub, campaign_id, language)


@router.get("/campaigns/{campaign_id}/export", response_class=Response)
def export_campaign(campaign_id: str, hub: HubDep, user: Viewer) -> Response:
    """The document as a file for git: the same campaign always gives the same bytes."""
    with hub.control.reading() as session:
        campaign = campaigns.get_campaign(session, campaign_id).campaign
    named = {"Content-Disposition": f'attachment; filename="{campaign_id}.json"'}
    return Response(campaigns.export_campaign(campaign), media_type="application/json", headers=named)


@router.post("/campaigns/{campaign_id}/submit")
def submit_campaign(campaign_id: str, hub: HubDep, user: Editor, language: LanguageDep) -> CampaignView:
    """Asks for approval of the current version; 422 with the problems while there are errors."""
    checks = campaign_checks(hub)
    with hub.control.session() as session:
        campaigns.submit(session, campaign_id, by=user, now=hub.clock.now(), checks=checks)
    return campaign_view(hub, campaign_id, language)


@router.post("/campaigns/{campaign_id}/launch")
def launch_campaign(
    campaign_id: str, hub: HubDep, user: Editor, language: LanguageDep, plan: LaunchPlan | None = None
) -> CampaignView:
    """Puts exactly the approved content to work, now or at `starts_at`."""
    with hub.control.session() as session:
        campaigns.launch(
            session,
            campaign_id,
            by=user,
            now=hub.clock.now(),
            journeys=journeys,
            zone=ZoneInfo(hub.settings.timezone),
            starts_at=plan.starts_at if plan else None,
        )
    hub.runner.poke()
    return campaign_view(hub, campaign_id, language)


@router.post("/campaigns/{campaign_id}/pause")
def pause_campaign(campaign_id: str, hub: HubDep, user: Editor, language: LanguageDep) -> CampaignView:
    """Everybody stays where they are until the next launch."""
    with hub.control.session() as session:
        campaigns.pause(session, campaign_id, by=user, now=hub.clock.now(), journeys=journeys)
    hub.runner.poke()
    return campaign_view(hub, campaign_id, language)


@router.post("/campaigns/{campaign_id}/finish")
def finish_campaign(campaign_id: str, hub: HubDep, user: Editor, language: LanguageDep) -> CampaignView:
    """Nobody enters or is sent anything any more."""
    with hub.control.session() as session:
        campaigns.finish(session, campaign_id, by=user, now=hub.clock.now(), journeys=journeys)
    hub.runner.poke()
    return campaign_view(hub, campaign_id, language)


def campaign_checks(hub: Hub) -> list[campaigns.Check]:
    """The checks of the folders that build on campaigns."""
    with hub.plane.reader() as con:
        traits = content.known_traits(con)
    return [content.check_content(traits), journeys.check_journey]


def hub_sender(hub: Hub) -> Sender:
    """Who signs mails where a campaign names nobody else."""
    smtp = hub.settings.smtp
    return Sender(name=smtp.from_name, email=smtp.from_address, address=smtp.postal_address)


def campaign_view(hub: Hub, campaign_id: str, language: Language) -> CampaignView:
    checks = campaign_checks(hub)
    with hub.control.reading() as session:
        found = campaigns.get_campaign(session, campaign_id)
        return CampaignView(
            document=campaigns.plain_of(found.campaign),
            version=found.version,
            state=found.state,
            hash=found.hash,
            starts_at=found.starts_at,
            problems=problem_views(campaigns.check_campaign(found.campaign, checks), language),
            approval=team.latest_approval(session, "campaign", campaign_id),
            history=_history(session, campaign_id),
        )


def campaign_summaries(hub: Hub, found: Sequence[StoredCampaign]) -> list[CampaignSummary]:
    """Lines of a list, with live counts for all of them in one query."""
    with hub.plane.reader() as con:
        activity = {row.campaign_id: row for row in sql.rows(con, "web", "campaign_activity", _Activity)}
        sizes = audience_states(con, hub.clock.now())
    return [_summary(stored, activity.get(stored.campaign.id), sizes) for stored in found]


def problem_views(problems: Iterable[Problem], language: Language) -> list[ProblemView]:
    return [
        ProblemView(
            where=problem.where,
            severity=problem.severity,
            line=problem.line,
            column=problem.column,
            code=problem.code,
            message=problem.message.pick(language),
            next_action=problem.next_action.pick(language),
        )
        for problem in problems
    ]


def _summary(stored: StoredCampaign, activity: _Activity | None, sizes: dict[str, AudienceState]) -> CampaignSummary:
    campaign = stored.campaign
    return CampaignSummary(
        id=campaign.id,
        name=campaign.name,
        state=campaign.state,
        audience_name=campaign.audience.name if campaign.audience else "",
        audience_size=_size(campaign, sizes),
        starts_on=campaign.starts_on.isoformat() if campaign.starts_on else None,
        ends_on=campaign.ends_on.isoformat() if campaign.ends_on else None,
        updated_at=stored.updated_at,
        origin=next(iter(campaign.origin), ""),
        played=campaign.played,
        live=LiveCounts(activity.in_journey, activity.sends, activity.not_sent) if activity else None,
    )


def _size(campaign: Campaign, sizes: dict[str, AudienceState]) -> int | None:
    """Of the campaign's own audience, which is kept while it is live, or of the saved one that it names."""
    rule = campaign.audience.rule if campaign.audience else {}
    saved = rule.get("id") if rule.get("kind") == "audience" else None
    state = sizes.get(campaign.id) or (sizes.get(saved) if isinstance(saved, str) else None)
    return state.size if state else None


def _history(session: Session, campaign_id: str) -> list[HistoryEntry]:
    versions = campaigns.campaign_history(session, campaign_id)
    names = team.actors(session, {version.by for version in versions})
    return [HistoryEntry(version.version, version.at, names[version.by].name, version.note) for version in versions]
