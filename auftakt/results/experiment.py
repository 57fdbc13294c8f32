"""The arms of a campaign, counted and compared in the data plane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlglot import exp

from auftakt.kit.clock import aware, naive
from auftakt.results.goal import choose
from auftakt.results.lift import ArmStats, Lift, compare
from auftakt.results.srm import SampleRatio, sample_ratio
from auftakt.store import sql
from auftakt.store.plane import Connection

HOLDOUT = "holdout"
TREATED = "treated"
Kind = Literal["any", "count", "revenue"]


@dataclass(frozen=True)
class Metric:
    """What is compared: whether a person did it (`any`), how often (`count`, by order), or for how much (`revenue`)."""

    name: str
    event: str
    kind: Kind
    where: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Arm:
    arm: str
    people: int


@dataclass(frozen=True)
class Experiment:
    """How a campaign is measured: the goal's days, what is compared, against whom, and the shares that were planned."""

    campaign_id: str
    within_days: int
    metrics: tuple[Metric, ...]
    control: str = HOLDOUT
    shares: Mapping[str, float] | None = None
    open: bool = True


@dataclass(frozen=True)
class Readout:
    """Lifts by metric and arm. Without the control's people there are none, as there is nothing to compare with."""

    arms: tuple[Arm, ...]
    lifts: tuple[Lift, ...]
    srm: SampleRatio | None


@dataclass(frozen=True)
class _ArmRow:
    arm: str
    people: int
    first_at: datetime
    last_week: int


@dataclass(frozen=True)
class _StatsRow:
    metric: str
    arm: str
    people: int
    responders: int
    total: float
    squares: float


def read_out(con: Connection, experiment: Experiment, now: datetime) -> Readout:
    """Counts the arms and compares each with the control. Where `shares` is None, all arms were to be of one size."""
    params = {"campaign_id": experiment.campaign_id, "now": naive(now)}
    arms = sql.rows(con, "results", "arms", _ArmRow, params)
    observed = {row.arm: row.people for row in arms}
    shares = experiment.shares if experiment.shares is not None else dict.fromkeys(observed, 1.0)
    stats = arm_stats(con, experiment, now) if experiment.control in observed and len(arms) > 1 else {}
    pace = _people_per_day(arms, now) if experiment.open else 0.0
    lifts = tuple(
        compare(
            metric.name,
            stats[metric.name, row.arm],
            stats[metric.name, experiment.control],
            people_per_day=pace,
            binary=metric.kind == "any",
        )
        for row in arms
        for metric in experiment.metrics
        if stats and row.arm != experiment.control
    )
    return Readout(tuple(Arm(row.arm, row.people) for row in arms), lifts, sample_ratio(observed, shares))


def arm_stats(con: Connection, experiment: Experiment, now: datetime) -> dict[tuple[str, str], ArmStats]:
    """Sufficient statistics by metric name and arm."""
    if not experiment.metrics:
        return {}
    metrics = [{"metric": metric.name, "event": metric.event, "kind": metric.kind} for metric in experiment.metrics]
    found = sql.rows(
        con,
        "results",
        "arm_stats",
        _StatsRow,
        {
            "campaign_id": experiment.campaign_id,
            "within_days": experiment.within_days,
            "now": naive(now),
            "metrics": metrics,
        },
        {
            "metric_matches": choose(
                exp.column("metric", table="metric"), {each.name: each.where for each in experiment.metrics}
            )
        },
    )
    return {
        (row.metric, row.arm): ArmStats(row.arm, row.people, row.responders, row.total, row.squares) for row in found
    }


def _people_per_day(arms: Sequence[_ArmRow], now: datetime) -> float:
    """Assignments per day in the last week, or since the first where that is less long ago (at least a day)."""
    if not arms:
        return 0.0
    days = (aware(now) - aware(min(row.first_at for row in arms))) / timedelta(days=1)
    return sum(row.last_week for row in arms) / min(max(days, 1.0), 7.0)
