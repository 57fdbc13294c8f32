"""Keys for machines, in place of a password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotFound
from auftakt.kit.ids import Ids
from auftakt.kit.text import Text
from auftakt.team.audit import record
from auftakt.team.models import KeyRow
from auftakt.team.roles import Role, role_of
from auftakt.team.tokens import new_token, token_hash
from auftakt.team.users import User, checked_name, key_user

_PREFIX = "auftakt_"
_LOCAL = "key_local"
_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Key:
    """A machine key as it is listed: without the secret, which nobody can show again."""

    id: str
    name: str
    role: Role
    created_at: datetime
    last_used_at: datetime | None


def create_key(session: Session, ids: Ids, *, name: str, role: str, by: User, now: datetime) -> tuple[Key, str]:
    """A new key and its secret, which is shown this once."""
    row, secret = _new_row(ids.new("key"), checked_name(name), role_of(role), now)
    session.add(row)
    session.flush()
    record(session, now, by.id, "key.created", "key", row.id, {"name": row.name, "role": row.role})
    return _key_from(row), secret


def list_keys(session: Session) -> list[Key]:
    """Keys that work, the oldest first."""
    query = (
        select(KeyRow)
        .where(KeyRow.revoked_at.is_(None), KeyRow.local.is_(False))
        .order_by(KeyRow.created_at, KeyRow.id)
    )
    return [_key_from(row) for row in session.scalars(query)]


def revoke_key(session: Session, key_id: str, *, by: User, now: datetime) -> None:
    """The key works no longer. Raises NotFound."""
    row = session.get(KeyRow, key_id)
    if row is None or row.local or row.revoked_at is not None:
        raise NotFound(
            Text(f"There is no working key {key_id}.", f"有効なキー {key_id} はありません。"),
            next_action=Text("Open the list of keys.", "キーの一覧を開いてください。"),
        )
    row.revoked_at = now
    record(session, now, by.id, "key.revoked", "key", row.id, {"name": row.name})


def user_of_key(session: Session, key: str, now: datetime) -> User | None:
    """Whom this key stands for; None if it is unknown or revoked. Notes its use, at most once a minute."""
    row = session.scalar(select(KeyRow).where(KeyRow.key_hash == token_hash(key), KeyRow.revoked_at.is_(None)))
    if row is None:
        return None
    if not row.local and (row.last_used_at is None or now - row.last_used_at >= _NOTED_EVERY):
        row.last_used_at = now
    return key_user(row)


def local_key(session: Session, now: datetime) -> str:
    """The secret of the key for the commands of this machine. There is one at a time; the one before stops working.

    Who can read the hub's directory is an admin of it anyway: this key gives nobody more than that.
    """
    drop_local_key(session)
    row, secret = _new_row(_LOCAL, "auftakt (command line)", "admin", now, local=True)
    session.add(row)
    session.flush()
    return secret


def drop_local_key(session: Session) -> None:
    session.execute(delete(KeyRow).where(KeyRow.local.is_(True)))


def _new_row(key_id: str, name: str, role: Role, now: datetime, local: bool = False) -> tuple[KeyRow, str]:
    secret = _PREFIX + new_token()
    row = KeyRow(
        id=key_id,
        key_hash=token_hash(secret),
        name=name,
        role=role,
        local=local,
        created_at=now,
        last_used_at=None,
        revoked_at=None,
    )
    return row, secret


def _key_from(row: KeyRow) -> Key:
    return Key(row.id, row.name, row.role, row.created_at, row.last_used_at)
