"""KPI values: one pass over a KPI's facts gives the total, campaigns, channels and days together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlglot import exp

from auftakt.kit.clock import naive
from auftakt.results.goal import Goal, goal_condition, goal_rows
from auftakt.results.kpi import KpiDefinition
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Window:
    """From `since` (included) to `until` (not included)."""

    since: datetime
    until: datetime

    @property
    def before(self) -> "Window":
        """The window of the same length that ends where this one begins."""
        return Window(self.since - (self.until - self.since), self.since)


@dataclass(frozen=True)
class Cell:
    """A value and what it is cut by: `campaign_id`, `channel` and `day` are None where it is not cut by them."""

    campaign_id: str | None
    channel: str | None
    day: date | None
    value: Decimal


@dataclass(frozen=True)
class KpiTable:
    """All cells of one KPI in one window. A cell that is not there is 0: nothing was counted."""

    kpi: KpiDefinition
    window: Window
    cells: tuple[Cell, ...]

    def value(self, campaign_id: str | None = None, channel: str | None = None) -> Decimal:
        found = (cell.value for cell in self._cut(campaign_id, channel) if cell.day is None)
        return next(found, Decimal(0))

    def days(self, campaign_id: str | None = None, channel: str | None = None) -> list[tuple[date, Decimal]]:
        """Values by day; they add up to the value without days."""
        return [(cell.day, cell.value) for cell in self._cut(campaign_id, channel) if cell.day is not None]

    def channels(self, campaign_id: str | None = None) -> list[str]:
        return [
            cell.channel
            for cell in self.cells
            if cell.campaign_id == campaign_id and cell.channel is not None and cell.day is None
        ]

    def _cut(self, campaign_id: str | None, channel: str | None) -> Iterable[Cell]:
        return (cell for cell in self.cells if cell.campaign_id == campaign_id and cell.channel == channel)


def kpi_values(con: Connection, kpi: KpiDefinition, window: Window, goals: Sequence[Goal]) -> KpiTable:
    """Computes a KPI over the campaigns of `goals`.

    Conversions of a person whom two campaigns reached count for both, and once in the total.
    """
    if not goals:
        return KpiTable(kpi, window, ())
    found = sql.rows(
        con,
        "results",
        "kpi_values",
        _cell,
        {"goals": goal_rows(goals), "since": naive(window.since), "until": naive(window.until)},
        {"facts": kpi.facts(goal_condition(goals))},
    )
    return KpiTable(kpi, window, tuple(found))


def shown_sql(kpi: KpiDefinition) -> str:
    """The statement of a KPI as people read it, for goals without filters."""
    return kpi.facts(exp.true()).sql("duckdb", pretty=True, comments=False)


def _cell(
    by_campaign: bool,
    by_channel: bool,
    campaign_id: str | None,
    channel: str | None,
    by_day: bool,
    day: date | None,
    value: Decimal | float,
) -> Cell:
    return Cell(
        campaign_id if by_campaign else None,
        channel if by_channel else None,
        day if by_day else None,
        Decimal(str(value)),
    )
