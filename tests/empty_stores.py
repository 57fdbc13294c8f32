"""Stores with all their tables and nothing in them: made once a process, then copied, since making them is slow."""

import importlib
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import auftakt
from auftakt.store.control import Base, Control


def empty_control(path: Path) -> Control:
    """A control state in a file of its own."""
    path.write_bytes(_file())
    return Control.open_file(path)


@cache
def _file() -> bytes:
    for models in sorted(Path(auftakt.__file__).parent.glob("*/models.py")):
        importlib.import_module(f"auftakt.{models.parent.name}.models")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "control.db"
        control = Control.open_file(path)
        Base.metadata.create_all(control.engine)
        control.close()  # the last one who leaves writes what is ahead into the file
        return path.read_bytes()
