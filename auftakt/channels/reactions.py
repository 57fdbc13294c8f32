"""What readers do with a mail: open it, click, unsubscribe. Each becomes an event on the person who got it."""

import logging
from dataclasses import dataclass

from auftakt.channels.links import Links
from auftakt.channels.outcomes import Outcome, click_line, open_line, outcome_of, unsubscribed_line
from auftakt.channels.suppressions import suppress, suppression_of
from auftakt.kit.clock import Clock
from auftakt.store.control import Control
from auftakt.store.log import Log, LogUnavailable

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subscription:
    """Whom an unsubscribe link is for, and whether mails still go there."""

    address: str
    language: str
    subscribed: bool


class Reactions:
    """Takes tokens as they come from the outside. Nothing but a token that this hub signed has an effect."""

    def __init__(self, control: Control, log: Log, clock: Clock, links: Links) -> None:
        self._control = control
        self._log = log
        self._clock = clock
        self._links = links

    def clicked(self, token: str) -> str | None:
        """Where to go, or None for a token that is not ours."""
        read = self._links.read("c", token)
        if read is None:
            return None
        row = self._delivery(read.send_id)
        if row is not None:
            self._tell(click_line(row, read.target, self._clock.now()))
        return read.target

    def opened(self, token: str) -> bool:
        """Whether the token is ours."""
        read = self._links.read("o", token)
        row = self._delivery(read.send_id) if read is not None else None
        if row is not None:
            self._tell(open_line(row, self._clock.now()))
        return read is not None

    def subscription(self, token: str) -> Subscription | None:
        """What the page behind an unsubscribe link shows; changes nothing, since scanners open links too."""
        row = self._addressee(token)
        if row is None:
            return None
        with self._control.reading() as session:
            subscribed = suppression_of(session, row.channel, row.address) is None
        return Subscription(row.address, row.language, subscribed)

    def unsubscribed(self, token: str) -> Subscription | None:
        """Suppresses the address at once and tells the log; None for a token that is not ours. Raises LogUnavailable.

        May be repeated: the suppression stands before the event, and the event has one id per send.
        """
        row = self._addressee(token)
        if row is None:
            return None
        now = self._clock.now()
        with self._control.session() as session:
            suppress(session, row.channel, row.address, "unsubscribed", now)
        self._log.append_now([unsubscribed_line(row, now)])
        return Subscription(row.address, row.language, subscribed=False)

    def _tell(self, line: bytes) -> None:
        # A reader must get where they want to go, even while the disk is full.
        try:
            self._log.append_now([line])
        except LogUnavailable:
            logger.exception("A reaction could not be kept")

    def _addressee(self, token: str) -> Outcome | None:
        read = self._links.read("u", token)
        return self._delivery(read.send_id) if read is not None else None

    def _delivery(self, send_id: str) -> Outcome | None:
        with self._control.reading() as session:
            return outcome_of(session, send_id)
