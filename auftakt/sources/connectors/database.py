"""The built-in connector: a table or a SELECT of PostgreSQL, MySQL or SQLite, read in a transaction that can't write.

With a cursor only what is new is read; without, all rows each time. Either way the ledger lets each row count once.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import sqlglot
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from auftakt.kit.errors import AuftaktError, InvalidInput, Unavailable
from auftakt.kit.text import Text
from auftakt.sources.connectors.cursor import kept_cursor, read_cursor, step_back
from auftakt.sources.connectors.database_url import begin_reading, database_url, open_to_read, shown_url
from auftakt.sources.connectors.hook import Chunk, Field, checked_fields, refused

CHUNK_ROWS = 20_000
_MOST_MINUTES = 60 * 24 * 31
_DIALECTS = {"postgresql": "postgres", "mysql": "mysql", "sqlite": "sqlite"}
_WRITING = (exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Into, exp.Lock, exp.Command, exp.DDL)

_FIELDS: tuple[Field, ...] = (
    Field(
        "url", Text("Address", "アドレス"), required=True, address=True,
        hint=Text(
            "postgresql://user@host/database, mysql://… or sqlite:////path",
            "postgresql://user@host/database、mysql://…、sqlite:////path",
        ),
    ),
    Field(
        "password", Text("Password", "パスワード"), "secret",
        hint=Text("Kept sealed. env:NAME reads a variable.", "暗号化して保存します。env:NAME なら環境変数を読みます。"),
    ),
    Field("table", Text("Table", "テーブル"), hint=Text("orders, or shop.orders", "orders、または shop.orders")),
    Field(
        "query", Text("Or a SELECT", "または SELECT 文"), "sql",
        hint=Text("In place of a table", "テーブルの代わり"),
    ),
    Field(
        "cursor", Text("Cursor column", "カーソル列"),
        hint=Text(
            "A time or number that grows when a row changes, such as updated_at. Empty: read all rows each time.",
            "updated_at など、行が変わると増える時刻か番号。空欄なら毎回すべての行を読みます。",
        ),
    ),
    Field(
        "overlap_minutes", Text("Overlap in minutes", "重複して読む分数"), "number", default="10",
        hint=Text(
            "Read again, for rows that were committed late. Nothing counts twice.",
            "遅れて確定した行のために読み直す範囲です。二重には数えません。",
        ),
    ),
)  # fmt: skip


class DatabaseConnector:
    """See the module. A password in the address becomes the setting `password`."""

    name = "database"
    title = Text("Database", "データベース")
    fields = _FIELDS

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        given = checked_fields(self, config)
        url = database_url(given["url"])
        if bool(given["table"]) == bool(given["query"]):
            raise refused("Name either a table or a SELECT.", "テーブルか SELECT 文のどちらか一方が必要です。", "table")
        if given["query"]:
            given["query"] = read_only_query(given["query"], url.get_backend_name())
        password = str(url.password) if url.password else given["password"]
        minutes = _minutes(given["overlap_minutes"])
        return given | {"url": shown_url(url), "password": password, "overlap_minutes": minutes}

    def read(self, config: Mapping[str, Any], state: Mapping[str, Any] | None) -> Iterator[Chunk]:
        url = database_url(config["url"])
        if config["password"]:
            url = url.set(password=config["password"])
        engine = open_to_read(url)
        try:
            with engine.connect() as con:
                for statement in begin_reading(engine):
                    con.exec_driver_sql(statement)
                con.commit()
                yield from _Reading(engine, con, config).chunks(state)
        except SQLAlchemyError as error:
            raise _told(error) from error
        finally:
            engine.dispose()


connector = DatabaseConnector()


def read_only_query(text: str, backend: str) -> str:
    """The SELECT without its semicolon. Raises InvalidInput for anything else."""
    query = text.strip().rstrip(";").strip()
    try:
        trees = sqlglot.parse(query, read=_DIALECTS[backend])
    except SqlglotError as error:
        where = str(error).splitlines()[0]
        raise refused(f"The SELECT can't be read: {where}", f"SELECT 文を読めません: {where}", "query") from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query) or any(trees[0].find_all(*_WRITING)):
        raise refused(
            "Only one SELECT that reads can be run.", "読み取りだけの SELECT 文を1つ書いてください。", "query"
        )
    return query


class _Reading:
    """One reading of a table or query, in portions, through a cursor on the server."""

    def __init__(self, engine: Engine, con: Connection, config: Mapping[str, Any]) -> None:
        self._engine = engine
        self._con = con.execution_options(stream_results=True, max_row_buffer=CHUNK_ROWS)
        self._config = config
        self._cursor: str = config["cursor"]

    def chunks(self, state: Mapping[str, Any] | None) -> Iterator[Chunk]:
        before = dict(state or {})
        with self._con.exec_driver_sql(self._select(" where 1 = 0", ordered=False), ()) as nothing:
            _check_columns(tuple(nothing.keys()), self._cursor)
        if not self._cursor:
            yield from self._portions(before, "")
            return
        # A cursor that was set up for another column says nothing about this one.
        known = before.get("value") if before.get("column") == self._cursor else None
        if known is None:
            yield from self._portions({}, "", keep_cursor=True)
            return
        value = step_back(read_cursor(known), int(self._config["overlap_minutes"]))
        name = self._engine.dialect.identifier_preparer.quote(self._cursor)
        mark = "?" if self._engine.dialect.paramstyle == "qmark" else "%s"
        yield from self._portions(before, f" where {name} >= {mark}", (value,), keep_cursor=True)
        # Rows without a value have no place in that order: they are read each time.
        yield from self._portions(before, f" where {name} is null")

    def _portions(
        self, before: dict[str, Any], where: str, values: tuple[Any, ...] = (), *, keep_cursor: bool = False
    ) -> Iterator[Chunk]:
        state, empty = before, True
        # Left early, the cursor on the server is closed at once.
        with self._con.exec_driver_sql(self._select(where, ordered=keep_cursor), values) as result:
            columns = tuple(result.keys())
            for part in result.partitions(CHUNK_ROWS):
                rows = [dict(zip(columns, row, strict=True)) for row in part]
                if keep_cursor:
                    state = self._moved(state, rows)
                before.update(state)
                empty = False
                yield Chunk(rows, dict(state), columns)
        if empty:
            yield Chunk([], dict(state), columns)

    def _moved(self, state: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
        last = next((row[self._cursor] for row in reversed(rows) if row[self._cursor] is not None), None)
        return state if last is None else {"column": self._cursor, "value": kept_cursor(last)}

    def _select(self, where: str, *, ordered: bool) -> str:
        quote = self._engine.dialect.identifier_preparer.quote
        text = self._config["query"] or ""
        if self._engine.dialect.paramstyle != "qmark":
            text = text.replace("%", "%%")
        table = ".".join(quote(part) for part in self._config["table"].split("."))
        # On a line of its own: the query may end with a comment.
        what = f"({text}\n) as auftakt_rows" if text else table
        order = f" order by {quote(self._cursor)}" if ordered else ""
        return f"select * from {what}{where}{order}"


def _check_columns(columns: tuple[str, ...], cursor: str) -> None:
    if cursor and cursor not in columns:
        listed = ", ".join(columns)
        raise refused(
            f"There is no column {cursor}. There are: {listed}", f"列 {cursor} がありません。列: {listed}", "cursor"
        )
    if doubled := {name for name in columns if columns.count(name) > 1}:
        names = ", ".join(sorted(doubled))
        raise refused(
            f"Two columns are called {names}.", f"列名 {names} が重複しています。", "query",
            Text("Name the columns apart with `as`.", "`as` で別の名前を付けてください。"),
        )  # fmt: skip


def _minutes(given: Any) -> int:
    text = str(given)
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) > _MOST_MINUTES:
        raise refused(
            f"The overlap must be 0 to {_MOST_MINUTES} minutes.", f"0〜{_MOST_MINUTES} 分で指定してください。",
            "overlap_minutes",
        )  # fmt: skip
    return int(text)


def _told(error: SQLAlchemyError) -> AuftaktError:
    """The database's own first line. Whether it may mend itself, its kind tells."""
    cause = getattr(error, "orig", None) or error
    why = str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__
    kind = type(error).__name__
    # SQLite says so of a table that is missing with the same error as of a file that can't be read.
    if why.startswith("no such ") or kind in ("ProgrammingError", "DataError", "NotSupportedError", "ArgumentError"):
        return InvalidInput(
            Text(f"The database refuses to read: {why}", f"データベースが読み取りを拒否しました: {why}"),
            next_action=Text(
                "Correct the table, the SELECT or the rights of the user.",
                "テーブル名・SELECT 文・ユーザーの権限を確かめてください。",
            ),
        )
    return Unavailable(
        Text(f"The database can't be read: {why}", f"データベースを読めません: {why}"),
        next_action=Text(
            "Check address, user and password, and that the hub can reach it.",
            "アドレス・ユーザー・パスワードと、ハブからの接続を確かめてください。",
        ),
    )
