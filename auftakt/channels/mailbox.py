"""The local mailbox: an SMTP server on this machine that keeps what it gets and sends nothing on.

A mail is kept before it is answered with 250, many at a time, so that what the ledger calls accepted can be found here
even after a kill.
"""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import cast

from auftakt.channels.mailstore import MailStore, ReceivedMail
from auftakt.channels.signal import Signal
from auftakt.kit.clock import Clock

logger = logging.getLogger(__name__)

_MAX_MAIL = 25 * 1024 * 1024
_MAX_LINE = 4096
_GREETING = b"220 auftakt mailbox ESMTP\r\n"
_FEATURES = b"250-auftakt\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE %d\r\n" % _MAX_MAIL

Keep = Callable[[ReceivedMail, Callable[[bool], None]], None]


class MailboxServer:
    """Runs in a thread of its own. `port` 0 takes a free one; `address` tells which after `start`."""

    def __init__(self, store: MailStore, clock: Clock, host: str = "127.0.0.1", port: int = 1025) -> None:
        self._store = store
        self._clock = clock
        self._host = host
        self._port = port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping: asyncio.Event | None = None

    @property
    def address(self) -> tuple[str, int]:
        return self._host, self._port

    def start(self) -> None:
        """Raises OSError where the port is taken."""
        started: Future[int] = Future()
        self._thread = threading.Thread(target=self._main, args=(started,), name="auftakt-mailbox", daemon=True)
        self._thread.start()
        self._port = started.result()

    def stop(self) -> None:
        if self._thread is None or self._loop is None or self._stopping is None:
            return
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()
        self._thread = None

    def drain(self, timeout_seconds: float = 0.0) -> None:
        """Nothing to wait for: what was answered is kept already."""

    def _main(self, started: "Future[int]") -> None:
        try:
            asyncio.run(self._serve(started))
        except OSError as error:
            started.set_exception(error)

    async def _serve(self, started: "Future[int]") -> None:
        self._loop = asyncio.get_running_loop()
        self._stopping = asyncio.Event()
        shelf = _Shelf(self._store)
        keeping = asyncio.create_task(shelf.keep_all())
        sessions: set[_Session] = set()
        server = await self._loop.create_server(
            lambda: _Session(shelf.put, self._clock, sessions), self._host, self._port
        )
        started.set_result(server.sockets[0].getsockname()[1])
        await self._stopping.wait()
        server.close()
        for session in list(sessions):
            session.hang_up()
        shelf.close()
        await keeping


class _Shelf:
    """Collects mails while the last ones are being written, and tells each session when its own is kept."""

    def __init__(self, store: MailStore) -> None:
        self._store = store
        self._waiting: list[tuple[ReceivedMail, Callable[[bool], None]]] = []
        self._changed = Signal()
        self._closing = False

    def put(self, mail: ReceivedMail, kept: Callable[[bool], None]) -> None:
        self._waiting.append((mail, kept))
        self._changed.send()

    def close(self) -> None:
        self._closing = True
        self._changed.send()

    async def keep_all(self) -> None:
        while True:
            await self._changed.until(lambda: bool(self._waiting) or self._closing)
            if not self._waiting:
                return
            taken, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._store.add, [mail for mail, _ in taken])
                kept = True
            except Exception:
                logger.exception("The mailbox can't keep mails")
                kept = False
            for _, tell in taken:
                tell(kept)


class _Session(asyncio.Protocol):
    """One client. Commands are answered in order; while a mail is being kept, what follows it waits."""

    def __init__(self, keep: Keep, clock: Clock, sessions: "set[_Session]") -> None:
        self._keep = keep
        self._clock = clock
        self._sessions = sessions
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._looked = 0
        self._sender: str | None = None
        self._recipients: list[str] = []
        self._in_data = False
        self._keeping = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._sessions.add(self)
        self._say(_GREETING)

    def connection_lost(self, exc: Exception | None) -> None:
        self._sessions.discard(self)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._work()

    def hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def _work(self) -> None:
        while not self._keeping and self._transport is not None:
            if not (self._take_data() if self._in_data else self._take_command()):
                return

    def _take_command(self) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > _MAX_LINE:
                self._say(b"500 line too long\r\n")
                self.hang_up()
            return False
        line = bytes(self._buffer[:end]).rstrip(b"\r")
        del self._buffer[: end + 1]
        verb, _, rest = line.partition(b" ")
        self._answer(verb.upper(), rest.strip())
        return True

    def _answer(self, verb: bytes, rest: bytes) -> None:
        if verb == b"EHLO":
            self._reset(_FEATURES)
        elif verb in (b"HELO", b"RSET", b"NOOP"):
            self._reset(b"250 ok\r\n") if verb != b"NOOP" else self._say(b"250 ok\r\n")
        elif verb == b"MAIL":
            self._reset(b"250 ok\r\n")
            self._sender = _path(rest)
        elif verb == b"RCPT" and self._sender is not None:
            self._recipients.append(_path(rest))
            self._say(b"250 ok\r\n")
        elif verb == b"DATA" and self._recipients:
            self._in_data, self._looked = True, 0
            self._say(b"354 go on\r\n")
        elif verb == b"QUIT":
            self._say(b"221 bye\r\n")
            self.hang_up()
        elif verb in (b"RCPT", b"DATA"):
            self._say(b"503 out of order\r\n")
        else:
            self._say(b"502 not here\r\n")

    def _take_data(self) -> bool:
        if self._buffer.startswith(b".\r\n"):
            self._finish(b"", 3)
            return True
        end = self._buffer.find(b"\r\n.\r\n", max(0, self._looked - 4))
        if end < 0:
            self._looked = len(self._buffer)
            if self._looked > _MAX_MAIL:
                self._say(b"552 5.3.4 mail too big\r\n")
                self.hang_up()
            return False
        self._finish(bytes(self._buffer[: end + 2]), end + 5)
        return True

    def _finish(self, stuffed: bytes, used: int) -> None:
        del self._buffer[:used]
        self._in_data = False
        self._keeping = True
        raw = stuffed.removeprefix(b".").replace(b"\r\n..", b"\r\n.")
        mail = ReceivedMail(self._clock.now(), self._sender or "", tuple(self._recipients), raw)
        self._sender, self._recipients = None, []
        self._keep(mail, self._kept)

    def _kept(self, kept: bool) -> None:
        self._keeping = False
        self._say(b"250 2.0.0 kept\r\n" if kept else b"451 4.3.0 can't be kept now\r\n")
        self._work()

    def _reset(self, reply: bytes) -> None:
        self._sender, self._recipients = None, []
        self._say(reply)

    def _say(self, reply: bytes) -> None:
        if self._transport is not None:
            self._transport.write(reply)


def _path(rest: bytes) -> str:
    """The address of `FROM:<…>` or `TO:<…>`, without parameters."""
    inner = rest[rest.find(b"<") + 1 : rest.find(b">")] if b"<" in rest and b">" in rest else rest.partition(b":")[2]
    return inner.decode("utf-8", "replace").strip()
