"""Mappings that somebody confirmed by importing with them: files with the same columns are then known.

A file is known by its columns, whatever their order. The same columns may mean different things in different sources.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auftakt.kit.errors import NotFound
from auftakt.kit.hashing import sha256_hex
from auftakt.kit.text import Text
from auftakt.sources.layout import plain
from auftakt.sources.mapping import Mapping
from auftakt.sources.models import RememberedRow


@dataclass(frozen=True)
class Remembered:
    """A confirmed mapping. `confirmed_by` is a user's id, empty where a script did it."""

    signature: str
    source_id: str
    file: str
    columns: list[str]
    mapping: Mapping
    confirmed_by: str
    confirmed_at: datetime


def signature_of(columns: Iterable[str]) -> str:
    return sha256_hex("\x1f".join(sorted({plain(name) for name in columns})).encode())


def remember(
    session: Session, source_id: str, file: str, columns: list[str], mapping: Mapping, by: str, now: datetime
) -> None:
    """The latest mapping for these columns and this source is the one that counts."""
    signature = signature_of(columns)
    row = session.get(RememberedRow, (signature, source_id))
    if row is None:
        row = RememberedRow(signature=signature, source_id=source_id)
        session.add(row)
    row.file, row.columns, row.mapping = file[-400:], columns, msgspec.to_builtins(mapping)
    row.confirmed_by, row.confirmed_at = by, now


def recall(session: Session, columns: Iterable[str], source_id: str | None = None) -> Remembered | None:
    """What was confirmed for a file with these columns; without a source, the latest of any."""
    query = select(RememberedRow).where(RememberedRow.signature == signature_of(columns))
    if source_id is not None:
        query = query.where(RememberedRow.source_id == source_id)
    row = session.scalar(query.order_by(RememberedRow.confirmed_at.desc()).limit(1))
    return None if row is None else _remembered(row)


def last_confirmed(session: Session) -> datetime | None:
    """When a mapping was confirmed last."""
    return session.scalar(select(func.max(RememberedRow.confirmed_at)))


def list_remembered(session: Session, limit: int = 200) -> list[Remembered]:
    """The latest first."""
    query = select(RememberedRow).order_by(RememberedRow.confirmed_at.desc(), RememberedRow.signature).limit(limit)
    return [_remembered(row) for row in session.scalars(query)]


def forget(session: Session, signature: str, source_id: str) -> None:
    """The next file with these columns is asked about again. Raises NotFound."""
    row = session.get(RememberedRow, (signature, source_id))
    if row is None:
        raise NotFound(
            Text("There is no such remembered mapping.", "その記憶されたマッピングはありません。"),
            next_action=Text("See the list of mappings.", "マッピングの一覧を確認してください。"),
        )
    session.delete(row)


def _remembered(row: RememberedRow) -> Remembered:
    return Remembered(
        row.signature, row.source_id, row.file, list(row.columns), msgspec.convert(row.mapping, Mapping),
        row.confirmed_by, row.confirmed_at,
    )  # fmt: skip
