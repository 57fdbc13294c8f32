"""Which pairs the policy joins by itself: over the upper threshold, and only as far as the guard lets groups grow."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from auftakt.jobs import Progress
from auftakt.people.matching.guard import Guard, guarded_groups
from auftakt.people.matching.score import ScoredPairs
from auftakt.people.matching.spec import MatchSpec
from auftakt.store import sql
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class _Size:
    person_id: int
    people: int
    oversized: bool


def sizes_of(plane: Connection, people: pa.Array, most_identifiers: int, largest: int) -> dict[int, int]:
    """Of how many people those consist who were matched before; who has too many identifiers is as large as a group
    may be, so that matching does not let them grow."""
    plane.register("match_kept", pa.table({"person_id": people}))
    found = sql.rows(plane, "people", "match_sizes", _Size, {"most_identifiers": most_identifiers})
    return {each.person_id: largest if each.oversized else each.people for each in found}


def apart_of(plane: Connection) -> dict[int, set[int]]:
    """Whom somebody said that each person is not."""
    sql.run(plane, "people", "match_apart")
    apart: dict[int, set[int]] = defaultdict(set)
    for one, other in plane.table("match_apart").fetchall():
        apart[one].add(other)
        apart[other].add(one)
    return apart


def hard_values(con: Connection, spec: MatchSpec) -> dict[int, tuple[str | None, ...]]:
    """What a person has only one of, by record."""
    hard = [field.column for field in spec.fields if field.hard]
    if not hard:
        return {}
    asked = exp.select("record", *[exp.column(each, quoted=True) for each in hard]).from_("records")
    return {row[0]: tuple(row[1:]) for row in con.execute(asked.sql("duckdb")).fetchall()}


def certain_pairs(
    scored: ScoredPairs, pairs: pa.Table, upper: float, guard: Guard, progress: Progress | None = None
) -> pa.Table:
    """record_a and record_b of the fewest pairs that join each group, the likeliest first; of those in `pairs` only."""
    groups = enumerate(guarded_groups(scored, upper, guard, progress))
    group: Mapping[int, int] = {record: number for number, members in groups for record in members}
    over: dict[int, int] = {}

    def top(record: int) -> int:
        while record in over:
            record = over[record]
        return record

    joined: list[tuple[int, int]] = []
    columns = (pairs[name].to_pylist() for name in ("record_a", "record_b", "probability"))
    for a, b, probability in zip(*columns, strict=True):
        if probability >= upper and a in group and group[a] == group.get(b) and (one := top(a)) != (other := top(b)):
            over[other] = one
            joined.append((a, b))
    left, right = [a for a, _ in joined], [b for _, b in joined]
    return pa.table({"record_a": pa.array(left, pa.int64()), "record_b": pa.array(right, pa.int64())})
