"""The connectors of a hub: sets them up, tries them, and runs in the background what is due."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy.orm import Session

from auftakt.jobs import DueService, Hub, Progress, Stopped, parse_schedule, retry_at
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
    """A service of the hub; `kinds` are the connectors that there are."""

    def __init__(self, hub: Hub, kinds: Mapping[str, Connector], environ: Mapping[str, str]) -> None:
        self.kinds = kinds
        self._hub = hub
        self._environ = environ
        self._sealer = Sealer(hub.secret)
        self._zone = ZoneInfo(hub.settings.timezone)
        self._service = DueService(hub.tasks, "connector", self._due, self._run)

    def start(self) -> None:
        with self._hub.control.session() as session:
            end_cut_off(session, self._hub.clock.now())
        self._service.start()

    def stop(self) -> None:
        self._service.stop()

    def drain(self, timeout_seconds: float) -> None:
        """Runs what is due now, and waits for it."""
        self._service.drain(timeout_seconds)

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
        self._service.wake()
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
        self._service.wake()
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
        if self.running(connector_id):
            raise Conflict(
                Text("The connector is running.", "コネクターは実行中です。"),
                next_action=Text("Stop the run, or wait for its end.", "実行を止めるか、終わるまで待ってください。"),
            )

    def run(self, connector_id: str) -> str:
        """Starts a run now, also of a paused one; gives its task, or that of the run that goes on. Raises NotFound."""
        with self._hub.control.reading() as session:
            find_connector(session, connector_id)
        return self._service.run(connector_id)

    def running(self, connector_id: str) -> str | None:
        """The task of the run that goes on."""
        return self._service.running(connector_id)

    def wake(self) -> None:
        """Something may be due."""
        self._service.wake()

    def opened(self, connected: Connected) -> dict[str, Any]:
        """Its settings with the secrets in plain, for who must use them now. Raises CannotOpen, InvalidInput."""
        secrets = open_secrets(connected.secrets, self._sealer, connected.id)
        return connected.config | resolve(secrets, self._environ)

    def _due(self) -> list[str]:
        with self._hub.control.reading() as session:
            return due_connectors(session, self._hub.clock.now())

    def _run(self, connector_id: str, progress: Progress) -> dict[str, Any]:
        hub = self._hub
        run_id = hub.ids.new("run")
        with hub.control.session() as session:
            connected = find_connector(session, connector_id)
            begin_run(session, run_id, connector_id, hub.clock.now())
        try:
            connector = self.kind(connected.kind)
            config = connected.config | open_secrets(connected.secrets, self._sealer, connected.id)
            chunks = self._chunks(connector, config, connected.state)
            return _summary(fetch(hub, connected, run_id, chunks, progress))
        except Exception as error:
            self._note_failure(connected, run_id, error)
            raise
        finally:
            hub.runner.poke()

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
                if not self._service.stopping:
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
