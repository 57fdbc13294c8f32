"""The link in the mail: what it asks, and what pressing its button does. Opening it changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from auftakt.channels.confirmation.asking import Asked, ask_again
from auftakt.channels.links import Links
from auftakt.channels.suppressions import lift_unsubscribed
from auftakt.jobs import Hub
from auftakt.kit.ids import stable_id
from auftakt.people import (
    MARKETING,
    UPDATED,
    BothLanguages,
    ConsentRequest,
    consent_line,
    find_request,
    mark_confirmed,
    read_catalogue,
)

METHOD = "double_opt_in"


@dataclass(frozen=True)
class AskedPurpose:
    """One purpose of a sign-up in the words that its form showed."""

    key: str
    name: BothLanguages
    text: BothLanguages


@dataclass(frozen=True)
class ConfirmationPage:
    """What a link leads to. `state`: pending, confirmed or expired; the purposes are those that are still in use."""

    token: str
    state: Literal["pending", "confirmed", "expired"]
    address: str
    language: str
    purposes: Sequence[AskedPurpose]


class Confirmations:
    """Takes tokens from the outside; nothing but a token that this hub signed shows or changes anything."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._links = Links(hub.secret, hub.settings.base_url)

    def page(self, token: str) -> ConfirmationPage | None:
        """None for a token that is not ours."""
        request = self._request(token)
        return self._page(token, request) if request is not None else None

    def confirm(self, token: str, *, language: str, ip: str | None) -> ConfirmationPage | None:
        """Makes the yes count, with the evidence of both steps. Raises LogUnavailable, and then nothing has changed.

        May be repeated: each purpose of a request has one event, and the log comes before the mark.
        """
        request = self._request(token)
        page = self._page(token, request) if request is not None else None
        if request is None or page is None or page.state != "pending":
            return page
        now = self._hub.clock.now()
        second = {"confirmed_at": now.isoformat(), "confirmed_language": language, "confirmed_ip": ip}
        self._hub.log.append_now(
            [
                consent_line(
                    UPDATED,
                    request.address,
                    "email",
                    purpose.key,
                    {**request.asked[purpose.key], **second, "method": METHOD, "request": request.id},
                    message_id=stable_id("cnf", request.id, purpose.key),
                    at=now,
                    granted=True,
                )
                for purpose in page.purposes
            ]
        )
        with self._hub.control.session() as session:
            mark_confirmed(session, request.id, {**second, "purposes": [each.key for each in page.purposes]}, now)
            if any(each.key == MARKETING for each in page.purposes):
                lift_unsubscribed(session, "email", request.address)
        self._hub.runner.poke()
        return self.page(token)

    def again(self, token: str) -> Asked | None:
        """Another mail for a sign-up that waits or ran out. None for a token that is not ours, or where all is done."""
        request = self._request(token)
        return ask_again(self._hub, request) if request is not None and request.state != "confirmed" else None

    def _request(self, token: str) -> ConsentRequest | None:
        read = self._links.read("k", token)
        if read is None:
            return None
        with self._hub.control.reading() as session:
            return find_request(session, read.send_id, self._hub.clock.now())

    def _page(self, token: str, request: ConsentRequest) -> ConfirmationPage:
        with self._hub.control.reading() as session:
            catalogue = {each.key: each for each in read_catalogue(session)}
        purposes = []
        for key, evidence in request.asked.items():
            if (known := catalogue.get(key)) is None:
                continue
            shown = evidence.get("text_version")
            words = next((each for each in known.versions if each.version == shown), known.current)
            purposes.append(AskedPurpose(key, known.name, words.text))
        state = "expired" if request.state == "pending" and not purposes else request.state
        return ConfirmationPage(token, state, request.address, request.language, purposes)  # type: ignore[arg-type]
