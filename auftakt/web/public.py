"""Pages for the readers of mails: click, open, unsubscribe. Whole HTML, no JavaScript, no sign-in.

Opening an unsubscribe link changes nothing, since scanners open every link of a mail; only a POST does (RFC 8058).
"""

import base64
from html import escape

from fastapi import APIRouter, Response
from starlette.responses import HTMLResponse, RedirectResponse

from auftakt.channels import Links, Reactions, Subscription
from auftakt.jobs import Hub
from auftakt.kit.text import Text
from auftakt.store.log import LogUnavailable
from auftakt.web.deps import HubDep
from auftakt.web.pages import PAGE_HEADERS, PRIVATE, STYLE, masked

router = APIRouter(include_in_schema=False)

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_ASK = Text("Stop these mails?", "メールの配信を停止しますか")
_ASK_MORE = Text("No more mails will be sent to {address}.", "{address} 宛のメールを、今後お送りしません。")
_STOP = Text("Unsubscribe", "配信を停止する")
_DONE = Text("You are unsubscribed", "配信を停止しました")
_DONE_MORE = Text("No more mails will be sent to {address}.", "{address} 宛には、今後メールをお送りしません。")
_CHOOSE = Text("Choose what you receive instead", "受け取る内容を選ぶ")
_STRANGE = Text("This link is not valid", "このリンクは無効です")
_STRANGE_MORE = Text(
    "It may have been cut off. Open it again from the mail.",
    "途中で切れている可能性があります。メールから開き直してください。",
)
_LATER = Text("That did not work just now", "ただいま処理できませんでした")
_LATER_MORE = Text("Please try again in a few minutes.", "数分後にもう一度お試しください。")


@router.get("/c/{token}")
def follow_link(token: str, hub: HubDep) -> Response:
    target = _reactions(hub).clicked(token)
    if target is None:
        return _page(hub, _STRANGE, _STRANGE_MORE, status=404)
    return RedirectResponse(target, status_code=302, headers=PRIVATE)


@router.get("/o/{token}.gif")
def open_pixel(token: str, hub: HubDep) -> Response:
    known = _reactions(hub).opened(token)
    return Response(_PIXEL, status_code=200 if known else 404, media_type="image/gif", headers=PRIVATE)


@router.get("/u/{token}")
def ask_to_unsubscribe(token: str, hub: HubDep) -> Response:
    found = _reactions(hub).subscription(token)
    if found is None:
        return _page(hub, _STRANGE, _STRANGE_MORE, status=404)
    choices = _choices(hub, token)
    if found.subscribed:
        return _page(hub, _ASK, _ASK_MORE, found, button=True, choices=choices)
    return _page(hub, _DONE, _DONE_MORE, found, choices=choices)


@router.post("/u/{token}")
def unsubscribe(token: str, hub: HubDep) -> Response:
    try:
        found = _reactions(hub).unsubscribed(token)
    except LogUnavailable:
        return _page(hub, _LATER, _LATER_MORE, status=503)
    if found is None:
        return _page(hub, _STRANGE, _STRANGE_MORE, status=404)
    hub.runner.poke()
    return _page(hub, _DONE, _DONE_MORE, found, choices=_choices(hub, token))


def _reactions(hub: Hub) -> Reactions:
    return Reactions(hub.control, hub.log, hub.clock, Links(hub.secret, hub.settings.base_url))


def _choices(hub: Hub, token: str) -> str:
    """Where the reader of an unsubscribe link can choose by purpose and channel; empty for a token that is not ours."""
    read = (links := Links(hub.secret, hub.settings.base_url)).read("u", token)
    return links.preferences(read.send_id).removeprefix(hub.settings.base_url) if read else ""


def _page(
    hub: Hub,
    title: Text,
    more: Text,
    found: Subscription | None = None,
    *,
    status: int = 200,
    button: bool = False,
    choices: str = "",
) -> HTMLResponse:
    """Both languages, the reader's own first."""
    first = found.language if found is not None else hub.settings.language
    order = ("ja", "en") if first == "ja" else ("en", "ja")
    address = masked(found.address) if found is not None else ""
    sections = "".join(
        f'<section lang="{language}"><h1>{escape(title.pick(language))}</h1>'
        f"<p>{escape(more.pick(language).format(address=address))}</p>{_form(language) if button else ''}"
        f"{_choose(language, choices) if choices else ''}</section>"
        for language in order
    )
    body = (
        f'<!doctype html><html lang="{order[0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title.pick(order[0]))}</title><style>{STYLE}</style></head><body><main>{sections}"
        f"<p><small>{escape(hub.settings.name)}</small></p></main></body></html>"
    )
    return HTMLResponse(body, status_code=status, headers=PAGE_HEADERS)


def _choose(language: str, choices: str) -> str:
    return f'<p><a href="{escape(choices)}?lang={language}">{escape(_CHOOSE.pick(language))}</a></p>'


def _form(language: str) -> str:
    return (
        '<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">'
        f'<button type="submit">{escape(_STOP.pick(language))}</button></form>'
    )
