"""Opens a hub: stores, steps and services, wired in one readable list."""

import os
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from auftakt import journeys
from auftakt.audiences import LeadStep, MembershipStep, Predictions
from auftakt.campaigns import PlannedLaunchStep
from auftakt.channels import (
    CONFIRMATION,
    ApprovedRenderer,
    ConfirmationRenderer,
    ConfirmationStep,
    Dispatcher,
    HandOverStep,
    Links,
    MailboxServer,
    MailStore,
    Outbox,
    Renderers,
    Server,
    Syncs,
    recover,
    registered_destinations,
    suppressed_addresses,
    take_asked,
)
from auftakt.jobs import Batch, Hub, Runner, Service, Step, Tasks
from auftakt.journeys import JourneyStep, Pressure
from auftakt.kit.clock import Clock, SystemClock
from auftakt.kit.ids import Ids, TimeIds
from auftakt.kit.settings import Settings, load_settings
from auftakt.people import (
    AudienceMoves,
    ComputedStep,
    Eraser,
    GroupStep,
    IdentityStep,
    ProfileStep,
    Replays,
    choose_heads,
    read_rules,
    to_confirm,
)
from auftakt.sources import Connectors, Retention, SeenKeys, StageStep, WatchedFolder, Webhook, registered_connectors
from auftakt.store.control import Control
from auftakt.store.lock import HubLock
from auftakt.store.log import Log
from auftakt.store.migrate import migrate
from auftakt.store.plane import Plane
from auftakt.team import find_approval, seal_audit

OneStep = TypeVar("OneStep")

_LOCKS: dict[Path, HubLock] = {}

DEMO_MARK = "demo"
"""A file of this name in the hub's directory makes it a demo hub: sample users without passwords, played numbers."""


def open_hub(
    home: Path,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    environ: Mapping[str, str] | None = None,
    mailbox: bool = False,
) -> Hub:
    """Opens the hub in `home`, making it if there is none; nothing runs until `start_hub`.

    With `mailbox`, all mail stays in a local mailbox. Raises HubBusy when another process has the hub open,
    InvalidInput for a wrong setting, NewerHub for one written by a newer program.
    """
    home.mkdir(parents=True, exist_ok=True)
    home = home.resolve()
    clock = clock or SystemClock()
    ids = ids or TimeIds(clock)
    environ = os.environ if environ is None else environ
    settings = load_settings(home, environ)
    lock = HubLock(home)
    try:
        hub = _wire(home, settings, clock, ids, mailbox, environ)
    except BaseException:
        lock.release()
        raise
    _LOCKS[home] = lock
    return hub


def start_hub(hub: Hub) -> None:
    """Starts the batch and the services. What a crash left between two stores is mended first."""
    recover(hub.control, hub.plane, hub.clock.now())
    with hub.plane.reader() as con:
        take_asked(hub.control, con, hub.log, hub.settings, hub.clock.now())
    for service in hub.services.values():
        service.start()
    hub.runner.start()


def stop_hub(hub: Hub) -> None:
    hub.runner.stop()
    for service in reversed(list(hub.services.values())):
        service.stop()


def close_hub(hub: Hub) -> None:
    """Closes the stores; what still runs is stopped first."""
    hub.tasks.close()
    stop_hub(hub)
    if isinstance(mailbox := hub.services.get("mailbox"), _Mailbox):
        mailbox.close()
    hub.log.close()
    hub.plane.close()
    hub.control.close()
    _LOCKS.pop(hub.home).release()


def _wire(
    home: Path, settings: Settings, clock: Clock, ids: Ids, with_mailbox: bool, environ: Mapping[str, str]
) -> Hub:
    for models in ("team", "sources", "people", "audiences", "campaigns", "journeys", "channels", "results"):
        import_module(f"auftakt.{models}.models")
    control = Control.open_file(home / "control.db")
    migrate(control)
    plane = Plane.open(home / "plane.duckdb", threads=settings.plane.threads, memory_limit=settings.plane.memory_limit)
    log = Log.open(home / "log")
    secret = _secret(home)
    seal_audit(control, secret)
    services: dict[str, Service] = {}
    server = Server.of(settings.smtp)
    if with_mailbox:
        mailbox = _Mailbox(MailStore.open(home / "mailbox.db"), clock, settings.mailbox_port)
        services["mailbox"] = mailbox
        server = replace(server, host=mailbox.host, port=mailbox.port, tls="none", user="", password="")
    delivery = _delivery(control, plane, log, clock, settings, secret, server)
    services["delivery"] = delivery
    steps = _steps(home, control, plane, log, settings, delivery)
    runner = Runner(plane, control, log, steps, clock, settings.batch)
    demo = (home / DEMO_MARK).exists()
    hub = Hub(home, settings, clock, ids, control, log, plane, runner, Tasks(ids), secret, demo, services)
    services["watched"] = WatchedFolder(hub, Path(settings.watched_folder or home / "drop"))
    services["connectors"] = Connectors(hub, registered_connectors() | {Webhook.name: Webhook(control, clock)}, environ)
    services["syncs"] = Syncs(hub, registered_destinations(), environ)
    services["predictions"] = Predictions(hub)
    services["retention"] = Retention(hub)
    services["erasure"] = Eraser(hub)
    services["replays"] = _replays(hub, steps)
    return hub


def _steps(
    home: Path, control: Control, plane: Plane, log: Log, settings: Settings, delivery: Dispatcher
) -> list[Step]:
    """The batch, in the order of the flow."""
    journey = JourneyStep(Pressure.of(settings), _approved_hashes, _suppressions)
    return [
        StageStep(SeenKeys(home / "keys"), choose_heads),
        IdentityStep(read_rules),
        ProfileStep(settings.identity.max_identifiers, to_confirm),
        GroupStep(),
        ComputedStep(ZoneInfo(settings.timezone)),
        PlannedLaunchStep(control, journeys, ZoneInfo(settings.timezone)),
        LeadStep(),
        MembershipStep(also=journey.audiences),
        journey,
        HandOverStep(plane, delivery.wake),
        ConfirmationStep(plane, log, settings, delivery.wake),
    ]


def _replays(hub: Hub, steps: list[Step]) -> Replays:
    """What follows from a replay is brought up to date by the batch's own steps; nothing starts because of it."""
    stage, computed, leads = _the(StageStep, steps), _the(ComputedStep, steps), _the(LeadStep, steps)
    members, journey = _the(MembershipStep, steps), _the(JourneyStep, steps)

    def follow(batch: Batch) -> list[AudienceMoves]:
        computed.follow(batch)
        leads.follow(batch)
        journey.follow(batch)
        return members.follow(batch)

    return Replays(hub, follow, stage.forget_keys)


def _the(kind: type[OneStep], steps: list[Step]) -> OneStep:
    return next(step for step in steps if isinstance(step, kind))


def _delivery(
    control: Control, plane: Plane, log: Log, clock: Clock, settings: Settings, secret: bytes, server: Server
) -> Dispatcher:
    links = Links(secret, settings.base_url)
    confirmations = ConfirmationRenderer(control, settings, links, clock)
    renderers = Renderers({CONFIRMATION: confirmations}, ApprovedRenderer(control, plane, settings, links))
    outbox = Outbox(control, log, clock, renderers, links)
    return Dispatcher(outbox, server, lines=settings.smtp.connections)


def _approved_hashes(control: Control, approval_ids: Collection[str]) -> Mapping[str, str]:
    with control.reading() as session:
        found = [find_approval(session, approval_id) for approval_id in approval_ids]
    return {approval.id: approval.hash for approval in found if approval.state == "approved"}


def _suppressions(control: Control) -> list[tuple[str, str]]:
    with control.reading() as session:
        return list(suppressed_addresses(session))


def _secret(home: Path) -> bytes:
    path = home / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
    return path.read_bytes()


class _Mailbox:
    """The local mailbox listens from the moment the hub is open: delivery has to be told its port."""

    def __init__(self, store: MailStore, clock: Clock, port: int) -> None:
        self._store = store
        self._server = MailboxServer(store, clock, port=port)
        self._server.start()
        self.host, self.port = self._server.address

    def start(self) -> None:
        """Runs already."""

    def stop(self) -> None:
        """Runs until the hub is closed."""

    def drain(self, timeout_seconds: float) -> None:
        self._server.drain(timeout_seconds)

    def close(self) -> None:
        self._server.stop()
        self._store.close()
