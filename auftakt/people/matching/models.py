"""Control state of matching: how, and which runs there were."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class MatchingSettingsRow(Base):
    """How people are matched; one row, and none until somebody saved."""

    __tablename__ = "matching_settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[Any] = mapped_column(JsonColumn)
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(TimeColumn)


class MatchingRunRow(Base):
    """A run that has ended."""

    __tablename__ = "matching_runs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(TimeColumn, index=True)
    finished_at: Mapped[datetime] = mapped_column(TimeColumn)
    state: Mapped[str] = mapped_column(String(16))  # done | failed | stopped
    counts: Mapped[Any] = mapped_column(JsonColumn)
    error: Mapped[str | None] = mapped_column(String(2000))


class MatchingMeasurementRow(Base):
    """How good matching was found to be on the hub's own people."""

    __tablename__ = "matching_measurements"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(TimeColumn, index=True)
    by: Mapped[str] = mapped_column(String(64))
    document: Mapped[Any] = mapped_column(JsonColumn)
