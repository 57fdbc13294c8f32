"""Rows of the control state that audiences own."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class AudienceRow(Base):
    """A named rule. The version counts the changes of the rule; what was before is in the audit."""

    __tablename__ = "audiences"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    rule: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    version: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    updated_at: Mapped[datetime] = mapped_column(TimeColumn)
