"""Whether an event came as often as usual: the last 24 hours beside the same 24 hours of the four weeks before.

Windows end now, so no calendar and no time zone is needed, and what stopped this morning shows before the day is over.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from auftakt.kit.clock import naive
from auftakt.sources.source import OWN
from auftakt.store import sql
from auftakt.store.plane import Connection

VolumeState: TypeAlias = Literal["missing", "low", "high", "new", "usual", "early"]

WEEK = 7
WEEKS = 4
_MOST = 500
_BEYOND = 4.0
"""From how many times the usual scatter on a count is unusual."""
_RATIO = 1.5
"""And only if it is this many times more, or less."""
_SPREAD = 1.4826  # the median of distances from the median, as a standard deviation

_OF_BOTH = 1.4  # variance of a count, and of a median of four counts

ORDER: tuple[VolumeState, ...] = ("missing", "low", "high", "new", "early", "usual")
"""What somebody should look at first."""


@dataclass(frozen=True)
class Volume:
    """`days` are counts of 24 hours each, the oldest first, the last one until now. `usual` is the median of the same
    hours of the weeks before; None where too little is known."""

    type: str
    name: str
    days: list[int]
    usual: float | None
    state: VolumeState


def volumes(con: Connection, now: datetime) -> list[Volume]:
    """Of all events of the last four weeks; what is unusual first."""
    facts = {"now": naive(now), "own": sorted(OWN), "most": _MOST}
    found = sql.rows(con, "sources", "plan_volume", _volume, facts)
    return sorted(found, key=lambda each: (ORDER.index(each.state), -each.days[-1], each.name, each.type))


def judged(counts: Sequence[int]) -> tuple[float | None, VolumeState]:
    """What is usual, and what the latest count is beside it; `counts` begin with the latest 24 hours."""
    oldest = max((place for place, count in enumerate(counts) if count), default=0)
    if oldest < WEEK:
        return None, "new"
    weeks = [counts[WEEK * week] for week in range(1, WEEKS + 1) if WEEK * week <= oldest]
    if len(weeks) < 2:
        return None, "early"
    got, usual = counts[0], statistics.median(weeks)
    scatter = _SPREAD * statistics.median(abs(each - usual) for each in weeks)
    # Counts scatter by their root even where every week was the same, and so does a median of four of them.
    scatter = max(scatter, math.sqrt(_OF_BOTH * max(usual, 1.0)))
    if got >= usual + _BEYOND * scatter and got >= _RATIO * usual:
        return usual, "high"
    if got <= usual - _BEYOND * scatter and got * _RATIO <= usual:
        return usual, "low" if got else "missing"
    return usual, "usual"


def _volume(type: str, name: str, days: list[int]) -> Volume:
    usual, state = judged(days)
    return Volume(type, name, days[::-1], usual, state)
