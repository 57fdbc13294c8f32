"""Home: what needs me, what runs, what did it bring; and the loop with its numbers."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from fastapi import APIRouter

from auftakt import campaigns, channels, team
from auftakt.campaigns import StoredCampaign
from auftakt.jobs import Hub
from auftakt.kit.clock import naive
from auftakt.kit.text import Language, Text
from auftakt.people import count_proposals
from auftakt.results import KpiValue, Lift
from auftakt.sources import PLAYED, list_connectors
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.web.campaigns import CampaignSummary, campaign_summaries
from auftakt.web.deps import HubDep, LanguageDep, Viewer
from auftakt.web.results import kept_board, kept_results

router = APIRouter()

_DAYS = timedelta(days=91)

StageName = Literal["sources", "people", "audiences", "journeys", "channels", "results", "insights", "campaigns"]
NeedKind = Literal["approval", "idea", "quarantine", "unknown_sends", "draft", "oversized", "connector", "match"]


@dataclass(frozen=True)
class Stage:
    """One stage of the loop: its number, what is counted, and where it leads."""

    stage: StageName
    value: int
    label: str
    link: str


@dataclass(frozen=True)
class Need:
    """Something that waits for a person."""

    kind: NeedKind
    count: int
    title: str
    link: str


@dataclass(frozen=True)
class Brought:
    """KPIs of all campaigns in the last 91 days, and the latest campaign whose lift can be told."""

    kpis: list[KpiValue]
    lift: Lift | None
    campaign: CampaignSummary | None
    played: bool


@dataclass(frozen=True)
class Day:
    day: date
    events: int
    revenue: str


@dataclass(frozen=True)
class Home:
    loop: list[Stage]
    needs_me: list[Need]
    running: list[CampaignSummary]
    brought: Brought
    days: list[Day]


@dataclass(frozen=True)
class _Counts:
    events: int
    events_new: int
    people: int
    audiences: int
    in_journey: int
    sent: int
    sent_new: int
    quarantined: int
    oversized: int
    largest: int


@dataclass(frozen=True)
class _Day:
    day: date
    events: int
    revenue: Decimal


@router.get("/home")
def get_home(hub: HubDep, user: Viewer, language: LanguageDep) -> Home:
    since = hub.clock.now() - _DAYS
    with hub.control.reading() as session:
        stored = campaigns.list_campaigns(session)
        ideas = campaigns.list_ideas(session)
        pending = team.count_pending(session)
        sends = channels.delivery_counts(session)
        failing = sum(each.active and each.failures > 0 for each in list_connectors(session))
    with hub.plane.reader() as con:
        counts = sql.one(
            con,
            "web",
            "home_counts",
            _Counts,
            {
                "played": PLAYED,
                "since": naive(hub.clock.now() - timedelta(days=1)),
                "most": hub.settings.identity.max_identifiers,
            },
        )
        assert counts is not None, "a row of sub-selects"
        matches = count_proposals(con)["open"]
        days = sql.rows(con, "web", "home_days", _Day, {"since": naive(since), "played": PLAYED})
        brought = _brought(hub, con, stored)
    live = [each for each in stored if each.state == "live"]
    drafts = sum(each.state == "draft" for each in stored)
    return Home(
        loop=_loop(counts, len(ideas), len(live), brought, language),
        needs_me=_needs(counts, pending, len(ideas), drafts, sends.get("unknown", 0), failing, matches, language),
        running=campaign_summaries(hub, live),
        brought=brought,
        days=[Day(each.day, each.events, format(each.revenue, "f")) for each in days],
    )


def warm(hub: Hub) -> None:
    """Counts once what home shows, so that the first who opens it need not wait."""
    with hub.control.reading() as session:
        stored = campaigns.list_campaigns(session)
    with hub.plane.reader() as con:
        _brought(hub, con, stored)


def _loop(counts: _Counts, ideas: int, live: int, brought: Brought, language: Language) -> list[Stage]:
    conversions = next((int(kpi.value) for kpi in brought.kpis if kpi.kpi == "conversions"), 0)
    stages: list[tuple[StageName, int, Text, str]] = [
        ("sources", counts.events, Text("events", "イベント"), "/connections"),
        ("people", counts.people, Text("people", "人物"), "/people"),
        ("audiences", counts.audiences, Text("audiences", "オーディエンス"), "/audiences"),
        ("journeys", counts.in_journey, Text("on their way", "進行中の人"), "/campaigns"),
        ("channels", counts.sent, Text("mails sent", "送信済みメール"), "/mailbox"),
        ("results", conversions, Text("conversions", "成果"), "/results"),
        ("insights", ideas, Text("ideas", "アイデア"), "/ideas"),
        ("campaigns", live, Text("campaigns live", "実行中のキャンペーン"), "/campaigns"),
    ]
    return [Stage(stage, value, label.pick(language), link) for stage, value, label, link in stages]


def _needs(
    counts: _Counts, pending: int, ideas: int, drafts: int, unknown: int, failing: int, matches: int, language: Language
) -> list[Need]:
    needs: list[tuple[NeedKind, int, Text, str]] = [
        ("approval", pending, Text("Approvals to decide", "承認の判断待ち"), "/approvals"),
        ("unknown_sends", unknown, Text("Sends whose fate is unknown", "結果が不明な送信"), "/journeys"),
        ("idea", ideas, Text("Ideas to look at", "検討するアイデア"), "/ideas"),
        ("match", matches, Text("People who may be one", "同一人物かもしれない人"), "/duplicates"),
        ("draft", drafts, Text("Campaigns in draft", "下書きのキャンペーン"), "/campaigns?state=draft"),
        (
            "oversized",
            counts.oversized,
            Text("People with too many identifiers", "識別子が多すぎる人物"),
            f"/people/{counts.largest}",
        ),
        ("connector", failing, Text("Connectors that fail", "失敗しているコネクター"), "/connections/connectors"),
        ("quarantine", counts.quarantined, Text("Events in quarantine", "隔離されたイベント"), "/quarantine"),
    ]
    return [Need(kind, count, title.pick(language), link) for kind, count, title, link in needs if count]


def _brought(hub: Hub, con: Connection, stored: list[StoredCampaign]) -> Brought:
    now = hub.clock.now()
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - _DAYS
    board = kept_board(hub, con, stored, since, None)
    measured = [each for each in stored if each.campaign.holdout > 0 and each.state in ("finished", "live")]
    for each in sorted(measured, key=lambda each: (each.state == "finished", each.updated_at), reverse=True):
        with hub.control.reading() as session:
            found = kept_results(hub, con, session, each)
        lift = next((lift for lift in found.lifts if lift.metric == "conversion"), None)
        if lift is not None:
            return Brought(list(board.kpis), lift, campaign_summaries(hub, [each])[0], found.played)
    return Brought(list(board.kpis), None, None, played=any(each.played for each in board.campaigns))
