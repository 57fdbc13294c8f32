"""Filters on an event's properties, as goals and metrics write them, to a SQLGlot condition.

They mean what they mean in audience rules: texts compare with texts and numbers with numbers, `contains` does not mind
upper and lower case, and what is missing meets nothing but `is_not`.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from sqlglot import exp

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

OWN_COLUMNS = frozenset({"revenue", "order_id", "campaign_id", "send_id"})


def where_condition(filters: Sequence[Mapping[str, Any]], alias: str = "event") -> exp.Expr:
    """All filters together on the events called `alias`; no filter is true. Raises InvalidInput for a wrong one."""
    return exp.and_(exp.true(), *(_filter(each, alias) for each in filters))


def _filter(each: Mapping[str, Any], alias: str) -> exp.Expr:
    operator, wanted = str(each.get("op", "is")), each.get("value")
    build = _OPERATORS.get(operator)
    if build is None:
        raise _no_filter(f"There is no comparison {operator!r}.", f"比較方法 {operator!r} はありません。")
    if operator in ("at_least", "at_most") and not _is_number(wanted):
        raise _no_filter(f"{operator} needs a number, not {wanted!r}.", f"{operator} には数値が要ります({wanted!r})。")
    return exp.func("coalesce", build(_property(str(each.get("property", "")), alias), wanted), exp.false())


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def _property(name: str, alias: str) -> exp.Expr:
    if name in OWN_COLUMNS:
        return exp.cast(exp.column(name, table=alias), "varchar")
    path = '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return exp.Anonymous(
        this="json_extract_string", expressions=[exp.column("properties", table=alias), exp.Literal.string(path)]
    )


def _number(value: exp.Expr) -> exp.Expr:
    return exp.TryCast(this=value.copy(), to=exp.DataType.build("double"))


def _double(value: Any) -> exp.Expr:
    return exp.cast(exp.Literal.string(repr(float(value))), "double")


def _equals(value: exp.Expr, wanted: object) -> exp.Expr:
    if _is_number(wanted):
        return exp.EQ(this=_number(value), expression=_double(wanted))
    text = ("true" if wanted else "false") if isinstance(wanted, bool) else str(wanted)
    return exp.EQ(this=value.copy(), expression=exp.Literal.string(text))


def _among(value: exp.Expr, wanted: Any) -> exp.Expr:
    return exp.paren(
        exp.or_(exp.false(), *(_equals(value, one) for one in (wanted if isinstance(wanted, list) else [wanted])))
    )


def _differs(value: exp.Expr, wanted: Any) -> exp.Expr:
    return exp.not_(exp.func("coalesce", _equals(value, wanted), exp.false()))


def _contains(value: exp.Expr, wanted: Any) -> exp.Expr:
    lowered = exp.func("lower", exp.Literal.string(str(wanted)))
    return exp.Anonymous(this="contains", expressions=[exp.func("lower", value), lowered])


_OPERATORS: dict[str, Callable[[exp.Expr, Any], exp.Expr]] = {
    "is": _equals,
    "is_not": _differs,
    "in": _among,
    "contains": _contains,
    "at_least": lambda value, wanted: exp.GTE(this=_number(value), expression=_double(wanted)),
    "at_most": lambda value, wanted: exp.LTE(this=_number(value), expression=_double(wanted)),
    "exists": lambda value, wanted: exp.not_(exp.Is(this=value, expression=exp.null())),
}


def _no_filter(en: str, ja: str) -> InvalidInput:
    return InvalidInput(
        Text(en, ja),
        next_action=Text(
            "Correct the filter in the campaign's goal.", "キャンペーンの目標の絞り込み条件を直してください。"
        ),
    )
