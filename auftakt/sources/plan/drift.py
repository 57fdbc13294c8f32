"""Whether properties look as before: the last 7 days beside the 28 before, in the latest events of each name."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from auftakt.kit.clock import naive
from auftakt.sources.source import OWN
from auftakt.store import sql
from auftakt.store.plane import Connection

Change: TypeAlias = Literal["appeared", "gone", "more", "less", "type"]

SAMPLE = 1_000
"""How many events of a name are looked at in either span."""
ENOUGH = 50
"""How many there must be in both."""
_SHARE = 0.2
_BEYOND = 4.0
_MOST = 200
_NEVER = 0.01


@dataclass(frozen=True)
class Drift:
    """How a property changed. Shares are of events that have it, or for a change of type, of values of kind `became`,
    which were mostly of kind `was`; else both are empty."""

    type: str
    name: str
    key: str
    change: Change
    before: float
    after: float
    was: str = ""
    became: str = ""


@dataclass(frozen=True)
class _Counted:
    type: str
    name: str
    key: str
    span: str
    kind: str
    found: int


@dataclass
class _Key:
    """Counts by kind."""

    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)


def drifts(con: Connection, now: datetime) -> list[Drift]:
    """What changed beyond chance and by a fifth at least; the largest changes first."""
    facts = {"now": naive(now), "sample": SAMPLE, "own": sorted(OWN), "most": _MOST}
    events: defaultdict[tuple[str, str], defaultdict[str, _Key]] = defaultdict(lambda: defaultdict(_Key))
    for row in sql.rows(con, "sources", "plan_drift", _Counted, facts):
        here = events[row.type, row.name][row.key]
        (here.after if row.span == "after" else here.before)[row.kind] = row.found
    found = [each for (type, name), keys in events.items() for each in _of_event(type, name, keys)]
    return sorted(found, key=lambda each: (-abs(each.after - each.before), each.name, each.key))


def _of_event(type: str, name: str, keys: Mapping[str, _Key]) -> Iterator[Drift]:
    sizes = keys[""] if "" in keys else _Key()
    before, after = sizes.before.get("", 0), sizes.after.get("", 0)
    if min(before, after) < ENOUGH:
        return
    for key, counted in keys.items():
        if not key:
            continue
        was, now = sum(counted.before.values()), sum(counted.after.values())
        if _differs(was, before, now, after):
            yield Drift(type, name, key, _change(was / before, now / after), was / before, now / after)
        if min(was, now) >= ENOUGH and (kind := _other_kind(counted, was, now)):
            mostly = max(counted.before, key=lambda each: (counted.before[each], each))
            shares = counted.before.get(kind, 0) / was, counted.after[kind] / now
            yield Drift(type, name, key, "type", *shares, mostly, kind)


def _other_kind(counted: _Key, was: int, now: int) -> str | None:
    """The kind whose share of values grew most, where that is no chance."""
    grown = [
        kind
        for kind, found in counted.after.items()
        if found / now > counted.before.get(kind, 0) / was and _differs(counted.before.get(kind, 0), was, found, now)
    ]
    return max(grown, key=lambda kind: counted.after[kind] / now, default=None)


def _differs(was: int, before: int, now: int, after: int) -> bool:
    """Two shares that differ by a fifth, and by four times of what chance would do."""
    share = (was + now) / (before + after)
    chance = math.sqrt(share * (1 - share) * (1 / before + 1 / after))
    apart = abs(now / after - was / before)
    return apart >= _SHARE and apart >= _BEYOND * chance


def _change(was: float, now: float) -> Change:
    if was <= _NEVER:
        return "appeared"
    if now <= _NEVER:
        return "gone"
    return "more" if now > was else "less"
