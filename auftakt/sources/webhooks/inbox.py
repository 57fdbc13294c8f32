"""The inbox of webhooks: what was called and is not in the log yet, and what was called already."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from auftakt.sources.webhooks.models import WebhookDeliveryRow

REMEMBERED = timedelta(days=7)


@dataclass(frozen=True)
class Delivery:
    """A call that waits. `id` grows."""

    id: int
    key: str
    topic: str
    received_at: datetime
    body: bytes


def keep_delivery(session: Session, path: str, key: str, topic: str, body: bytes, now: datetime) -> bool:
    """Keeps a call; false where it was kept within the last week."""
    query = select(WebhookDeliveryRow.id).where(WebhookDeliveryRow.path == path, WebhookDeliveryRow.key == key)
    if session.scalar(query) is not None:
        return False
    session.add(WebhookDeliveryRow(path=path, key=key, topic=topic, received_at=now, body=body))
    return True


def waiting_deliveries(session: Session, path: str, after: int, limit: int) -> list[Delivery]:
    """The oldest first."""
    query = (
        select(WebhookDeliveryRow)
        .where(WebhookDeliveryRow.path == path, WebhookDeliveryRow.id > after, WebhookDeliveryRow.body.is_not(None))
        .order_by(WebhookDeliveryRow.id)
        .limit(limit)
    )
    return [
        Delivery(row.id, row.key, row.topic, row.received_at, row.body or b"") for row in session.scalars(query)
    ]  # fmt: skip


def empty_deliveries(session: Session, ids: Collection[int]) -> None:
    """Their rows are in the log: only their keys stay."""
    session.execute(update(WebhookDeliveryRow).where(WebhookDeliveryRow.id.in_(ids)).values(body=None))


def forget_deliveries(session: Session, path: str, now: datetime | None) -> None:
    """Forgets the keys that are older than a week; without `now` everything of this path."""
    statement = delete(WebhookDeliveryRow).where(WebhookDeliveryRow.path == path)
    if now is not None:
        statement = statement.where(
            WebhookDeliveryRow.received_at < now - REMEMBERED, WebhookDeliveryRow.body.is_(None)
        )
    session.execute(statement)
