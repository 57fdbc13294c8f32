"""A mail server that does what a test tells it, at any stage."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

Script = Callable[[str, str, int], "str | Do | None"]


@dataclass(frozen=True)
class Do:
    """What to do instead of a plain reply: say something late, then perhaps hang up, or reset the line."""

    say: str = ""
    wait: float = 0.0
    hang_up: bool = False
    reset: bool = False


@dataclass
class FakeServer:
    """`script(stage, argument, nth)` gives the reply of a stage.

    Stages: connect ehlo starttls auth mail rcpt data end rset quit. None means the usual reply; `nth` counts how often
    the stage was reached with this argument.
    """

    script: Script = lambda stage, argument, nth: None
    features: tuple[str, ...] = ("PIPELINING", "8BITMIME")
    context: ssl.SSLContext | None = None
    wrapped: bool = False
    port: int = 0
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)
    stages: list[tuple[str, str]] = field(default_factory=list)
    connections: int = 0
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    @contextlib.asynccontextmanager
    async def running(self) -> "AsyncIterator[FakeServer]":
        context = self.context if self.wrapped else None
        server = await asyncio.start_server(self._client, "127.0.0.1", self.port, limit=1 << 22, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in list(self.tasks):
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.tasks.add(task)
        self.connections += 1
        try:
            if await self._do(writer, "connect", "", "220 fake ESMTP"):
                await self._talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender = recipient = ""
        while line := await reader.readline():
            text = line.decode().rstrip("\r\n")
            verb = text[:4].upper()
            argument = text.partition("<")[2].partition(">")[0] if "<" in text else text[5:]
            if verb == "EHLO":
                lines = ["fake", *self.features]
                usual = "\r\n".join(f"250{'-' if at < len(lines) - 1 else ' '}{word}" for at, word in enumerate(lines))
                go_on = await self._do(writer, "ehlo", "", usual)
            elif verb == "STAR" and self.context is not None:
                go_on = await self._do(writer, "starttls", "", "220 go")
                if go_on:
                    await writer.start_tls(self.context)
            elif verb == "AUTH":
                go_on = await self._do(writer, "auth", text[5:], "235 ok")
            elif verb == "MAIL":
                sender, recipient = argument, ""
                go_on = await self._do(writer, "mail", argument, "250 ok")
            elif verb == "RCPT":
                go_on, taken = await self._ask(writer, "rcpt", argument, "250 ok")
                recipient = argument if taken else ""
                rcpt_to = argument
            elif verb == "DATA":
                go_on, taken = await self._ask(writer, "data", rcpt_to, "354 go" if recipient else "554 no recipient")
                if go_on and taken:
                    body = await self._body(reader)
                    go_on, taken = await self._ask(writer, "end", recipient, "250 2.0.0 queued")
                    if taken and recipient:
                        self.mails.append((sender, recipient, body))
            elif verb == "QUIT":
                await self._do(writer, "quit", "", "221 bye")
                go_on = False
            else:
                go_on = await self._do(writer, verb.lower(), "", "250 ok")
            if not go_on:
                return

    async def _body(self, reader: asyncio.StreamReader) -> bytes:
        lines = []
        while (line := await reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    async def _do(self, writer: asyncio.StreamWriter, stage: str, argument: str, usual: str) -> bool:
        return (await self._ask(writer, stage, argument, usual))[0]

    async def _ask(self, writer: asyncio.StreamWriter, stage: str, argument: str, usual: str) -> tuple[bool, bool]:
        """(whether to go on, whether the reply was a yes)."""
        self.stages.append((stage, argument))
        nth = self.seen[stage, argument] = self.seen.get((stage, argument), 0) + 1
        told = self.script(stage, argument, nth)
        do = told if isinstance(told, Do) else Do(told or usual)
        if do.wait:
            await asyncio.sleep(do.wait)
        if do.reset:
            writer.transport.abort()
            return False, False
        if do.say:
            writer.write(do.say.encode() + b"\r\n")
            await writer.drain()
        return not do.hang_up, do.say[:1] in ("2", "3")


@contextlib.contextmanager
def in_thread(fake: FakeServer) -> Iterator[FakeServer]:
    """The fake on an event loop of its own, for what is tested from outside of one."""
    started, done = threading.Event(), threading.Event()

    async def serve() -> None:
        async with fake.running():
            started.set()
            while not done.is_set():
                await asyncio.sleep(0.01)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    started.wait(5)
    try:
        yield fake
    finally:
        done.set()
        thread.join()
