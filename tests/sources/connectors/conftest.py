"""A shop's database as a SQLite file, and a connector that reads what a test hands it."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from auftakt.jobs import Hub
from auftakt.kit.text import Text
from auftakt.sources import Chunk, Connectors, Field, NewConnector, checked_fields, read_mapping, registered_connectors

ORDERS = """
time = "updated_at"
time_zone = "Asia/Tokyo"
[identifiers]
email = "email"
[[events]]
name = "Order Completed"
order_id = "id"
revenue = "total"
"""
MEMBERS = """
[identifiers]
email = "email"
[traits]
plan = "plan"
"""


class Shop:
    """`shop.run("insert into orders values (?, ?, ?, ?)", rows)`"""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run("create table orders (id integer primary key, email text, total real, updated_at text)")
        self.run("create table members (email text, plan text)")

    def run(self, statement: str, rows: list[tuple[Any, ...]] | None = None) -> None:
        with closing(sqlite3.connect(self.path)) as con, con:
            con.executemany(statement, rows) if rows is not None else con.execute(statement)

    def order(self, *rows: tuple[Any, ...]) -> None:
        self.run("insert or replace into orders values (?, ?, ?, ?)", list(rows))


class Played:
    """Gives the chunks that the test sets, or raises the error that it sets."""

    name, title = "played", Text("Played", "再生")
    fields = (Field("where", Text("Where", "場所"), address=True), Field("token", Text("Token", "トークン"), "secret"))

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self.error: Exception | None = None
        self.read_with: list[tuple[dict[str, Any], Any]] = []

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        return checked_fields(self, config)

    def read(self, config: Mapping[str, Any], state: Mapping[str, Any] | None) -> Iterator[Chunk]:
        self.read_with.append((dict(config), state))
        yield from self.chunks
        if self.error:
            raise self.error


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "shop.db")


@pytest.fixture
def played() -> Played:
    return Played()


@pytest.fixture
def connectors(hub: Hub, played: Played) -> Connectors:
    """The service, with the built-in connectors and the played one, in an environment with one secret."""
    found = Connectors(hub, {**registered_connectors(), "played": played}, {"SHOP_PASSWORD": "hush-hush"})
    hub.services["connectors"] = found  # type: ignore[index]
    return found


@pytest.fixture
def add(connectors: Connectors, shop: Shop) -> Callable[..., str]:
    """`add(ORDERS, table="orders", cursor="updated_at")`: gives the id of a connector of the shop's database."""

    def add(mapping: str = ORDERS, schedule: str = "15m", **config: Any) -> str:
        config = {"url": f"sqlite:///{shop.path}", "table": "orders", "cursor": "updated_at"} | config
        return connectors.add(NewConnector("Shop", "database", config, read_mapping(mapping), schedule)).id

    return add


@pytest.fixture
def fetch(hub: Hub, connectors: Connectors) -> Callable[..., Any]:
    """Runs a connector to its end and the batch after it; gives what the run said."""

    def fetch(connector_id: str) -> Any:
        task = hub.tasks.wait(connectors.run(connector_id), 30)
        hub.runner.run_until_idle(hub.clock.now())
        return task.result if task.state == "done" else task

    return fetch


@pytest.fixture
def stored(hub: Hub) -> Callable[[str], list[tuple[Any, ...]]]:
    def stored(query: str) -> list[tuple[Any, ...]]:
        with hub.plane.reader() as con:
            return con.execute(query).fetchall()

    return stored
