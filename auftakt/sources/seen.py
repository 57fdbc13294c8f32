"""Which events were stored before: the keys of all of them, sorted, so that a batch asks for its own and reads no more.

A key is 128 bits, kept as two halves. Keys live in runs by age; a run holds the keys of a range of log offsets. Runs of
like size are merged, so there are few; those beyond a million keys are files that the system maps and may drop from
memory at will. All of it can be made again from `events`, which alone decides what is true (decision 0007).
"""

import logging
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auftakt.store import sql
from auftakt.store.plane import Connection

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Halves = NDArray[np.uint64]

_KEEP = 1_000_000  # a run of this many keys becomes a file
_MOST = 8_000_000  # and one of this many is merged no further, which bounds what a merge takes: 0.4 GB
_PORTION = 4_000_000  # offsets read at a time when keys have to be made again
_HALF_BYTES = 8
_NO_END = 2**62
_NAME = re.compile(r"(\d+)-(\d+)-(\d+)\.keys")


@dataclass(frozen=True)
class _Run:
    """Keys of stored events with offsets from `first` up to `end`, rising by `high`."""

    first: int
    end: int
    high: "Halves"
    low: "Halves"
    path: Path | None = None


class SeenKeys:
    """Knows the keys of `events`. With a folder, long runs are kept there; without one, all is in memory."""

    def __init__(self, folder: Path | None = None, keep: int = _KEEP, most: int = _MOST) -> None:
        self._folder = folder
        self._keep = keep
        self._most = most
        self._runs: list[_Run] | None = None

    def catch_up(self, con: Connection, committed: int) -> None:
        """Takes in what was stored since the last time. `committed`: the offset that the data plane stands at."""
        if self._runs is None:
            self._runs = self._opened(committed)
        while committed - self._end > _PORTION:
            self._add(con, self._end + _PORTION)
        self._add(con, None)

    def forget(self) -> None:
        """Knows nothing any more: keys are made again from `events` when somebody asks next."""
        self._runs = None
        for path in self._folder.glob("*.keys") if self._folder else ():
            path.unlink()

    def contains(self, high: "Halves", low: "Halves") -> "NDArray[np.bool_]":
        """Which of these keys are known. Quick where `high` rises; equal halves are told apart by the other half."""
        import numpy as np

        found = np.zeros(len(high), dtype=np.bool_)
        for run in self._runs or ():
            at = np.searchsorted(run.high, high)
            asked = np.flatnonzero(at < len(run.high))
            while len(asked := asked[run.high[at[asked]] == high[asked]]):
                found[asked] |= run.low[at[asked]] == low[asked]
                at[asked] += 1
                asked = asked[(~found[asked]) & (at[asked] < len(run.high))]
        return found

    @property
    def _end(self) -> int:
        return self._runs[-1].end if self._runs else 0

    def _add(self, con: Connection, until: int | None) -> None:
        import numpy as np

        keys = sql.arrays(con, "sources", "stored_keys", {"first": self._end, "until": until or _NO_END})
        if self._runs is None or (until is None and not len(keys["high"])):
            return
        end = until or int(keys["log_offset"].max()) + 1
        order = np.argsort(keys["high"])
        self._runs.append(_Run(self._end, end, keys["high"][order], keys["low"][order]))
        self._merge()

    def _merge(self) -> None:
        """Joins the youngest while the one before is not twice as long, so a key moves a dozen times at most."""
        runs = self._runs or []
        replaced: list[Path] = []
        while len(runs) > 1 and self._too_alike(runs[-2], runs[-1]):
            younger, older = runs.pop(), runs.pop()
            replaced += [run.path for run in (older, younger) if run.path]
            runs.append(_joined(older, younger))
        if self._folder and runs[-1].path is None and len(runs[-1].high) >= self._keep:
            try:
                runs[-1] = _written(self._folder, runs[-1])
            except OSError as error:
                logger.warning("The keys of events stay in memory, since they can't be written: %s", error)
            else:
                for path in replaced:
                    path.unlink(missing_ok=True)

    def _too_alike(self, older: _Run, younger: _Run) -> bool:
        return len(older.high) < 2 * len(younger.high) and len(older.high) + len(younger.high) <= self._most

    def _opened(self, committed: int) -> list[_Run]:
        """The runs on disk that follow each other from the start; all others are left over, and thrown away."""
        if self._folder is None:
            return []
        self._folder.mkdir(exist_ok=True)
        runs: list[_Run] = []
        named = [(named, path) for path in self._folder.iterdir() if (named := _NAME.fullmatch(path.name))]
        for name, path in sorted(named, key=lambda each: (int(each[0][1]), -int(each[0][2]))):
            first, end, rows = int(name[1]), int(name[2]), int(name[3])
            follows = first == (runs[-1].end if runs else 0)
            if follows and end <= committed and path.stat().st_size == 2 * _HALF_BYTES * rows:
                runs.append(_mapped(path, first, end, rows))
            else:
                path.unlink()
        for path in self._folder.glob("*.part"):
            path.unlink()
        return runs


def later_copies(log_offset: "NDArray[np.int64]", high: "Halves", low: "Halves") -> "NDArray[np.int64]":
    """Offsets of events whose key stands at a smaller offset too. `high` must rise."""
    import numpy as np

    twice = high[1:] == high[:-1]
    if not twice.any():
        return log_offset[:0]
    alike = np.flatnonzero(np.append(twice, False) | np.append(False, twice))
    alike = alike[np.lexsort((log_offset[alike], low[alike], high[alike]))]
    again = (high[alike][1:] == high[alike][:-1]) & (low[alike][1:] == low[alike][:-1])
    found: NDArray[np.int64] = log_offset[alike[1:][again]]
    return found


def _joined(older: _Run, younger: _Run) -> _Run:
    import numpy as np

    high = np.concatenate([older.high, younger.high])
    order = np.argsort(high, kind="stable")
    low = np.concatenate([older.low, younger.low])[order]
    return _Run(older.first, younger.end, high[order], low)


def _written(folder: Path, run: _Run) -> _Run:
    """The run as a file that is there as a whole or not at all."""
    path = folder / f"{run.first:016d}-{run.end:016d}-{len(run.high)}.keys"
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        run.high.tofile(file)
        run.low.tofile(file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return _mapped(path, run.first, run.end, len(run.high))


def _mapped(path: Path, first: int, end: int, rows: int) -> _Run:
    import numpy as np

    halves = np.memmap(path, dtype=np.uint64, mode="r", shape=(2, rows))
    return _Run(first, end, halves[0], halves[1], path)
