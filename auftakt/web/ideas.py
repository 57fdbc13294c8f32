"""The idea inbox: what the data proposes, and what people make of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter

from auftakt import campaigns, insights
from auftakt.campaigns import Figure, Idea, IdeaState
from auftakt.jobs import Hub
from auftakt.web.campaigns import CampaignView, campaign_view, hub_sender
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter(tags=["ideas"])


@dataclass(frozen=True)
class ExpectedView:
    """What the idea may bring, with the range and what it rests on."""

    people: int
    reachable: int
    value: float
    currency: str
    low: float
    high: float
    basis: str
    basis_ja: str


@dataclass(frozen=True)
class EvidenceView:
    label: str
    label_ja: str
    value: str | int | float


@dataclass(frozen=True)
class IdeaView:
    """A proposal with the figures behind it, in both languages."""

    id: str
    kind: str
    title: str
    title_ja: str
    summary: str
    summary_ja: str
    expected: ExpectedView
    evidence: list[EvidenceView]
    figures: list[Figure]
    state: IdeaState
    created_at: datetime
    campaign_id: str | None
    maker: str
    reason: str


@dataclass(frozen=True)
class Dismissal:
    reason: str


@router.get("/ideas")
def idea_list(hub: HubDep, user: Viewer, state: Literal["open", "all"] = "open") -> list[IdeaView]:
    """The newest first."""
    return _listed(hub, open_only=state == "open")


@router.post("/ideas/refresh")
def refresh_ideas(hub: HubDep, user: Editor) -> list[IdeaView]:
    """Lets all idea makers look at the data again; gives what is open then."""
    now = hub.clock.now()
    with hub.plane.reader() as con:
        found = insights.make_ideas(con, now, insights.Setting(currency=hub.settings.currency))
    with hub.control.session() as session:
        insights.file_ideas(session, found, ids=hub.ids, now=now)
    return _listed(hub, open_only=True)


@router.post("/ideas/{idea_id}/accept")
def accept_idea(idea_id: str, hub: HubDep, user: Editor, language: LanguageDep) -> CampaignView:
    """Makes the whole campaign draft that the idea proposes."""
    with hub.control.session() as session:
        made = campaigns.accept_idea(
            session, idea_id, ids=hub.ids, by=user, now=hub.clock.now(), sender=hub_sender(hub)
        )
    return campaign_view(hub, made.campaign.id, language)


@router.post("/ideas/{idea_id}/dismiss")
def dismiss_idea(idea_id: str, body: Dismissal, hub: HubDep, user: Editor) -> IdeaView:
    """Puts the idea aside and keeps the reason."""
    with hub.control.session() as session:
        return _view(campaigns.dismiss_idea(session, idea_id, body.reason, by=user, now=hub.clock.now()))


def _listed(hub: Hub, *, open_only: bool) -> list[IdeaView]:
    with hub.control.reading() as session:
        return [_view(idea) for idea in campaigns.list_ideas(session, open_only=open_only)]


def _view(idea: Idea) -> IdeaView:
    found, expected = idea.content, idea.content.expected
    return IdeaView(
        id=idea.id,
        kind=found.kind,
        title=found.title.en,
        title_ja=found.title.ja,
        summary=found.summary.en,
        summary_ja=found.summary.ja,
        expected=ExpectedView(
            people=expected.people,
            reachable=expected.reachable,
            value=expected.value,
            currency=expected.currency,
            low=expected.low,
            high=expected.high,
            basis=expected.basis.en,
            basis_ja=expected.basis.ja,
        ),
        evidence=[EvidenceView(each.label.en, each.label.ja, each.value) for each in found.evidence],
        figures=list(found.figures),
        state=idea.state,
        created_at=idea.created_at,
        campaign_id=idea.campaign_id,
        maker=found.maker,
        reason=idea.reason,
    )
