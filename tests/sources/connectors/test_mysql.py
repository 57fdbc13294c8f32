"""Against a real MariaDB, which speaks MySQL's protocol: streamed, read-only, incremental, and refused clearly."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mariadb import MariaDb, mariadb
from sources.connectors.conftest import ORDERS

from auftakt.kit.errors import AuftaktError, InvalidInput, Unavailable
from auftakt.sources import Connectors, NewConnector, read_mapping
from auftakt.sources.connectors.database import connector
from auftakt.sources.connectors.database_url import begin_reading, database_url, open_to_read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def mysql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDb]:
    with mariadb(tmp_path_factory.mktemp("mysql")) as server:
        server.run(
            "create table shop.orders"
            " (id bigint primary key, email text, total decimal(10, 2), updated_at datetime(6), info json)",
            "create table shop.secret (x int)",
            "grant select, insert on shop.orders to shop@'127.0.0.1'",
        )
        yield server


def filled(mysql: MariaDb, first: int, last: int) -> None:
    mysql.run(
        f"insert into shop.orders select seq, concat('p', seq, '@example.com'), seq * 1.5,"
        f" timestamp '2026-10-31 23:00:00' + interval seq second, '{{\"gift\": true}}' from seq_{first}_to_{last}"
    )


def read(mysql: MariaDb, **config: Any) -> list[Any]:
    config = {"url": mysql.url, "table": "orders"} | config
    return list(connector.read(connector.tidy(config), None))


def test_rows_are_streamed_typed_and_taken_once(
    mysql: MariaDb, connectors: Connectors, fetch: Callable[..., Any], stored: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("auftakt.sources.connectors.database.CHUNK_ROWS", 100)
    filled(mysql, 1, 250)
    config = {"url": mysql.url, "table": "shop.orders", "cursor": "updated_at", "overlap_minutes": 1}
    made = connectors.add(NewConnector("Shop", "database", config, read_mapping(ORDERS), "15m")).id
    assert fetch(made) | {"run_id": ""} == {"run_id": "", "rows": 250, "fresh": 250, "events": 250, "failed": 0}
    filled(mysql, 251, 260)
    mysql.run("update shop.orders set total = 7, updated_at = '2026-11-10' where id = 1")
    again = fetch(made)
    assert (again["rows"], again["fresh"]) == (61 + 10 + 1, 11), "the last minute is read again, and counts once"
    assert stored("select revenue, happened_at::varchar from events where order_id = '250'") == [
        (375, "2026-10-31 14:04:10")
    ], "a time without a zone is the hub's, which is Tokyo's"
    assert stored("select count(*), count(distinct order_id) from events") == [(261, 260)]


def test_a_select_with_signs_of_the_driver(mysql: MariaDb) -> None:
    row = "select 1 as id, '酒 100% 純米' as name, cast('12:30' as time) as clock, 'p1' as email"
    query = f"select id, name, email like 'p%' as early from ({row}) r where id < 3 -- done"
    (chunk,) = read(mysql, table="", query=query, cursor="id")
    assert chunk.rows[0] == {"id": 1, "name": "酒 100% 純米", "early": 1}


def test_nothing_can_be_written_and_what_fails_says_why_without_the_password(mysql: MariaDb) -> None:
    engine = open_to_read(database_url(mysql.url))
    with engine.connect() as con:
        for statement in begin_reading(engine):
            con.exec_driver_sql(statement)
        con.commit()
        with pytest.raises(Exception, match="READ ONLY transaction"):
            con.exec_driver_sql("insert into orders values (9999, 'a', 1, now(), null)")
    failures: list[AuftaktError] = []
    for wrong in (
        {"table": "secret"},
        {"table": "nowhere"},
        {"url": mysql.url.replace("s3cret", "wr0ng")},
        {"url": f"mysql://shop:s3cret@127.0.0.1:{mysql.port}/nowhere"},
    ):
        with pytest.raises(AuftaktError) as found:
            read(mysql, **wrong)
        failures.append(found.value)
    assert {type(each) for each in failures} <= {InvalidInput, Unavailable}
    said = str([each.as_dict() for each in failures])
    assert "secret" in said
    assert "denied" in said
    assert "s3cret" not in said
    assert "wr0ng" not in said
