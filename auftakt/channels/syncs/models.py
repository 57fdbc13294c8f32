"""Control state of syncs: their settings, their runs, and what each destination has."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class SyncRow(Base):
    """Who goes where, with which columns, and when. Secrets are sealed, each bound to this row and its field."""

    __tablename__ = "syncs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    audience_id: Mapped[str | None] = mapped_column(String(64))  # null: everybody
    channel: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    columns: Mapped[Any] = mapped_column(JsonColumn)  # name over there -> "trait:plan" or "identifier:email"
    kind: Mapped[str] = mapped_column(String(64))
    config: Mapped[Any] = mapped_column(JsonColumn)
    secrets: Mapped[Any] = mapped_column(JsonColumn)
    schedule: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column()
    failures: Mapped[int] = mapped_column()  # in a row
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    next_at: Mapped[datetime] = mapped_column(TimeColumn)
    current_at: Mapped[datetime | None] = mapped_column(TimeColumn)  # the destination has what was so then


class SyncRunRow(Base):
    """One run: people that were `wanted`, what was written of them, and why others were left out."""

    __tablename__ = "sync_runs"
    __table_args__ = (Index("ix_sync_runs_latest", "sync_id", "started_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sync_id: Mapped[str] = mapped_column(ForeignKey("syncs.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))  # running | done | stopped | failed
    started_at: Mapped[datetime] = mapped_column(TimeColumn)
    finished_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    wanted: Mapped[int] = mapped_column()
    put: Mapped[int] = mapped_column()
    removed: Mapped[int] = mapped_column()
    left_out: Mapped[Any] = mapped_column(JsonColumn)  # reason -> people
    error: Mapped[Any] = mapped_column(JsonColumn, nullable=True)  # {"message": {en, ja}, "next_action": {en, ja}}


class SyncedRow(Base):
    """A person whom the destination has: under which key, and the hash of what was written.

    The column is not called `person_id`: an erasure takes rows with that, and then the next run could not have the
    person removed over there. A key that holds an erased identifier is taken out by the erasure all the same.
    """

    __tablename__ = "synced"
    __table_args__ = ({"sqlite_with_rowid": False},)

    sync_id: Mapped[str] = mapped_column(ForeignKey("syncs.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    key: Mapped[str] = mapped_column(String(512))
    hash: Mapped[str] = mapped_column(String(32))
