"""How amounts, moments and limits are written for people, and read."""

from typing import Any

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text


def amount(value: Any) -> str:
    """Money, which the API gives as a decimal string, and other numbers: grouped, with the decimals that it has."""
    if value is None:
        return "–"
    if isinstance(value, str):
        whole, _, rest = value.partition(".")
        sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
        kept = rest.rstrip("0").ljust(2, "0") if rest else ""
        return f"{sign}{int(digits):,}" + (f".{kept}" if kept else "")
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}"
    return f"{int(value):,}"


def minute(moment: str | None) -> str:
    """A moment of the API (ISO, UTC) to the minute."""
    return moment[:16].replace("T", " ") if moment else "–"


def limit_of(text: str) -> dict[str, Any]:
    """A limit such as `5/week` as the API takes it. Raises InvalidInput."""
    if text == "none":
        return {"most": None, "per": "ever"}
    most, _, per = text.partition("/")
    if not most.isdecimal():
        raise InvalidInput(
            Text(f"{text!r} is no limit.", f"{text!r} は上限として読めません。"),
            next_action=Text(
                "Write 1, 5/week, 2/month, 3/year or none.", "1、5/week、2/month、3/year、none のように書いてください。"
            ),
        )
    return {"most": int(most), "per": per or "ever"}
