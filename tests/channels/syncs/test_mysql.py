"""The database destination against a real MariaDB: its table is made, and the same changes twice leave the same."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from mariadb import MariaDb, mariadb

from auftakt.channels.syncs.hook import Changes, Put
from auftakt.channels.syncs.to_database import destination
from auftakt.kit.errors import InvalidInput, Unavailable

pytestmark = pytest.mark.slow
COLUMNS = ("email", "plan")


@pytest.fixture(scope="module")
def mysql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDb]:
    with mariadb(tmp_path_factory.mktemp("mysql")) as server:
        yield server


def config(mysql: MariaDb, **different: Any) -> dict[str, Any]:
    url = mysql.url.removesuffix("shop") + "outs"
    return destination.tidy({"url": url, "table": "people"} | different)


def changes(puts: dict[str, str | None], removed: tuple[str, ...] = ()) -> Changes:
    written = tuple(Put(key, {"email": key, "plan": plan}) for key, plan in puts.items())
    return Changes("syn_1", "run_1", 1, datetime(2026, 11, 28, tzinfo=UTC), COLUMNS, removed, written)


def test_a_table_is_made_and_holds_each_person_once(mysql: MariaDb) -> None:
    for _ in range(2):
        destination.write(config(mysql), changes({"p1@example.com": "試用 🍶", "p2@example.com": None}))
    assert mysql.run("select email, plan from outs.people order by 1") == [
        ("p1@example.com", "試用 🍶"),
        ("p2@example.com", None),
    ]
    destination.write(config(mysql), changes({"p2@example.com": "full"}, removed=("p1@example.com", "p9@example.com")))
    assert mysql.run("select email, plan from outs.people") == [("p2@example.com", "full")]


def test_what_does_not_fit_is_refused_before_anything_is_written(mysql: MariaDb) -> None:
    mysql.run("create table outs.narrow (email varchar(200) primary key)", "insert into outs.narrow values ('kept')")
    with pytest.raises(InvalidInput, match="no column plan"):
        destination.write(config(mysql, table="narrow"), changes({"p1@example.com": "full"}))
    assert mysql.run("select email from outs.narrow") == [("kept",)]
    with pytest.raises(Unavailable, match="denied") as found:
        destination.write(config(mysql, password="wr0ng"), changes({"p1@example.com": "full"}))
    assert "wr0ng" not in str(found.value.as_dict())
