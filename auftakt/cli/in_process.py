"""The application without a server: a transport that carries a blocking client's calls to it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx


class InProcess(httpx.BaseTransport):
    """Carries the calls of a blocking client to an ASGI application."""

    def __init__(self, app: Any) -> None:
        self._asgi = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._runner = asyncio.Runner()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    def close(self) -> None:
        self._runner.close()

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        body = _Body(cast(httpx.SyncByteStream, request.stream))
        asked = httpx.Request(request.method, request.url, headers=request.headers, stream=body)
        answer = await self._asgi.handle_async_request(asked)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


class _Body(httpx.AsyncByteStream):
    """A body as the application reads it: piece by piece, so that a large file is never whole in memory."""

    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._stream:
            yield piece
