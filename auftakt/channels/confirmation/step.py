"""Sign-ups that came as events: after each batch's commit, and once more when a hub starts, their mails go out."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from auftakt.channels.address import envelope_address
from auftakt.channels.confirmation.asking import enter_request, requested_line
from auftakt.channels.suppressions import suppression_of
from auftakt.jobs import Batch
from auftakt.kit.settings import Settings
from auftakt.people import ConsentAsk, asks_after, asks_taken, take_asks
from auftakt.store.control import Control
from auftakt.store.log import Log
from auftakt.store.plane import Connection, Plane

_PAGE = 5_000


class ConfirmationStep:
    """Turns what a batch kept apart into requests, each with its mail, exactly once: requests and mark commit together.

    An ask that has no sure address, whose purpose stands at yes already, or whose address is stopped for another reason
    than its owner's own wish leads to no mail; it stays in `consent_asks`.
    """

    name = "confirmations"

    def __init__(self, plane: Plane, log: Log, settings: Settings, wake: Callable[[], None] = lambda: None) -> None:
        self._plane = plane
        self._log = log
        self._settings = settings
        self._wake = wake

    def run(self, batch: Batch) -> Mapping[str, int]:
        return {}

    def committed(self, batch: Batch) -> None:
        if not batch.live:
            return
        with self._plane.reader() as con:
            taken = take_asked(batch.control, con, self._log, self._settings, batch.now)
        if taken:
            self._wake()


def take_asked(control: Control, con: Connection, log: Log, settings: Settings, now: datetime) -> int:
    """Takes over all asks since the mark; gives how many became requests. Raises LogUnavailable."""
    taken = 0
    while True:
        with control.reading() as session:
            asks = asks_after(con, asks_taken(session), _PAGE)
        if not asks:
            return taken
        with control.session() as session:
            lines = [line for each in asks if (line := _enter(session, settings, each, now)) is not None]
            if lines:
                # Inside the transaction: a log that can't be written leaves the mark where it was.
                log.append_now(lines)
            take_asks(session, asks[-1].log_offset)
        taken += len(lines)


def _enter(session: Session, settings: Settings, each: ConsentAsk, now: datetime) -> bytes | None:
    if each.stands or envelope_address(each.address) is None:
        return None
    stopped = suppression_of(session, "email", each.address)
    if stopped is not None and stopped.reason != "unsubscribed":
        return None
    evidence = {**each.evidence, "event_at": each.asked_at.isoformat()}
    language = each.language or settings.language
    request, _ = enter_request(session, settings.consent, each.address, {each.purpose: evidence}, language, now)
    return requested_line(request, each.purpose, now)
