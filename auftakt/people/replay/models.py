"""Control state of replays."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class ReplayRow(Base):
    """A replay that somebody asked for. `log_end`: the events before it are looked at; `logic`: what was staged by."""

    __tablename__ = "replays"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(TimeColumn, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    selection: Mapped[Any] = mapped_column(JsonColumn)
    log_end: Mapped[int] = mapped_column(BigInteger)
    logic: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))  # running | done | stopped | failed
    changes: Mapped[Any] = mapped_column(JsonColumn, nullable=True)
    error: Mapped[str | None] = mapped_column(String(2000))
