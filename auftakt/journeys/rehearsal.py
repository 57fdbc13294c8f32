"""A rehearsal: the draft journey over events of the past, day by day, by the same steps that run it live.

People, traits and consents are taken as they stand today, each from the day on which the person was first seen; events
are seen only from their moment on. Everything happens in a database of its own in memory; nothing is handed over.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from auftakt.audiences import MembershipStep, NamedRule, parse_rule
from auftakt.campaigns import Campaign, approvable
from auftakt.jobs import Batch, Progress
from auftakt.journeys.counts import JourneyCounts, ReasonCount, journey_counts
from auftakt.journeys.excerpt import copy_excerpt, excerpt_of
from auftakt.journeys.pressure import Pressure
from auftakt.journeys.report import GoalReached, MonthSends, RehearsalReport, StepPassage
from auftakt.journeys.step import JourneyStep
from auftakt.journeys.versions import JourneyVersion
from auftakt.kit.clock import aware, naive
from auftakt.kit.errors import InvalidInput
from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.kit.text import Text
from auftakt.store import sql
from auftakt.store.control import Base, Control
from auftakt.store.plane import Connection, Plane

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Surroundings:
    """What of the hub a rehearsal needs besides the data plane: pressure, suppressed addresses, other audiences."""

    pressure: Pressure
    suppressions: Sequence[tuple[str, str]] = ()
    audiences: Sequence[NamedRule] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Newest:
    happened_at: datetime | None


@dataclass(frozen=True)
class _Sends:
    month: str
    reason: str
    messages: int


def rehearse(
    source: Connection,
    campaign: Campaign,
    surroundings: Surroundings,
    since: datetime,
    until: datetime,
    progress: Progress,
    *,
    every: timedelta = DAY,
) -> RehearsalReport:
    """Runs the campaign's journey from `since` to `until` (aware UTC) over what `source` holds.

    `every` is the time between two batches, a day at most. Raises InvalidInput where the campaign has no audience or no
    readable journey, or the time runs backwards; Stopped when the task is stopped.
    """
    started = time.perf_counter()
    version = _version(campaign, since, until)
    assert campaign.audience is not None
    rules = [NamedRule(campaign.id, parse_rule(campaign.audience.rule)), *surroundings.audiences]
    ticks = list(_ticks(since, until, every, surroundings.pressure))
    excerpt = excerpt_of(campaign, version.definition, [named.rule for named in rules], since, until)
    plane = Plane.open(None, threads=1, memory_limit="2GB", hasty=True)
    control = Control.open("sqlite://")
    try:
        Base.metadata.create_all(control.engine)
        with plane.writer() as con:
            copy_excerpt(source, con, excerpt)
            sql.run(con, "journeys", "rehearse_unmerged")
        _replay(plane, control, version, rules, surroundings, ticks, progress)
        with plane.writer() as con:
            return _report(con, campaign, version, since, until, time.perf_counter() - started)
    finally:
        control.close()
        plane.close()


def newest_event(source: Connection, now: datetime) -> datetime:
    """When the newest event happened (aware UTC); `now` where there is none."""
    found = sql.one(source, "journeys", "newest_event", _Newest, {"now": naive(now)})
    return aware(found.happened_at) if found and found.happened_at else now


def _version(campaign: Campaign, since: datetime, until: datetime) -> JourneyVersion:
    if campaign.audience is None or campaign.journey is None or since >= until:
        raise InvalidInput(
            Text(
                "A rehearsal needs an audience, a journey and a stretch of time.",
                "リハーサルにはオーディエンス、ジャーニー、期間が必要です。",
            ),
            next_action=Text(
                "Complete the campaign, or choose other dates.",
                "キャンペーンを完成させるか、期間を選び直してください。",
            ),
        )
    snapshot = approvable(campaign)
    hash = sha256_hex(canonical_json(snapshot))
    return JourneyVersion(campaign.id, 1, snapshot, "rehearsal", hash, "live", False, since, since, None)


def _ticks(since: datetime, until: datetime, every: timedelta, pressure: Pressure) -> Iterator[datetime]:
    """Batches of a day run when the day opens for messages, so that the night holds nobody for ever."""
    now = since
    while now < until:
        tick = pressure.opens(now) if every >= DAY else now
        if tick >= since:
            yield tick
        now += min(every, DAY)


def _replay(
    plane: Plane,
    control: Control,
    version: JourneyVersion,
    rules: Sequence[NamedRule],
    surroundings: Surroundings,
    ticks: Sequence[datetime],
    progress: Progress,
) -> None:
    members = MembershipStep(ZoneInfo(surroundings.pressure.timezone), also=lambda _: rules)
    journeys = JourneyStep(
        surroundings.pressure,
        approvals=lambda _, ids: {id: version.hash for id in ids},
        suppressions=lambda _: surroundings.suppressions,
        versions=lambda _: [version],
    )
    before = datetime(1, 1, 1)  # noqa: DTZ001 - naive UTC, as the data plane holds it
    for place, now in enumerate(ticks):
        progress.at(place, len(ticks), now.date().isoformat())
        with plane.writer() as con:
            _arrive(con, before, naive(now))
            batch = Batch(con, now, control, live=False)
            members.run(batch)
            journeys.run(batch)
        journeys.committed(batch)
        before = naive(now)
    progress.at(len(ticks), len(ticks))


def _arrive(con: Connection, before: datetime, now: datetime) -> None:
    """What a batch is about: the events and the new people of one stretch of time."""
    stretch = {"before": before, "now": now}
    sql.run(con, "journeys", "rehearse_fresh", stretch)
    sql.run(con, "journeys", "rehearse_people", stretch)
    sql.run(con, "journeys", "rehearse_touched", stretch)


def _report(
    con: Connection, campaign: Campaign, version: JourneyVersion, since: datetime, until: datetime, seconds: float
) -> RehearsalReport:
    counts = journey_counts(con, campaign.id, version.definition)
    sends = sql.rows(con, "journeys", "rehearsal_sends", _Sends)
    within_days = campaign.goal.within_days if campaign.goal else 0
    reasons = {row.reason for row in sends} - {"sent_ok"}
    not_sent = [ReasonCount(reason, sum(row.messages for row in sends if row.reason == reason)) for reason in reasons]
    return RehearsalReport(
        since=since,
        until=until,
        seconds=seconds,
        people=counts.entered,
        steps=_passages(counts),
        sends=sum(row.messages for row in sends if row.reason == "sent_ok"),
        not_sent=sorted(not_sent, key=lambda row: (-row.count, row.reason)),
        holdout=counts.holdout,
        by_month=[MonthSends(row.month, row.messages) for row in sends if row.reason == "sent_ok"],
        goal=sql.rows(con, "journeys", "rehearsal_goal", GoalReached, {"within_days": within_days})[0],
    )


def _passages(counts: JourneyCounts) -> list[StepPassage]:
    return [StepPassage(step.id, step.title, step.entered, step.left, step.waiting) for step in counts.steps]
