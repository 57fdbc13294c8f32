"""In what events differed from the plan, counted by the hour."""

from dataclasses import dataclass
from datetime import datetime

from auftakt.kit.clock import aware, naive
from auftakt.kit.text import Text
from auftakt.sources.plan.problem import PROBLEMS
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class ViolationCount:
    """One kind of difference since a moment. `days` holds the counts by day, the oldest first; `sample` is the JSON of
    the latest such event as it is kept, empty where it is gone."""

    source_id: str
    type: str
    name: str
    place: str
    key: str
    problem: str
    action: str
    events: int
    last_at: datetime
    days: list[int]
    sample: str

    @property
    def explained(self) -> Text:
        return PROBLEMS.get(self.problem) or Text(self.problem, self.problem)


def count_violations(
    con: Connection, since: datetime, now: datetime, *, name: str | None = None, limit: int = 200
) -> list[ViolationCount]:
    """The most frequent first."""
    facts = {"since": naive(since), "now": naive(now), "name": name, "limit": limit}
    return sql.rows(con, "sources", "plan_violations", _count, facts)


def _count(
    source_id: str,
    type: str,
    name: str,
    place: str,
    key: str,
    problem: str,
    action: str,
    events: int,
    last_at: datetime,
    days: list[int],
    sample: str | None,
) -> ViolationCount:
    return ViolationCount(
        source_id, type, name, place, key, problem, action, events, aware(last_at), days, sample or ""
    )
