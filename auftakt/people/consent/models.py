"""Control state of consent: what may be asked for, in which words."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn


class PurposeRow(Base):
    """A purpose that people may be asked about. Never deleted, since decisions name it; only switched off."""

    __tablename__ = "consent_purposes"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int]
    name_en: Mapped[str] = mapped_column(String(80))
    name_ja: Mapped[str] = mapped_column(String(80))
    channels: Mapped[Any] = mapped_column(JsonColumn)
    basis: Mapped[str] = mapped_column(String(32))
    double_opt_in: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool]


class ConsentTextRow(Base):
    """The words in which a purpose was explained. A row is never changed: other words are another version."""

    __tablename__ = "consent_texts"

    purpose: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    text_en: Mapped[str] = mapped_column(String(2000))
    text_ja: Mapped[str] = mapped_column(String(2000))
    hash: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(TimeColumn)


class ConsentRequestRow(Base):
    """Somebody signed up with an address that they have not yet proved to be theirs. `state`: pending | confirmed."""

    __tablename__ = "consent_requests"
    __table_args__ = (Index("ix_consent_requests_address", "address", "state"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(320))  # folded
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(16))
    asked: Mapped[Any] = mapped_column(JsonColumn)  # by purpose: the evidence of the form
    requested_at: Mapped[datetime] = mapped_column(TimeColumn)
    expires_at: Mapped[datetime] = mapped_column(TimeColumn)
    mails: Mapped[int] = mapped_column(default=0)
    last_mail_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    confirmed_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    confirmed: Mapped[Any | None] = mapped_column(JsonColumn)  # the evidence of the second step


class ConsentAskMark(Base):
    """Up to which offset of the log the sign-ups that came as events have been taken; one row."""

    __tablename__ = "consent_ask_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    log_offset: Mapped[int] = mapped_column(BigInteger)
