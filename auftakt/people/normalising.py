"""The same normalisation inside the engine: `normal_email(v)`, `normal_phone(v)` and so on, in any SQL."""

from collections.abc import Callable
from functools import partial

from duckdb.func import SPECIAL

from auftakt.kit.normal import address_folded, email_folded, kana_folded, name_key, phone_number, width_folded
from auftakt.store.plane import Connection

FUNCTIONS: dict[str, Callable[[str], str]] = {
    "normal_text": width_folded,
    "normal_kana": kana_folded,
    "normal_email": email_folded,
    "normal_phone": phone_number,
    "normal_address": address_folded,
    "normal_name": name_key,
}


def teach(con: Connection, country: str = "JP") -> None:
    """Makes the functions known to this connection, unless they are. Each gives null for null and for what leaves
    nothing to compare. A value goes through Python: call them on distinct values where rows repeat (some 0.3 M/s).
    """
    known = {name for (name,) in con.execute("select function_name from duckdb_functions()").fetchall()}
    for name, function in FUNCTIONS.items():
        if name not in known:
            chosen = partial(phone_number, country=country) if name == "normal_phone" else function
            con.create_function(name, _or_null(chosen), ["VARCHAR"], "VARCHAR", null_handling=SPECIAL)


def _or_null(function: Callable[[str], str]) -> Callable[[str | None], str | None]:
    def call(value: str | None) -> str | None:
        return None if value is None else function(value) or None

    return call
