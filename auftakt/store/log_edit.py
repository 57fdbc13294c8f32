"""Takes single lines out of finished segments: each keeps its place, and the file is exchanged as a whole.

A kill at any moment leaves the old file or the new one; what was half written lies in `staging`, which is emptied when
the log is opened.
"""

import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any

from auftakt.store.disk import sync_path
from auftakt.store.log import Log, Segment

_CHUNK = 4 << 20
_PLACE = re.compile(rb'\{"o":(\d+)[,}]')

Suspects = Callable[[bytes], bool]
"""Whether a piece of a segment may hold a line to change; asked for whole lines, megabytes at a time."""
Edit = Callable[[bytes], bytes]
"""The line, without its end, as it shall be; the same object where nothing changes."""


def edit_segment(log: Log, segment: Segment, suspects: Suspects, edit: Edit) -> int:
    """Gives how many lines were changed; a segment without one is not written. Raises OSError."""
    if not any(suspects(piece) for piece in pieces(segment.path)):
        return 0
    target = log.staging / segment.path.name
    changed = 0
    with _writing(target) as out:
        for piece in pieces(segment.path):
            if not suspects(piece):
                out.write(piece)
                continue
            lines = piece.split(b"\n")
            edited = [edit(line) if line else line for line in lines]
            changed += sum(became is not line for became, line in zip(edited, lines, strict=True))
            out.write(b"\n".join(edited))
    if not changed:
        target.unlink()
        return 0
    shutil.copystat(segment.path, target)  # for when a segment was received, its time counts too
    sync_path(target)
    os.replace(target, segment.path)
    sync_path(log.folder)
    return changed


def edit_lines(log: Log, offsets: Collection[int], edit: Edit) -> int:
    """The same for the lines at these offsets, wherever they are; gives how many were changed. Raises OSError."""
    changed = 0
    for segment in log.segments():
        here = {each - segment.first for each in offsets if segment.first <= each < segment.end}
        if here:
            changed += edit_segment(log, segment, _any, partial(_edit_at, here, edit))
    return changed


def _edit_at(places: Collection[int], edit: Edit, line: bytes) -> bytes:
    found = _PLACE.match(line)
    return edit(line) if found and int(found[1]) in places else line


def _any(piece: bytes) -> bool:
    return True


def pieces(path: Path) -> Iterator[bytes]:
    """A segment's lines, unpacked, some megabytes at a time; a piece ends where a line ends."""
    left = b""
    with _reading(path) as file:
        while block := file.read(_CHUNK):
            left += bytes(block)
            cut = left.rfind(b"\n") + 1
            if cut:
                yield left[:cut]
                left = left[cut:]
    if left:
        yield left


@contextmanager
def _reading(path: Path) -> Iterator[Any]:
    if path.suffix != ".zst":
        with path.open("rb") as file:
            yield file
        return
    import pyarrow as pa

    with pa.CompressedInputStream(str(path), "zstd") as packed:
        yield packed


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes] | Any]:
    if path.suffix != ".zst":
        with path.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            yield file
        return
    import pyarrow as pa

    with pa.CompressedOutputStream(str(path), "zstd") as packed:
        yield packed
