"""The built-in destination: a table in PostgreSQL, MySQL or SQLite, which has a row for each person and nobody else."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, bindparam, delete, insert, inspect
from sqlalchemy.exc import SQLAlchemyError

from auftakt.channels.syncs.hook import Changes
from auftakt.kit.errors import AuftaktError, InvalidInput, Unavailable
from auftakt.kit.text import Text as Words
from auftakt.sources import Field, checked_fields, database_url, open_to_write, refused, shown_url

_NAME = re.compile(r"[^\W\d]\w{0,62}(\.[^\W\d]\w{0,62})?")


class DatabaseTable:
    """See the module. Without the table it is made, with text columns; one that is there must have the columns."""

    name = "database"
    title = Words("Database table", "データベースのテーブル")
    fields: tuple[Field, ...] = (
        Field(
            "url", Words("Address", "アドレス"), required=True, address=True,
            hint=Words(
                "postgresql://user@host/database, mysql://… or sqlite:////path",
                "postgresql://user@host/database、mysql://…、sqlite:////path",
            ),
        ),
        Field(
            "password", Words("Password", "パスワード"), "secret",
            hint=Words("Kept sealed; or env:NAME.", "暗号化して保存します。env:NAME なら環境変数を読みます。"),
        ),
        Field("table", Words("Table", "テーブル"), required=True, hint=Words("For this sync alone", "この同期専用")),
    )  # fmt: skip

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        url = database_url(given["url"])
        if not _NAME.fullmatch(given["table"]):
            raise refused("This is no name of a table.", "テーブル名として使えません。", "table")
        password = given["password"] or (str(url.password) if url.password else "")
        return given | {"url": shown_url(url), "password": password}

    def write(self, config: Mapping[str, Any], changes: Changes) -> None:
        url = database_url(config["url"])
        if config["password"]:
            url = url.set(password=config["password"])
        engine = open_to_write(url)
        try:
            with engine.begin() as con:
                _write(con, _table(con, config["table"], changes), changes)
        except SQLAlchemyError as error:
            raise _told(error) from error
        finally:
            engine.dispose()


destination = DatabaseTable()


def _table(con: Connection, name: str, changes: Changes) -> Table:
    schema, _, bare = name.rpartition(".")
    key, *others = changes.columns
    table = Table(
        bare, MetaData(), Column(key, String(255), primary_key=True), *(Column(each, Text) for each in others),
        schema=schema or None,
    )  # fmt: skip
    found = inspect(con)
    if not found.has_table(bare, schema or None):
        table.create(con)
        return table
    there = {column["name"] for column in found.get_columns(bare, schema or None)}
    if missing := [each for each in changes.columns if each not in there]:
        raise InvalidInput(
            Words(
                f"The table has no column {', '.join(missing)}.", f"テーブルに列 {'、'.join(missing)} がありません。"
            ),
            next_action=Words("Add it, or name another table.", "列を追加するか、別のテーブルを指定してください。"),
            field="table",
        )
    return table


def _write(con: Connection, table: Table, changes: Changes) -> None:
    """Gone first, then written anew: the same on all databases, and the same when it comes twice."""
    key = table.c[changes.columns[0]]
    gone = [{"gone": each} for each in changes.removed] + [{"gone": put.key} for put in changes.puts]
    if gone:
        con.execute(delete(table).where(key == bindparam("gone")), gone)
    if changes.puts:
        con.execute(insert(table), [dict(put.values) for put in changes.puts])


def _told(error: SQLAlchemyError) -> AuftaktError:
    why = str(getattr(error, "orig", None) or error).splitlines()[0][:300]
    return Unavailable(
        Words(f"The database answered: {why}", f"データベースの応答: {why}"),
        next_action=Words(
            "It is tried again by itself; if it stays, check the settings.",
            "自動で再試行します。続く場合は設定を確かめてください。",
        ),
    )
