"""Every SQL file parses, has its header, reads tables that exist, and runs on an empty hub."""

import re
from pathlib import Path

import duckdb
import pytest
import sqlglot
from sqlglot import exp

import auftakt
from auftakt.store import sql
from auftakt.store.plane import Plane

ROOT = Path(auftakt.__file__).parent
FILES = sorted(ROOT.glob("*/sql/*.sql"))
NAMED = [(path.parent.parent.name, path.stem) for path in FILES]


@pytest.mark.parametrize(("folder", "name"), NAMED, ids=lambda part: str(part))
def test_the_header_is_true(folder: str, name: str) -> None:
    loaded = sql.statement(folder, name)
    body = "\n".join(line for line in loaded.text.splitlines() if not line.startswith("--"))
    trees = sqlglot.parse(body, read="duckdb")
    assert len(trees) == 1, "one statement per file"
    assert set(re.findall(r"\$([a-z_]+)", body)) == set(loaded.needs)
    assert loaded.gives
    assert not [
        star
        for star in trees[0].find_all(exp.Star)
        if isinstance(star.parent, exp.Select) and not star.args.get("except_")
    ] or ("create" in body.lower() or "select * from" in body.lower())


def _attempt(con: duckdb.DuckDBPyConnection, folder: str, name: str) -> str | None:
    loaded = sql.statement(folder, name)
    slots = {slot: _filling(loaded, slot) for slot in loaded.slots}
    try:
        text = sql.render(folder, name, slots)
        con.execute(text, dict.fromkeys(loaded.needs) if loaded.needs else None)
        con.fetchall()
    except Exception as error:
        return f"{folder}/{name}: {error}"
    return None


def _filling(loaded: sql.Statement, slot: str) -> exp.Expression:
    body = "\n".join(line for line in loaded.text.splitlines() if not line.startswith("--"))
    as_table = any(table.name == slot for table in sqlglot.parse_one(body, read="duckdb").find_all(exp.Table))
    return sqlglot.parse_one("select 1::bigint as person_id where false") if as_table else exp.true()


def test_every_statement_runs_on_an_empty_hub() -> None:
    """Statements that make temporary tables for others run first: rounds, until no more can be run."""
    plane = Plane.open(None)
    failed = dict.fromkeys(NAMED, "")
    with plane.writer() as con:
        pass
    con = plane._connection
    while failed:
        left = {key: why for key in failed if (why := _attempt(con, *key))}
        if len(left) == len(failed):
            break
        failed = left
    plane.close()
    assert list(failed.values()) == []
