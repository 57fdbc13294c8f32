"""Control state of identifier types: what somebody changed of the built-in rules, or added to them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, TimeColumn


class IdentifierTypeRow(Base):
    """The rule of one type, in place of the built-in one if there is one."""

    __tablename__ = "identifier_types"

    type: Mapped[str] = mapped_column(String(100), primary_key=True)
    label: Mapped[str] = mapped_column(String(100))
    priority: Mapped[int]
    most: Mapped[int | None]
    per: Mapped[str] = mapped_column(String(8))
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(TimeColumn)


class IdentifierBlockRow(Base):
    """A blocked value. `active` is false where somebody switched a built-in one off."""

    __tablename__ = "identifier_blocks"

    # The value is part of the key, so that an erasure takes out the row of whose address was blocked.
    type: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(String(512), primary_key=True)
    active: Mapped[bool]
    origin: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(400))
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(TimeColumn)
