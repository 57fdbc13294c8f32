"""The mail that asks for a confirmation: no advertising in it, no tracking, and who sends it."""

from collections.abc import Mapping, Sequence
from html import escape

from sqlalchemy.orm import Session

from auftakt.channels.ledger import DueDelivery
from auftakt.channels.links import Links
from auftakt.channels.mime import Mail, Sender
from auftakt.kit.clock import Clock
from auftakt.kit.errors import AuftaktError, NotFound
from auftakt.kit.settings import Settings
from auftakt.kit.text import Text
from auftakt.people import CataloguePurpose, ConsentRequest, find_request, read_catalogue
from auftakt.store.control import Control

_SUBJECT = Text("Please confirm: {names}", "【ご確認ください】{names}の受け取り")
_HELLO = Text(
    "Somebody, hopefully you, asked {hub} to write to {address}:",
    "{hub} に、{address} 宛の次の配信のお申し込みがありました。",
)
_PRESS = Text(
    "Nothing is sent to you until you confirm. The link works until {until} (UTC).",
    "ご確認いただくまで、何もお送りしません。リンクの期限は {until}(UTC)です。",
)
_BUTTON = Text("Look and confirm", "内容を見て確認する")
_NOT_YOU = Text(
    "If it was not you, do nothing: you will not hear from us again.",
    "お心当たりがない場合は、何もなさらないでください。今後お送りすることはありません。",
)


class ConfirmationRenderer:
    """Makes the mails of deliveries that ask for a confirmation, in the language of the sign-up."""

    def __init__(self, control: Control, settings: Settings, links: Links, clock: Clock) -> None:
        self._control = control
        self._settings = settings
        self._links = links
        self._clock = clock

    def render(self, deliveries: Sequence[DueDelivery]) -> Mapping[str, Mail | AuftaktError]:
        with self._control.reading() as session:
            catalogue = {each.key: each for each in read_catalogue(session)}
            return {each.send_id: self._mail(session, each, catalogue) for each in deliveries}

    def _mail(
        self, session: Session, delivery: DueDelivery, catalogue: Mapping[str, CataloguePurpose]
    ) -> Mail | AuftaktError:
        request = find_request(session, delivery.variant_id, self._clock.now())
        asked = [catalogue[key] for key in request.asked if key in catalogue] if request is not None else []
        if request is None or request.state != "pending" or not asked:
            return NotFound(
                Text(
                    "The sign-up was confirmed already, or has run out.",
                    "申し込みは確認済みか、期限が切れています。",
                )
            )
        return self._write(request, asked)

    def _write(self, request: ConsentRequest, asked: Sequence[CataloguePurpose]) -> Mail:
        language, smtp = request.language, self._settings.smtp
        names = ("、" if language == "ja" else ", ").join(each.name.pick(language) for each in asked)
        hello = _HELLO.pick(language).format(hub=self._settings.name, address=request.address)
        press = _PRESS.pick(language).format(until=request.expires_at.strftime("%Y-%m-%d %H:%M"))
        link, button, not_you = self._links.confirm(request.id), _BUTTON.pick(language), _NOT_YOU.pick(language)
        words = [(each.name.pick(language), each.current.text.pick(language)) for each in asked]
        sender = [part for part in (smtp.from_name, smtp.postal_address, smtp.contact or smtp.from_address) if part]
        listed = "\n".join(f"- {name}: {text}" for name, text in words)
        text = f"{hello}\n\n{listed}\n\n{press}\n{button}: {link}\n\n{not_you}\n\n-- \n" + "\n".join(sender) + "\n"
        items = "".join(f"<li><b>{escape(name)}</b><br>{escape(text)}</li>" for name, text in words)
        html = (
            f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"></head>'
            '<body style="margin:0;padding:24px;background:#f5f5f2;color:#1c2330;'
            "font:16px/1.7 Inter,'Hiragino Sans','Noto Sans JP',sans-serif\">"
            '<div style="max-width:560px;margin:0 auto;padding:24px;background:#fff">'
            f"<p>{escape(hello)}</p><ul>{items}</ul><p>{escape(press)}</p>"
            f'<p><a href="{escape(link)}" style="display:inline-block;padding:14px 28px;border-radius:6px;'
            f'background:#3b4cca;color:#fff;font-weight:600;text-decoration:none">{escape(button)}</a></p>'
            f'<p style="color:#5c6474">{escape(not_you)}</p><p style="color:#5c6474;font-size:12px">'
            + "<br>".join(escape(part) for part in sender)
            + "</p></div></body></html>"
        )
        subject = _SUBJECT.pick(language).format(names=names)
        return Mail(Sender(smtp.from_address, smtp.from_name), subject, html, text)
