"""Addresses that get nothing more: unsubscribed, or gone. In force the moment they are written."""

from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from auftakt.channels.models import EVERYWHERE, Stop, Suppression
from auftakt.kit.clock import iso
from auftakt.kit.text import fold

_INSERT = text(
    "insert into suppressions (channel, address, reason, since) values (:channel, :address, :reason, :since)"
    " on conflict (channel, address) do nothing"
)


def suppress(session: Session, channel: str, address: str, reason: str, now: datetime) -> None:
    """Adds an address; the first reason stays. `reason` is unsubscribed, bounced or stopped."""
    session.execute(_INSERT, {"channel": channel, "address": fold(address), "reason": reason, "since": iso(now)})


def lift_unsubscribed(session: Session, channel: str, address: str) -> None:
    """Takes back an address's own refusal, since it was just asked again by its owner. A bounce stays."""
    session.execute(
        delete(Suppression).where(
            Suppression.channel == channel,
            Suppression.address == fold(address),
            Suppression.reason == "unsubscribed",
        )
    )


def suppressed_addresses(session: Session) -> list[tuple[str, str]]:
    """All (channel, address), for a step that decides about many people at once.

    The channel `*` is every channel, and `@` an identifier (`type:value`) whose owner gets nothing at all.
    """
    pairs = [(row.channel, row.address) for row in session.execute(select(Suppression.channel, Suppression.address))]
    return pairs + [("@", f"{row.type}:{fold(row.value)}") for row in session.execute(select(Stop.type, Stop.value))]


def suppression_of(session: Session, channel: str, address: str) -> Suppression | None:
    """Why and since when this address gets nothing."""
    return session.get(Suppression, (EVERYWHERE, fold(address))) or session.get(Suppression, (channel, fold(address)))
