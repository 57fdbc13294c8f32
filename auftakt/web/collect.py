"""The tracking API: a raw ASGI route, so that nothing stands between an SDK and the log.

Accepted is exactly 200 with `{"success":true}`, and only once the lines are durable. Errors carry `code` and `message`
on top, because SDKs that miss them repeat a permanent error for ever.
"""

import asyncio
import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
from starlette.types import Receive, Scope, Send

from auftakt.jobs import Hub
from auftakt.kit.errors import AuftaktError, NotFound, TooMany
from auftakt.kit.text import Text, language_from_header
from auftakt.sources import (
    MAX_BODY,
    Asked,
    Call,
    KeyRing,
    Knock,
    Rates,
    answer,
    body_too_large,
    erased_of,
    find_call,
    open_parcel,
    read_any,
    unknown_key,
    write_keys,
)

RETRY_SECONDS = 2
# How long the next piece of a body may take: who sends nothing must not hold memory for ever.
_PATIENCE = 30.0

Headers = list[tuple[bytes, bytes]]
JsonObject = dict[str, Any]

_ACCEPTED = b'{"success":true}'
_ORIGIN = (b"access-control-allow-origin", b"*")
# A page of another origin sees only the headers that are named here.
_SHARED: Headers = [_ORIGIN, (b"access-control-expose-headers", b"retry-after, x-ratelimit-reset")]
_OK_HEADERS: Headers = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(_ACCEPTED)).encode()),
    _ORIGIN,
]
_OK = {"type": "http.response.start", "status": 200, "headers": _OK_HEADERS}
_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_GIF_HEADERS: Headers = [
    (b"content-type", b"image/gif"),
    (b"content-length", str(len(_GIF)).encode()),
    (b"cache-control", b"no-store"),
    _ORIGIN,
]
_KEY_FIELDS = ("writeKey", "api_key", "token")
_OK_BODY = {"type": "http.response.body", "body": _ACCEPTED}


class Collector:
    """ASGI application for every path that a client of some dialect calls."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._keys = KeyRing(hub.control, hub.clock)
        ingest = hub.settings.ingest
        self._rates = Rates(ingest.events_per_second, ingest.burst)
        self._most_waiting = ingest.max_waiting_mb * 1_000_000
        self._most_behind = ingest.max_waiting_events
        self._receiving = 0

    @staticmethod
    def takes(path: str) -> bool:
        """Whether the path belongs to clients, not to the app."""
        return path.startswith("/v1/") or find_call(path) is not None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if scope["method"] == "OPTIONS":
            await _preflight(headers, send)
            return
        try:
            found = find_call(scope["path"])
            if found is None or scope["method"] not in found[0].methods:
                raise _no_such_call(scope["method"], scope["path"])
            call, key = found
            if call.document:
                document = self._document(call, scope, headers, key)
            else:
                await self._take(call, scope, headers, receive)
        except AuftaktError as error:
            await refuse(error, headers, send)
        else:
            if call.document:
                await _send_json(send, 200, document)
            elif call.gif:
                await _send(send, 200, _GIF_HEADERS, _GIF)
            else:
                await send(_OK)
                await send(_OK_BODY)

    def _document(self, call: Call, scope: Scope, headers: dict[bytes, bytes], key: str) -> JsonObject:
        asked_key = key or _query_key(scope)
        keys = write_keys(_text(headers, b"authorization"), _text(headers, b"x-write-key"), (asked_key,))
        if call.needs_key and self._keys.sender_of(keys) is None:
            raise unknown_key()
        public = urlsplit(self._hub.settings.public_url)
        asked = Asked(
            asked_key or (keys[0] if keys else ""),
            public.scheme or scope.get("scheme", "http"),
            public.netloc + public.path.rstrip("/") or _text(headers, b"host"),
        )
        assert call.document is not None
        return call.document(asked)

    async def _take(self, call: Call, scope: Scope, headers: dict[bytes, bytes], receive: Receive) -> None:
        self._make_room()
        body = await self._body(headers, receive)
        knock = Knock(
            call.kind,
            scope["query_string"] if call.gif else body,
            _text(headers, b"authorization"),
            _text(headers, b"x-write-key"),
            _text(headers, b"content-encoding"),
            _query_key(scope),
            call.opens or open_parcel,
            call.reads or read_any,
            _text(headers, b"origin"),
            (scope.get("client") or ("",))[0],
            _text(headers, b"user-agent"),
        )
        country = self._hub.settings.identity.country
        now, ids = self._hub.clock.now(), self._hub.ids
        erased = erased_of(self._hub.control)
        result = answer(knock, self._keys, now, lambda: ids.new("msg"), country, self._rates, erased)
        if result.lines:
            await self._hub.log.append(result.lines)
        if result.refusal:
            raise result.refusal

    def _make_room(self) -> None:
        """Raises TooMany before memory or the backlog grows beyond its bound."""
        if self._receiving + self._hub.log.waiting_bytes > self._most_waiting:
            raise slow_down()
        if self._most_behind and self._hub.log.end - self._hub.runner.offset > self._most_behind:
            raise _behind()

    async def _body(self, headers: dict[bytes, bytes], receive: Receive) -> bytes:
        """The body, at most a little more than allowed: a gzip may be as large as what it holds."""
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > MAX_BODY:
            raise body_too_large()
        first = await receive()
        if first["type"] == "http.disconnect":
            raise _cut_off()
        body: bytes = first.get("body", b"")
        if not first.get("more_body"):
            return body
        chunks, size = [body], len(body)
        self._receiving += size
        try:
            while True:
                message = await asyncio.wait_for(receive(), _PATIENCE)
                if message["type"] == "http.disconnect":
                    raise _cut_off()
                chunk = message.get("body", b"")
                chunks.append(chunk)
                size += len(chunk)
                self._receiving += len(chunk)
                if size > MAX_BODY:
                    raise body_too_large()
                self._make_room()
                if not message.get("more_body"):
                    return b"".join(chunks)
        except TimeoutError:
            raise _cut_off() from None
        finally:
            self._receiving -= size


def _text(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")


def _query_key(scope: Scope) -> str:
    query: bytes = scope.get("query_string", b"")
    if not query:
        return ""
    try:
        fields = dict(parse_qsl(query.decode("ascii", "replace"), max_num_fields=200))
    except ValueError:
        return ""
    return next((fields[name] for name in _KEY_FIELDS if name in fields), "")


async def _preflight(headers: dict[bytes, bytes], send: Send) -> None:
    wanted = headers.get(b"access-control-request-headers", b"authorization, content-type, x-retry-count, x-write-key")
    allowed: Headers = [
        _ORIGIN,
        (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
        (b"access-control-allow-headers", wanted),
        (b"access-control-max-age", b"86400"),
    ]
    await _send(send, 204, allowed, b"")


async def refuse(error: AuftaktError, headers: dict[bytes, bytes], send: Send) -> None:
    """Answers with an error as every client understands it."""
    extra: Headers = []
    if error.retry:
        pause = str(error.facts.get("retry_after_seconds", RETRY_SECONDS)).encode()
        extra.append((b"retry-after", pause))
    await _send_json(send, error.status, error.as_dict(language_from_header(_text(headers, b"accept-language"))), extra)


async def _send_json(send: Send, status: int, document: JsonObject, extra: Iterable[tuple[bytes, bytes]] = ()) -> None:
    body = msgspec.json.encode(document)
    length = (b"content-length", str(len(body)).encode())
    await _send(send, status, [(b"content-type", b"application/json"), length, *_SHARED, *extra], body)


async def _send(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _no_such_call(method: str, path: str) -> NotFound:
    return NotFound(
        Text(f"There is no call {method} {path}.", f"{method} {path} という呼び出しはありません。"),
        next_action=Text(
            "POST to /v1/batch, or /v1/ and the event's type.", "/v1/batch か /v1/(種類)に POST してください。"
        ),
    )


def slow_down() -> TooMany:
    """The error while more arrives than the disk takes."""
    return TooMany(
        Text("More is arriving than the disk can keep.", "ディスクへの書き込みが追いついていません。"),
        next_action=Text(
            "Send again after the pause that Retry-After names.", "Retry-After の秒数だけ待って再送してください。"
        ),
    )


def _behind() -> TooMany:
    return TooMany(
        Text("More is waiting than the hub has worked through.", "処理待ちのイベントが上限に達しています。"),
        next_action=Text(
            "Send again later; see /health for the cause.", "後で再送してください。原因は /health にあります。"
        ),
        retry_after_seconds=10,
    )


class _CutOff(AuftaktError):
    status, code = 400, "cut_off"


def _cut_off() -> AuftaktError:
    return _CutOff(
        Text("The connection ended before the body did.", "本文の途中で接続が切れました。"),
        next_action=Text("Send again.", "もう一度送ってください。"),
    )
