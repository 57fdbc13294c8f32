"""Sends with what became of them, the decision about unknown ones, and the local mailbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from sqlalchemy.orm import Session

from auftakt import campaigns, channels, journeys, team
from auftakt.channels import MailHeader, MailLink, MailStore, MailSummary, SendView
from auftakt.jobs import Hub
from auftakt.kit.clock import iso, parse_time
from auftakt.kit.errors import InvalidInput
from auftakt.kit.text import Text
from auftakt.web.deps import Editor, HubDep, LanguageDep, Viewer

router = APIRouter()

SendState = Literal["reserved", "handed", "accepted", "deferred", "rejected", "unknown", "not_sent"]


@dataclass(frozen=True)
class SendPage:
    items: list[SendView]
    next: str | None


@dataclass(frozen=True)
class Resolution:
    """What a person found out about an unknown send; `note` says where they looked."""

    state: Literal["accepted", "rejected"]
    note: str


@dataclass(frozen=True)
class MailboxEntry:
    """A mail in the local mailbox; campaign and person are known for mails of this hub."""

    id: int
    received_at: datetime
    to: str
    subject: str
    preheader: str
    send_id: str
    campaign_id: str | None
    person_id: int | None


@dataclass(frozen=True)
class MailboxPage:
    items: list[MailboxEntry]
    next: str | None


@dataclass(frozen=True)
class MailboxMail(MailboxEntry):
    """The whole mail. `html` is as it was sent: show it in a sandbox."""

    headers: list[MailHeader]
    html: str
    text: str
    raw: str
    links: list[MailLink]


@router.get("/sends")
def list_sends(
    hub: HubDep,
    user: Viewer,
    language: LanguageDep,
    campaign: str | None = None,
    state: SendState | None = None,
    after: str | None = None,
    limit: int = 50,
) -> SendPage:
    most = max(1, min(limit, 200))
    with hub.plane.reader() as con, hub.control.reading() as session:
        if state is None or state == "not_sent":
            found = journeys.decisions_of(
                con, campaign_id=campaign, decision=state, after=_moment(after), limit=most, language=language
            )
            last = f"{iso(found[-1].decided_at)} {found[-1].send_id}" if len(found) == most else None
        else:
            page = channels.list_deliveries(session, campaign_id=campaign, state=state, after=after, limit=most)
            found = channels.decisions_of_sends(con, [delivery.send_id for delivery in page], language)
            last = page[-1].send_id if len(page) == most else None
        items = channels.with_deliveries(session, found, _campaign_names(session), language)
    return SendPage(items, last)


@router.post("/sends/{send_id}/resolve")
def resolve_send(send_id: str, body: Resolution, hub: HubDep, user: Editor, language: LanguageDep) -> SendView:
    now = hub.clock.now()
    with hub.control.session() as session:
        channels.resolve_unknown(session, send_id, body.state, body.note, user.name, now)
        team.record(session, now, user.id, "send.resolved", "send", send_id, {"state": body.state, "note": body.note})
    channels.log_outcomes(hub.control, hub.log, now)
    hub.runner.poke()
    with hub.plane.reader() as con, hub.control.reading() as session:
        found = channels.decisions_of_sends(con, [send_id], language)
        return channels.with_deliveries(session, found, _campaign_names(session), language)[0]


@router.get("/mailbox")
def list_mailbox(hub: HubDep, user: Viewer, after: str | None = None, limit: int = 50, search: str = "") -> MailboxPage:
    store = _mailbox(hub)
    if store is None:
        return MailboxPage([], None)
    try:
        most = max(1, min(limit, 200))
        found = store.list(search, int(after) if after and after.isdigit() else None, most)
    finally:
        store.close()
    return MailboxPage(_entries(hub, found), str(found[-1].id) if len(found) == most else None)


@router.get("/mailbox/{mail_id}")
def get_mail(mail_id: int, hub: HubDep, user: Viewer) -> MailboxMail:
    store = MailStore.open(hub.home / "mailbox.db")
    try:
        mail = store.read(mail_id)
    finally:
        store.close()
    entry = _entries(hub, [mail.summary])[0]
    return MailboxMail(
        **vars(entry), headers=mail.headers, html=mail.html, text=mail.text, raw=mail.raw, links=mail.links
    )


def _mailbox(hub: Hub) -> MailStore | None:
    path = hub.home / "mailbox.db"
    return MailStore.open(path) if path.exists() else None


def _entries(hub: Hub, found: list[MailSummary]) -> list[MailboxEntry]:
    with hub.control.reading() as session:
        known = channels.deliveries_of(session, [mail.send_id for mail in found if mail.send_id])
    # A mail that asks for a confirmation belongs to no campaign and to nobody that is known for sure.
    return [
        MailboxEntry(
            **vars(mail),
            campaign_id=(known[mail.send_id].campaign_id or None) if mail.send_id in known else None,
            person_id=(known[mail.send_id].person_id or None) if mail.send_id in known else None,
        )
        for mail in found
    ]


def _campaign_names(session: Session) -> dict[str, str]:
    return {stored.campaign.id: stored.campaign.name for stored in campaigns.list_campaigns(session)}


def _moment(after: str | None) -> tuple[datetime, str] | None:
    if not after:
        return None
    moment, _, send_id = after.partition(" ")
    try:
        return parse_time(moment), send_id
    except ValueError as error:
        raise InvalidInput(
            Text("This page does not exist.", "このページは存在しません。"),
            next_action=Text("Start again from the first page.", "最初のページから開き直してください。"),
            field="after",
        ) from error
