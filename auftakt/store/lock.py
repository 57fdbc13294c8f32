"""One hub, one directory, one process that writes."""

import fcntl
import os
from pathlib import Path
from types import TracebackType

from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text


class HubBusy(Conflict):
    code = "hub_busy"


class HubLock:
    """Holds `<home>/hub.lock` while the hub is open; the kernel lets go of it when the process dies."""

    def __init__(self, home: Path) -> None:
        self._path = home / "hub.lock"
        self._file = self._path.open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "?"
            self._file.close()
            raise HubBusy(
                Text(
                    f"Another process ({holder}) has the hub in {home} open.",
                    f"別のプロセス({holder})が {home} のハブを開いています。",
                ),
                next_action=Text(
                    "Use the running one (the commands find it by themselves), or stop it first.",
                    "動いているハブを使うか(コマンドは自動で見つけます)、先に止めてください。",
                ),
                pid=holder,
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()

    def __enter__(self) -> "HubLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
