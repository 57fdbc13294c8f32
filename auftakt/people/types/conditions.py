"""The rules as SQL, by syntax tree: which identifiers are blocked."""

from functools import lru_cache

from sqlglot import exp

from auftakt.store import trees as c

_ANY = "*"
_ESCAPE = "\\"


@lru_cache(maxsize=64)
def blocked_condition(blocks: tuple[tuple[str, str], ...]) -> exp.Expression:
    """Whether the columns `type` and `value` are blocked; never null. In small letters, since tools write both ways."""
    kinds: dict[str, list[str]] = {}
    for kind, value in blocks:
        kinds.setdefault(kind, []).append(value.lower())
    return c.some([c.every([exp.column("type").eq(c.text(kind)), _one_of(values)]) for kind, values in kinds.items()])


def _one_of(values: list[str]) -> exp.Expression:
    lower = c.call("lower", exp.column("value"))
    exact = [c.text(value) for value in values if _ANY not in value]
    tests: list[exp.Expr] = [_like(lower.copy(), value) for value in values if _ANY in value]
    if exact:
        tests.append(exp.In(this=lower, expressions=exact))
    return c.tree(exp.paren(c.some(tests)))


def _like(column: exp.Expression, pattern: str) -> exp.Expression:
    for special in (_ESCAPE, "%", "_"):
        pattern = pattern.replace(special, _ESCAPE + special)
    like = exp.Like(this=column, expression=c.text(pattern.replace(_ANY, "%")))
    return exp.Escape(this=like, expression=c.text(_ESCAPE)) if _ESCAPE in pattern else like
