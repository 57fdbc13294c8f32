"""Control state of erasures."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class ErasureRow(Base):
    """One erasure. `subject` says whom it is about, and only until it is done."""

    __tablename__ = "erasures"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject: Mapped[Any | None] = mapped_column(JsonColumn)
    digests: Mapped[Any] = mapped_column(JsonColumn)  # of the identifiers, salted
    afterwards: Mapped[str] = mapped_column(String(16))  # drop | anew
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(TimeColumn)
    state: Mapped[str] = mapped_column(String(16), index=True)  # running | failed | done
    stage: Mapped[str] = mapped_column(String(16))
    log_offset: Mapped[int] = mapped_column(BigInteger, default=0)  # the log is clean up to here
    counts: Mapped[Any] = mapped_column(JsonColumn)  # by place
    error: Mapped[str | None] = mapped_column(String(2000))
    finished_at: Mapped[datetime | None] = mapped_column(TimeColumn)
