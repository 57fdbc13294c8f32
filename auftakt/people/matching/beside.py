"""Where comparing happens: one at a time, in an engine of its own, beside the hub."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from auftakt.jobs import Hub, Progress
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.store.plane import Connection

_SPILL = "matching.tmp"
_LOOK_SECONDS = 0.2
_working: set[Path] = set()
_lock = threading.Lock()


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Raises Conflict while something is compared for this hub already."""
    with _lock:
        if home in _working:
            raise Conflict(
                Text("A matching run goes on already.", "名寄せはすでに実行中です。"),
                next_action=Text("Wait for its end, or stop it first.", "終わるまで待つか、停止してください。"),
            )
        _working.add(home)
    try:
        yield
    finally:
        with _lock:
            _working.discard(home)


@contextmanager
def beside(hub: Hub, progress: Progress) -> Iterator[Connection]:
    """An engine of its own in memory, with what does not fit in a folder of the hub that is gone afterwards.

    Comparing is one long statement: somebody who stops the task interrupts it.
    """
    spill = hub.home / _SPILL
    shutil.rmtree(spill, ignore_errors=True)  # of a run that was killed
    plane = hub.settings.plane
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": plane.memory_limit, "threads": plane.threads, "temp_directory": str(spill)
    }  # fmt: skip
    con = duckdb.connect(":memory:", config=limits)
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_SECONDS):
            if progress.stopped:
                con.interrupt()

    watcher = threading.Thread(target=look, name="auftakt-matching-stop", daemon=True)
    watcher.start()
    try:
        yield con
    except Exception:
        progress.at(0, 0, "stop")  # says that it was stopped, where that is why
        raise
    finally:
        ended.set()
        watcher.join()
        con.close()
        shutil.rmtree(spill, ignore_errors=True)
