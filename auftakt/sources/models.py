"""Control state of this folder: sources, imports, and the rows of a file that could not be taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class SourceRow(Base):
    """Where events come from; who holds `write_key` may send them."""

    __tablename__ = "sources"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    write_key: Mapped[str] = mapped_column(String(64), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(TimeColumn)
    door: Mapped[Any] = mapped_column(JsonColumn, nullable=True)  # DoorRules; null: nothing is asked


class ImportRow(Base):
    """One file with one mapping into one source. `id` is a hash of all three, so the same import is known again."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"))
    file: Mapped[str] = mapped_column(String(400))
    mapping: Mapped[Any] = mapped_column(JsonColumn)
    state: Mapped[str] = mapped_column(String(16))  # running | done | stopped | failed
    rows: Mapped[int] = mapped_column(default=0)  # data rows of the file
    next_row: Mapped[int] = mapped_column(default=0)  # rows before this one are in the log
    stored: Mapped[int] = mapped_column(default=0)  # events written to the log
    failed: Mapped[int] = mapped_column(default=0)  # rows that were not taken
    started_at: Mapped[datetime] = mapped_column(TimeColumn)
    finished_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    error: Mapped[str | None] = mapped_column(String(2000))


class ImportErrorRow(Base):
    """A row that was not taken, with the reason and its text; at most `import_errors.KEPT` of them per import."""

    __tablename__ = "import_errors"
    __table_args__ = (Index("ix_import_errors_place", "import_id", "row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    import_id: Mapped[str] = mapped_column(ForeignKey("imports.id"))
    row: Mapped[int] = mapped_column()  # 1 is the first row after the header
    column: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(2000))


class RememberedRow(Base):
    """A mapping that somebody confirmed, for files with these columns into this source."""

    __tablename__ = "remembered_mappings"

    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    file: Mapped[str] = mapped_column(String(400))
    columns: Mapped[Any] = mapped_column(JsonColumn)
    mapping: Mapped[Any] = mapped_column(JsonColumn)
    confirmed_by: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime] = mapped_column(TimeColumn)


class TrackingPlanRow(Base):
    """One saved version of the tracking plan; the highest is the plan."""

    __tablename__ = "tracking_plans"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[Any] = mapped_column(JsonColumn)
    enforced: Mapped[bool] = mapped_column()
    note: Mapped[str] = mapped_column(String(400), default="")
    saved_by: Mapped[str] = mapped_column(String(64))
    saved_at: Mapped[datetime] = mapped_column(TimeColumn)


class ErasedIdentifierRow(Base):
    """An identifier whose person was erased, as a salted hash. `until`: events up to then are dropped; null: all."""

    __tablename__ = "erased_identifiers"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    erasure_id: Mapped[str] = mapped_column(String(64), index=True)
    until: Mapped[datetime | None] = mapped_column(TimeColumn)
    changed_at: Mapped[datetime] = mapped_column(TimeColumn)


class ErasedSaltRow(Base):
    """What hashes of erased identifiers are salted with; one row."""

    __tablename__ = "erased_salt"

    id: Mapped[int] = mapped_column(primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))


class RetentionRow(Base):
    """How long events of one name are kept. The log is clean of older ones up to `log_offset`."""

    __tablename__ = "retention_rules"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    days: Mapped[int] = mapped_column()
    log_offset: Mapped[int] = mapped_column(BigInteger, default=0)


class RetentionRunRow(Base):
    """What one run took out."""

    __tablename__ = "retention_runs"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(TimeColumn, index=True)
    by: Mapped[str] = mapped_column(String(64))
    events: Mapped[Any] = mapped_column(JsonColumn)  # by name
    log_lines: Mapped[int] = mapped_column()
