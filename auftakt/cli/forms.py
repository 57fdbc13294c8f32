"""How amounts and moments are written for people."""

from typing import Any


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
