"""Rows of the control state that campaigns own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class CampaignRow(Base):
    """The current version of a campaign. `state` is kept here and not in the document's text."""

    __tablename__ = "campaigns"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    document: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    approval_id: Mapped[str | None]
    approved_version: Mapped[int]
    starts_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    updated_at: Mapped[datetime] = mapped_column(TimeColumn, index=True)


class CampaignVersionRow(Base):
    """One saved version, whole. Rows are added and never touched again."""

    __tablename__ = "campaign_versions"

    campaign_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    hash: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime] = mapped_column(TimeColumn)
    note: Mapped[str]


class IdeaRow(Base):
    """A proposal for a next campaign. At most one open idea per key (held by `file_idea`)."""

    __tablename__ = "ideas"
    __table_args__ = (Index("ix_ideas_key_state", "key", "state"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    refreshed_at: Mapped[datetime] = mapped_column(TimeColumn)
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    reason: Mapped[str]
    campaign_id: Mapped[str | None]
