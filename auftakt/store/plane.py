"""The data plane: one DuckDB file, one writer, any number of readers on the last committed state."""

import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb
from sqlglot import exp

import auftakt
from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text
from auftakt.store.disk import sync_path

logger = logging.getLogger(__name__)

Connection = duckdb.DuckDBPyConnection


class PlaneUnavailable(Unavailable):
    """The engine gave up after a failed write, most often on a full disk; it is opened again at the next call."""

    code = "plane_unavailable"


def declared_tables() -> list[str]:
    """The text of every `auftakt/<folder>/tables.sql`; views come last, since they read the tables of others."""
    root = Path(auftakt.__file__).parent
    texts = [path.read_text(encoding="utf-8") for path in sorted(root.glob("*/tables.sql"))]
    return sorted(texts, key=lambda text: " view " in text)


class _NoPandas:
    """Says at once what Python would say after looking through its whole path."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == "pandas":
            raise ModuleNotFoundError("No module named 'pandas'", name=name)


@cache
def _settle_pandas() -> None:
    """DuckDB asks for pandas at every parameter it takes, and where there is none, Python looks through its whole path
    each time: a third of what a small statement costs. (A mark in `sys.modules` would be quicker still, but pyarrow
    stumbles over it.)
    """
    if find_spec("pandas") is None:
        sys.meta_path.insert(0, _NoPandas())


# How much the write-ahead log may hold before its rows are folded into the file. Folding rewrites what was touched, and
# at each commit it cost a quarter of all time. A start after a crash reads this much once more.
_FOLD_AT = "128MB"
_LONGEST_HOLD = 3.0  # seconds for which readers wait when the file is exchanged
_TRIES = 20
_CAREFUL_PLANNING = "join_order,expression_rewriter,common_subexpressions,common_subplan,statistics_propagation"


class Plane:
    """Open with `Plane.open`. Writing is serialised; a reader sees the state at the moment its `with` begins.

    After a write that failed while rows were folded into the file, the engine refuses all until it is opened anew. That
    is done here at the next call, once nobody reads any more: the file then holds what was committed.
    """

    def __init__(self, connect: Callable[[], Connection], path: Path | None = None) -> None:
        self._connect = connect
        self._connection = connect()
        self._path = path
        self._ahead = path.with_name(path.name + ".wal") if path else None
        self._writing = threading.RLock()
        self._opening = threading.RLock()
        self._left = threading.Condition(self._opening)
        self._readers = 0
        self._exchanging = False
        self._broken = False

    @classmethod
    def open(
        cls,
        path: Path | None,
        tables: Sequence[str] | None = None,
        *,
        threads: int = 2,
        memory_limit: str = "2GB",
        hasty: bool = False,
    ) -> "Plane":
        """Opens the file (None: in memory) and declares tables (None: all that the folders declare).

        Extensions are never fetched: what is not built into DuckDB does not exist here. `hasty` leaves out the parts of
        planning that cost more than they save where many statements look at few rows.
        """

        _settle_pandas()

        def connect() -> Connection:
            connection = duckdb.connect(
                str(path) if path else ":memory:",
                config={
                    "threads": threads,
                    "memory_limit": memory_limit,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": True,
                    "preserve_insertion_order": False,
                    "checkpoint_threshold": _FOLD_AT,
                },
            )
            connection.execute("set TimeZone = 'UTC'")
            if hasty:
                connection.execute(f"set global disabled_optimizers = '{_CAREFUL_PLANNING}'")
            for text in declared_tables() if tables is None else tables:
                connection.execute(text)
            return connection

        return cls(connect, path)

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """The writer's connection outside of a transaction, with nobody else writing: for temporary tables.

        The engine scans what a transaction has just made with one thread only, and what is committed with all of them.
        """
        with self._writing, self._watched():
            with self._opening:
                self._heal()
            yield self._connection

    @contextmanager
    def writer(self) -> Iterator[Connection]:
        """The one transaction that writes: commits at the end of the `with`, leaves nothing behind on an error."""
        with self.alone() as connection:
            connection.begin()
            try:
                yield connection
            except BaseException:
                with suppress(duckdb.Error):  # the error that is under way says more
                    connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def beside(self, path: Path, tables: Mapping[str, str]) -> Iterator[Connection]:
        """As `alone`, with tables of another file to read, each under a name of its own."""
        with self.alone() as connection:
            connection.execute(f"attach {exp.Literal.string(str(path)).sql('duckdb')} as beside (read_only)")
            try:
                for name, table in tables.items():
                    connection.execute(f"create or replace temp view {name} as from beside.{table}")
                yield connection
            finally:
                for name in tables:
                    connection.execute(f"drop view if exists {name}")
                connection.execute("detach beside")

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """A connection on a snapshot; what it writes to temporary tables is dropped at the end."""
        with self._watched():
            with self._opening:
                self._left.wait_for(lambda: not self._exchanging)
                self._heal()
                cursor = self._connection.cursor()
                self._readers += 1
            try:
                cursor.execute("set TimeZone = 'UTC'")
                cursor.begin()
                yield cursor
                cursor.rollback()
            finally:
                cursor.close()
                with self._opening:
                    self._readers -= 1
                    self._left.notify_all()

    def fold(self, beyond_bytes: int) -> bool:
        """Folds the write-ahead log into the file if it is longer than this, so that the next start is quick."""
        if self._ahead is None or not self._ahead.exists() or self._ahead.stat().st_size <= beyond_bytes:
            return False
        with self.alone() as connection:
            try:
                connection.execute("checkpoint")
            except duckdb.TransactionException:  # somebody reads; there will be another time
                return False
        return True

    def rewrite(self) -> None:
        """Writes the file anew, so that nothing of what was deleted is left in its free blocks.

        Needs room for a second copy. Readers go on meanwhile and wait only for the moment in which the files are
        exchanged; a kill at any moment leaves the old file or the new one. Raises PlaneUnavailable where there is no
        room, or where somebody reads for longer than a minute; then the old file goes on.
        """
        if self._path is None:
            return
        fresh = self._path.with_suffix(".fresh")
        with self.alone() as connection:
            self._make_room(fresh)
            connection.execute("set preserve_insertion_order = true")
            connection.execute(f"attach {exp.Literal.string(str(fresh)).sql('duckdb')} as fresh")
            try:
                connection.execute(f"copy from database {exp.to_identifier(self._path.stem, quoted=True)} to fresh")
            finally:
                connection.execute("detach fresh")
                connection.execute("set preserve_insertion_order = false")
            self._exchange(fresh)

    def _make_room(self, fresh: Path) -> None:
        assert self._path is not None
        for leftover in (fresh, fresh.with_name(fresh.name + ".wal")):
            leftover.unlink(missing_ok=True)
        needed, free = self._path.stat().st_size, shutil.disk_usage(self._path.parent).free
        if free < needed:
            raise PlaneUnavailable(
                Text(
                    f"Writing the data plane anew needs {needed >> 20} MB, and {free >> 20} MB are free.",
                    f"データ基盤の書き直しに {needed >> 20} MB 必要ですが、空きは {free >> 20} MB です。",
                ),
                next_action=Text("Free some disk space, then try again.", "ディスクの空きを作り、やり直してください。"),
            )

    def _exchange(self, fresh: Path) -> None:
        assert self._path is not None
        assert self._ahead is not None
        with self._opening:
            self._wait_for_readers()
            self._connection.close()
            try:
                os.replace(fresh, self._path)
                self._ahead.unlink(missing_ok=True)
                sync_path(self._path.parent)
            finally:
                self._connection = self._connect()

    def _wait_for_readers(self) -> None:
        """Until nobody reads; new readers wait meanwhile, but only for seconds: one of them may hold the other up."""
        for _ in range(_TRIES):
            self._exchanging = True
            try:
                if self._left.wait_for(lambda: not self._readers, _LONGEST_HOLD):
                    return
            finally:
                self._exchanging = False
                self._left.notify_all()
            self._left.wait(_LONGEST_HOLD / 10)
        raise PlaneUnavailable(
            Text("Somebody reads for too long.", "長い読み取りが終わりません。"),
            next_action=Text("Try again later.", "後でもう一度お試しください。"),
        )

    def close(self) -> None:
        with self._writing:
            self._connection.close()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if isinstance(error, duckdb.FatalException) or isinstance(error.__cause__, duckdb.FatalException):
                self._broken = True
            raise

    def _heal(self) -> None:
        if not self._broken:
            return
        if self._readers or not self._writing.acquire(blocking=False):
            raise PlaneUnavailable(
                Text("The data plane is being opened again.", "データ基盤を開き直しています。"),
                next_action=Text("Try again in a few seconds.", "数秒後にもう一度お試しください。"),
            )
        try:
            logger.warning("The data plane is opened again after a failed write")
            self._connection.close()
            self._connection = self._connect()
            self._broken = False
        finally:
            self._writing.release()
