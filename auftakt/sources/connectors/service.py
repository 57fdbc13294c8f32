"""The connectors of a hub: sets them up, tries them, and runs in the background what is due."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.orm import Session

from auftakt.jobs import Hub, Progress, Stopped, parse_schedule, retry_at
from auftakt.kit.errors import AuftaktError, Conflict, InvalidInput, NotFound, Unavailable
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.sealed import Sealer
from auftakt.kit.text import Text
from auftakt.sources.connectors.connected import (
    Connected,
    add_connector,
    change_connector,
    checked_row_mapping,
    due_connectors,
    find_connector,
    remove_connector,
)
from auftakt.sources.connectors.fetch import check_columns, fetch, row_lines
from auftakt.sources.connectors.hook import Chunk, Connector, HasExample
from auftakt.sources.connectors.ledger import forget_rows
from auftakt.sources.connectors.runs import Run, begin_run, end_cut_off, end_run
from auftakt.sources.connectors.secrets import keep_secrets, open_secrets, resolve, seal_config, without_secrets
from auftakt.sources.guess import guess_mapping
from auftakt.sources.layout import recognise
from auftakt.sources.mapping import Mapping as RowMapping
from auftakt.sources.source import create_source, find_source
from auftakt.sources.webhooks.inbox import forget_deliveries

EVERY_SECONDS = 5.0
AT_ONCE = 3
SAMPLE_ROWS = 20


@dataclass(frozen=True)
class NewConnector:
    """What somebody wants to set up; without `source_id` it gets a source of its own, with its name."""

    name: str
    kind: str
    config: Mapping[str, Any]
    mapping: RowMapping
    schedule: str
    source_id: str | None = None


@dataclass(frozen=True)
class Sample:
    """What a trial read: the first rows as JSON values, their columns, and a mapping to begin with."""

    columns: list[str]
    rows: list[dict[str, Any]]
    mapping: RowMapping | None


class Connectors:
    """A service of the hub; `kinds` are the connectors that there are. At most `AT_ONCE` run at the same time."""

    def __init__(self, hub: Hub, kinds: Mapping[str, Connector], environ: Mapping[str, str]) -> None:
        self.kinds = kinds
        self._hub = hub
        self._environ = environ
        self._sealer = Sealer(hub.secret)
        self._zone = ZoneInfo(hub.settings.timezone)
        self._running: dict[str, str] = {}  # the task of each connector that runs
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        with self._hub.control.session() as session:
            end_cut_off(session, self._hub.clock.now())
        self._stopping.clear()
        self._thread = threading.Thread(target=self._loop, name="auftakt-connectors", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread:
            self._thread.join(30)
        for task_id in list(self._running.values()):
            self._hub.tasks.stop(task_id)
            self._hub.tasks.wait(task_id, 30)

    def drain(self, timeout_seconds: float) -> None:
        """Runs what is due now, and waits for it."""
        self._start_due()
        for task_id in list(self._running.values()):
            self._hub.tasks.wait(task_id, timeout_seconds)

    def kind(self, name: str) -> Connector:
        """Raises NotFound for a connector that is not installed."""
        if name not in self.kinds:
            raise NotFound(
                Text(f"No connector {name} is installed.", f"コネクター {name} は入っていません。"),
                next_action=Text(
                    f"There are: {', '.join(self.kinds)}. Install the package that brings it.",
                    f"使えるもの: {'、'.join(self.kinds)}。提供元のパッケージを入れてください。",
                ),
                field="kind",
            )
        return self.kinds[name]

    def sample(self, kind: str, config: Mapping[str, Any], of: str | None = None) -> Sample:
        """Reads the first rows and keeps nothing; `of`: with that connector's secrets. Raises what reading raises."""
        connector = self.kind(kind)
        if of is not None:
            with self._hub.control.reading() as session:
                config = self._with_kept_secrets(find_connector(session, of), config)
        tidied = connector.tidy(config)
        if isinstance(connector, HasExample):
            first = connector.example(tidied)
        else:
            with closing(cast(Any, self._chunks(connector, tidied, None))) as chunks:
                first = next(chunks, Chunk([], {}))
        lines = row_lines(first.rows[:SAMPLE_ROWS])
        rows = [msgspec.json.decode(line, type=dict[str, Any]) for line in lines]
        columns = list(first.columns) or list(dict.fromkeys(name for row in first.rows[:SAMPLE_ROWS] for name in row))
        known = recognise(columns)
        return Sample(columns, rows, known.mapping if known else guess_mapping(columns))

    def add(self, new: NewConnector) -> Connected:
        """Keeps a connector that is due at once, after a trial that its mapping fits. Raises what `sample` raises."""
        connector, hub = self.kind(new.kind), self._hub
        tidied = connector.tidy(new.config)
        self._check_mapping(new.mapping, connector, tidied)
        now, connector_id = hub.clock.now(), hub.ids.new("con")
        plain, sealed = seal_config(connector, tidied, self._sealer, connector_id)
        with hub.control.session() as session:
            if new.source_id is None:
                source_id = create_source(session, hub.ids, name=new.name, kind="import", now=now).id
            else:
                source_id = find_source(session, new.source_id).id
            added = add_connector(
                session, connector_id, source_id=source_id, name=new.name, kind=connector.name, config=plain,
                secrets=sealed, mapping=new.mapping, schedule=new.schedule, now=now,
            )  # fmt: skip
        self._wake.set()
        return added

    def change(self, connector_id: str, changes: Mapping[str, Any], *, again: bool = False) -> Connected:
        """Changes name, schedule, mapping, config or active; what is not named stays.

        With `again` everything is read from the start and counts anew, for a mapping that was wrong. Raises NotFound,
        Conflict while it runs, InvalidInput, and what `sample` raises.
        """
        told, now = dict(changes), self._hub.clock.now()
        with self._hub.control.reading() as session:
            before = find_connector(session, connector_id)
        if again or told.keys() & {"config", "mapping"}:
            self._refuse_running(connector_id)
            told |= self._tried(before, told)
        if told.get("active") or again:
            told |= {"next_at": now, "failures": 0}
        elif "schedule" in told:
            told["next_at"] = parse_schedule(told["schedule"]).next_run(before.current_at, now, self._zone)
        with self._hub.control.session() as session:
            if again:
                _refuse_doubles(told.get("mapping", before.mapping))
                forget_rows(session, connector_id, before.round + 1)
                told |= {"state": None, "round": before.round + 1}
            changed = change_connector(session, connector_id, **told)
        self._wake.set()
        return changed

    def remove(self, session: Session, connector_id: str) -> None:
        """Forgets it, in the caller's transaction; its events stay. Raises NotFound, Conflict while it runs."""
        self._refuse_running(connector_id)
        if path := find_connector(session, connector_id).config.get("path"):
            forget_deliveries(session, str(path), None)
        remove_connector(session, connector_id)

    def _tried(self, before: Connected, told: Mapping[str, Any]) -> dict[str, Any]:
        """The changed settings as they are kept, after a trial."""
        connector = self.kind(before.kind)
        config = told.get("config", before.config)
        made = {field.name: before.config.get(field.name, "") for field in connector.fields if field.made}
        tidied = self._with_kept_secrets(before, made | dict(config))
        mapping = checked_row_mapping(told.get("mapping", before.mapping))
        self._check_mapping(mapping, connector, tidied)
        plain, sealed = seal_config(connector, tidied, self._sealer, before.id)
        # Other settings may mean other rows: they are read from the start. The ledger knows those that are the same.
        return {"config": plain, "secrets": sealed} | ({"state": None} if plain != before.config else {})

    def _check_mapping(self, mapping: RowMapping, connector: Connector, config: Mapping[str, Any]) -> None:
        """Raises InvalidInput where the mapping names what a trial does not show. An example need not be whole."""
        found = self.sample(connector.name, config)
        if not isinstance(connector, HasExample):
            check_columns(mapping, tuple(found.columns))

    def _refuse_running(self, connector_id: str) -> None:
        if connector_id in self._running:
            raise Conflict(
                Text("The connector is running.", "コネクターは実行中です。"),
                next_action=Text("Stop the run, or wait for its end.", "実行を止めるか、終わるまで待ってください。"),
            )

    def run(self, connector_id: str) -> str:
        """Starts a run now, also of a paused one; gives its task, or that of the run that goes on. Raises NotFound."""
        with self._hub.control.reading() as session:
            find_connector(session, connector_id)
        with self._lock:
            if connector_id not in self._running:
                work = lambda progress: _summary(self._run(connector_id, progress))  # noqa: E731
                self._running[connector_id] = self._hub.tasks.start("connector", work)
            return self._running[connector_id]

    def running(self, connector_id: str) -> str | None:
        """The task of the run that goes on."""
        return self._running.get(connector_id)

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def opened(self, connected: Connected) -> dict[str, Any]:
        """Its settings with the secrets in plain, for who must use them now. Raises CannotOpen, InvalidInput."""
        secrets = open_secrets(connected.secrets, self._sealer, connected.id)
        return connected.config | resolve(secrets, self._environ)

    def _loop(self) -> None:
        while not self._stopping.is_set():
            self._start_due()
            self._wake.wait(EVERY_SECONDS)
            self._wake.clear()

    def _start_due(self) -> None:
        with self._hub.control.reading() as session:
            due = due_connectors(session, self._hub.clock.now())
        for connector_id in due:
            if len(self._running) < AT_ONCE and not self._stopping.is_set():
                self.run(connector_id)

    def _run(self, connector_id: str, progress: Progress) -> Run:
        hub = self._hub
        try:
            run_id = hub.ids.new("run")
            with hub.control.session() as session:
                connected = find_connector(session, connector_id)
                begin_run(session, run_id, connector_id, hub.clock.now())
            try:
                connector = self.kind(connected.kind)
                config = connected.config | open_secrets(connected.secrets, self._sealer, connected.id)
                return fetch(hub, connected, run_id, self._chunks(connector, config, connected.state), progress)
            except Exception as error:
                self._note_failure(connected, run_id, error)
                raise
            finally:
                hub.runner.poke()
        finally:
            with self._lock:
                self._running.pop(connector_id, None)
            self._wake.set()

    def _chunks(
        self, connector: Connector, config: Mapping[str, Any], state: Mapping[str, Any] | None
    ) -> Iterator[Chunk]:
        """What the connector reads; its errors speak as ours do, and never of a secret."""
        secrets = {field.name: config.get(field.name) for field in connector.fields if field.kind == "secret"}
        resolved = dict(config) | resolve(secrets, self._environ)
        hidden = {name: resolved[name] for name in secrets}
        try:
            with closing(cast(Any, connector.read(resolved, state))) as chunks:
                yield from chunks
        except AuftaktError as error:
            raise _hiding(error, hidden) from None
        except Exception as error:  # noqa: BLE001 - a connector is somebody else's code; what it raises is told
            why = without_secrets(f"{type(error).__name__}: {error}".splitlines()[0][:300], hidden)
            raise Unavailable(
                Text(f"{connector.title.en} failed: {why}", f"{connector.title.ja}が失敗しました: {why}"),
                next_action=Text(
                    "It is tried again by itself; if it stays, check its settings.",
                    "自動で再試行します。続く場合は設定を確かめてください。",
                ),
            ) from None

    def _with_kept_secrets(self, before: Connected, config: Mapping[str, Any]) -> dict[str, Any]:
        connector = self.kind(before.kind)
        secrets = open_secrets(before.secrets, self._sealer, before.id)
        return keep_secrets(connector, config, before.config, secrets)

    def _note_failure(self, connected: Connected, run_id: str, error: Exception) -> None:
        now = self._hub.clock.now()
        with self._hub.control.session() as session:
            if isinstance(error, Stopped):
                end_run(session, run_id, "stopped", now)
                # Stopped by a person it rests until its next turn; stopped with the hub it goes on with the hub.
                if not self._stopping.is_set():
                    change_connector(session, connected.id, next_at=connected.schedule.next_run(now, now, self._zone))
                return
            failures = connected.failures + 1
            chance = int(sha256_hex(f"{connected.id}:{failures}".encode())[:8], 16) / 2**32
            change_connector(session, connected.id, failures=failures, next_at=retry_at(now, failures, chance))
            end_run(session, run_id, "failed", now, _as_told(error))


def connectors_of(hub: Hub) -> Connectors:
    """The connectors of a hub. Raises InvalidInput where it has none."""
    found = hub.services.get("connectors")
    if not isinstance(found, Connectors):
        raise InvalidInput(
            Text("This hub runs no connectors.", "このハブはコネクターを実行していません。"),
            next_action=Text("Open it with open_hub.", "open_hub で開いてください。"),
        )
    return found


def _refuse_doubles(mapping: RowMapping) -> None:
    if any(not event.key for event in mapping.events):
        raise InvalidInput(
            Text(
                "Read again, events without a key would count twice.",
                "もう一度読むと、key のないイベントは二重に数えられます。",
            ),
            next_action=Text(
                "Give each event of the mapping a key, such as the order number.",
                "マッピングの各イベントに注文番号などの key を付けてください。",
            ),
            field="mapping",
        )


def _hiding(error: AuftaktError, secrets: Mapping[str, Any]) -> AuftaktError:
    message = error.message
    if isinstance(message, Text):
        error.message = Text(without_secrets(message.en, secrets), without_secrets(message.ja, secrets))
    else:
        error.message = without_secrets(message, secrets)
    error.args = (str(error.message),)
    return error


def _as_told(error: Exception) -> AuftaktError:
    if isinstance(error, AuftaktError):
        return error
    return AuftaktError(f"{type(error).__name__}: {error}"[:300], next_action="See the hub's log.")


def _summary(run: Run) -> dict[str, Any]:
    return {"run_id": run.id, "rows": run.rows, "fresh": run.fresh, "events": run.events, "failed": run.failed}
