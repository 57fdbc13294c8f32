"""Rows of the control state that channels own: the ledger, how far it has read, and the suppressions."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, JsonColumn, TimeColumn

CONFIRMATION = "confirmation"
"""The channel of mails that ask whether a sign-up was meant. A reader's own stop of mails does not keep them back."""


class Delivery(Base):
    """What became of one send. Confirmations have no campaign, no person and no approval.

    `next_attempt_at` is empty unless it waits (reserved, deferred), so its index is the queue. `logged` tells whether
    the present state stands in the log as an event.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("deliveries_due", "next_attempt_at", "send_id"),
        Index("deliveries_unlogged", "logged", "state"),
        Index("deliveries_campaign", "campaign_id", "state"),
    )

    send_id: Mapped[str] = mapped_column(primary_key=True)
    campaign_id: Mapped[str]
    person_id: Mapped[int] = mapped_column(BigInteger)
    channel: Mapped[str]
    variant_id: Mapped[str]
    language: Mapped[str]
    address: Mapped[str]
    approval_id: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    handed_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    answered_at: Mapped[datetime | None] = mapped_column(TimeColumn)
    answer_code: Mapped[str | None]
    answer: Mapped[str | None]
    logged: Mapped[bool] = mapped_column(default=True)


class LedgerMark(Base):
    """Up to which decision the ledger has read the data plane's `sends`; one row."""

    __tablename__ = "ledger_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    decided_at: Mapped[datetime] = mapped_column(TimeColumn)


EVERYWHERE = "*"
"""The channel of a suppression that holds for all of them."""


class Stop(Base):
    """An identifier whose owner gets nothing more, over any channel. `addresses`: what it suppressed, folded."""

    __tablename__ = "stops"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    type: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(String(400))
    reason: Mapped[str] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(String(400))
    by: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(TimeColumn)
    addresses: Mapped[Any] = mapped_column(JsonColumn)


class Suppression(Base):
    """An address that gets nothing more over a channel (`*`: over all of them). `address` is folded."""

    __tablename__ = "suppressions"

    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    since: Mapped[datetime] = mapped_column(TimeColumn)
