"""Control state of webhooks: what was called, until it is in the log, and its key, so that a repeat is known."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from auftakt.store.control import Base, TimeColumn


class WebhookDeliveryRow(Base):
    """One call. `body` is emptied once its rows are in the log; the key stays for a week."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (Index("ix_webhook_deliveries_key", "path", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    path: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(100))
    topic: Mapped[str] = mapped_column(String(200))
    received_at: Mapped[datetime] = mapped_column(TimeColumn)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
