"""Control state of connectors: their settings, how far they have read, their runs, and the rows they have seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class ConnectorRow(Base):
    """Where rows are fetched from, and how far. Secrets are sealed, each bound to this row and its field."""

    __tablename__ = "connectors"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(64))
    config: Mapped[Any] = mapped_column(JsonColumn)
    secrets: Mapped[Any] = mapped_column(JsonColumn)
    mapping: Mapped[Any] = mapped_column(JsonColumn)
    schedule: Mapped[str] = mapped_column(String(16))
    active: Mapped[bool] = mapped_column()
    state: Mapped[Any] = mapped_column(JsonColumn, nullable=True)  # null: nothing was read yet
    round: Mapped[int] = mapped_column()  # how often everything was read to its end
    failures: Mapped[int] = mapped_column()  # in a row
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    next_at: Mapped[datetime] = mapped_column(TimeColumn)
    current_at: Mapped[datetime | None] = mapped_column(TimeColumn)  # what was there then is in


class ConnectorRunRow(Base):
    """One run: `rows` were read, `fresh` of them were not known, they gave `events`; `failed` could not be taken."""

    __tablename__ = "connector_runs"
    __table_args__ = (Index("ix_connector_runs_latest", "connector_id", "started_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    connector_id: Mapped[str] = mapped_column(ForeignKey("connectors.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))  # running | done | stopped | failed
    started_at: Mapped[datetime] = mapped_column(TimeColumn)
    finished_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    rows: Mapped[int] = mapped_column()
    fresh: Mapped[int] = mapped_column()
    events: Mapped[int] = mapped_column()
    failed: Mapped[int] = mapped_column()
    problems: Mapped[Any] = mapped_column(JsonColumn)  # the first rows that could not be taken, with their reasons
    error: Mapped[Any] = mapped_column(JsonColumn, nullable=True)  # {"message": {en, ja}, "next_action": {en, ja}}


class ConnectorSeenRow(Base):
    """A row that was read, by its hash; `round` is the last in which it was there."""

    __tablename__ = "connector_seen"
    __table_args__ = ({"sqlite_with_rowid": False},)

    connector_id: Mapped[str] = mapped_column(ForeignKey("connectors.id", ondelete="CASCADE"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    round: Mapped[int] = mapped_column()
