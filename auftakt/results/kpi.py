"""A KPI: a number that is defined once, in a file, with its formula, its SQL and its owner.

The statement of a KPI gives *facts*, one row per thing that counts: `campaign_id, channel, happened_at, key, amount`.
Rows with the same `key` are one thing. Totals, campaigns, channels and days are all cut from these facts by
`kpi_values`, so that every number on every screen comes from the same statement.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, Literal

import sqlglot
from sqlglot import exp

from auftakt.kit.errors import Broken
from auftakt.kit.hooks import Hook
from auftakt.kit.text import Text

Unit = Literal["people", "count", "money"]
ORDER = ("reached", "opened", "clicked", "conversions", "revenue")


@dataclass(frozen=True)
class KpiDefinition:
    """What a file `kpis/<id>.toml` says. `owner` is the role that answers for it; `sql` is the statement's text."""

    id: str
    name: Text
    unit: Unit
    owner: str
    formula: Text
    sql: str
    higher_is_better: bool
    dimensions: tuple[str, ...]

    def facts(self, goal_matches: exp.Condition) -> exp.Select:
        """The statement as a tree; a column `goal_matches` in it stands for the filters of the campaigns' goals."""
        tree = sqlglot.parse_one(self.sql, read="duckdb")
        if not isinstance(tree, exp.Select):
            raise Broken(f"The KPI {self.id} is no SELECT.", next_action="Its SQL must be one SELECT.")
        for column in list(tree.find_all(exp.Column)):
            if column.name == "goal_matches":
                column.replace(goal_matches.copy())
        return tree


def load_kpi(path: Path) -> KpiDefinition:
    """Reads a definition; its statement is `../sql/<sql>.sql`, seen from the file. Raises Broken if it is not whole."""
    try:
        plain: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        statement = path.parent.parent / "sql" / f"{plain['sql']}.sql"
        return KpiDefinition(
            id=plain["id"],
            name=Text(**plain["name"]),
            unit=plain["unit"],
            owner=plain["owner"],
            formula=Text(**plain["formula"]),
            sql=statement.read_text(encoding="utf-8"),
            higher_is_better=plain["higher_is_better"],
            dimensions=tuple(plain["dimensions"]),
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Broken(
            f"The KPI in {path.name} can't be read: {error!r}.", next_action="Compare it with reached.toml."
        ) from error


_HOOK = Hook(
    "auftakt.kpis", KpiDefinition, noun="a KPI", same="Two KPIs have the id", give="Give a KpiDefinition.", key="id"
)


def registered_kpis(found: Iterable[EntryPoint] | None = None) -> tuple[KpiDefinition, ...]:
    """All KPIs of the entry point group `auftakt.kpis`, ours first and then those of others by id.

    Raises Broken where something else than a KpiDefinition is registered, or two have one id.
    """
    places = {name: place for place, name in enumerate(ORDER)}
    return tuple(sorted(_HOOK.registered(found).values(), key=lambda kpi: (places.get(kpi.id, len(places)), kpi.id)))
