"""What a run hands to the data plane: the pairs that shall wait for somebody, field by field, with both values."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from auftakt.people.matching.comparisons import NAMES, Comparison, comparisons
from auftakt.people.matching.score import weight_of
from auftakt.people.matching.spec import MatchSpec
from auftakt.store.plane import Connection

EXPLAINED = "explained"
"""The view that `score_records` leaves."""


@dataclass(frozen=True)
class Found:
    """`pairs`: record_a, record_b, weight, probability. `levels` and `values`: of those pairs and of their records.
    `likely`: how many pairs there were before the limit."""

    pairs: pa.Table
    levels: pa.Table
    values: pa.Table
    likely: int

    @classmethod
    def nothing(cls) -> "Found":
        """Of a run that had nobody to compare."""
        record, text = pa.int64(), pa.string()
        pairs = {"record_a": record, "record_b": record, "weight": pa.float64(), "probability": pa.float64()}
        ends, words = {"record_a": record, "record_b": record}, {"field": text, "kind": text, "level": text}
        levels = {**ends, "place": pa.int32(), **words, "weight": pa.float64()}
        values = {"record": record, "field": text, "part": text, "value": text}
        empty = [pa.schema(each).empty_table() for each in (pairs, levels, values)]
        return cls(empty[0], empty[1], empty[2], 0)

    @property
    def people(self) -> pa.Array:
        """The records of the pairs, each once."""
        both = pa.chunked_array([*self.pairs["record_a"].chunks, *self.pairs["record_b"].chunks], pa.int64())
        return pc.unique(both)


def find_pairs(con: Connection, spec: MatchSpec, lower: float, most: int) -> Found:
    """Of the pairs in the view `explained`: those at or over `lower`, the likeliest first, `most` at most.

    Pairs that differ in a hard field are none. Leaves the table `kept`.
    """
    compared = comparisons(spec)
    least = exp.GTE(this=exp.column("match_weight"), expression=exp.Literal.number(weight_of(lower)))
    hard = {field.column for field in spec.fields if field.hard}
    never = [_level(each).isin("close", "partly", "different").not_() for each in compared if each.name in hard]
    likely = exp.select("*").from_(EXPLAINED).where(least, *never)
    ordered = likely.order_by(exp.column("match_weight").desc(), "record_l", "record_r").limit(most)
    con.execute(exp.Create(this=exp.to_table("kept"), kind="table", expression=ordered).sql("duckdb"))
    counted = con.execute(exp.select(exp.Count(this=exp.Star())).from_(likely.subquery("likely")).sql("duckdb"))
    pairs = exp.select(
        *_ends(),
        exp.alias_(exp.column("match_weight"), "weight"),
        exp.alias_(exp.column("match_probability"), "probability"),
    )
    (total,) = counted.fetchone() or (0,)
    return Found(
        con.execute(pairs.from_("kept").sql("duckdb")).to_arrow_table(), _levels(con, compared, spec),
        _values(con, compared), int(total),
    )  # fmt: skip


def _levels(con: Connection, compared: Sequence[Comparison], spec: MatchSpec) -> pa.Table:
    kinds: dict[str, str] = {field.column: field.kind for field in spec.fields}
    told = []
    for place, each in enumerate(compared):
        weight = exp.column(f"mw_{each.name}", quoted=True) + exp.column(f"mw_tf_adj_{each.name}", quoted=True)
        facts = {
            "place": exp.Literal.number(place),
            "field": exp.Literal.string(each.name),
            "kind": exp.Literal.string(kinds.get(each.name, NAMES)),
            "level": _level(each),
            "weight": weight,
        }
        columns = [exp.alias_(value, name) for name, value in facts.items()]
        told.append(exp.select(*_ends(), *columns).from_("kept"))
    return con.execute(_all_of(told)).to_arrow_table()


def _values(con: Connection, compared: Sequence[Comparison]) -> pa.Table:
    """What was told, as it was told: the two parts of a name apart."""
    ends = exp.union(exp.select("record_l").from_("kept"), exp.select("record_r").from_("kept"), distinct=True)
    told = []
    for each in compared:
        parts = ("given", "family") if each.name == NAMES else ("",)
        for part, name in zip(parts, each.columns, strict=True):
            value = exp.column(name, quoted=True)
            columns = {"field": exp.Literal.string(each.name), "part": exp.Literal.string(part), "value": value}
            made = [exp.alias_(told_as, label) for label, told_as in columns.items()]
            there = exp.In(this=exp.column("record"), query=ends.copy().subquery())
            told.append(exp.select("record", *made).from_("given").where(value.copy().is_(exp.null()).not_(), there))
    return con.execute(_all_of(told)).to_arrow_table()


def _all_of(queries: Sequence[exp.Select]) -> str:
    whole: exp.Query = queries[0]
    for each in queries[1:]:
        whole = exp.union(whole, each, distinct=False)
    return whole.sql("duckdb")


def _ends() -> list[exp.Expr]:
    return [exp.alias_(exp.column(f"record_{old}"), f"record_{new}") for old, new in (("l", "a"), ("r", "b"))]


def _level(compared: Comparison) -> exp.Case:
    """splink's number of a level as our word."""
    case = exp.case(exp.column(f"gamma_{compared.name}", quoted=True))
    for place, word in enumerate(compared.levels):
        gamma = -1 if place == 0 else len(compared.levels) - 1 - place
        case = case.when(exp.Literal.number(gamma), exp.Literal.string(word))
    return case
