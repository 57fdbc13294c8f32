"""A connector that was set up: its settings, its mapping, when it runs, and how far it has read."""

from collections.abc import Mapping as Facts
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.jobs import Schedule, parse_schedule
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text
from auftakt.sources.connectors.models import ConnectorRow, ConnectorRunRow, ConnectorSeenRow
from auftakt.sources.mapping import Mapping, Value, check_mapping, values_of


@dataclass(frozen=True)
class Connected:
    """`current_at`: what was there then is in. `failures` are those in a row; `secrets` are sealed, or references."""

    id: str
    source_id: str
    name: str
    kind: str
    config: dict[str, Any]
    secrets: dict[str, str]
    mapping: Mapping
    schedule: Schedule
    active: bool
    state: dict[str, Any] | None
    round: int
    failures: int
    created_at: datetime
    next_at: datetime
    current_at: datetime | None


def add_connector(
    session: Session,
    connector_id: str,
    *,
    source_id: str,
    name: str,
    kind: str,
    config: Facts[str, Any],
    secrets: Facts[str, str],
    mapping: Mapping,
    schedule: str,
    now: datetime,
) -> Connected:
    """Keeps a new one, due at once. Raises InvalidInput."""
    row = ConnectorRow(
        id=connector_id, source_id=source_id, name=checked_name(name), kind=kind, config=dict(config),
        secrets=dict(secrets), mapping=_kept(mapping), schedule=parse_schedule(schedule).text, active=True, state=None,
        round=0, failures=0, created_at=now, next_at=now, current_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _connected(row)


def change_connector(session: Session, connector_id: str, **changes: Any) -> Connected:
    """Changes columns of the row; a `mapping` or a `schedule` is checked. Raises NotFound, InvalidInput."""
    row = _row(session, connector_id)
    for column, value in changes.items():
        match column:
            case "mapping":
                value = _kept(value)
            case "schedule":
                value = parse_schedule(value).text
            case "name":
                value = checked_name(value)
        setattr(row, column, value)
    return _connected(row)


def remove_connector(session: Session, connector_id: str) -> None:
    """Forgets the settings, the runs and the ledger. The events stay, and so does the source. Raises NotFound."""
    row = _row(session, connector_id)
    for model in (ConnectorSeenRow, ConnectorRunRow):
        session.execute(delete(model).where(model.connector_id == connector_id))
    session.delete(row)


def list_connectors(session: Session) -> list[Connected]:
    """The oldest first."""
    query = select(ConnectorRow).order_by(ConnectorRow.created_at, ConnectorRow.id)
    return [_connected(row) for row in session.scalars(query)]


def due_connectors(session: Session, now: datetime) -> list[str]:
    """Ids of those that are to run, the longest overdue first."""
    query = select(ConnectorRow.id).where(ConnectorRow.active, ConnectorRow.next_at <= now)
    return list(session.scalars(query.order_by(ConnectorRow.next_at, ConnectorRow.id)))


def find_connector(session: Session, connector_id: str) -> Connected:
    """Raises NotFound."""
    return _connected(_row(session, connector_id))


def checked_name(name: str) -> str:
    told = name.strip()
    if not told or len(told) > 200:
        raise InvalidInput(
            Text("A connector needs a name of 1 to 200 characters.", "コネクターには1〜200文字の名前が必要です。"),
            next_action=Text("Say what it fetches.", "何を取り込むか分かる名前を付けてください。"),
            field="name",
        )
    return told


def checked_row_mapping(mapping: Mapping) -> Mapping:
    """A mapping as rows without a file can have it. Raises InvalidInput."""
    check_mapping(mapping)
    if any(isinstance(given, Value) and (given.row_number or given.preamble) for given in values_of(mapping)):
        raise InvalidInput(
            Text(
                "Fetched rows have no row number and no text above them.",
                "取得した行には行番号も見出し前の文もありません。",
            ),
            next_action=Text("Take a column instead.", "代わりに列を使ってください。"),
            field="mapping",
        )
    return mapping


def _kept(mapping: Mapping) -> Any:
    return msgspec.to_builtins(checked_row_mapping(mapping))


def _row(session: Session, connector_id: str) -> ConnectorRow:
    row = session.get(ConnectorRow, connector_id)
    if row is None:
        raise NotFound(
            Text(f"There is no connector {connector_id}.", f"コネクター {connector_id} はありません。"),
            next_action=Text("See the list of connectors.", "コネクターの一覧を確認してください。"),
        )
    return row


def _connected(row: ConnectorRow) -> Connected:
    return Connected(
        row.id, row.source_id, row.name, row.kind, dict(row.config), dict(row.secrets),
        msgspec.convert(row.mapping, Mapping), parse_schedule(row.schedule), row.active, row.state, row.round,
        row.failures, row.created_at, row.next_at, row.current_at,
    )  # fmt: skip
