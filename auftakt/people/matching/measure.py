"""How good matching is, on records of which somebody knows who is who."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from auftakt.jobs import Progress
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.matching.certain import hard_values
from auftakt.people.matching.gather import count_records
from auftakt.people.matching.guard import Guard, guarded_groups, pairs_in, right_pairs
from auftakt.people.matching.records import fold_records, load_file
from auftakt.people.matching.score import ScoredPairs, score_records, weight_of
from auftakt.people.matching.spec import OFFERED_THRESHOLDS, MatchField, MatchSpec, check_threshold, match_spec
from auftakt.store.plane import Connection


@dataclass(frozen=True)
class Quality:
    """Of the pairs said to be one person, how many are (precision); of those that are, how many were said (recall)."""

    said: int
    precision: float
    recall: float


@dataclass(frozen=True)
class MeasuredThreshold:
    """Single pairs at a threshold, and the groups that the guard lets them form."""

    threshold: float
    pairs: Quality
    groups: Quality


@dataclass(frozen=True)
class Measured:
    records: int
    people: int
    true_pairs: int
    fields: tuple[MatchField, ...]
    curve: tuple[MeasuredThreshold, ...]


@dataclass(frozen=True)
class MeasureAsk:
    """`label` is the column that says who is who; a source named in `source` holds each person once."""

    label: str
    source: str = ""
    fields: tuple[MatchField, ...] = ()
    thresholds: Sequence[float] = OFFERED_THRESHOLDS
    max_pairs: int = 20_000_000
    country: str = "JP"


def measure_file(path: Path, ask: MeasureAsk, progress: Progress | None = None, memory: str = "2GB") -> Measured:
    """Compares the records of a file without looking at the label, then holds the answer against it.

    Raises InvalidInput for a missing column or a threshold that is not offered, TooManyPairs before too much work.
    """
    for threshold in ask.thresholds:
        check_threshold(threshold)
    progress = progress or Progress()
    with duckdb.connect(":memory:", config={"memory_limit": memory, "threads": 2}) as con:
        columns = load_file(con, path)
        for column in filter(None, (ask.label, ask.source)):
            _check_column(column, columns, path)
        usable = [each for each in columns if each not in (ask.label, ask.source)]
        spec = match_spec(usable, ask.fields, max_pairs=ask.max_pairs, country=ask.country)
        truth = _column(con, "given", ask.label)
        sources = _column(con, "given", ask.source) if ask.source else {}
        return measure_records(con, spec, truth, ask.thresholds, progress, sources)


def measure_records(
    con: Connection,
    spec: MatchSpec,
    truth: Mapping[int, str],
    thresholds: Sequence[float],
    progress: Progress,
    sources: Mapping[int, str] | None = None,
) -> Measured:
    """The same for the table `given`, with who each record truly is, where that is known; `sources` hold each person
    once."""
    fold_records(con, spec)
    pairs = score_records(con, spec, progress)
    alone = frozenset((sources or {}).values())
    guard = Guard(hard=hard_values(con, spec), source=sources or {}, alone=alone)
    sizes = Counter(truth.values())
    total = pairs_in(sizes.values())
    curve = tuple(_at(threshold, pairs, guard, truth, total, progress) for threshold in thresholds)
    return Measured(count_records(con), len(sizes), total, spec.fields, curve)


def _at(
    threshold: float, pairs: ScoredPairs, guard: Guard, truth: Mapping[int, str], total: int, progress: Progress
) -> MeasuredThreshold:
    likely = pairs.weight >= weight_of(threshold)
    said = zip(pairs.left[likely].tolist(), pairs.right[likely].tolist(), strict=True)
    found = _told([[left, other] for left, other in said], truth)
    groups = _told(guarded_groups(pairs, threshold, guard, progress), truth)
    return MeasuredThreshold(threshold, _quality(*found, total), _quality(*groups, total))


def _told(groups: Sequence[list[int]], truth: Mapping[int, str]) -> tuple[int, int]:
    """How many pairs are right, of how many. Of two records both of which nobody knows, nothing can be said."""
    said = 0
    for group in groups:
        unknown = sum(record not in truth for record in group)
        said += pairs_in([len(group)]) - pairs_in([unknown])
    return right_pairs(groups, truth), said


def _quality(right: int, said: int, total: int) -> Quality:
    """Where nothing was said, nothing was said wrongly."""
    return Quality(said, right / said if said else 1.0, right / total if total else 1.0)


def _column(con: Connection, table: str, column: str) -> dict[int, str]:
    found = exp.column(column, quoted=True)
    asked = exp.select("record", found).from_(table).where(found.copy().is_(exp.null()).not_())
    return dict(con.execute(asked.sql("duckdb")).fetchall())


def _check_column(column: str, columns: Sequence[str], path: Path) -> None:
    if column not in columns:
        raise InvalidInput(
            Text(f"{path} has no column {column!r}.", f"{path} に列 {column!r} がありません。"),
            next_action=Text(f"It has: {', '.join(columns)}.", f"ある列: {', '.join(columns)}"),
        )
