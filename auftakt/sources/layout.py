"""The exports that we know: which tool wrote a file, told by its columns, and the mapping that goes with it.

A layout is a file of `layouts/`: names of columns in English and Japanese under a short role, and a mapping that speaks
of roles. What a file doesn't have falls out of its mapping.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

from auftakt.kit.text import Text
from auftakt.sources.mapping import Mapping

_SIGNS = re.compile(r"[\s_\-・()()\[\]/.::,]+")


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of export. `marks`: one of them must be there. `needs`: roles without which it is something else.

    `without`: columns that such a file never has. `rest`: where the columns go that no role names. `nobody`: the rows
    are about no person.
    """

    name: dict[str, str]
    marks: list[str]
    needs: list[str]
    columns: dict[str, list[str]]
    mapping: dict[str, Any]
    one_of: list[str] = []
    without: list[str] = []
    rest: Literal["traits", "properties", "group", "none"] = "none"
    nobody: bool = False
    key: str = ""

    @property
    def title(self) -> Text:
        return Text(self.name["en"], self.name["ja"])


@dataclass(frozen=True)
class Recognised:
    """A file that is a known export; `mapping` names the file's own columns."""

    layout: Layout
    mapping: Mapping


@lru_cache(maxsize=1)
def layouts() -> tuple[Layout, ...]:
    """All exports that are known, by key."""
    folder = files("auftakt.sources") / "layouts"
    found = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda each: each.name)
    return tuple(
        msgspec.convert(tomllib.loads(entry.read_text("utf-8")) | {"key": entry.name.removesuffix(".toml")}, Layout)
        for entry in found
    )


def recognise(columns: list[str]) -> Recognised | None:
    """The known export with these columns; of several, the one that knows most of them."""
    by_form = {plain(name): name for name in reversed(columns)}
    fitting = [(layout, roles) for layout in layouts() if (roles := _roles(layout, by_form)) is not None]
    for layout, roles in sorted(fitting, key=lambda each: -len(each[1])):
        mapping = _Filled(layout, roles, columns).mapping()
        if mapping is not None:
            return Recognised(layout, mapping)
    return None


def plain(name: str) -> str:
    """A column's name as it is compared: NFKC, lower case, without blanks and signs."""
    return _SIGNS.sub("", unicodedata.normalize("NFKC", name).casefold())


def _roles(layout: Layout, by_form: dict[str, str]) -> dict[str, str] | None:
    """The file's column for each role that it has; None where the file is something else."""
    if _any(layout.without, by_form) or not _any(layout.marks, by_form):
        return None
    roles = {role: found for role, names in layout.columns.items() if (found := _column(names, by_form))}
    if any(role not in roles for role in layout.needs):
        return None
    if layout.one_of and not any(role in roles for role in layout.one_of):
        return None
    return roles


def _any(names: Iterable[str], by_form: dict[str, str]) -> bool:
    return any(_column([name], by_form) is not None for name in names)


def _column(names: Iterable[str], by_form: dict[str, str]) -> str | None:
    for name in names:
        form = plain(name)
        if form in by_form:
            return by_form[form]
        if form.endswith("*"):
            for known, column in by_form.items():
                if known.startswith(form[:-1]):
                    return column
    return None


class _Filled:
    """A layout's mapping with the roles replaced by the columns of one file."""

    def __init__(self, layout: Layout, roles: dict[str, str], columns: list[str]) -> None:
        self._layout = layout
        self._roles = roles
        self._rest = [name for name in columns if name not in set(roles.values())]

    def mapping(self) -> Mapping | None:
        """None where the file names nobody, but should."""
        told = self._layout.mapping
        made: dict[str, Any] = {key: told[key] for key in ("time_zone", "time_format") if key in told}
        made["identifiers"] = self._values(told.get("identifiers", {}))
        made["traits"] = self._values(told.get("traits", {}))
        made["events"] = [event for each in told.get("events", []) if (event := self._event(each))]
        made["consents"] = [consent for each in told.get("consents", []) if (consent := self._consent(each))]
        if (time := self._given(told.get("time"))) is not None:
            made["time"] = time
        if (group := self._group(told.get("group"))) is not None:
            made["group"] = group
        self._place_rest(made)
        if not made["identifiers"]:
            if not self._layout.nobody and not made["events"] and "group" not in made:
                return None
            made["traits"], made["consents"] = {}, []
        return msgspec.convert(made, Mapping)

    def _place_rest(self, made: dict[str, Any]) -> None:
        rest = {name: name for name in self._rest}
        if self._layout.rest == "traits":
            made["traits"] = made["traits"] | {
                name: column for name, column in rest.items() if name not in made["traits"]
            }
        elif self._layout.rest == "properties" and made["events"]:
            made["events"][0]["properties"] = rest | made["events"][0]["properties"]
        elif self._layout.rest == "group" and "group" in made:
            made["group"]["traits"] = rest | made["group"]["traits"]

    def _given(self, told: Any) -> Any:
        """A value of the mapping; None where the file has no such column."""
        if isinstance(told, list):
            return next((given for each in told if (given := self._given(each)) is not None), None)
        if isinstance(told, dict):
            if "column" in told:
                column = self._roles.get(told["column"])
                return None if column is None else told | {"column": column}
            if "columns" in told:
                found = [self._roles[role] for role in told["columns"] if role in self._roles]
                return told | {"columns": found} if found else None
            return told
        if isinstance(told, str) and told.startswith("@"):
            return {"value": self._roles[told[1:]]} if told[1:] in self._roles else None
        return self._roles.get(told) if isinstance(told, str) else None

    def _values(self, told: dict[str, Any]) -> dict[str, Any]:
        return {name: given for name, each in told.items() if (given := self._given(each)) is not None}

    def _event(self, told: dict[str, Any]) -> dict[str, Any] | None:
        if "when" in told and self._given(told["when"]) is None:
            return None
        made: dict[str, Any] = {name: told[name] for name in ("name",) if name in told}
        fields = ("when", "time", "revenue", "order_id", "campaign_id", "name_column")
        made |= self._values({name: told[name] for name in fields if name in told})
        made["properties"] = self._values(told.get("properties", {}))
        # Without its first part a key would take different events for the same.
        parts = [self._given(each) for each in told.get("key", [])]
        if parts and parts[0] is not None:
            made["key"] = [part for part in parts if part is not None]
        return made

    def _consent(self, told: dict[str, Any]) -> dict[str, Any] | None:
        granted = self._given(told["granted"])
        if granted is None or ("when" in told and self._given(told["when"]) is None):
            return None
        made: dict[str, Any] = {name: told[name] for name in ("channel", "purpose") if name in told}
        made |= self._values({name: told[name] for name in ("when", "time") if name in told})
        return made | {"granted": granted, "evidence": self._values(told.get("evidence", {}))}

    def _group(self, told: dict[str, Any] | None) -> dict[str, Any] | None:
        if told is None or (group_id := self._given(told["id"])) is None:
            return None
        return {"type": told["type"], "id": group_id, "traits": self._values(told.get("traits", {}))}
