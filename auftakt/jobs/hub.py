"""A hub that is open: everything that a route or a command may need, in one object."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from auftakt.jobs.batch import Runner
from auftakt.jobs.tasks import Tasks
from auftakt.kit.clock import Clock
from auftakt.kit.ids import Ids
from auftakt.kit.settings import Settings
from auftakt.store.control import Control
from auftakt.store.log import Log
from auftakt.store.plane import Plane


class Service(Protocol):
    """Something that runs beside the micro-batch, such as delivery; `drain` returns when nothing is left to do now."""

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def drain(self, timeout_seconds: float) -> None: ...


@dataclass(frozen=True)
class Hub:
    """One company's Auftakt: its stores and settings, one data directory. `auftakt.hub.open_hub` makes it."""

    home: Path
    settings: Settings
    clock: Clock
    ids: Ids
    control: Control
    log: Log
    plane: Plane
    runner: Runner
    tasks: Tasks
    secret: bytes
    demo: bool
    services: Mapping[str, Service]
