"""Groups of records that are one person, kept from growing together wrongly.

Joining whatever a likely pair touches chains strangers together: at a threshold of 0.5 two thirds of the pairs in such
groups can be wrong, although nearly every single pair was right. So two groups become one only where the mean weight of
all pairs across them says so, too; a pair that was never compared counts against it.
"""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from auftakt.jobs import Progress
from auftakt.people.matching.score import ScoredPairs, weight_of
from auftakt.people.matching.spec import check_threshold

_NOT_COMPARED = -2.0
_LOWEST_MEAN = -1.5
_LARGEST_WEIGHT = 12.0  # so that one certain pair can't outvote many that speak against it


@dataclass(frozen=True)
class Guard:
    """`hard` gives each record's values of which a person has only one, `source` where it comes from; `alone` are
    sources that hold each person once. `size`: of how many people a record consists already, where that is not one;
    `apart`: with whom somebody said that it is never one."""

    max_size: int = 100
    hard: Mapping[int, tuple[str | None, ...]] = field(default_factory=dict)
    source: Mapping[int, str] = field(default_factory=dict)
    size: Mapping[int, int] = field(default_factory=dict)
    apart: Mapping[int, Collection[int]] = field(default_factory=dict)
    alone: frozenset[str] = frozenset()


@dataclass
class _Group:
    members: list[int]
    size: int
    hard: list[str | None]
    apart: set[int]
    sources: set[str]
    near: dict[int, tuple[float, int, float]]  # neighbour: sum of weights, pairs compared, largest weight


def guarded_groups(
    pairs: ScoredPairs, threshold: float, guard: Guard | None = None, progress: Progress | None = None
) -> list[list[int]]:
    """Groups of two records or more, each sorted, the smallest record first. The same pairs give the same groups, in
    whatever order they come. Raises InvalidInput for a threshold that is not offered."""
    check_threshold(threshold)
    return _Joining(pairs, weight_of(threshold), guard or Guard(), progress or Progress()).groups()


class _Joining:
    """Joins the two groups with the best mean weight, until none are left that may be joined."""

    def __init__(self, pairs: ScoredPairs, least: float, guard: Guard, progress: Progress) -> None:
        self._least = min(least, _LARGEST_WEIGHT)
        self._guard = guard
        self._progress = progress
        self._groups: dict[int, _Group] = {}
        self._heap: list[tuple[float, int, int]] = []
        rows = sorted(zip(pairs.left.tolist(), pairs.right.tolist(), pairs.weight.tolist(), strict=True))
        for left, right, weight in rows:
            capped = min(weight, _LARGEST_WEIGHT)
            self._of(left).near[right] = self._of(right).near[left] = (capped, 1, capped)
        for left, right, _ in rows:
            self._consider(min(left, right), max(left, right))
        self._next = max(self._groups, default=0) + 1

    def groups(self) -> list[list[int]]:
        done = 0
        while self._heap:
            _, one, other = heapq.heappop(self._heap)
            if one in self._groups and other in self._groups and self._may_join(one, other):
                self._join(one, other)
                done += 1
                if done % 10_000 == 0:
                    self._progress.at(done, 0, "group")
        return sorted(sorted(group.members) for group in self._groups.values() if len(group.members) > 1)

    def _of(self, record: int) -> _Group:
        if record not in self._groups:
            source = self._guard.source.get(record, "")
            sources = {source} if source in self._guard.alone else set()
            hard, apart = list(self._guard.hard.get(record, ())), set(self._guard.apart.get(record, ()))
            self._groups[record] = _Group([record], self._guard.size.get(record, 1), hard, apart, sources, {})
        return self._groups[record]

    def _consider(self, one: int, other: int) -> None:
        """Remembers two groups if they are near enough to be joined."""
        a, b = self._groups[one], self._groups[other]
        total, compared, largest = a.near[other]
        all_pairs = len(a.members) * len(b.members)
        mean = (total + _NOT_COMPARED * (all_pairs - compared)) / all_pairs
        if largest >= self._least and mean >= _LOWEST_MEAN:
            heapq.heappush(self._heap, (-mean, one, other))

    def _may_join(self, one: int, other: int) -> bool:
        a, b = self._groups[one], self._groups[other]
        if a.size + b.size > self._guard.max_size or a.sources & b.sources:
            return False
        if not a.apart.isdisjoint(b.members) or not b.apart.isdisjoint(a.members):
            return False
        return not any(x and y and x != y for x, y in zip(a.hard, b.hard, strict=True))

    def _join(self, one: int, other: int) -> None:
        a, b = self._groups.pop(one), self._groups.pop(other)
        if len(a.near) < len(b.near):
            a, b = b, a
        number, self._next = self._next, self._next + 1
        for each, near in b.near.items():
            a.near[each] = _sum(a.near[each], near) if each in a.near else near
        a.near.pop(one, None)
        a.near.pop(other, None)
        a.members += b.members
        a.size += b.size
        a.hard = [x or y for x, y in zip(a.hard, b.hard, strict=True)]
        a.apart |= b.apart
        a.sources |= b.sources
        self._groups[number] = a
        for each, near in a.near.items():
            beside = self._groups[each].near
            beside.pop(one, None)
            beside.pop(other, None)
            beside[number] = near
            self._consider(each, number)


def _sum(a: tuple[float, int, float], b: tuple[float, int, float]) -> tuple[float, int, float]:
    return a[0] + b[0], a[1] + b[1], max(a[2], b[2])


def pairs_in(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def right_pairs(groups: Iterable[list[int]], truth: Mapping[int, str]) -> int:
    """How many pairs of records in one group are one person in truth."""
    right = 0
    for group in groups:
        people: dict[str, int] = defaultdict(int)
        for record in group:
            if (label := truth.get(record)) is not None:
                people[label] += 1
        right += pairs_in(people.values())
    return right
