"""For each kind of field, the steps from alike to unlike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from sqlglot import exp

from auftakt.people.matching.spec import MatchField, MatchSpec

MatchLevel = Literal["same", "swapped", "close", "partly", "different", "missing"]
"""How far two values agree. `swapped`: given and family name changed places; `missing`: one side has none."""

NAMES = "names"
"""The comparison of a given and a family name together."""

_PLAIN = {"name": (0.92, 0.85), "address": (0.92, 0.8), "email": (0.92,), "text": (0.9,)}
_PARTLY: tuple[MatchLevel, ...] = ("partly", "partly", "partly", "partly")


@dataclass(frozen=True)
class Comparison:
    """One comparison: its name (`NAMES`, or the column's), the columns it looks at, its levels as splink counts them
    (the first is null, the last is 0), and what splink is given."""

    name: str
    columns: tuple[str, ...]
    levels: tuple[MatchLevel, ...]
    made: Any

    def level_of(self, gamma: int) -> MatchLevel:
        """splink's number of a level as a word."""
        return self.levels[0] if gamma < 0 else self.levels[len(self.levels) - 1 - gamma]


def comparisons(spec: MatchSpec) -> list[Comparison]:
    """What splink compares; a given and a family name are compared together, since one explains the other."""
    given, family = spec.first("given_name"), spec.first("family_name")
    together = (given, family) if given and family else ()
    made = [_names(given.column, family.column)] if given and family else []
    return made + [_one(field) for field in spec.fields if field not in together]


def _one(field: MatchField) -> Comparison:
    import splink.comparison_level_library as level

    column = _quoted(field.column)
    between: list[Any]
    words: list[MatchLevel] = ["close", "close"]
    match field.kind:
        case "date":
            between = [level.DamerauLevenshteinLevel(column, 1), level.DamerauLevenshteinLevel(column, 2)]
        case "number" | "phone":
            between = [level.DamerauLevenshteinLevel(column, 1), level.DamerauLevenshteinLevel(column, 2)]
        case "postcode":
            # All but the last three: a British district, a Japanese town.
            town = _same_start(field.column, lambda side: exp.func("length", side.copy()) - exp.Literal.number(3))
            area = _same_start(field.column, lambda _: exp.Literal.number(2))
            between = [level.LevenshteinLevel(column, 1), level.CustomLevel(town), level.CustomLevel(area)]
            words = ["close", "partly", "partly"]
        case _:
            steps = _PLAIN.get(field.kind, (0.92, 0.8))
            between = [level.JaroWinklerLevel(column, step) for step in steps]
            words = ["close"] * len(steps)
    steps_down = [level.NullLevel(column), _same(column), *between, level.ElseLevel()]
    return _compared(field.column, (field.column,), ["missing", "same", *words, "different"], steps_down)


def _names(given: str, family: str) -> Comparison:
    import splink.comparison_level_library as level

    first, last = _quoted(given), _quoted(family)
    levels = [
        level.And(level.NullLevel(first), level.NullLevel(last)),
        _same("both_names"),
        level.ColumnsReversedLevel(first, last, symmetrical=True),
        level.And(level.JaroWinklerLevel(first, 0.92), level.JaroWinklerLevel(last, 0.92)),
        _rare(level.And(level.JaroWinklerLevel(first, 0.8), level.ExactMatchLevel(last)), last),
        level.And(level.JaroWinklerLevel(first, 0.85), level.JaroWinklerLevel(last, 0.85)),
        _same(last),
        level.JaroWinklerLevel(last, 0.88),
        level.And(level.ExactMatchLevel(first), level.NullLevel(last)),
        _same(first),
        level.ElseLevel(),
    ]
    words: list[MatchLevel] = ["missing", "same", "swapped", "close", "close", "close", *_PARTLY, "different"]
    return _compared(NAMES, (given, family), words, levels)


def _compared(name: str, columns: tuple[str, ...], words: list[MatchLevel], levels: list[Any]) -> Comparison:
    from splink.comparison_library import CustomComparison

    made = CustomComparison(output_column_name=name, comparison_levels=levels)
    return Comparison(name, columns, tuple(words), made)


def _same(column: str) -> Any:
    import splink.comparison_level_library as level

    return _rare(level.ExactMatchLevel(column), column)


def _rare(level: Any, column: str) -> Any:
    """Agreeing in what few have says more than agreeing in what many have."""
    return level.configure(tf_adjustment_column=column)


def _quoted(column: str) -> str:
    return exp.to_identifier(column, quoted=True).sql("duckdb")


def _same_start(column: str, length: Callable[[exp.Expression], exp.Expression]) -> str:
    """The condition that both sides begin alike."""
    left, right = (exp.column(f"{column}_{side}", quoted=True) for side in "lr")
    begins = [exp.func("substr", side, exp.Literal.number(1), length(side)) for side in (left, right)]
    return exp.EQ(this=begins[0], expression=begins[1]).sql("duckdb")
