"""The preference centre: whole HTML, no JavaScript, no sign-in. Opening it changes nothing; only a POST does."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import HTMLResponse

from auftakt.channels import NoPage, PreferencePage, Preferences
from auftakt.jobs import Hub
from auftakt.kit.text import Text
from auftakt.store.log import LogUnavailable
from auftakt.web.deps import HubDep, language_of_request
from auftakt.web.limits import VisitorLimit
from auftakt.web.pages import PAGE_HEADERS, STYLE, masked

router = APIRouter(include_in_schema=False)

CALLS_PER_MINUTE = 60
_LIMIT = VisitorLimit(CALLS_PER_MINUTE)

_STYLE = STYLE + (
    "main{margin:6vh auto}fieldset{border:0;border-top:1px solid #e3e3de;margin:0;padding:1rem 0}"
    "legend{font-weight:600;float:left;width:100%;padding:0}legend+p{clear:both;color:#5c6474;font-size:.9rem}"
    "label{display:flex;gap:.7rem;align-items:center;min-height:2.75rem}input{width:1.3rem;height:1.3rem;flex:none}"
    ".quiet{color:#3b4cca;background:#fff;border:1px solid #3b4cca}.saved{background:#e5f3ed;border-left:3px solid"
    " #1b7f5c;padding:.7rem 1rem}.buttons{display:flex;flex-wrap:wrap;gap:.7rem;margin-top:1rem}"
    "@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.25rem}button{width:100%}}"
)
_CHANNELS = {
    "email": Text("Email", "メール"),
    "sms": Text("Text messages", "SMS"),
    "line": Text("LINE", "LINE"),
    "push": Text("Push messages", "プッシュ通知"),
    "post": Text("Post", "郵便"),
    "phone": Text("Phone calls", "電話"),
}
_TITLE = Text("What may we send you?", "受け取るお知らせを選ぶ")
_FOR = Text("For {address}", "{address} 宛の設定です")
_SAVE = Text("Save my choices", "設定を保存する")
_OFF = Text("Stop everything", "すべて停止する")
_SAVED = Text("Saved. It counts from now on.", "保存しました。ただいまから有効です。")
_ALL_OFF = Text("Everything is stopped. Nothing more will be sent.", "すべて停止しました。今後お送りしません。")
_ASKED = Text(
    "We have sent a mail to {address}. Please confirm there; only then does your new choice count.",
    "{address} にメールをお送りしました。メールのリンクで確認いただくと、新しい設定が有効になります。",
)
_WAITS = Text("waits for your confirmation", "確認待ち")
_OTHER = Text("日本語で表示", "Show in English")
_STRANGE = Text("This link is not valid", "このリンクは無効です")
_STRANGE_MORE = Text(
    "It may have been cut off. Open it again from the mail, or write to {sender}.",
    "途中で切れている可能性があります。メールから開き直すか、{sender} までご連絡ください。",
)
_EXPIRED = Text("This link has run out", "このリンクは期限切れです")
_EXPIRED_MORE = Text(
    "Open the link in a newer mail, or write to {sender}. The unsubscribe link in the old mail still works.",
    "新しいメールのリンクを開くか、{sender} までご連絡ください。元のメールの配信停止リンクは引き続き使えます。",
)
_BUSY = Text("Too many calls just now", "アクセスが集中しています")
_LATER = Text("That did not work just now; nothing was changed", "ただいま処理できませんでした。変更はありません")
_WAIT = Text("Please try again in a minute.", "1分ほど待ってから、もう一度お試しください。")


@router.get("/p/{token}")
def show_preferences(token: str, request: Request, hub: HubDep, lang: str = "") -> Response:
    if not _LIMIT.allows(request, hub):
        return _note(request, hub, _BUSY, _WAIT, 429, lang)
    found = Preferences(hub).page(token)
    return _absent(request, hub, found, lang) if isinstance(found, NoPage) else _form(hub, found, lang)


@router.post("/p/{token}")
def save_preferences(
    token: str,
    request: Request,
    hub: HubDep,
    allow: Annotated[list[str] | None, Form()] = None,
    stop: Annotated[str, Form()] = "",
    lang: str = "",
) -> Response:
    if not _LIMIT.allows(request, hub):
        return _note(request, hub, _BUSY, _WAIT, 429, lang)
    wanted = set() if stop else {(cell[0], cell[2]) for each in allow or [] if (cell := each.partition("/"))[1]}
    ip = request.client.host if request.client else None
    try:
        found = Preferences(hub).save(token, wanted, language=lang or None, ip=ip)
    except LogUnavailable:
        return _note(request, hub, _LATER, _WAIT, 503, lang)
    if isinstance(found, NoPage):
        return _absent(request, hub, found, lang)
    hub.runner.poke()
    return _form(hub, found, lang, saved=_ASKED if found.asked else _SAVED if found.allowed else _ALL_OFF)


def _form(hub: Hub, page: PreferencePage, lang: str, saved: Text | None = None) -> HTMLResponse:
    language = lang if lang in ("ja", "en") else page.language
    other = "en" if language == "ja" else "ja"
    groups = "".join(_group(page, place, language) for place in range(len(page.purposes)))
    whom = escape(_FOR.pick(language).format(address=masked(page.address)))
    off = f'<button type="submit" class="quiet" name="stop" value="all">{escape(_OFF.pick(language))}</button>'
    body = (
        (
            f'<p class="saved" role="status">{escape(saved.pick(language).format(address=masked(page.address)))}</p>'
            if saved
            else ""
        )
        + f"<h1>{escape(_TITLE.pick(language))}</h1><p>{whom}</p>"
        f'<form method="post" action="/p/{escape(page.token)}?lang={language}">{groups}<div class="buttons">'
        f'<button type="submit">{escape(_SAVE.pick(language))}</button>'
        f"{off}</div></form>"
        f'<p style="margin-top:2rem"><a lang="{other}" href="/p/{escape(page.token)}?lang={other}">'
        f"{escape(_OTHER.pick(language))}</a></p>"
    )
    return _html(hub, _TITLE, body, language)


def _group(page: PreferencePage, place: int, language: str) -> str:
    purpose = page.purposes[place]
    boxes = "".join(
        f'<label><input type="checkbox" name="allow" value="{escape(key)}/{escape(channel)}"'
        f"{' checked' if (key, channel) in page.allowed else ''}>"
        f"{escape(_CHANNELS[channel].pick(language))}"
        + (f" <small>({escape(_WAITS.pick(language))})</small>" if (key, channel) in page.asked else "")
        + "</label>"
        for key, channel in page.cells
        if key == purpose.key
    )
    if not boxes:
        return ""
    return (
        f"<fieldset><legend>{escape(purpose.name.pick(language))}</legend>"
        f"<p>{escape(purpose.current.text.pick(language))}</p>{boxes}</fieldset>"
    )


def _absent(request: Request, hub: Hub, found: NoPage, lang: str) -> HTMLResponse:
    title, more = (_EXPIRED, _EXPIRED_MORE) if found.expired else (_STRANGE, _STRANGE_MORE)
    return _note(request, hub, title, more, 410 if found.expired else 404, lang)


def _note(request: Request, hub: Hub, title: Text, more: Text, status: int, lang: str) -> HTMLResponse:
    language = lang if lang in ("ja", "en") else language_of_request(request)
    said = more.pick(language).format(sender=hub.settings.smtp.from_address)
    return _html(hub, title, f"<h1>{escape(title.pick(language))}</h1><p>{escape(said)}</p>", language, status)


def _html(hub: Hub, title: Text, body: str, language: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title.pick(language))}</title><style>{_STYLE}</style></head><body><main>{body}"
        f"<p><small>{escape(hub.settings.name)}</small></p></main></body></html>",
        status_code=status,
        headers=PAGE_HEADERS,
    )
