"""Control state of the data catalogue."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, TimeColumn


class CatalogueRow(Base):
    """What is said of an event, property or trait where the tracking plan says nothing; empty: nothing is said."""

    __tablename__ = "catalogue_entries"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    event: Mapped[str] = mapped_column(String(200), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200))
    steward: Mapped[str] = mapped_column(String(200))
    sensitivity: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(400))
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(TimeColumn)
