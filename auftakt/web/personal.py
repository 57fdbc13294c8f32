"""The edge where personal data leaves the API: masked for roles without the right, in the audit for all others.

One place for every route: a new route is masked without doing anything for it. Which role has the right is the setting
`privacy.see_personal_data`.
"""

import asyncio
import json
import re
from collections.abc import Hashable, MutableMapping
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auftakt import people
from auftakt.jobs import Hub
from auftakt.kit.errors import AuftaktError, NotAllowed
from auftakt.kit.text import Text, language_from_header
from auftakt.people import PersonalNames
from auftakt.store.control import Control
from auftakt.team import User, allows, record, role_of
from auftakt.web.masking import mask_document

ONE_READ = timedelta(minutes=5)
"""The same read by the same person within this time is one entry: pages ask again by themselves."""

_OURSELVES = (
    "/api/session", "/api/setup", "/api/team/users", "/api/keys", "/api/openapi", "/api/docs", "/api/catalogue",
)  # fmt: skip
_OF_PEOPLE = (
    "/api/people", "/api/identifiers", "/api/search", "/api/audiences", "/api/sends", "/api/mailbox", "/api/quarantine",
    "/api/imports", "/api/consent", "/api/suppressions", "/api/plan/violations", "/api/content/preview",
    "/api/matching/proposals", "/api/groups", "/api/leads/board", "/api/tasks",
)  # fmt: skip
_PERSON_ID = re.compile(rb'"person_id":\s*(\d+)')
_MAIL = re.compile(rb"[\w.+-]@[\w-]+\.\w")
_MOST_KEPT = 20_000


def sees_personal_data(hub: Hub, user: User) -> bool:
    """Whether this person's role has the right to see personal data."""
    return allows(user.role, role_of(hub.settings.privacy.see_personal_data))


_NOT_SEEN = Text("Your role may not see personal data.", "現在の役割では個人データを見られません。")


def must_see(hub: Hub, user: User, message: Text = _NOT_SEEN) -> None:
    """Raises NotAllowed, with this message, for a role that sees personal data masked."""
    if not sees_personal_data(hub, user):
        raise NotAllowed(
            message,
            next_action=Text(
                "Ask somebody whose role may see it.", "個人データを見られる権限のある人に依頼してください。"
            ),
        )


def may_search_text(hub: Hub, user: User, text: str | None) -> None:
    """What is masked can't be searched either, or searching would tell it letter by letter. Raises NotAllowed."""
    if text:
        must_see(
            hub,
            user,
            Text("Your role may not search inside what was sent.", "現在の役割では、届いた内容の中は検索できません。"),
        )


def must_not_unmask(hub: Hub, user: User, before: people.Declared, after: people.Declared) -> None:
    """Raises NotAllowed where somebody who may not see personal data would make some of it plain."""
    if any(people.unmasked(before, after)):
        must_see(
            hub,
            user,
            Text(
                "Your role sees this masked, so it can't say that it is not personal.",
                "現在の役割では値が伏せられるため、個人データの指定を外せません。",
            ),
        )


def declared_names(hub: Hub) -> PersonalNames:
    """What is declared to be personal, now. Kept until something is said otherwise: a large plan takes a tenth of a
    second to be gone through."""
    with hub.control.reading() as session:
        state = people.names_state(session)
        kept = _names.get(hub.control)
        if kept is None or kept[0] != state:
            kept = _names[hub.control] = state, people.personal_names(people.read_declared(session))
        return kept[1]


_names: WeakKeyDictionary[Control, tuple[Hashable, PersonalNames]] = WeakKeyDictionary()


class PersonalDataEdge:
    """Wraps the API. Reads the caller from the request's state, where `deps.caller` leaves it."""

    def __init__(self, app: ASGIApp, hub: Hub) -> None:
        self._app = app
        self._hub = hub
        self._told: dict[tuple[str, str, str], datetime] = {}
        role_of(hub.settings.privacy.see_personal_data)  # a wrong setting shows at the start, not at the first read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("path", "")
        if scope["type"] != "http" or not path.startswith("/api/") or path.startswith(_OURSELVES):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})
        await self._app(scope, receive, _Held(self, scope, send))

    def lets_files_out(self, user: User) -> bool:
        """Whether this person may have an answer that is no JSON document, such as a CSV file."""
        return sees_personal_data(self._hub, user)

    async def leave(self, scope: Scope, user: User, status: int, body: bytes) -> bytes:
        """The body as this person may have it. A read that can't be noted in the audit raises and shows nothing."""
        path: str = scope["path"]
        if not sees_personal_data(self._hub, user):
            return await asyncio.to_thread(self._masked, body, path)
        if status < 300 and path.startswith(_OF_PEOPLE):
            await asyncio.to_thread(self._note_read, user, path, body)
        return body

    def _masked(self, body: bytes, path: str) -> bytes:
        if not body:
            return body
        document = mask_document(json.loads(body), path, declared_names(self._hub))
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()

    def _note_read(self, user: User, path: str, body: bytes) -> None:
        if _PERSON_ID.search(body) or _MAIL.search(body) or _names_any(body, declared_names(self._hub)):
            self._note(user, path, body)

    def _note(self, user: User, path: str, body: bytes) -> None:
        parts = path.split("/")[2:]
        whom, shown = "list", "/".join(parts)
        if parts[0] == "people" and len(parts) > 1:
            # Never the identifier that was asked for: the audit is kept when the person is erased.
            whom = self._person_id(parts[1], body)
            shown = "/".join(("people", whom, *parts[2:]))
        now, key = self._hub.clock.now(), (user.id, shown, whom)
        if key in self._told and now - self._told[key] < ONE_READ:
            return
        if len(self._told) >= _MOST_KEPT:
            self._told.clear()
        detail = {"path": shown, "people": len(set(_PERSON_ID.findall(body)))}
        with self._hub.control.session() as session:
            record(session, now, user.id, "personal_data.read", "person", whom, detail)
        self._told[key] = now

    def _person_id(self, key: str, body: bytes) -> str:
        if key.isdecimal():
            return key
        if found := _PERSON_ID.search(body):
            return found[1].decode()
        try:
            with self._hub.plane.reader() as con:
                return str(people.find_person_id(con, key))
        except AuftaktError:
            return "unknown"


class _Held:
    """Holds a JSON answer to a known caller back until it is whole; lets everything else pass."""

    def __init__(self, edge: PersonalDataEdge, scope: Scope, send: Send) -> None:
        self._edge = edge
        self._scope = scope
        self._send = send
        self._start: MutableMapping[str, Any] | None = None
        self._body: list[bytes] = []
        self._refused = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            user: User | None = self._scope["state"].get("user")
            if user is not None and kind.startswith(b"application/json"):
                self._start = message
                return
            if user is not None and kind and not self._edge.lets_files_out(user):
                # What can't be read can't be masked.
                self._refused = True
                await self._refuse()
                return
        elif self._refused:
            return
        elif self._start is not None and message["type"] == "http.response.body":
            self._body.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._let_go(self._start)
            return
        await self._send(message)

    async def _refuse(self) -> None:
        error = NotAllowed(
            Text(
                "Your role may not see personal data, so it gets no files.",
                "現在の役割では個人データのファイルを受け取れません。",
            ),
            next_action=Text("Ask somebody whose role may.", "権限のある人に依頼してください。"),
        )
        headers = dict(self._scope["headers"])
        language = language_from_header(headers.get(b"accept-language", b"").decode("latin-1"))
        body = json.dumps(error.as_dict(language), ensure_ascii=False).encode()
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await self._send({"type": "http.response.start", "status": error.status, "headers": head})
        await self._send({"type": "http.response.body", "body": body})

    async def _let_go(self, start: MutableMapping[str, Any]) -> None:
        body = await self._edge.leave(self._scope, self._scope["state"]["user"], start["status"], b"".join(self._body))
        headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(body)).encode()))
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def _names_any(body: bytes, names: PersonalNames) -> bool:
    return any(word.encode() in body for word in names.words) or any(event.encode() in body for event in names.whole)
