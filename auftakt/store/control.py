"""Control state: what people write. SQLAlchemy models, one transaction per request or step, SQLite in WAL mode.

Models live in the folder that writes them (`auftakt/<folder>/models.py`) on the `Base` of this module. A `session()`
takes the write lock at once, so that what it read is still true when it writes; `reading()` never waits for a writer.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Text, create_engine, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from auftakt.kit.clock import iso, parse_time


class Base(DeclarativeBase):
    """All models of the control state."""


class JsonColumn(TypeDecorator[Any]):
    """Any JSON value, kept as readable text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class TimeColumn(TypeDecorator[datetime]):
    """Aware UTC in Python, ISO text of fixed width in the store: it sorts, and no backend can shift it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else iso(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else parse_time(value)


class Control:
    """Open with `Control.open(url)`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = sessionmaker(engine.execution_options(auftakt_write=True), expire_on_commit=False)
        self._reading = sessionmaker(engine, expire_on_commit=False)

    @classmethod
    def open(cls, url: str) -> "Control":
        """Connects to `sqlite:///…`; creates nothing (see `store.migrate`)."""
        engine = create_engine(url, connect_args={"timeout": 30})
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _prepare)
            event.listen(engine, "begin", _begin)
        return cls(engine)

    @classmethod
    def open_file(cls, path: Path) -> "Control":
        return cls.open(f"sqlite:///{path}")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that may write: commits at the end of the `with`, rolls back on an error."""
        with self._writing.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction on a snapshot; what is changed in it is never written."""
        with self._reading() as session:
            yield session
            session.rollback()

    def close(self) -> None:
        self.engine.dispose()


def _prepare(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on", "busy_timeout = 30000"):
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    write = connection.get_execution_options().get("auftakt_write", False)
    connection.exec_driver_sql("begin immediate" if write else "begin")
