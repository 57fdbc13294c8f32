"""The log: append-only segment files of JSON lines, durable before anybody is told so.

A segment is `<offset of its first line>.ndjson`; what an import adds whole is `<offset>-<rows>.ndjson[.zst]`. Each line
carries its place in the segment as `o`, so the data plane can read the files itself and still know every offset.

One thread writes. Whoever appends waits until the write that holds their lines has been through `fdatasync`; all that
wait at the same time share one sync (group commit).
"""

import asyncio
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import msgspec

from auftakt.kit.errors import Unavailable
from auftakt.kit.text import Text
from auftakt.store.disk import Disk, sync_path


class LogUnavailable(Unavailable):
    """Nothing was kept: the disk is full, read-only or gone. The client should send again."""

    code = "log_unavailable"


@dataclass(frozen=True)
class Segment:
    """A finished file of the log; holds offsets `first` to `end - 1`."""

    path: Path
    first: int
    end: int


@dataclass(frozen=True)
class Appended:
    """Offsets `first` to `end - 1` are durable."""

    first: int
    end: int


class _Place(msgspec.Struct):
    o: int


class _Received(msgspec.Struct):
    r: datetime


_LONGEST_HEAD = 1 << 20
# A segment is a batch's smallest portion: while batches fail or lag, no segment may outgrow what one can take.
_MOST_LINES = 250_000
_MOST_BYTES = 256 << 20
_NEXT = Text(
    "Free some disk space or repair the disk; senders repeat by themselves.",
    "ディスクの空きを作るか、ディスクを直してください。送信側は自動で再送します。",
)


class Log:
    """Open with `Log.open(folder)`. All methods may be called from any thread; `append` from any event loop."""

    def __init__(self, folder: Path, sealed: list[Segment], end: int, disk: Disk | None = None) -> None:
        self.folder = folder
        self._disk = disk or Disk()
        self.staging = folder / "staging"
        self.staging.mkdir(exist_ok=True)
        self.last_error: str | None = None
        self._sealed = sealed
        self._end = end
        self._active: tuple[int, int] | None = None  # file descriptor, offset of its first line
        self._io = threading.RLock()
        self._wake = threading.Condition()
        self._waiting: list[tuple[Sequence[bytes], Future[Appended]]] = []
        self._waiting_bytes = 0
        self._closing = False
        self._thread = threading.Thread(target=self._write_loop, name="auftakt-log", daemon=True)
        self._thread.start()

    @classmethod
    def open(cls, folder: Path, disk: Disk | None = None) -> "Log":
        """Opens or creates the log. A line that a crash cut off was never acknowledged: it is cut off here too."""
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in (folder / "staging").glob("*"):
            leftover.unlink()
        paths = sorted(path for path in folder.iterdir() if ".ndjson" in path.suffixes)
        sealed: list[Segment] = []
        for path in paths:
            first, rows = _name_facts(path)
            if rows is None:
                rows = _mend(path)
            if rows:
                sealed.append(Segment(path, first, first + rows))
            else:
                path.unlink()
        for before, after in pairwise(sealed):
            if before.end != after.first:
                raise LogUnavailable(
                    Text(
                        f"The log has a gap between {before.path.name} and {after.path.name}.",
                        f"ログの {before.path.name} と {after.path.name} の間が欠けています。",
                    ),
                    next_action=Text(
                        "Restore the missing file from your backup.", "欠けたファイルをバックアップから戻してください。"
                    ),
                )
        return cls(folder, sealed, sealed[-1].end if sealed else 0, disk)

    @property
    def end(self) -> int:
        """The offset that the next line will get."""
        return self._end

    @property
    def waiting_bytes(self) -> int:
        """What has been handed in and is not yet durable."""
        return self._waiting_bytes

    async def append(self, lines: Sequence[bytes]) -> Appended:
        """Makes lines durable. A line is a JSON object without `o` and without line end. Raises LogUnavailable."""
        return await asyncio.wrap_future(self._hand_in(lines))

    def append_now(self, lines: Sequence[bytes]) -> Appended:
        """The same for code without an event loop; blocks."""
        return self._hand_in(lines).result()

    def seal(self) -> None:
        """Ends the current segment, so that it can be read."""
        with self._io:
            if self._active is None:
                return
            descriptor, first = self._active
            os.close(descriptor)
            self._active = None
            if self._end > first:
                self._sealed.append(Segment(self._path(first), first, self._end))
            else:
                self._path(first).unlink(missing_ok=True)

    def segments(self, after: int = 0) -> list[Segment]:
        """Finished segments with lines at offset `after` or later, in order."""
        with self._io:
            return [segment for segment in self._sealed if segment.end > after]

    def received_at(self, offset: int) -> datetime | None:
        """When the line at the start of a segment, finished or not, was received (aware UTC); None if there is none.

        What an import added whole says it by the time of its file.
        """
        with self._io:
            paths = [segment.path for segment in self._sealed if segment.first == offset]
            if self._active is not None and self._active[1] == offset < self._end:
                paths.append(self._path(offset))
        try:
            return next((_received_at(path) for path in paths), None)
        except OSError:
            return None

    def adopt(self, path: Path, rows: int) -> Segment:
        """Takes a finished file (made in `staging`) as the next segment: all of its lines at once, or none."""
        with self._io:
            self.seal()
            suffix = "".join(path.suffixes[path.suffixes.index(".ndjson") :])
            target = self.folder / f"{self._end:016d}-{rows}{suffix}"
            try:
                sync_path(path)
                os.replace(path, target)
                sync_path(self.folder)
            except OSError as error:
                raise self._unavailable(error) from error
            segment = Segment(target, self._end, self._end + rows)
            self._sealed.append(segment)
            self._end = segment.end
            return segment

    def check(self) -> str | None:
        """Tries a durable write beside the log; says what is wrong, or None."""
        probe = self.staging / "probe"
        try:
            probe.write_bytes(b"ok")
            sync_path(probe)
            probe.unlink()
        except OSError as error:
            return error.strerror or str(error)
        return None

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join()
        self.seal()

    def _path(self, first: int) -> Path:
        return self.folder / f"{first:016d}.ndjson"

    def _hand_in(self, lines: Sequence[bytes]) -> "Future[Appended]":
        future: Future[Appended] = Future()
        with self._wake:
            if self._closing:
                raise LogUnavailable(Text("The hub is shutting down.", "ハブを終了しています。"), next_action=_NEXT)
            self._waiting.append((lines, future))
            self._waiting_bytes += sum(map(len, lines))
            self._wake.notify()
        return future

    def _write_loop(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._closing:
                    self._wake.wait()
                taken, self._waiting = self._waiting, []
                size = self._waiting_bytes
                if not taken:
                    return
            self._write(taken)
            with self._wake:
                # Only now: what the disk is still busy with fills memory too.
                self._waiting_bytes -= size

    def _write(self, taken: list[tuple[Sequence[bytes], "Future[Appended]"]]) -> None:
        try:
            with self._io:
                ranges = self._write_lines([lines for lines, _ in taken])
            self.last_error = None
        except OSError as error:
            for _, future in taken:
                future.set_exception(self._unavailable(error))
            return
        for (_, future), appended in zip(taken, ranges, strict=True):
            future.set_result(appended)

    def _write_lines(self, groups: list[Sequence[bytes]]) -> list[Appended]:
        if self._active is None:
            self._active = (os.open(self._path(self._end), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), self._end)
            sync_path(self.folder)
        descriptor, first = self._active
        place = self._end - first
        out: list[bytes] = []
        ranges: list[Appended] = []
        for lines in groups:
            start = place
            for line in lines:
                out.append(b'{"o":%d,' % place)
                out.append(line[1:])
                out.append(b"\n")
                place += 1
            ranges.append(Appended(first + start, first + place))
        length = os.fstat(descriptor).st_size
        try:
            self._disk.write(descriptor, b"".join(out))
            self._disk.sync(descriptor)
        except OSError:
            self._abandon(descriptor, length)
            raise
        self._end = first + place
        if place >= _MOST_LINES or length >= _MOST_BYTES:
            self.seal()
        return ranges

    def _abandon(self, descriptor: int, length: int) -> None:
        # After a failed sync nobody knows which pages are on the disk: cut back to what was acknowledged, and never
        # write to this file again.
        try:
            os.ftruncate(descriptor, length)
        finally:
            self.seal()

    def _unavailable(self, error: OSError) -> LogUnavailable:
        why = error.strerror or str(error)
        self.last_error = why
        return LogUnavailable(
            Text(
                f"The log can't be written ({why}). Nothing was kept.",
                f"ログに書き込めません({why})。何も保存していません。",
            ),
            next_action=_NEXT,
        )


def _name_facts(path: Path) -> tuple[int, int | None]:
    first, _, rows = path.name.partition(".")[0].partition("-")
    return int(first), int(rows) if rows else None


def _mend(path: Path) -> int:
    """Cuts off what is not a whole line; gives how many lines are left. Reads only the file's tail."""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        window = 1 << 16
        while size:
            start = max(0, size - window)
            file.seek(start)
            tail = file.read(size - start)
            cut = tail.rfind(b"\n") + 1
            line_start = tail.rfind(b"\n", 0, max(cut - 1, 0)) + 1
            if line_start == 0 and start > 0:
                window *= 4  # the last line is longer than the window
                continue
            place = _place(tail[line_start:cut])
            if place is not None:
                _cut(file.fileno(), start + cut)
                return place + 1
            size = start + line_start
        _cut(file.fileno(), 0)
        return 0


def _cut(descriptor: int, length: int) -> None:
    if os.fstat(descriptor).st_size != length:
        os.ftruncate(descriptor, length)
        os.fdatasync(descriptor)


def _place(line: bytes) -> int | None:
    if not line.endswith(b"\n"):
        return None
    try:
        return msgspec.json.decode(line, type=_Place).o
    except msgspec.DecodeError:
        return None


def _received_at(path: Path) -> datetime:
    with path.open("rb") as file, suppress(msgspec.DecodeError):
        return msgspec.json.decode(file.readline(_LONGEST_HEAD), type=_Received).r.astimezone(UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
