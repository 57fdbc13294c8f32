"""The demo's own campaign: from an idea in the inbox, through approval and rehearsal, to four weeks of running.

Everything is done as users do it, by the sample editor and the sample approver; only time is moved by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import structs

from auftakt import journeys
from auftakt.campaigns import (
    Campaign,
    Sender,
    StoredCampaign,
    accept_idea,
    apply_decision,
    finish,
    get_campaign,
    launch,
    list_ideas,
    save_campaign,
    submit,
)
from auftakt.channels import suppressed_addresses
from auftakt.content import check_content
from auftakt.demo.played import Model, Stage, play, players, true_effect, typical_basket
from auftakt.insights import Setting, file_ideas, make_ideas
from auftakt.jobs import Hub, Progress
from auftakt.journeys import Pressure, RehearsalReport, Surroundings, check_journey, rehearse
from auftakt.kit.clock import FixedClock
from auftakt.kit.errors import Broken
from auftakt.results import tell_truth
from auftakt.sources import PLAYED
from auftakt.store import sql
from auftakt.team import Role, User, decide, latest_approval

HOLDOUT = 0.4
LIVE_DAYS = 14
WEEKS = 4
"""People enter for two weeks; after two more, everybody's goal window is complete and the lift is final."""

_SENDER = Sender(
    name="Sample Store / 見本ストア", email="store@example.com", address="1-2-3 Sample, Tokyo / 東京都見本区見本1-2-3"
)

Team = dict[Role, User]
Tick = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Told:
    """What the story came to: the campaign, what its rehearsal said, and the model's true effect per person."""

    campaign_id: str
    rehearsal: RehearsalReport
    mailed: int
    held_back: int
    played_events: int
    true_effect: float


@dataclass(frozen=True)
class _CastCounts:
    treated: int
    held_back: int
    played_events: int


def prepare(hub: Hub, team: Team) -> tuple[Campaign, str]:
    """Finds ideas in the year. The one that reaches most becomes a campaign; gives it, and the next best idea's id.

    The rest stay in the inbox, for whoever opens the hub.
    """
    now = hub.clock.now()
    with hub.plane.reader() as con:
        found = make_ideas(con, now, Setting(currency=hub.settings.currency, holdout=HOLDOUT))
    with hub.control.session() as session:
        file_ideas(session, found, ids=hub.ids, now=now)
        ideas = sorted(list_ideas(session), key=lambda idea: -idea.content.expected.reachable)
    if len(ideas) < 2:
        raise Broken(f"The year gave {len(ideas)} ideas, but the demo needs two.")
    return submitted_draft(hub, team, ideas[0].id), ideas[1].id


def approve(hub: Hub, team: Team, campaign_id: str) -> None:
    """The sample approver says yes to exactly what the sample editor submitted."""
    now = hub.clock.now()
    with hub.control.session() as session:
        asked = latest_approval(session, "campaign", campaign_id)
        assert asked is not None, "submitted just before"
        comment = "Sample approval: read both languages."
        said = decide(session, asked.id, asked.hash, "approve", comment, team["approver"], now)
        apply_decision(session, said, now=now)


def switch_on(hub: Hub, team: Team, campaign_id: str) -> None:
    """The sample editor launches what was approved."""
    with hub.control.session() as session:
        zone = ZoneInfo(hub.settings.timezone)
        launch(session, campaign_id, by=team["editor"], now=hub.clock.now(), journeys=journeys, zone=zone)


def rehearse_year(hub: Hub, campaign: Campaign, progress: Progress) -> RehearsalReport:
    """The draft journey over the retailer's year, before it is switched on."""
    now = hub.clock.now()
    with hub.control.reading() as session:
        suppressed = list(suppressed_addresses(session))
    surroundings = Surroundings(Pressure.of(hub.settings), suppressed)
    with hub.plane.reader() as con:
        return rehearse(con, campaign, surroundings, now - timedelta(days=365), now, progress)


def run_weeks(hub: Hub, clock: FixedClock, team: Team, campaign: Campaign, model: Model, tick: Tick) -> Stage:
    """Launches the campaign and lets four weeks pass: batches, mails, and what the model plays."""
    category = _category(campaign)
    stage = Stage(campaign.id, category, typical_basket(hub, category, PLAYED), PLAYED)
    switch_on(hub, team, campaign.id)
    since = clock.now()
    for day in range(WEEKS * 7):
        tick(day, WEEKS * 7, clock.now().date().isoformat())
        if day == LIVE_DAYS:
            _end(hub, team, campaign.id)
        pass_day(hub)
        play(hub.log, model, stage, players(hub, model, stage), since, clock.now())
        since = clock.now()
        clock.advance(timedelta(days=1))
    pass_day(hub)
    return stage


def pass_day(hub: Hub) -> None:
    """One morning: what is due moves, mails go out, and what became of them is read back."""
    now = hub.clock.now()
    hub.runner.run_until_idle(now)
    hub.services["delivery"].drain(60.0)
    hub.runner.run_until_idle(now)


def tell(hub: Hub, campaign_id: str, model: Model, stage: Stage, rehearsal: RehearsalReport) -> Told:
    """Keeps the model's true effect beside the campaign, so that the estimate can be held against it."""
    cast = players(hub, model, stage)
    with hub.plane.reader() as con:
        facts = {"campaign_id": campaign_id, "played_source": PLAYED}
        counts = sql.one(con, "demo", "cast_counts", _CastCounts, facts)
    assert counts is not None, "a row of sub-selects"
    effect = true_effect(model, cast, counts.treated)
    note = f"Played by a seeded model ({model.salt}): a mail that arrives adds {model.added:.0%} to the chance to buy."
    with hub.control.session() as session:
        tell_truth(session, campaign_id, "conversion", effect, note=note)
        tell_truth(session, campaign_id, "revenue", effect * stage.basket, note=note)
    mailed = sum(player.mailed for player in cast)
    return Told(campaign_id, rehearsal, mailed, counts.held_back, counts.played_events, effect)


def submitted_draft(hub: Hub, team: Team, idea_id: str, *, played: bool = True) -> Campaign:
    """One click makes the draft; the editor sets sender, dates and the mark, and submits it."""
    now = hub.clock.now()
    editor = team["editor"]
    with hub.control.session() as session:
        made = accept_idea(session, idea_id, ids=hub.ids, by=editor, now=now, sender=_SENDER)
        ready = _completed(made, now, played)
        kept = save_campaign(session, ready, version=made.version, by=editor, now=now)
        checks = [check_content(_TRAITS), check_journey]
        submit(session, kept.campaign.id, by=editor, now=now, checks=checks)
        return get_campaign(session, kept.campaign.id).campaign


_TRAITS = ("name", "email", "language")


def _completed(made: StoredCampaign, now: datetime, played: bool) -> Campaign:
    campaign = made.campaign
    assert campaign.goal is not None, "an idea proposes a goal"
    ends = (now + timedelta(days=LIVE_DAYS + 45)).date()
    days = Model().within_days
    targets = [structs.replace(target, by=min(target.by or ends, ends)) for target in campaign.targets]
    return structs.replace(
        campaign,
        starts_on=now.date(),
        ends_on=ends,
        holdout=HOLDOUT,
        targets=targets,
        goal=structs.replace(campaign.goal, within_days=days, description=f"{_category(campaign)}: {days} d"),
        played=played,
    )


def _end(hub: Hub, team: Team, campaign_id: str) -> None:
    now = hub.clock.now()
    with hub.control.session() as session:
        finish(session, campaign_id, by=team["editor"], now=now, journeys=journeys, why="two weeks are over")


def _category(campaign: Campaign) -> str:
    assert campaign.goal is not None
    return str(next(test["value"] for test in campaign.goal.where if test["property"] == "category"))
