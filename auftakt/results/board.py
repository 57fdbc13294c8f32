"""The board: every KPI in total, by day, by campaign and by channel."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from auftakt.campaigns import Campaign
from auftakt.kit.clock import aware, iso
from auftakt.results.goal import Goal
from auftakt.results.kpi import KpiDefinition, Unit
from auftakt.results.values import KpiTable, Window, kpi_values
from auftakt.store import sql
from auftakt.store.plane import Connection

Shown = int | str
"""A value as the API gives it: people and counts are numbers, money is a decimal string."""


@dataclass(frozen=True)
class KpiValue:
    """`previous` is the value of the window of the same length before; None where there is no such window.

    `played`: some of it comes from campaigns that the demo's model played.
    """

    kpi: str
    value: Shown
    unit: Unit
    previous: Shown | None
    played: bool
    computed_at: str


@dataclass(frozen=True)
class Point:
    day: date
    value: Shown


@dataclass(frozen=True)
class Series:
    """Values by day; days without any are left out."""

    kpi: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class CampaignValues:
    campaign_id: str
    values: dict[str, Shown]
    played: bool


@dataclass(frozen=True)
class ChannelValues:
    channel: str
    values: dict[str, Shown]
    played: bool


@dataclass(frozen=True)
class Board:
    kpis: tuple[KpiValue, ...]
    series: tuple[Series, ...]
    campaigns: tuple[CampaignValues, ...]
    channels: tuple[ChannelValues, ...]


def make_board(
    con: Connection,
    kpis: Sequence[KpiDefinition],
    campaigns: Sequence[Campaign],
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Board:
    """KPIs of all campaigns. Without `since`: from the first touch ever, so that nothing is earlier."""
    goals = [goal_of(campaign) for campaign in campaigns]
    window = Window(since or first_touch(con) or now, min(until or now, now))
    before = window.before if since is not None else None
    tables = [kpi_values(con, kpi, window, goals) for kpi in kpis]
    marked = played_campaigns(con, campaigns)
    return Board(
        kpis=tuple(kpi_value(con, table, goals, before, marked, now) for table in tables),
        series=tuple(series_of(table) for table in tables),
        campaigns=tuple(
            CampaignValues(campaign.id, values_of(tables, campaign_id=campaign.id), campaign.id in marked)
            for campaign in campaigns
        ),
        channels=channel_values(tables, marked),
    )


def goal_of(campaign: Campaign) -> Goal:
    """A campaign without a goal can reach people, but nothing that they do converts."""
    if campaign.goal is None:
        return Goal(campaign.id, event="", within_days=1)
    return Goal(campaign.id, campaign.goal.event, campaign.goal.within_days, tuple(campaign.goal.where))


def first_touch(con: Connection) -> datetime | None:
    """When a campaign first touched anyone."""
    found = sql.one(con, "results", "first_touch", _Moment)
    return aware(found.at) if found is not None and found.at is not None else None


def played_campaigns(con: Connection, campaigns: Sequence[Campaign]) -> set[str]:
    """Campaigns whose document or whose events say that the demo's model played people's reactions."""
    told = {campaign.id for campaign in campaigns if campaign.played}
    return told | {row.campaign_id for row in sql.rows(con, "results", "played_campaigns", _Played)}


def kpi_value(
    con: Connection, table: KpiTable, goals: Sequence[Goal], before: Window | None, played: Set[str], now: datetime
) -> KpiValue:
    """The total of a table, and that of the window before; `played` are the ids of campaigns with the mark."""
    earlier = None if before is None else shown(kpi_values(con, table.kpi, before, goals).value(), table.kpi.unit)
    marked = any(table.value(campaign_id) for campaign_id in played)
    return KpiValue(table.kpi.id, shown(table.value(), table.kpi.unit), table.kpi.unit, earlier, marked, iso(now))


def series_of(table: KpiTable) -> Series:
    return Series(table.kpi.id, tuple(Point(day, shown(value, table.kpi.unit)) for day, value in table.days()))


def values_of(
    tables: Sequence[KpiTable], *, campaign_id: str | None = None, channel: str | None = None
) -> dict[str, Shown]:
    return {table.kpi.id: shown(table.value(campaign_id, channel), table.kpi.unit) for table in tables}


def channel_values(tables: Sequence[KpiTable], played: Set[str]) -> tuple[ChannelValues, ...]:
    channels = sorted({channel for table in tables for channel in table.channels()})
    return tuple(
        ChannelValues(
            channel,
            values_of(tables, channel=channel),
            any(table.value(campaign_id, channel) for table in tables for campaign_id in played),
        )
        for channel in channels
    )


def shown(value: Decimal, unit: Unit) -> Shown:
    """Money as text with at least two decimals, so that no client rounds it; the rest as whole numbers."""
    if unit != "money":
        return int(value)
    return format(
        value.quantize(Decimal("0.0001")).normalize() if _is_fine(value) else value.quantize(Decimal("0.01")), "f"
    )


def _is_fine(value: Decimal) -> bool:
    return value != value.quantize(Decimal("0.01"))


@dataclass(frozen=True)
class _Moment:
    at: datetime | None


@dataclass(frozen=True)
class _Played:
    campaign_id: str
