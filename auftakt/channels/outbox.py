"""The ledger as the dispatcher sees it: letters that are due, claimed, settled. Blocking; called from a thread."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from auftakt.channels import ledger
from auftakt.channels.ledger import DueDelivery
from auftakt.channels.links import Links
from auftakt.channels.mime import Letter, Mail
from auftakt.channels.models import CONFIRMATION
from auftakt.channels.outcomes import log_outcomes
from auftakt.channels.replies import Answer
from auftakt.channels.server import ServerAway
from auftakt.kit.clock import Clock
from auftakt.kit.errors import AuftaktError
from auftakt.store.control import Control
from auftakt.store.log import Log

logger = logging.getLogger(__name__)

# While a server is away the pauses grow, so that a long outage does not rewrite the ledger every minute.
_AWAY_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


class Renderer(Protocol):
    """Makes the mails of many deliveries at once, so that what it reads about people is read in one query."""

    def render(self, deliveries: Sequence[DueDelivery]) -> Mapping[str, Mail | AuftaktError]:
        """By send id: the mail, or why there can be none for this person."""
        ...


class Renderers:
    """Hands each delivery to the renderer of its channel; those without one of their own to `others`."""

    def __init__(self, by_channel: Mapping[str, Renderer], others: Renderer) -> None:
        self._by_channel = by_channel
        self._others = others

    def render(self, deliveries: Sequence[DueDelivery]) -> Mapping[str, Mail | AuftaktError]:
        made: dict[str, Mail | AuftaktError] = {}
        for channel in sorted({each.channel for each in deliveries}):
            renderer = self._by_channel.get(channel, self._others)
            made.update(renderer.render([each for each in deliveries if each.channel == channel]))
        return made


class Outbox:
    """One hub's letters."""

    def __init__(self, control: Control, log: Log, clock: Clock, renderer: Renderer, links: Links) -> None:
        self._control = control
        self._log = log
        self._clock = clock
        self._renderer = renderer
        self._links = links
        self._away_streak = 0
        self._held: set[str] = set()

    def letters(self, most: int) -> list[Letter]:
        """Letters that are due now. What can't be made is answered here; it never holds up the rest."""
        now = self._clock.now()
        while True:
            with self._control.session() as session:
                due = ledger.due(session, most, now)
            if not due:
                return []
            made, failed = self._make(due, now)
            if failed:
                self._settle_unmade(failed, now)
            if made:
                return made

    def claim(self, letters: Sequence[Letter]) -> list[Letter]:
        """Those of the letters that may go out; committed as handed when this returns."""
        with self._control.session() as session:
            claimed = ledger.claim(session, [letter.send_id for letter in letters], self._clock.now())
        return [letter for letter in letters if letter.send_id in claimed]

    def release(self, letters: Sequence[Letter]) -> None:
        """Takes back claimed letters that were never put on a line."""
        if letters:
            with self._control.session() as session:
                ledger.release(session, [letter.send_id for letter in letters], self._clock.now())

    def settle(self, answers: Mapping[str, Answer]) -> None:
        """Writes answers to the ledger, then to the log."""
        now = self._clock.now()
        if answers:
            with self._control.session() as session:
                ledger.answer(session, answers, now)
                if self._held and any(given.counted for given in answers.values()):
                    ledger.resume_held(session, sorted(self._held), now)
                    self._held, self._away_streak = set(), 0
        log_outcomes(self._control, self._log, now)

    def hold(self, away: ServerAway) -> datetime:
        """Defers everything that is due, since the server is away; gives until when."""
        now = self._clock.now()
        until = now + _AWAY_PAUSES[min(self._away_streak, len(_AWAY_PAUSES) - 1)]
        self._away_streak += 1
        self._held.add(away.code)
        with self._control.session() as session:
            ledger.hold_due(session, Answer("deferred", away.code, away.words, counted=False), now, until)
        return until

    def next_due(self) -> datetime | None:
        with self._control.reading() as session:
            return ledger.next_due(session)

    def now(self) -> datetime:
        return self._clock.now()

    def _make(self, due: Sequence[DueDelivery], now: datetime) -> tuple[list[Letter], dict[str, Answer]]:
        failed: dict[str, Answer] = {}
        try:
            mails = self._renderer.render(due)
        except Exception as error:
            logger.exception("Making mails failed")
            return [], {delivery.send_id: Answer("deferred", "render_failed", str(error)[:300]) for delivery in due}
        letters: list[Letter] = []
        for delivery in due:
            mail = mails.get(delivery.send_id)
            if isinstance(mail, Mail):
                # A mail that asks for a confirmation belongs to no list that could be left.
                stops = delivery.channel != CONFIRMATION
                unsubscribe = self._links.unsubscribe(delivery.send_id) if stops else ""
                letters.append(Letter(delivery.send_id, delivery.address, mail, unsubscribe, now))
            else:
                failed[delivery.send_id] = Answer("rejected", "not_rendered", str(mail or "")[:300])
        return letters, failed

    def _settle_unmade(self, failed: Mapping[str, Answer], now: datetime) -> None:
        # Claimed first, so that an attempt is counted and a second process could not answer the same ones.
        with self._control.session() as session:
            claimed = ledger.claim(session, list(failed), now)
            ledger.answer(session, {send_id: failed[send_id] for send_id in claimed}, now)
        log_outcomes(self._control, self._log, now)
