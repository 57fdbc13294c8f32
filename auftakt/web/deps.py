"""What routes ask for: the hub, the person who calls (by role), the language to answer in."""

from typing import Annotated, cast

from fastapi import Depends, Request

from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput, NotAllowed
from auftakt.kit.text import Language, Text, language_from_header
from auftakt.team import User, require, user_of_key, user_of_session

COOKIE = "auftakt_session"
HUB = "auftakt.hub"
"""Where the application leaves its hub in a request's scope: routes are made once a process, whichever hub is asked."""

_SAFE = {"GET", "HEAD", "OPTIONS"}


def hub_of(request: Request) -> Hub:
    hub: Hub = request.scope[HUB]
    return hub


def language_of_request(request: Request) -> Language:
    own = cast(Language, hub_of(request).settings.language)
    return language_from_header(request.headers.get("accept-language"), own)


def caller(request: Request) -> User | None:
    """Who calls: a person by cookie, a machine by its key, or nobody. Left in the request's state for the edge."""
    request.state.user = user = _caller(request)
    return user


def _caller(request: Request) -> User | None:
    """Reads the caller from the request.

    A cookie alone is not enough to change something: another site could make the browser send it. Only our own pages
    can set the header `X-Auftakt`.
    """
    hub = hub_of(request)
    now = hub.clock.now()
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and key:
        with hub.control.session() as session:
            return user_of_key(session, key.strip(), now)
    token = request.cookies.get(COOKIE)
    if not token:
        return None
    if request.method not in _SAFE and request.headers.get("x-auftakt") != "1":
        raise NotAllowed(
            Text("This call did not come from the app.", "この呼び出しはアプリからのものではありません。"),
            next_action=Text(
                "Send the header `X-Auftakt: 1`, or use a machine key.",
                "ヘッダー `X-Auftakt: 1` を付けるか、機械用のキーを使ってください。",
            ),
        )
    with hub.control.reading() as session:
        return user_of_session(session, token, now)


HubDep = Annotated[Hub, Depends(hub_of)]
LanguageDep = Annotated[Language, Depends(language_of_request)]
MaybeUser = Annotated[User | None, Depends(caller)]


def viewer(user: MaybeUser) -> User:
    return require(user, "viewer")


def editor(user: MaybeUser) -> User:
    return require(user, "editor")


def approver(user: MaybeUser) -> User:
    return require(user, "approver")


def admin(user: MaybeUser) -> User:
    return require(user, "admin")


Viewer = Annotated[User, Depends(viewer)]
Editor = Annotated[User, Depends(editor)]
Approver = Annotated[User, Depends(approver)]
Admin = Annotated[User, Depends(admin)]


def log_cursor(after: str | None) -> int | None:
    """A page's position that is a number. Raises InvalidInput."""
    if not after:
        return None
    if not after.isdecimal():
        raise InvalidInput(
            Text(f"{after!r} is not the cursor of a page.", f"{after!r} はページの位置ではありません。"),
            next_action=Text("Take `next` of the page before.", "前のページの `next` を使ってください。"),
        )
    return int(after)
