"""Asking: a yes that only its owner can make count, the mail that asks for it, and how often it may be sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from auftakt.channels.address import envelope_address
from auftakt.channels.models import CONFIRMATION, Delivery
from auftakt.channels.suppressions import suppression_of
from auftakt.jobs import Hub
from auftakt.kit.errors import Conflict, InvalidInput
from auftakt.kit.ids import stable_id
from auftakt.kit.settings import ConsentSettings
from auftakt.kit.text import Text
from auftakt.people import REQUESTED, ConsentRequest, consent_line, count_mail, note_request

MailState = Literal["sent", "waits", "none"]


@dataclass(frozen=True)
class Asked:
    """A sign-up, and whether a mail goes out now. `waits`: one was sent a moment ago, or as many as there may be."""

    request: ConsentRequest
    mail: MailState


def ask(hub: Hub, address: str, asked: Mapping[str, Mapping[str, Any]], language: str) -> Asked:
    """Enters a sign-up for the purposes in `asked` (with the evidence of the form) and sends the mail that asks.

    Raises InvalidInput for what is no address, Conflict where the address is suppressed for another reason than its
    owner's own stop, LogUnavailable.
    """
    now = hub.clock.now()
    if envelope_address(address) is None:
        raise InvalidInput(
            Text(f"{address!r} is not a mail address.", f"{address!r} はメールアドレスではありません。"),
            next_action=Text("Ask the person to write it again.", "ご本人に書き直してもらってください。"),
            field="email",
        )
    with hub.control.session() as session:
        _refuse_stopped(session, address)
        request, mail = enter_request(session, hub.settings.consent, address, asked, language, now)
    hub.log.append_now([requested_line(request, purpose, now) for purpose in asked])
    _wake(hub)
    return Asked(request, mail)


def ask_again(hub: Hub, request: ConsentRequest) -> Asked:
    """Sends the mail once more, within the limits; a sign-up that ran out begins anew. Raises as `ask`."""
    now = hub.clock.now()
    with hub.control.session() as session:
        _refuse_stopped(session, request.address)
        again, mail = enter_request(
            session, hub.settings.consent, request.address, request.asked, request.language, now
        )
    _wake(hub)
    return Asked(again, mail)


def enter_request(
    session: Session,
    limits: ConsentSettings,
    address: str,
    asked: Mapping[str, Mapping[str, Any]],
    language: str,
    now: datetime,
) -> tuple[ConsentRequest, MailState]:
    """The sign-up and its mail in one transaction, so that none is there without the other."""
    request = note_request(session, address, asked, language, now, timedelta(days=limits.confirm_days))
    number = count_mail(session, request.id, now, most=limits.max_mails, pause=timedelta(minutes=limits.resend_minutes))
    if number is None:
        return request, "waits"
    session.add(
        Delivery(
            send_id=stable_id("snd", request.id, number),
            campaign_id="",
            person_id=0,
            channel=CONFIRMATION,
            variant_id=request.id,
            language=request.language,
            address=request.address,
            approval_id="",
            state="reserved",
            attempts=0,
            next_attempt_at=now,
            logged=True,
        )
    )
    session.flush()
    return request, "sent"


def requested_line(request: ConsentRequest, purpose: str, now: datetime) -> bytes:
    """The event that tells of a sign-up; once for each purpose of a request."""
    evidence = {**request.asked[purpose], "request": request.id}
    message_id = stable_id("csr", request.id, purpose)
    return consent_line(REQUESTED, request.address, "email", purpose, evidence, message_id=message_id, at=now)


def _refuse_stopped(session: Session, address: str) -> None:
    """The owner's own stop may be taken back by the owner; what stopped it otherwise may not."""
    stopped = suppression_of(session, "email", address)
    if stopped is not None and stopped.reason != "unsubscribed":
        raise Conflict(
            Text(
                f"This address is suppressed ({stopped.reason}), so no confirmation is sent to it.",
                f"このアドレスは配信停止中({stopped.reason})のため、確認メールを送りません。",
            ),
            next_action=Text(
                "Ask for another address, or lift the suppression first.",
                "別のアドレスを確認するか、先に配信停止を解除してください。",
            ),
        )


def _wake(hub: Hub) -> None:
    wake = getattr(hub.services.get("delivery"), "wake", None)
    if wake is not None:
        wake()
    hub.runner.poke()
