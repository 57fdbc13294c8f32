"""The syncs of a hub: sets them up, and runs in the background what is due."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from auftakt.audiences import find_audience
from auftakt.channels.syncs.delivering import deliver
from auftakt.channels.syncs.hook import Changes, Destination
from auftakt.channels.syncs.runs import SyncRun, begin_sync_run, end_cut_off_syncs, end_sync_run
from auftakt.channels.syncs.sync import (
    NewSync,
    Sync,
    add_sync,
    change_sync,
    checked_columns,
    due_syncs,
    find_sync,
    remove_sync,
)
from auftakt.jobs import DueService, Hub, Progress, Stopped, parse_schedule, retry_at
from auftakt.kit.errors import AuftaktError, Conflict, InvalidInput, NotFound, Unavailable
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.sealed import Sealer
from auftakt.kit.text import Text
from auftakt.people import read_catalogue
from auftakt.sources import keep_secrets, open_secrets, resolve, seal_config, secret_names, without_secrets


class Syncs:
    """A service of the hub; `kinds` are the destinations that there are."""

    def __init__(self, hub: Hub, kinds: Mapping[str, Destination], environ: Mapping[str, str]) -> None:
        self.kinds = kinds
        self._hub = hub
        self._environ = environ
        self._sealer = Sealer(hub.secret)
        self._zone = ZoneInfo(hub.settings.timezone)
        self._service = DueService(hub.tasks, "sync", self._due, self._run)

    def start(self) -> None:
        with self._hub.control.session() as session:
            end_cut_off_syncs(session, self._hub.clock.now())
        self._service.start()

    def stop(self) -> None:
        self._service.stop()

    def drain(self, timeout_seconds: float) -> None:
        """Runs what is due now, and waits for it."""
        self._service.drain(timeout_seconds)

    def kind(self, name: str) -> Destination:
        """Raises NotFound for a destination that is not installed."""
        if name not in self.kinds:
            raise NotFound(
                Text(f"No destination {name} is installed.", f"同期先の種類 {name} は入っていません。"),
                next_action=Text(
                    f"There are: {', '.join(self.kinds)}. Install the package that brings it.",
                    f"使えるもの: {'、'.join(self.kinds)}。提供元のパッケージを入れてください。",
                ),
                field="kind",
            )
        return self.kinds[name]

    def add(self, new: NewSync) -> Sync:
        """Keeps a sync that is due at once. Raises InvalidInput, NotFound for an audience or a purpose."""
        destination, hub = self.kind(new.kind), self._hub
        sync_id = hub.ids.new("syn")
        plain, sealed = seal_config(destination, destination.tidy(new.config), self._sealer, sync_id)
        with hub.control.session() as session:
            if new.audience_id is not None:
                find_audience(session, new.audience_id)
            _check_purpose(session, new.purpose)
            added = add_sync(session, sync_id, new, plain, sealed, hub.clock.now())
        self._service.wake()
        return added

    def change(self, sync_id: str, changes: Mapping[str, Any]) -> Sync:
        """Changes name, schedule, columns, config or active; what is not named stays. Raises as `add`, and Conflict."""
        told = dict(changes)
        with self._hub.control.reading() as session:
            before = find_sync(session, sync_id)
        if told.keys() & {"config", "columns"}:
            self._refuse_running(sync_id)
        if "columns" in told:
            told["columns"] = dict(checked_columns(told["columns"], before.key))
        if "config" in told:
            destination = self.kind(before.kind)
            kept = open_secrets(before.secrets, self._sealer, sync_id)
            tidied = keep_secrets(destination, told["config"], before.config, kept)
            told["config"], told["secrets"] = seal_config(destination, tidied, self._sealer, sync_id)
        now = self._hub.clock.now()
        if told.get("active"):
            told |= {"next_at": now, "failures": 0}
        elif "schedule" in told:
            told["next_at"] = parse_schedule(told["schedule"]).next_run(before.current_at, now, self._zone)
        with self._hub.control.session() as session:
            changed = change_sync(session, sync_id, **told)
        self._service.wake()
        return changed

    def remove(self, session: Session, sync_id: str) -> None:
        """Forgets it, in the caller's transaction; what is over there stays. Raises NotFound, Conflict."""
        self._refuse_running(sync_id)
        remove_sync(session, sync_id)

    def run(self, sync_id: str, force: bool = False) -> str:
        """Starts a run now, also of a paused one; gives its task, or that of the run that goes on. Raises NotFound."""
        with self._hub.control.reading() as session:
            find_sync(session, sync_id)
        return self._service.run(sync_id, partial(self._run, force=force))

    def running(self, sync_id: str) -> str | None:
        """The task of the run that goes on."""
        return self._service.running(sync_id)

    def _refuse_running(self, sync_id: str) -> None:
        if self.running(sync_id):
            raise Conflict(
                Text("The sync is running.", "同期は実行中です。"),
                next_action=Text("Stop the run, or wait for its end.", "実行を止めるか、終わるまで待ってください。"),
            )

    def _due(self) -> list[str]:
        with self._hub.control.reading() as session:
            return due_syncs(session, self._hub.clock.now())

    def _run(self, sync_id: str, progress: Progress, force: bool = False) -> dict[str, Any]:
        hub = self._hub
        run_id = hub.ids.new("run")
        with hub.control.session() as session:
            sync = find_sync(session, sync_id)
            begin_sync_run(session, run_id, sync_id, hub.clock.now())
        try:
            write = partial(self._write, sync)
            return _summary(deliver(hub, sync, run_id, write, progress, force))
        except Exception as error:
            self._note_failure(sync, run_id, error)
            raise

    def _write(self, sync: Sync, changes: Changes) -> None:
        """What the destination raises speaks as our errors do, and never of a secret."""
        destination = self.kind(sync.kind)
        config = sync.config | open_secrets(sync.secrets, self._sealer, sync.id)
        secrets = {name: config.get(name, "") for name in secret_names(destination)}
        resolved = config | resolve(secrets, self._environ)
        try:
            destination.write(resolved, changes)
        except AuftaktError:
            raise
        except Exception as error:  # noqa: BLE001 - a destination is somebody else's code; what it raises is told
            hidden = {name: resolved[name] for name in secrets}
            why = without_secrets(f"{type(error).__name__}: {error}".splitlines()[0][:300], hidden)
            raise Unavailable(
                Text(f"{destination.title.en} failed: {why}", f"{destination.title.ja}が失敗しました: {why}"),
                next_action=Text(
                    "It is tried again by itself; if it stays, check its settings.",
                    "自動で再試行します。続く場合は設定を確かめてください。",
                ),
            ) from None

    def _note_failure(self, sync: Sync, run_id: str, error: Exception) -> None:
        now = self._hub.clock.now()
        with self._hub.control.session() as session:
            if isinstance(error, Stopped):
                end_sync_run(session, run_id, "stopped", now)
                # Stopped by a person it rests until its next turn; stopped with the hub it goes on with the hub.
                if not self._service.stopping:
                    change_sync(session, sync.id, next_at=sync.schedule.next_run(now, now, self._zone))
                return
            failures = sync.failures + 1
            chance = int(sha256_hex(f"{sync.id}:{failures}".encode())[:8], 16) / 2**32
            change_sync(session, sync.id, failures=failures, next_at=retry_at(now, failures, chance))
            end_sync_run(session, run_id, "failed", now, _as_told(error))


def syncs_of(hub: Hub) -> Syncs:
    """The syncs of a hub. Raises InvalidInput where it has none."""
    found = hub.services.get("syncs")
    if not isinstance(found, Syncs):
        raise InvalidInput(
            Text("This hub runs no syncs.", "このハブは同期を実行していません。"),
            next_action=Text("Open it with open_hub.", "open_hub で開いてください。"),
        )
    return found


def _check_purpose(session: Session, purpose: str) -> None:
    known = [each.key for each in read_catalogue(session)]
    if purpose not in known:
        raise InvalidInput(
            Text(f"There is no purpose {purpose!r}.", f"目的 {purpose!r} はありません。"),
            next_action=Text(f"There are: {', '.join(known)}.", f"使えるもの: {'、'.join(known)}"),
            field="purpose",
        )


def _as_told(error: Exception) -> AuftaktError:
    if isinstance(error, AuftaktError):
        return error
    return AuftaktError(f"{type(error).__name__}: {error}"[:300], next_action="See the hub's log.")


def _summary(run: SyncRun) -> dict[str, Any]:
    facts = {"run": run.id, "wanted": run.wanted, "put": run.put, "removed": run.removed, "left_out": run.left_out}
    return facts | {"state": run.state}
