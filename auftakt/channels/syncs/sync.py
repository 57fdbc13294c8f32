"""A sync that was set up: who goes where, with which columns, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.channels.syncs.models import SyncedRow, SyncRow, SyncRunRow
from auftakt.jobs import Schedule, parse_schedule
from auftakt.kit.errors import InvalidInput, NotFound
from auftakt.kit.text import Text

PERSON_ID = "person_id"
MOST_COLUMNS = 100
_KINDS = ("trait", "identifier")


@dataclass(frozen=True)
class Sync:
    """`current_at`: the destination has what was so then. `failures` are those in a row; `secrets` are sealed.

    `columns`: name over there -> `trait:plan` or `identifier:email`. `key` is `person_id` or one of the columns that
    hold an identifier. Without `audience_id` everybody goes out who may.
    """

    id: str
    name: str
    audience_id: str | None
    channel: str
    purpose: str
    key: str
    columns: dict[str, str]
    kind: str
    config: dict[str, Any]
    secrets: dict[str, str]
    schedule: Schedule
    active: bool
    failures: int
    created_at: datetime
    next_at: datetime
    current_at: datetime | None


@dataclass(frozen=True)
class NewSync:
    """What somebody wants to set up."""

    name: str
    audience_id: str | None
    purpose: str
    columns: Mapping[str, str]
    kind: str
    config: Mapping[str, Any]
    channel: str = "email"
    key: str = PERSON_ID
    schedule: str = "1h"


def add_sync(
    session: Session, sync_id: str, new: NewSync, config: Mapping[str, Any], secrets: Mapping[str, str], now: datetime
) -> Sync:
    """Keeps a new one, due at once. Raises InvalidInput."""
    row = SyncRow(
        id=sync_id, name=_checked_name(new.name), audience_id=new.audience_id, channel=new.channel,
        purpose=new.purpose, key=new.key, columns=dict(checked_columns(new.columns, new.key)), kind=new.kind,
        config=dict(config), secrets=dict(secrets), schedule=parse_schedule(new.schedule).text, active=True,
        failures=0, created_at=now, next_at=now, current_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return _sync(row)


def change_sync(session: Session, sync_id: str, **changes: Any) -> Sync:
    """Changes columns of the row; a `name` or a `schedule` is checked. Raises NotFound, InvalidInput."""
    row = _row(session, sync_id)
    for column, value in changes.items():
        match column:
            case "schedule":
                value = parse_schedule(value).text
            case "name":
                value = _checked_name(value)
        setattr(row, column, value)
    return _sync(row)


def remove_sync(session: Session, sync_id: str) -> None:
    """Forgets the settings, the runs and the ledger; what the destination has stays there. Raises NotFound."""
    row = _row(session, sync_id)
    for model in (SyncedRow, SyncRunRow):
        session.execute(delete(model).where(model.sync_id == sync_id))
    session.delete(row)


def list_syncs(session: Session) -> list[Sync]:
    """The oldest first."""
    return [_sync(row) for row in session.scalars(select(SyncRow).order_by(SyncRow.created_at, SyncRow.id))]


def due_syncs(session: Session, now: datetime) -> list[str]:
    """Ids of those that are to run, the longest overdue first."""
    query = select(SyncRow.id).where(SyncRow.active, SyncRow.next_at <= now)
    return list(session.scalars(query.order_by(SyncRow.next_at, SyncRow.id)))


def find_sync(session: Session, sync_id: str) -> Sync:
    """Raises NotFound."""
    return _sync(_row(session, sync_id))


def checked_columns(columns: Mapping[str, str], key: str) -> Mapping[str, str]:
    """Raises InvalidInput for a column that can't be, or a key that doesn't tell people apart."""
    if len(columns) > MOST_COLUMNS:
        raise _wrong(f"A sync has at most {MOST_COLUMNS} columns.", f"列は{MOST_COLUMNS}個までです。", "columns")
    for name, given in columns.items():
        kind, colon, what = given.partition(":")
        if not name.strip() or len(name) > 200 or not colon or kind not in _KINDS or not what:
            raise _wrong(
                f"Column {name!r} can't come from {given!r}: write trait:NAME or identifier:TYPE.",
                f"列 {name!r} の指定 {given!r} が正しくありません。trait:名前 か identifier:種類 で指定してください。",
                "columns",
            )
        if name == PERSON_ID:
            raise _wrong("Every row has a person_id already.", "person_id は必ず付きます。", "columns")
    if key != PERSON_ID and not columns.get(key, "").startswith("identifier:"):
        raise _wrong(
            "The key must be person_id or a column that holds an identifier.",
            "キーは person_id か、識別子の列にしてください。",
            "key",
        )
    return columns


def _checked_name(name: str) -> str:
    told = name.strip()
    if not told or len(told) > 200:
        raise _wrong("A sync needs a name of 1 to 200 characters.", "同期には1〜200文字の名前が必要です。", "name")
    return told


def _wrong(en: str, ja: str, field: str) -> InvalidInput:
    return InvalidInput(
        Text(en, ja), next_action=Text("Correct this setting.", "この設定を直してください。"), field=field
    )


def _row(session: Session, sync_id: str) -> SyncRow:
    row = session.get(SyncRow, sync_id)
    if row is None:
        raise NotFound(
            Text(f"There is no sync {sync_id}.", f"同期 {sync_id} はありません。"),
            next_action=Text("See the list of syncs.", "同期の一覧を確認してください。"),
        )
    return row


def _sync(row: SyncRow) -> Sync:
    return Sync(
        row.id, row.name, row.audience_id, row.channel, row.purpose, row.key, dict(row.columns), row.kind,
        dict(row.config), dict(row.secrets), parse_schedule(row.schedule), row.active, row.failures, row.created_at,
        row.next_at, row.current_at,
    )  # fmt: skip
