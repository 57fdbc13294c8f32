"""The page behind the link of a confirmation mail: whole HTML, no JavaScript, no sign-in.

Opening it changes nothing, since scanners open every link of a mail; only the button does.
"""

from html import escape

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from auftakt.channels import ConfirmationPage, Confirmations
from auftakt.jobs import Hub
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text
from auftakt.store.log import LogUnavailable
from auftakt.web.deps import HubDep, language_of_request
from auftakt.web.limits import VisitorLimit
from auftakt.web.pages import PAGE_HEADERS, STYLE, masked

router = APIRouter(include_in_schema=False)

CALLS_PER_MINUTE = 60
_LIMIT = VisitorLimit(CALLS_PER_MINUTE)

_STYLE = STYLE + (
    "main{margin:6vh auto}dl{margin:0 0 1rem}dt{font-weight:600;border-top:1px solid #e3e3de;padding-top:1rem}"
    "dd{margin:0 0 1rem;color:#5c6474;font-size:.9rem}"
    "@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem}button{width:100%}}"
)
_TITLES = {
    "pending": Text("Please confirm", "内容をご確認ください"),
    "confirmed": Text("Thank you, it is confirmed", "確認しました。ありがとうございます"),
    "expired": Text("This link has run out", "このリンクは期限切れです"),
}
_SAID = {
    "pending": Text("These will be sent to {address}:", "{address} 宛に、次の内容をお送りします。"),
    "confirmed": Text("From now on these are sent to {address}:", "今後、{address} 宛に次の内容をお送りします。"),
    "expired": Text(
        "Nothing is sent to {address}. If you still want it, have a new mail sent to you.",
        "{address} 宛には何もお送りしていません。ご希望の場合は、もう一度メールをお送りします。",
    ),
}
_LEAVE = Text(
    "You can change your mind at any time with the link in each message.",
    "各メッセージのリンクから、いつでも変更できます。",
)
_CONFIRM = Text("Yes, I confirm", "同意して確認する")
_AGAIN = Text("Send me a new mail", "確認メールを再送する")
_SENT = Text("A new mail is on its way", "確認メールを再送しました")
_SENT_MORE = Text("Open the link in the mail to {address}.", "{address} 宛のメールのリンクを開いてください。")
_TOO_SOON = Text("A mail was sent to you already", "確認メールはすでにお送りしています")
_OTHER = Text("日本語で表示", "Show in English")
_STRANGE = Text("This link is not valid", "このリンクは無効です")
_STRANGE_MORE = Text(
    "It may have been cut off. Open it again from the mail.",
    "途中で切れている可能性があります。メールから開き直してください。",
)
_BUSY = Text("Too many calls just now", "アクセスが集中しています")
_LATER = Text("That did not work just now; nothing was changed", "ただいま処理できませんでした。変更はありません")
_WAIT = Text("Please try again in a minute.", "1分ほど待ってから、もう一度お試しください。")


@router.get("/k/{token}")
def show_confirmation(token: str, request: Request, hub: HubDep, lang: str = "") -> Response:
    if not _LIMIT.allows(request, hub):
        return _note(request, hub, _BUSY, _WAIT, 429, lang)
    page = Confirmations(hub).page(token)
    return _note(request, hub, _STRANGE, _STRANGE_MORE, 404, lang) if page is None else _page(hub, page, lang)


@router.post("/k/{token}")
def confirm(token: str, request: Request, hub: HubDep, lang: str = "") -> Response:
    if not _LIMIT.allows(request, hub):
        return _note(request, hub, _BUSY, _WAIT, 429, lang)
    ip = request.client.host if request.client else None
    try:
        page = Confirmations(hub).confirm(token, language=_language(request, lang), ip=ip)
    except LogUnavailable:
        return _note(request, hub, _LATER, _WAIT, 503, lang)
    return _note(request, hub, _STRANGE, _STRANGE_MORE, 404, lang) if page is None else _page(hub, page, lang)


@router.post("/k/{token}/again")
def send_again(token: str, request: Request, hub: HubDep, lang: str = "") -> Response:
    if not _LIMIT.allows(request, hub):
        return _note(request, hub, _BUSY, _WAIT, 429, lang)
    try:
        asked = Confirmations(hub).again(token)
    except LogUnavailable:
        return _note(request, hub, _LATER, _WAIT, 503, lang)
    except Conflict:
        asked = None
    if asked is None:
        return _note(request, hub, _STRANGE, _STRANGE_MORE, 404, lang)
    title = _SENT if asked.mail == "sent" else _TOO_SOON
    more = _SENT_MORE.pick(_language(request, lang)).format(address=masked(asked.request.address))
    return _note(request, hub, title, Text(more, more), 200, lang)


def _language(request: Request, lang: str) -> str:
    return lang if lang in ("ja", "en") else language_of_request(request)


def _page(hub: Hub, page: ConfirmationPage, lang: str) -> HTMLResponse:
    language = lang if lang in ("ja", "en") else page.language
    other = "en" if language == "ja" else "ja"
    title = _TITLES[page.state].pick(language)
    path = f"/k/{escape(page.token)}"
    form = ""
    if page.state != "confirmed":
        action, button = (f"{path}/again", _AGAIN) if page.state == "expired" else (path, _CONFIRM)
        form = (
            f'<form method="post" action="{action}?lang={language}">'
            f'<button type="submit">{escape(button.pick(language))}</button></form>'
        )
    body = (
        f"<h1>{escape(title)}</h1>"
        f"<p>{escape(_SAID[page.state].pick(language).format(address=masked(page.address)))}</p><dl>"
        + "".join(
            f"<dt>{escape(each.name.pick(language))}</dt><dd>{escape(each.text.pick(language))}</dd>"
            for each in page.purposes
        )
        + f"</dl>{form}"
        + (f"<p>{escape(_LEAVE.pick(language))}</p>" if page.state == "confirmed" else "")
        + f'<p style="margin-top:2rem"><a lang="{other}" href="{path}?lang={other}">'
        f"{escape(_OTHER.pick(language))}</a></p>"
    )
    return _html(hub, title, body, language, 410 if page.state == "expired" else 200)


def _note(request: Request, hub: Hub, title: Text, more: Text, status: int, lang: str) -> HTMLResponse:
    language = _language(request, lang)
    said = f"<h1>{escape(title.pick(language))}</h1><p>{escape(more.pick(language))}</p>"
    return _html(hub, title.pick(language), said, language, status)


def _html(hub: Hub, title: str, body: str, language: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}"
        f"<p><small>{escape(hub.settings.name)}</small></p></main></body></html>",
        status_code=status,
        headers=PAGE_HEADERS,
    )
