"""`<home>/server.json`: how the commands find the server that runs for a hub."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "server.json"


@dataclass(frozen=True)
class ServerFile:
    """Address, key and process of a running server. The key is an admin's: the file is readable by its owner only."""

    url: str
    key: str
    pid: int

    def write(self, home: Path) -> None:
        path = home / _NAME
        new = path.with_suffix(f".{self.pid}")
        new.unlink(missing_ok=True)
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
        new.replace(path)

    @classmethod
    def read(cls, home: Path) -> "ServerFile | None":
        """The file's content; None if there is none, it is torn, or its process is gone (a server that was killed)."""
        try:
            facts = json.loads((home / _NAME).read_text(encoding="utf-8"))
            found = cls(str(facts["url"]), str(facts["key"]), int(facts["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if _runs(found.pid) else None

    @staticmethod
    def remove(home: Path) -> None:
        (home / _NAME).unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
