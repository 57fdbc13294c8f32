"""What looks again and again, in the background, whether there is something to do."""

import logging
import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from auftakt.jobs.tasks import Progress, Stopped
from auftakt.kit.clock import Clock
from auftakt.kit.errors import AuftaktError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FailedLook:
    """The error of the last look, and when it came up first."""

    at: datetime
    error: str


class Lookout(ABC):
    """A service that looks every so often, in a thread of its own, the first time after one wait.

    A look that fails is told in the hub's output, once for the same error, and stands in `failed` until one succeeds;
    the next look comes all the same. `stop` stops the `progress` that long work reports to, and waits for the thread.
    """

    def __init__(self, name: str, clock: Clock, every_seconds: float) -> None:
        self._name = name
        self._clock = clock
        self._every_seconds = every_seconds
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self.progress = Progress()
        self.failed: FailedLook | None = None

    @abstractmethod
    def look(self) -> object:
        """Does what there is to do now. May raise Stopped when `progress` was stopped, and whatever goes wrong."""

    def start(self) -> None:
        self._stopping.clear()
        self.progress = Progress()
        self._thread = threading.Thread(target=self._run, name=f"auftakt-{self._name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self.progress.stop()
        if self._thread:
            self._thread.join(30)

    def drain(self, timeout_seconds: float) -> None:  # noqa: B027 - most have nothing to wait for
        """Nothing waits."""

    def _run(self) -> None:
        while not self._stopping.wait(self._every_seconds):
            try:
                self.look()
            except Stopped:
                return
            except Exception as error:  # noqa: BLE001 - whatever it is, the next look may go well
                self._note(error)
            else:
                self.failed = None

    def _note(self, error: Exception) -> None:
        said = str(error) or type(error).__name__
        if self.failed is not None and self.failed.error == said:
            return
        self.failed = FailedLook(self._clock.now(), said)
        # What the house raises says what happened; anything else is a fault of ours, and shows where.
        known = isinstance(error, AuftaktError | OSError)
        logger.warning("%s: %s It is tried again.", self._name, said, exc_info=None if known else error)
