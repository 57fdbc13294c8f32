"""The data plane: one DuckDB file, one writer, any number of readers on the last committed state."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

import auftakt
from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text

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


# How much the write-ahead log may hold before its rows are folded into the file. Folding rewrites what was touched, and
# at each commit it cost a quarter of all time. A start after a crash reads this much once more.
_FOLD_AT = "128MB"
_CAREFUL_PLANNING = "join_order,expression_rewriter,common_subexpressions,common_subplan,statistics_propagation"


class Plane:
    """Open with `Plane.open`. Writing is serialised; a reader sees the state at the moment its `with` begins.

    After a write that failed while rows were folded into the file, the engine refuses all until it is opened anew. That
    is done here at the next call, once nobody reads any more: the file then holds what was committed.
    """

    def __init__(self, connect: Callable[[], Connection], path: Path | None = None) -> None:
        self._connect = connect
        self._connection = connect()
        self._ahead = path.with_name(path.name + ".wal") if path else None
        self._writing = threading.RLock()
        self._opening = threading.Lock()
        self._readers = 0
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
    def reader(self) -> Iterator[Connection]:
        """A connection on a snapshot; what it writes to temporary tables is dropped at the end."""
        with self._watched():
            with self._opening:
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
