"""What a rehearsal shows: the journey over past events, as if it had run then."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from auftakt.journeys.counts import ReasonCount
from auftakt.journeys.definition import JsonObject
from auftakt.kit.clock import iso


@dataclass(frozen=True)
class StepPassage:
    id: str
    title: str
    entered: int
    left: int
    waiting: int


@dataclass(frozen=True)
class MonthSends:
    """`month` as `2026-11`."""

    month: str
    sends: int


@dataclass(frozen=True)
class GoalReached:
    """Who reached the goal although nothing was sent; revenue in the hub's currency."""

    people: int
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class RehearsalReport:
    """`people` entered (holdout not counted), `holdout` were held back; `seconds` is how long the rehearsal took."""

    since: datetime
    until: datetime
    seconds: float
    people: int
    steps: list[StepPassage]
    sends: int
    not_sent: list[ReasonCount]
    holdout: int
    by_month: list[MonthSends]
    goal: GoalReached

    def as_json(self) -> JsonObject:
        """The result of the task, as the HTTP API gives it."""
        return {
            "from": iso(self.since),
            "to": iso(self.until),
            "seconds": round(self.seconds, 2),
            "people": self.people,
            "steps": [vars(step) for step in self.steps],
            "sends": self.sends,
            "not_sent": [vars(count) for count in self.not_sent],
            "holdout": self.holdout,
            "by_month": [vars(month) for month in self.by_month],
            "goal": {"people": self.goal.people, "orders": self.goal.orders, "revenue": str(self.goal.revenue)},
        }
