"""The cursor of a table: the value up to which it was read, as JSON, and a step back from it.

Rows become visible in the order in which they are committed, not in that of their times or numbers. So a round begins
a little before the cursor; the ledger drops what was read already.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text

NUMBERS_BACK = 1_000


def kept_cursor(value: Any) -> dict[str, Any]:
    """The value as JSON. Raises InvalidInput for one that has no order that could be kept."""
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return {"plain": value}
    raise InvalidInput(
        Text(f"A {type(value).__name__} can't be a cursor.", f"{type(value).__name__} 型の列はカーソルにできません。"),
        next_action=Text(
            "Choose a column with a time or a growing number.", "時刻か、増えていく番号の列を選んでください。"
        ),
        field="cursor",
    )


def read_cursor(kept: dict[str, Any]) -> Any:
    """The value as the database gave it."""
    ((kind, value),) = kept.items()
    match kind:
        case "time":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "number":
            return Decimal(value)
        case _:
            return value


def step_back(value: Any, minutes: int) -> Any:
    """A little before the value: `minutes` for times (also those kept as text), `NUMBERS_BACK` for whole numbers."""
    back = timedelta(minutes=minutes)
    if isinstance(value, datetime):
        return value - back
    if isinstance(value, date):
        return value - timedelta(days=-(-minutes // 1440))
    if isinstance(value, int):
        return value - NUMBERS_BACK
    if isinstance(value, Decimal):
        return value - NUMBERS_BACK if value == value.to_integral_value() else value
    if isinstance(value, str):
        return _text_back(value, back)
    return value


def _text_back(text: str, back: timedelta) -> str:
    """A time written as ISO 8601, as SQLite keeps it, in the same form; other text as it is."""
    try:
        moment = datetime.fromisoformat(text) - back
    except ValueError:
        return text
    if len(text) == 10:
        return moment.date().isoformat()
    if len(text) < 19:
        return moment.isoformat(sep=text[10], timespec="minutes")
    # To whole seconds: `08:00:00` sorts before `08:00:00.5`, and `T08:00Z` is compared as text, too.
    return moment.replace(microsecond=0, tzinfo=None).isoformat(sep=text[10], timespec="seconds")
