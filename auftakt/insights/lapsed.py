"""Lapsed good customers by category: people who kept buying something, stopped, and still buy other things here.

All thresholds come from the data of the category itself. Who is *good* bought it at least as often as half of those who
come back to it at all, and belongs to the customers who together bring most of its revenue. Who is *lapsed* has been
away from it longer than nine of ten gaps between two purchases last, and bought something else here in that time.

What would happen anyway is not guessed: the same rules are applied one horizon earlier, and the people they find are
followed until now. The value of winning people back is what so many per cent more than that would bring.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from auftakt.campaigns import NewIdea
from auftakt.insights.estimate import Worth, worth_of
from auftakt.insights.maker import Setting
from auftakt.insights.winback import Finding, Lapsed, winback_idea
from auftakt.kit.clock import aware, naive
from auftakt.sources import PLAYED
from auftakt.store import sql
from auftakt.store.plane import Connection

GOOD_SHARE = 0.8
YEAR = 365
LEAST_HISTORY = 90
HORIZON = (14, 60)
MIN_REACHABLE = 30


@dataclass(frozen=True)
class LapsedCustomers:
    """The maker. `limit` is the most ideas it files at once: the most valuable ones."""

    limit: int = 3
    name: str = "lapsed_customers"

    def make(self, con: Connection, now: datetime, setting: Setting) -> list[NewIdea]:
        """Ideas by value. None where there is less than about five months of purchases: who left can't be told then."""
        findings = find_lapsed(con, now)
        valued = [(finding, _worth(finding, setting)) for finding in findings]
        told = [(finding, worth) for finding, worth in valued if worth and finding.lapsed.reachable >= MIN_REACHABLE]
        told.sort(key=lambda pair: (-pair[1].value, pair[0].lapsed.category))
        return [
            winback_idea(finding, worth, weeks_away(con, finding), setting, now, maker=self.name)
            for finding, worth in told[: self.limit]
        ]


maker = LapsedCustomers()


def find_lapsed(con: Connection, now: datetime) -> list[Finding]:
    """Every category with good customers who lapsed, now or one horizon ago."""
    span = sql.one(con, "insights", "purchase_span", _Span, {"now": naive(now), "played": PLAYED})
    if span is None or span.first_at is None or span.last_at is None:
        return []
    stale_days = (aware(now) - aware(span.last_at)) // timedelta(days=1)
    at = naive(now) - timedelta(days=stale_days)
    lookback = min(YEAR, (at - span.first_at) // timedelta(days=1) - HORIZON[1])
    if lookback < LEAST_HISTORY:
        return []
    _prepare(con, at, lookback)
    return [
        Finding(
            lapsed,
            at=aware(at),
            stale_days=stale_days,
            lookback_days=lookback,
            lines=span.lines,
        )
        for lapsed in sql.rows(con, "insights", "lapsed_by_category", Lapsed)
    ]


def weeks_away(con: Connection, finding: Finding) -> list[tuple[int, int]]:
    """Good customers of the category by weeks since they last bought it; 12 stands for 12 and more."""
    lapsed = finding.lapsed
    found = sql.rows(
        con,
        "insights",
        "weeks_away",
        _Week,
        {
            "category": lapsed.category,
            "at": naive(finding.at),
            "lookback": finding.lookback_days,
            "good_baskets": lapsed.good_baskets,
            "good_spend": lapsed.good_spend,
        },
    )
    return [(row.week, row.people) for row in found]


def _prepare(con: Connection, at: datetime, lookback: int) -> None:
    """Makes the temporary tables."""
    since = at - timedelta(days=lookback + HORIZON[1])
    sql.run(con, "insights", "category_baskets", {"since": since, "at": at, "played": PLAYED})
    rhythm = {
        "at": at,
        "lookback": lookback,
        "good_share": Decimal(str(GOOD_SHARE)),
        "shortest": HORIZON[0],
        "longest": HORIZON[1],
    }
    sql.run(con, "insights", "category_rhythm", rhythm)
    sql.run(con, "insights", "lapsed_customers", {"at": at, "lookback": lookback})


def _worth(finding: Finding, setting: Setting) -> Worth | None:
    lapsed = finding.lapsed
    mailed = lapsed.reachable * (1 - setting.holdout)
    return worth_of(
        mailed,
        lapsed.returned,
        lapsed.earlier,
        float(lapsed.return_spend),
        lapsed.return_variance,
        setting.uplift.share,
    )


@dataclass(frozen=True)
class _Span:
    first_at: datetime | None
    last_at: datetime | None
    lines: int


@dataclass(frozen=True)
class _Week:
    week: int
    people: int
