"""The database connector: what it takes, what it refuses before any effect, and that it can't write."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sources.connectors.conftest import Shop
from sqlalchemy.exc import OperationalError

from auftakt.kit.errors import AuftaktError, InvalidInput, NotFound
from auftakt.sources.connectors.cursor import kept_cursor, read_cursor, step_back
from auftakt.sources.connectors.database import connector
from auftakt.sources.connectors.database_url import database_url, open_to_read

PG = "postgresql://shop:s3cret@db.example.com/shop"


def tidied(**config: Any) -> dict[str, Any]:
    return connector.tidy({"url": PG, "table": "orders"} | config)


def test_the_password_leaves_the_address() -> None:
    config = tidied()
    assert config["url"] == "postgresql+psycopg://shop@db.example.com/shop"
    assert config["password"] == "s3cret"
    assert tidied(url=config["url"], password="env:PW")["password"] == "env:PW"


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"url": "oracle://u@h/d"}, "url"),
        ({"url": "not an address s3cret"}, "url"),
        ({"url": "postgresql://u@h/d?password=s3cret"}, "url"),
        ({"url": "postgresql://u:s3cret@h"}, "url"),
        ({"query": "select 1"}, "table"),
        ({"table": ""}, "table"),
        ({"table": "", "query": "delete from orders"}, "query"),
        ({"table": "", "query": "select 1; drop table orders"}, "query"),
        ({"table": "", "query": "with gone as (delete from orders returning *) select * from gone"}, "query"),
        ({"table": "", "query": "select * into copy from orders"}, "query"),
        ({"table": "", "query": "select * from orders for update"}, "query"),
        ({"table": "", "query": "selec * from"}, "query"),
        ({"overlap_minutes": "soon"}, "overlap_minutes"),
        ({"overlap_minutes": -1}, "overlap_minutes"),
        ({"tabel": "orders"}, "tabel"),
    ],
)
def test_what_is_wrong_is_refused_and_named_without_the_secret(config: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        tidied(**config)
    assert refused.value.facts["field"] == field
    assert "s3cret" not in str(refused.value.as_dict())


def test_a_select_may_end_with_a_semicolon_and_a_comment(shop: Shop) -> None:
    shop.order((1, "a@example.com", 5, "2026-11-01"))
    query = "select id, email like 'a%' as early from orders -- all of them"
    config = connector.tidy({"url": f"sqlite:///{shop.path}", "query": query, "cursor": "id"})
    assert [chunk.rows for chunk in connector.read(config, None)] == [[{"id": 1, "early": 1}]]


def test_nothing_can_be_written_through_it(shop: Shop) -> None:
    engine = open_to_read(database_url(f"sqlite:///{shop.path}"))
    with engine.connect() as con, pytest.raises(OperationalError, match="readonly"):
        con.exec_driver_sql("insert into members values ('a', 'b')")
    with pytest.raises(NotFound):
        open_to_read(database_url("sqlite:////nowhere/shop.db"))
    with closing(sqlite3.connect(shop.path)) as con:
        assert con.execute("select count(*) from members").fetchone() == (0,)


def wrong(shop: Shop, **config: Any) -> AuftaktError:
    with pytest.raises(AuftaktError) as found:
        list(connector.read(connector.tidy({"url": f"sqlite:///{shop.path}"} | config), None))
    return found.value


def test_a_missing_table_or_column_is_told(shop: Shop) -> None:
    assert "no such table: orderz" in str(wrong(shop, table="orderz"))
    assert isinstance(wrong(shop, table="orderz"), InvalidInput)
    assert str(wrong(shop, table="orders", cursor="changed")).startswith("There is no column changed. There are: id")


def test_reading_goes_on_at_the_cursor_of_its_own_column(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auftakt.sources.connectors.database.CHUNK_ROWS", 2)
    shop.order(*[(no, f"{no}@example.com", no, f"2026-11-0{no} 08:00:00") for no in range(1, 6)])
    config = connector.tidy({"url": f"sqlite:///{shop.path}", "table": "orders", "cursor": "updated_at"})
    chunks = list(connector.read(config, None))
    assert [len(chunk.rows) for chunk in chunks] == [2, 2, 1]
    again = [row["id"] for chunk in connector.read(config, chunks[0].state) for row in chunk.rows]
    assert again == [2, 3, 4, 5]
    other = config | {"cursor": "id"}
    assert sum(len(chunk.rows) for chunk in connector.read(other, chunks[0].state)) == 5


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (datetime(2026, 11, 1, 8, 5), datetime(2026, 11, 1, 7, 55)),
        (date(2026, 11, 1), date(2026, 10, 31)),
        (5_000, 4_000),
        (Decimal("5000"), Decimal("4000")),
        (0.5, 0.5),
        ("2026-11-01 08:05:00", "2026-11-01 07:55:00"),
        ("2026-11-01T08:05:00.123Z", "2026-11-01T07:55:00"),
        ("2026-11-01", "2026-10-31"),
        ("A-0042", "A-0042"),
    ],
)
def test_a_cursor_is_kept_and_steps_back(value: Any, back: Any) -> None:
    assert read_cursor(kept_cursor(value)) == value
    assert step_back(value, 10) == back


@pytest.mark.parametrize("value", [b"x", True, [1]])
def test_what_has_no_order_is_no_cursor(value: Any) -> None:
    with pytest.raises(InvalidInput):
        kept_cursor(value)
