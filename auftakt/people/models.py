"""Rows of the control state that people own."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class ComputedTraitRow(Base):
    """A trait that is computed. The version counts the changes of its definition; what was before is in the audit."""

    __tablename__ = "computed_traits"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(JsonColumn)
    version: Mapped[int]
    created_by: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    updated_at: Mapped[datetime] = mapped_column(TimeColumn)


class PersonNoteRow(Base):
    """What somebody of the team wrote about a person, under the person id of that moment."""

    __tablename__ = "person_notes"

    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(BigInteger, index=True)
    text: Mapped[str]
    written_by: Mapped[str]
    written_by_name: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(TimeColumn)
