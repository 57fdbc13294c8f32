"""How likely two records are one person: splink, taught by the records themselves."""

import logging
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from auftakt.jobs import Progress
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.people.matching.comparisons import Comparison, comparisons
from auftakt.people.matching.spec import Block, BlockKey, Kind, MatchSpec
from auftakt.store.plane import Connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What is kept although it is no match: the guard has to know that two records were compared and found unlike.
_KEEP_FROM = 0.01
_SAMPLED_PAIRS = 2_000_000
_ENOUGH_TO_LEARN = 30
_RAREST = 1e-4  # the least share of a level among pairs of one person
_CERTAIN: tuple[tuple[Kind, ...], ...] = (
    ("given_name", "family_name", "date"), ("date", "postcode"), ("name", "date"), ("email",), ("number",),
)  # fmt: skip
_LEARN: tuple[tuple[Kind, ...], ...] = (("given_name", "family_name"), ("date",), ("postcode",), ("name",), ("email",))


class TooManyPairs(InvalidInput):
    """A block in which too many records meet; nothing was compared."""

    code = "too_many_pairs"


@dataclass(frozen=True)
class ScoredPairs:
    """Pairs left[i]–right[i] by the number of their records; `weight` is log2 of the odds that they are one person."""

    left: "NDArray[np.int64]"
    right: "NDArray[np.int64]"
    weight: "NDArray[np.float64]"


def weight_of(probability: float) -> float:
    return math.log2(probability / (1 - probability))


def count_pairs(con: Connection, block: Block) -> int:
    """How many pairs of `records` meet in a block, without making them."""
    keys = [_key(key) for key in block]
    size = exp.select(exp.Count(this=exp.Star()).as_("n")).from_("records").group_by(*keys)
    size = size.where(*[key.is_(exp.null()).not_() for key in keys])
    pairs = exp.select(exp.func("coalesce", exp.func("sum", _pairs()), exp.Literal.number(0))).from_(size.subquery("s"))
    found = con.execute(pairs.sql("duckdb")).fetchone()
    return int(found[0]) if found else 0


def check_blocks(con: Connection, spec: MatchSpec) -> int:
    """The number of pairs that would be compared, at most. Raises TooManyPairs, naming the block, before any is."""
    counts = {block: count_pairs(con, block) for block in spec.blocks}
    total = sum(counts.values())
    if total > spec.max_pairs:
        worst = max(counts, key=lambda block: counts[block])
        name = " + ".join(key.column for key in worst)
        raise TooManyPairs(
            Text(
                f"{total:,} pairs would be compared, {counts[worst]:,} of them because {name} is the same; "
                f"the limit is {spec.max_pairs:,}. Nothing was compared.",
                f"比較する組が {total:,} になります(うち {name} の一致が {counts[worst]:,})。"
                f"上限は {spec.max_pairs:,} です。比較は行っていません。",
            ),
            next_action=Text(
                f"Leave out {name} where it holds a filler such as 'unknown', or raise the limit.",
                f"{name} に「不明」などの共通の値があれば除くか、上限を上げてください。",
            ),
            pairs=total,
        )
    return total


def score_records(con: Connection, spec: MatchSpec, progress: Progress, explain: str = "") -> ScoredPairs:
    """Compares the records of the table `records`. The same records give the same scores.

    With `explain`, a view of that name is left in the connection: each pair with `gamma_…`, `mw_…` and `mw_tf_adj_…`
    for each comparison (see `comparisons`): its level as a number, and what it adds to the weight.
    """
    progress.at(0, 4, "count")
    check_blocks(con, spec)
    progress.at(1, 4, "learn")
    taught = _taught(con, spec, explained=bool(explain))
    progress.at(2, 4, "compare")
    found = taught.inference.predict(threshold_match_probability=_KEEP_FROM).as_duckdbpyrelation()
    progress.at(3, 4, "read")
    arrays = found.project("record_l, record_r, match_weight").order("1, 2").fetchnumpy()
    if explain:
        found.create_view(explain)
    progress.at(4, 4, "done")
    return ScoredPairs(arrays["record_l"], arrays["record_r"], arrays["match_weight"])


def _linker(con: Connection, compared: list[Comparison], blocks: tuple[Block, ...], *, explained: bool) -> Any:
    # Some 0.7 s and 60 MB: only who matches pays for it.
    from splink import SettingsCreator

    # It warns of steps that no two records stood on; those get its defaults.
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[each.made for each in compared],
        blocking_rules_to_generate_predictions=[_rule(block) for block in blocks],
        retain_matching_columns=explained,
        retain_intermediate_calculation_columns=explained,
    )
    return _opened(con, settings)


def _opened(con: Connection, settings: Any) -> Any:
    from splink import DuckDBAPI, Linker

    return Linker(DuckDBAPI(con).register("records"), settings, log_level=None)


def _taught(con: Connection, spec: MatchSpec, *, explained: bool) -> Any:
    """A linker that has learnt. What it saw of few pairs only is no certainty: a level that the same person never was
    on is rare, not impossible, else one field would outvote all others."""
    linker = _teach(con, _linker(con, comparisons(spec), spec.blocks, explained=explained), spec)
    model = linker.misc.save_model_to_json()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if level.get("m_probability") is not None:
                level["m_probability"] = max(level["m_probability"], _RAREST)
    return _opened(con, model)


def _teach(con: Connection, linker: Any, spec: MatchSpec) -> Any:
    """How common agreement is by chance (from random pairs), and among the same person (from pairs that meet)."""
    certain = [block for block in _of_kinds(spec, _CERTAIN) if count_pairs(con, block)]
    if certain:
        rules = [_rule(block) for block in certain]
        linker.training.estimate_probability_two_random_records_match(rules, recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=_SAMPLED_PAIRS, seed=1)
    for block in _of_kinds(spec, _LEARN):
        if _ENOUGH_TO_LEARN <= count_pairs(con, block) <= spec.max_pairs:
            known = linker.misc.save_model_to_json()
            try:
                linker.training.estimate_parameters_using_expectation_maximisation(_rule(block))
            except ValueError:
                # It gives up, half-way, where a level's share falls to nothing; the other blocks still teach.
                linker = _opened(con, known)
    return linker


def _of_kinds(spec: MatchSpec, lines: tuple[tuple[Kind, ...], ...]) -> list[Block]:
    found = [[spec.first(kind) for kind in line] for line in lines]
    return [tuple(BlockKey(field.column) for field in line if field) for line in found if all(line)]


def _rule(block: Block) -> Any:
    from splink import block_on

    return block_on(*[_key(key).sql("duckdb") for key in block])


def _key(key: BlockKey) -> exp.Expr:
    column = exp.column(key.column, quoted=True)
    if key.length is None:
        return column
    return exp.func("substr", column, exp.Literal.number(1), exp.Literal.number(key.length))


def _pairs() -> exp.Expression:
    """n * (n - 1) / 2, in whole numbers."""
    n = exp.cast(exp.column("n"), "bigint")
    return exp.IntDiv(this=exp.paren(n * exp.paren(n - exp.Literal.number(1))), expression=exp.Literal.number(2))
