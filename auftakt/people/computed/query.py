"""A query that a user wrote: one select over tables of people and events, giving person_id and value, and nothing else.

It is run from its syntax tree, on a snapshot, and is stopped when it takes too long, so a bad one only harms itself.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from auftakt.kit.clock import naive
from auftakt.kit.text import Text
from auftakt.people.property_check import InvalidRule, wrong_rule
from auftakt.store import sql
from auftakt.store.plane import Connection
from auftakt.store.trees import tree

TABLES = ("events", "identifiers", "people", "traits", "consents")
MOST_SECONDS = 10.0
LONGEST_QUERY = 10_000
REFUSED = {
    "current_setting", "error", "gen_random_uuid", "getenv", "getvariable", "nextval", "query", "query_table", "random",
    "rand", "setseed", "uuid", "uuidv4", "uuidv7", "write_log",
}  # fmt: skip

_NOT_READING = (
    exp.Insert, exp.Update, exp.Delete, exp.Create, exp.Drop, exp.Command, exp.Into,
    exp.Describe, exp.Summarize, exp.Show,
)  # fmt: skip
_PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@lru_cache(maxsize=256)
def checked_query(text: str) -> exp.Expression:
    """The query's tree. Raises InvalidRule: more than one statement, no select, other columns, other tables."""
    if len(text) > LONGEST_QUERY:
        raise _wrong(Text("the query is too long", "クエリが長すぎます"))
    try:
        found = [each for each in sqlglot.parse(text, read="duckdb") if each is not None]
    except SqlglotError as error:
        reason = str(error).splitlines()[0]
        raise _wrong(Text(f"it can't be read: {reason}", f"読み取れません({reason})")) from error
    if len(found) != 1 or not isinstance(found[0], exp.Query):
        raise _wrong(Text("it is not one select", "select 文1つではありません"))
    query = found[0]
    if [name.lower() for name in query.named_selects] != ["person_id", "value"]:
        raise _wrong(Text("it does not give person_id and value", "person_id と value の2列を返していません"))
    _check_parts(query)
    return tree(query)


def _check_parts(query: exp.Query) -> None:
    named = {cte.alias_or_name.lower() for cte in query.find_all(exp.CTE)}
    for name in sorted(named):
        # A name such as "x.csv" would be a file where it is used outside of its scope.
        if not _PLAIN_NAME.fullmatch(name):
            raise _wrong(Text(f"it names a part {name}", f"途中結果の名前 {name} は使えません"))
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.args.get("db") or table.args.get("catalog"):
            raise _wrong(Text(f"it reads {table.sql('duckdb')}", f"{table.sql('duckdb')} は読めません"))
        if table.name.lower() not in named and table.name.lower() not in TABLES:
            raise _wrong(Text(f"it reads the table {table.name}", f"表 {table.name} は読めません"))
    if any(query.find_all(*_NOT_READING)):
        raise _wrong(Text("it writes", "書き込みが含まれています"))
    for function in query.find_all(exp.Func):
        name = function.name if isinstance(function, exp.Anonymous) else function.sql_name()
        if name.lower() in REFUSED:
            raise _wrong(Text(f"it calls {name.lower()}", f"関数 {name.lower()} は使えません"))
    for placeholder in query.find_all(exp.Placeholder, exp.Parameter):
        if placeholder.name != "now":
            raise _wrong(Text("it has a parameter other than $now", "$now 以外のパラメーターがあります"))


def run_query(con: Connection, query: str, now: datetime) -> pa.Table:
    """Rows of person_id and value (text), one a person, from the last committed state of the connection's database.

    Raises InvalidRule when the engine refuses the query or it takes longer than `MOST_SECONDS`.
    """
    found = checked_query(query)
    asks = any(placeholder.name == "now" for placeholder in found.find_all(exp.Placeholder, exp.Parameter))
    cursor = con.cursor()
    try:
        cursor.execute("set TimeZone = 'UTC'")
        text = sql.render("people", "query_values", {"computed_query": found})
        with _stopped_after(cursor, MOST_SECONDS):
            return cursor.execute(text, {"now": naive(now)} if asks else None).to_arrow_table()
    except duckdb.InterruptException as error:
        raise _wrong(
            Text(f"it ran longer than {MOST_SECONDS:.0f} seconds", f"{MOST_SECONDS:.0f}秒で終わりません")
        ) from error
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise _wrong(Text(reason, reason)) from error
    finally:
        cursor.close()


@contextmanager
def _stopped_after(cursor: Connection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _wrong(what: Text) -> InvalidRule:
    return wrong_rule(
        "$.query",
        what,
        Text(
            f"Write one select that gives person_id and value, over {', '.join(TABLES)}; `$now` is the present.",
            f"{'・'.join(TABLES)} から person_id と value を返す select を1つ書いてください。$now は現在時刻です。",
        ),
    )
