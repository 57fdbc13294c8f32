"""Signing in and out, the first start, and the demo's switch between sample users."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

import auftakt
from auftakt import team
from auftakt.jobs import Hub
from auftakt.kit.errors import NotAllowed
from auftakt.kit.text import Text
from auftakt.team import Passwords, User
from auftakt.web.deps import COOKIE, HubDep, LanguageDep, MaybeUser, Viewer
from auftakt.web.personal import sees_personal_data

router = APIRouter(tags=["team"])
_PASSWORDS = Passwords()


@dataclass(frozen=True)
class HubFacts:
    """What a page needs to know about the hub before anybody has signed in."""

    name: str
    language: str
    version: str
    demo: bool
    setup_needed: bool
    now: datetime
    mailbox: bool


@dataclass(frozen=True)
class SessionView:
    """`sees_personal_data`: whether names, addresses and numbers are shown to this person or masked."""

    user: User | None
    hub: HubFacts
    sees_personal_data: bool


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str


@dataclass(frozen=True)
class SetUp:
    """`name` and `email` count for the first admin; somebody who was invited keeps their address."""

    token: str
    password: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class SwitchTo:
    user_id: str


@dataclass(frozen=True)
class Me:
    language: Literal["ja", "en"]


def _from_app(request: Request) -> None:
    # Nobody is signed in yet, so `deps.caller` asks for no header; without it another site could sign the browser in.
    if request.headers.get("x-auftakt") != "1":
        raise NotAllowed(
            Text("This call did not come from the app.", "この呼び出しはアプリからのものではありません。"),
            next_action=Text("Send the header `X-Auftakt: 1`.", "ヘッダー `X-Auftakt: 1` を付けてください。"),
        )


FromApp = Annotated[None, Depends(_from_app)]


@router.get("/session")
def get_session(hub: HubDep, user: MaybeUser) -> SessionView:
    return _view(hub, user)


@router.post("/session")
def sign_in(body: SignIn, hub: HubDep, request: Request, response: Response, _: FromApp) -> SessionView:
    now = hub.clock.now()
    with hub.control.session() as session:
        team.count_attempt(session, body.email, now)
    with hub.control.session() as session:
        user, token = team.sign_in(session, _PASSWORDS, body.email, body.password, now)
    _keep(request, response, token)
    return _view(hub, user)


@router.delete("/session")
def sign_out(hub: HubDep, request: Request, response: Response, user: MaybeUser) -> SessionView:
    if token := request.cookies.get(COOKIE):
        with hub.control.session() as session:
            team.sign_out(session, token)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return _view(hub, None)


@router.post("/setup")
def set_up(
    body: SetUp, hub: HubDep, request: Request, response: Response, language: LanguageDep, _: FromApp
) -> SessionView:
    now = hub.clock.now()
    with hub.control.session() as session:
        user = team.use_link(
            session,
            _PASSWORDS,
            hub.ids,
            token=body.token,
            name=body.name,
            email=body.email,
            password=body.password,
            language=language,
            now=now,
        )
        token = team.start_session(session, user.id, now)
    _keep(request, response, token)
    return _view(hub, user)


@router.get("/session/samples")
def list_sample_users(hub: HubDep) -> list[User]:
    if not hub.demo:
        return []
    with hub.control.reading() as session:
        return [user for user in team.list_users(session) if user.sample]


@router.post("/session/switch")
def switch_user(body: SwitchTo, hub: HubDep, request: Request, response: Response, _: FromApp) -> SessionView:
    with hub.control.session() as session:
        user, token = team.switch_user(session, body.user_id, hub.clock.now(), demo=hub.demo)
    _keep(request, response, token)
    return _view(hub, user)


@router.patch("/session/me")
def change_me(body: Me, hub: HubDep, user: Viewer) -> SessionView:
    with hub.control.session() as session:
        return _view(hub, team.set_language(session, user.id, body.language))


def _view(hub: Hub, user: User | None) -> SessionView:
    with hub.control.reading() as session:
        setup_needed = not team.has_users(session)
    facts = HubFacts(
        name=hub.settings.name,
        language=hub.settings.language,
        version=auftakt.__version__,
        demo=hub.demo,
        setup_needed=setup_needed,
        now=hub.clock.now(),
        mailbox="mailbox" in hub.services,
    )
    return SessionView(user, facts, user is not None and sees_personal_data(hub, user))


def _keep(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(team.SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
