"""Against a real PostgreSQL, started for these tests: streamed, read-only, incremental, and refused clearly."""

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sources.connectors.conftest import ORDERS
from sqlalchemy import create_engine

from auftakt.kit.errors import AuftaktError, InvalidInput, Unavailable
from auftakt.sources import Connectors, NewConnector, read_mapping
from auftakt.sources.connectors.database import connector
from auftakt.sources.connectors.database_url import database_url, open_to_read

pytestmark = pytest.mark.slow
DEBIANS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Postgres:
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://shop:s3cret@127.0.0.1:{self.port}/postgres"

    @contextmanager
    def owner(self) -> Iterator[Any]:
        engine = create_engine(f"postgresql+psycopg://postgres:s3cret@127.0.0.1:{self.port}/postgres")
        with engine.begin() as con:
            yield con
        engine.dispose()

    def run(self, *statements: str) -> None:
        with self.owner() as con:
            for statement in statements:
                con.exec_driver_sql(statement)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server of its own, on a port that is free; it ends with the tests."""
    found = os.path.dirname(shutil.which("initdb") or next(map(str, DEBIANS.glob("*/bin/initdb")), ""))
    if not found:
        missing = "no PostgreSQL server is installed (initdb)"
        if os.environ.get("AUFTAKT_NO_SKIP") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    home = tmp_path_factory.mktemp("pg")
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        for path in (home, *home.parents):
            if not path.stat().st_mode & 0o001:  # the way there has to be open to it; what is open stays as it is
                path.chmod(path.stat().st_mode | 0o055)
        shutil.chown(home, "postgres", "postgres")
    (home / "pw").write_text("s3cret")
    (home / "pw").chmod(0o644)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = home / "data"
    silent = {"check": True, "stdout": subprocess.DEVNULL, "cwd": home} | as_user
    subprocess.run(
        [f"{found}/initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={home / 'pw'}", "-N"],
        **silent,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -c fsync=off"
    subprocess.run([f"{found}/pg_ctl", "-D", data, "-w", "-o", options, "-l", home / "log", "start"], **silent)
    try:
        server = Postgres(port)
        server.run(
            "create table orders"
            " (id bigint primary key, email text, total numeric, updated_at timestamptz, info jsonb)",
            "create table secret (x int)",
            "create role shop login password 's3cret'",
            "grant select, insert on orders to shop",
        )
        yield server
    finally:
        subprocess.run([f"{found}/pg_ctl", "-D", data, "-m", "immediate", "stop"], **silent)


def filled(postgres: Postgres, first: int, last: int) -> None:
    postgres.run(
        f"insert into orders select i, 'p' || i || '@example.com', i * 1.5,"
        f" timestamptz '2026-11-01 08:00+09' + i * interval '1 second', '{{\"gift\": true}}'"
        f" from generate_series({first}, {last}) i"
    )


def read(postgres: Postgres, **config: Any) -> list[Any]:
    config = {"url": postgres.url, "table": "public.orders"} | config
    return list(connector.read(connector.tidy(config), None))


def test_rows_are_streamed_typed_and_taken_once(
    postgres: Postgres, connectors: Connectors, fetch: Callable[..., Any], stored: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("auftakt.sources.connectors.database.CHUNK_ROWS", 100)
    filled(postgres, 1, 250)
    config = {"url": postgres.url, "table": "public.orders", "cursor": "updated_at", "overlap_minutes": 1}
    made = connectors.add(NewConnector("Shop", "database", config, read_mapping(ORDERS), "15m")).id
    assert fetch(made) | {"run_id": ""} == {"run_id": "", "rows": 250, "fresh": 250, "events": 250, "failed": 0}
    filled(postgres, 251, 260)
    postgres.run("update orders set total = 7, updated_at = '2026-11-10' where id = 1")
    again = fetch(made)
    assert (again["rows"], again["fresh"]) == (61 + 10 + 1, 11), "the last minute is read again, and counts once"
    assert stored("select revenue, happened_at::varchar from events where order_id = '250'") == [
        (375, "2026-10-31 23:04:10")
    ]
    assert stored("select count(*), count(distinct order_id) from events") == [(261, 260)]


def test_a_select_with_signs_of_every_driver(postgres: Postgres) -> None:
    row = "select 1 as id, '{\"gift\": true}'::jsonb as info, 'p1' as email"
    query = f"select id, info, '12:30'::text as clock, email like 'p%' as early from ({row}) r where id < 3 -- done"
    (chunk,) = read(postgres, table="", query=query, cursor="id")
    assert chunk.rows[0] == {"id": 1, "info": {"gift": True}, "clock": "12:30", "early": True}


def test_nothing_can_be_written_and_what_fails_says_why_without_the_password(postgres: Postgres) -> None:
    engine = open_to_read(database_url(postgres.url))
    with engine.connect() as con, pytest.raises(Exception, match="read-only transaction"):
        con.exec_driver_sql("insert into orders values (9999)")
    failures: list[AuftaktError] = []
    with pytest.raises(InvalidInput, match="Two columns are called"):
        read(postgres, table="", query="select * from orders a join orders b on true")
    for wrong in (
        {"table": "secret"},
        {"table": "nowhere"},
        {"url": postgres.url.replace("s3cret", "wr0ng")},
        {"url": f"postgresql://shop:s3cret@127.0.0.1:{postgres.port}/nowhere"},
    ):
        with pytest.raises(AuftaktError) as found:
            read(postgres, **wrong)
        failures.append(found.value)
    assert [type(each) for each in failures] == [InvalidInput, InvalidInput, Unavailable, Unavailable]
    assert "permission denied for table secret" in str(failures[0])
    said = str([each.as_dict() for each in failures])
    assert "s3cret" not in said
    assert "wr0ng" not in said
