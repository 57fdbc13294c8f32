"""One campaign: its KPIs, how far its targets are, and what it added compared with the people who were held back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auftakt.campaigns import Campaign
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.results.board import (
    ChannelValues,
    KpiValue,
    Series,
    Shown,
    channel_values,
    first_touch,
    goal_of,
    kpi_value,
    played_campaigns,
    series_of,
    shown,
)
from auftakt.results.experiment import HOLDOUT, TREATED, Arm, Experiment, Metric, read_out
from auftakt.results.kpi import KpiDefinition
from auftakt.results.lift import Lift
from auftakt.results.srm import SampleRatio
from auftakt.results.truth import Truth, truth_of
from auftakt.results.values import KpiTable, Window, kpi_values
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class TargetProgress:
    """`share` is value divided by target; None for a target of 0 or of a KPI that does not exist."""

    kpi: str
    target: Shown | float
    value: Shown | None
    share: float | None
    by: date | None


@dataclass(frozen=True)
class CampaignResults:
    """`goal_text` says in words what counts. `lifts` is empty, and `srm` None, where nobody was held back."""

    campaign_id: str
    values: tuple[KpiValue, ...]
    by_channel: tuple[ChannelValues, ...]
    series: tuple[Series, ...]
    targets: tuple[TargetProgress, ...]
    lifts: tuple[Lift, ...]
    arms: tuple[Arm, ...]
    srm: SampleRatio | None
    played: bool
    truth: Truth | None
    goal_text: Text


def campaign_results(
    con: Connection, session: Session, kpis: Sequence[KpiDefinition], campaign: Campaign, now: datetime
) -> CampaignResults:
    """Everything about one campaign, from its first touch to `now`."""
    goal = goal_of(campaign)
    window = Window(first_touch(con) or now, now)
    tables = [kpi_values(con, kpi, window, [goal]) for kpi in kpis]
    readout = read_out(con, experiment_of(campaign), now)
    marked = played_campaigns(con, [campaign])
    return CampaignResults(
        campaign_id=campaign.id,
        values=tuple(kpi_value(con, table, [goal], None, marked, now) for table in tables),
        by_channel=channel_values(tables, marked),
        series=tuple(series_of(table) for table in tables),
        targets=target_progress(campaign, tables),
        lifts=readout.lifts,
        arms=readout.arms,
        srm=readout.srm,
        played=campaign.id in marked,
        truth=truth_of(session, campaign.id, readout.lifts),
        goal_text=goal_text(campaign),
    )


def experiment_of(campaign: Campaign) -> Experiment:
    """How the document says that it is measured.

    Conversion and revenue follow from the goal. An imported campaign may say more in its origin: `control` (the name of
    the arm that was left alone), `visit_event` (an event that is a visit), `shares` (`equal`, or `a=0.4, b=0.6`).
    """
    goal, origin = goal_of(campaign), campaign.origin
    visit = origin.get("visit_event")
    metrics = [Metric("visit", visit, "any")] if visit else []
    if goal.event:
        metrics += [
            Metric("conversion", goal.event, "any", goal.where),
            Metric("revenue", goal.event, "revenue", goal.where),
        ]
    return Experiment(
        campaign_id=campaign.id,
        within_days=goal.within_days,
        metrics=tuple(metrics),
        control=origin.get("control", HOLDOUT),
        shares=_planned(origin["shares"]) if "shares" in origin else _own_shares(campaign),
        open=campaign.state == "live",
    )


def _own_shares(campaign: Campaign) -> Mapping[str, float]:
    return {TREATED: 1 - campaign.holdout, HOLDOUT: campaign.holdout}


def _planned(text: str) -> Mapping[str, float] | None:
    """`equal` is None: as many in each arm as in the others."""
    if text.strip() == "equal":
        return None
    try:
        pairs = [part.rsplit("=", 1) for part in text.split(",")]
        return {name.strip(): float(share) for name, share in pairs}
    except ValueError as error:
        raise InvalidInput(
            Text(f"The planned shares {text!r} can't be read.", f"計画した割合 {text!r} を読めません。"),
            next_action=Text("Write `equal`, or `a=0.5, b=0.5`.", "`equal` か `a=0.5, b=0.5` のように書いてください。"),
        ) from error


def target_progress(campaign: Campaign, tables: Sequence[KpiTable]) -> tuple[TargetProgress, ...]:
    """Where each target of the document stands. A target as a share is one of the people reached."""
    by_id = {table.kpi.id: table for table in tables}
    return tuple(_progress(target.kpi, target.value, target.unit, target.by, by_id) for target in campaign.targets)


def _progress(kpi: str, target: float, unit: str, by: date | None, tables: Mapping[str, KpiTable]) -> TargetProgress:
    table = tables.get(kpi)
    if table is None:
        return TargetProgress(kpi, target, None, None, by)
    value = table.value()
    if unit == "share":
        reached = tables["reached"].value() if "reached" in tables else Decimal(0)
        rate = float(value / reached) if reached else 0.0
        return TargetProgress(kpi, target, format(rate, ".4f"), rate / target if target else None, by)
    return TargetProgress(kpi, target, shown(value, table.kpi.unit), float(value) / target if target else None, by)


def goal_text(campaign: Campaign) -> Text:
    """What counts, in words: the document's own description, or one that is made from event, filters and days."""
    if campaign.goal is None:
        return Text("This campaign has no goal yet.", "このキャンペーンにはまだ目標がありません。")
    goal = campaign.goal
    if goal.description:
        return Text(goal.description, goal.description)
    filters = ", ".join(
        f"{each.get('property')} {each.get('op')} {each.get('value', '')}".strip() for each in goal.where
    )
    what = f"{goal.event} ({filters})" if filters else goal.event
    return Text(f"{what} within {goal.within_days} days", f"{goal.within_days}日以内の {what}")
