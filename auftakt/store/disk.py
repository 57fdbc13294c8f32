"""What the log asks of a disk; a test hands in one that is slow or full."""

import os
from pathlib import Path


class Disk:
    """The machine's own disk."""

    def write(self, descriptor: int, data: bytes) -> None:
        """Writes all of it. Raises OSError."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def sync(self, descriptor: int) -> None:
        """Returns once what was written is durable. Raises OSError."""
        os.fdatasync(descriptor)


def sync_path(path: Path) -> None:
    """Makes a file or a folder's list of names durable. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
