"""The line to a mail server: bytes out, whole replies in, and a clear word when it breaks."""

import asyncio
import ssl
from collections import deque
from typing import cast

from auftakt.channels.replies import Reply

_MAX_REPLY = 64 * 1024  # a server that talks without end is broken, not chatty


class LineLost(Exception):
    """The line is gone, or what comes over it is no SMTP."""


class NoReply(LineLost):
    """The line is there, but the server stayed silent for too long."""


class Wire(asyncio.Protocol):
    """One TCP connection. Only one task may wait for replies at a time."""

    def __init__(self) -> None:
        self.lost: str | None = None
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._words: list[str] = []
        self._size = 0
        self._replies: deque[Reply] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._writable = asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lose(f"the line broke: {exc}" if exc else "the server closed the line")

    def eof_received(self) -> bool:
        self._lose("the server closed the line")
        return False

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            if self.lost is None:
                self._take(line.rstrip(b"\r"))
        if len(self._buffer) > _MAX_REPLY:
            self._break("the server sent a reply without end")
        self._wake()

    def write(self, data: bytes) -> None:
        if self._transport is not None and self.lost is None:
            self._transport.write(data)

    async def drained(self) -> None:
        """Returns when all written bytes but a buffer's worth are with the kernel. Raises LineLost."""
        await self._writable.wait()
        if self.lost is not None:
            raise LineLost(self.lost)

    async def reply(self, seconds: float) -> Reply:
        """The next whole reply. Raises LineLost or NoReply; what was read before the line broke is still given."""
        if not self._replies:
            await self._wait(seconds)
        return self._replies.popleft()

    async def start_tls(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Encrypts the line. Raises ssl.SSLError, LineLost. Bytes that came too early in the clear are refused."""
        if self._buffer or self._replies or self._transport is None:
            raise LineLost("the server sent text before the encryption began")
        loop = asyncio.get_running_loop()
        try:
            self._transport = await loop.start_tls(
                self._transport, self, context, server_hostname=host, ssl_handshake_timeout=seconds
            )
        except ConnectionError as error:
            raise LineLost(f"the line broke: {error}") from error
        if self._transport is None:
            raise LineLost("the server closed the line")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Closes at once, without sending what still waits in the buffer."""
        if self._transport is not None:
            self._transport.abort()

    def _take(self, line: bytes) -> None:
        text = line.decode("utf-8", "replace")
        if len(line) < 3 or not line[:3].isdigit() or line[3:4] not in (b"", b" ", b"-"):
            self._break(f"the server does not speak SMTP: {text[:80]!r}")
            return
        self._words.append(text[4:].strip())
        self._size += len(line)
        if self._size > _MAX_REPLY:
            self._break("the server sent a reply without end")
        elif line[3:4] != b"-":
            self._replies.append(Reply(int(line[:3]), tuple(self._words)))
            self._words, self._size = [], 0

    async def _wait(self, seconds: float) -> None:
        if self.lost is not None:
            raise LineLost(self.lost)
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._waiter
        except TimeoutError as error:
            raise NoReply(f"no answer within {seconds:g} s") from error
        finally:
            self._waiter = None
        if not self._replies:
            raise LineLost(self.lost or "the line broke")

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done() and (self._replies or self.lost is not None):
            self._waiter.set_result(None)

    def _break(self, why: str) -> None:
        self._lose(why)
        self.abort()

    def _lose(self, why: str) -> None:
        self.lost = self.lost or why
        self._writable.set()
        self._wake()
