"""Published journeys: what was approved, kept for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class JourneyVersionRow(Base):
    """One published version. Only `state`, `paused` and the dates ever change after it was written."""

    __tablename__ = "journey_versions"
    __table_args__ = (Index("ix_journey_versions_state", "state"),)

    journey_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    snapshot: Mapped[Any] = mapped_column(JsonColumn)
    approval_id: Mapped[str]
    hash: Mapped[str]
    state: Mapped[str]
    paused: Mapped[bool]
    published_at: Mapped[datetime] = mapped_column(TimeColumn)
    starts_at: Mapped[datetime] = mapped_column(TimeColumn)
    ends_at: Mapped[datetime | None] = mapped_column(TimeColumn)
