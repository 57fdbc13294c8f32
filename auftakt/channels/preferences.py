"""The preference centre behind a signed link: what a reader allows, by purpose and channel, and the change of it.

The link names a send and so an address; whoever holds it was written to there. It runs out `LINK_LASTS` after the mail,
while unsubscribing never does.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from auftakt.channels.confirmation.asking import ask
from auftakt.channels.links import Links
from auftakt.channels.models import Delivery
from auftakt.channels.suppressions import lift_unsubscribed, suppress, suppression_of
from auftakt.jobs import Hub
from auftakt.kit.errors import Conflict
from auftakt.kit.ids import stable_id
from auftakt.people import (
    MARKETING,
    CataloguePurpose,
    Standing,
    Where,
    consent_line,
    read_catalogue,
    shown_words,
    standing_of,
)

LINK_LASTS = timedelta(days=400)
FORM = "preference centre"

Cell = tuple[str, str]
"""(purpose, channel)"""


@dataclass(frozen=True)
class PreferencePage:
    """Whom the link is for, what they may decide about, and which of it they allow. `token` opens it again.

    `asked`: what was said yes to just now, and counts only after the link in the mail that was sent was pressed.
    """

    token: str
    address: str
    language: str
    purposes: Sequence[CataloguePurpose]
    cells: Sequence[Cell]
    allowed: frozenset[Cell]
    asked: frozenset[Cell] = frozenset()


@dataclass(frozen=True)
class NoPage:
    """`expired`: the link was ours, but is too old, or what it pointed to is gone. Otherwise it never was ours."""

    expired: bool


class Preferences:
    """Takes tokens from the outside; nothing but a token that this hub signed shows or changes anything."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._links = Links(hub.secret, hub.settings.base_url)

    def page(self, token: str) -> PreferencePage | NoPage:
        """Changes nothing."""
        found = self._read(token)
        return found if isinstance(found, NoPage) else found[0]

    def save(
        self, token: str, allowed: Collection[Cell], *, language: str | None = None, ip: str | None = None
    ) -> PreferencePage | NoPage:
        """Makes `allowed` what the reader allows and refuses all other cells. Raises LogUnavailable.

        A refusal of mails counts before this returns; whatever is waiting for the address is then not sent. Only what
        changes becomes an event. Allowing nothing also refuses what the page doesn't show, such as an old purpose. A
        new yes by email to a purpose with double opt-in only asks: a mail goes out, and it counts once it is confirmed.
        """
        found = self._read(token)
        if isinstance(found, NoPage):
            return found
        page, standing = found
        wanted = frozenset(allowed) & frozenset(page.cells)
        doubled = {(each.key, "email") for each in page.purposes if each.double_opt_in}
        to_ask = (wanted - page.allowed) & doubled
        wanted -= to_ask
        now = self._hub.clock.now()
        where = Where(FORM, language or page.language, ip)
        words = {purpose.key: shown_words(purpose, where) for purpose in page.purposes}
        lines = [
            consent_line(
                "Consent Updated",
                page.address,
                channel,
                purpose,
                words.get(purpose, {"form": FORM, "language": where.language, "ip": ip}),
                message_id=stable_id("csn", token, purpose, channel, yes, int(now.timestamp())),
                at=now,
                granted=yes,
            )
            for purpose, channel in (page.cells if wanted | to_ask else sorted({*page.cells, *standing.decided}))
            if (purpose, channel) not in to_ask
            and (
                (yes := (purpose, channel) in wanted) != ((purpose, channel) in page.allowed)
                or (not yes and standing.decided.get((purpose, channel), False))
            )
        ]
        mails = (MARKETING, "email")
        if mails not in wanted | to_ask:
            with self._hub.control.session() as session:
                suppress(session, "email", page.address, "unsubscribed", now)
        if lines:
            self._hub.log.append_now(lines)
        if mails in wanted:
            # After the log: a yes that could not be kept must not lift anything.
            with self._hub.control.session() as session:
                lift_unsubscribed(session, "email", page.address)
        asked = self._ask(page, to_ask, words, where.language)
        return PreferencePage(token, page.address, page.language, page.purposes, page.cells, wanted, asked)

    def _ask(
        self, page: PreferencePage, cells: Collection[Cell], words: Mapping[str, Mapping[str, Any]], language: str
    ) -> frozenset[Cell]:
        """Sends the mail that asks; an address that is gone gets none and is told nothing."""
        if cells:
            try:
                ask(self._hub, page.address, {purpose: words[purpose] for purpose, _ in cells}, language)
            except Conflict:
                return frozenset()
        return frozenset(cells)

    def _read(self, token: str) -> "tuple[PreferencePage, Standing] | NoPage":
        read = self._links.read("p", token)
        if read is None:
            return NoPage(expired=False)
        with self._hub.control.reading() as session:
            row = session.get(Delivery, read.send_id)
            if row is None or (row.handed_at is not None and row.handed_at + LINK_LASTS < self._hub.clock.now()):
                return NoPage(expired=True)
            address, language = row.address, row.language
            purposes = read_catalogue(session)
            suppressed = suppression_of(session, "email", address) is not None
        with self._hub.plane.reader() as con:
            standing = standing_of(con, address)
        cells = [
            (purpose.key, channel)
            for purpose in purposes
            for channel in purpose.channels
            if channel in standing.channels
        ]
        stopped = {(MARKETING, "email")} if suppressed else set()
        allowed = frozenset(cell for cell in cells if standing.decided.get(cell, False)) - stopped
        return PreferencePage(token, address, language, purposes, cells, allowed), standing
