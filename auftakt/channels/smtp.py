"""An SMTP client that pipelines: two round trips a mail become one, and the line stays open for many mails.

```
open: greeting ─ EHLO ─ (STARTTLS ─ EHLO) ─ (AUTH)           anything wrong here: ServerAway, nobody's fault, all wait
mail: MAIL+RCPT+DATA ─ 354 ─ body ─ "." + MAIL+RCPT+DATA of the next ─ 250
                                │      └ from here on until the reply: unknown when the line breaks
                                └ until here: not sent
```
"""

import asyncio
import base64
import socket
import ssl
from contextlib import suppress

from auftakt.channels.address import envelope_address
from auftakt.channels.mime import Letter, Skeleton, skeleton_of
from auftakt.channels.replies import Answer, Reply, Stage, read_reply
from auftakt.channels.server import Server, ServerAway, connect
from auftakt.channels.wire import LineLost, NoReply, Wire

# A bigger mail goes out before its final dot, so that a break on the way surely means "not sent".
_ONE_WRITE = 65_536
_STAGES: tuple[Stage, ...] = ("sender", "recipient", "content")


class LineTired(LineLost):
    """The server closed a line that had done its work; the letter may go over a new one at once."""


class SmtpConnection:
    """One open line. `deliver` one letter after the other; after `closed` it is of no use any more."""

    def __init__(self, server: Server, wire: Wire) -> None:
        self.mails = 0
        self.closed = False
        self._server = server
        self._wire = wire
        self._features: dict[str, str] = {}
        self._announced: Letter | None = None
        self._stale_transaction = False

    @classmethod
    async def open(cls, server: Server) -> "SmtpConnection":
        """Connects, greets, encrypts and signs in. Raises ServerAway."""
        if not server.host:
            raise ServerAway("no_server", "")
        wire = await connect(server)
        connection = cls(server, wire)
        try:
            await connection._greet()
        except LineLost as error:
            wire.abort()
            raise ServerAway("server_away", f"{server}: {error}") from error
        except ssl.SSLError as error:
            wire.abort()
            raise ServerAway("tls_failed", f"{server}: {error}") from error
        except ServerAway:
            wire.close()
            raise
        return connection

    @property
    def reused(self) -> bool:
        """Whether it has carried a mail already: the server may have closed it since, and means nobody by it."""
        return self.mails > 0

    async def deliver(self, letter: Letter, following: Letter | None = None) -> Answer:
        """Hands over one letter and announces the following one where the server allows it.

        What the server does to this letter is the answer. Raises LineTired when a new line should be tried at once,
        and ServerAway when it wants a sign-in that we don't have; in both cases nothing was sent.
        """
        recipient = self._recipient(letter)
        if recipient is None:
            return Answer("rejected", "bad_address", letter.recipient[:200])
        skeleton = skeleton_of(letter.mail.sender)
        data = skeleton.build(letter, "8BITMIME" in self._features)
        try:
            replies = await self._envelope(letter, self._commands(skeleton, recipient))
        except LineTired:
            raise
        except LineLost as error:
            self._give_up()
            return Answer("deferred", "too_slow" if isinstance(error, NoReply) else "line_lost", str(error))
        if any(reply.code >= 400 for reply in replies):
            return await self._refused(replies)
        if replies[-1].code != 354:
            self._give_up()
            return Answer("deferred", "line_lost", f"unexpected reply to DATA: {replies[-1]}")
        return await self._content(data, following)

    async def quit(self) -> None:
        """Takes leave politely, but does not insist."""
        if not self.closed:
            self.closed = True
            self._wire.write(b"QUIT\r\n")
            with suppress(LineLost):  # what counts was answered before
                await self._wire.reply(min(2.0, self._server.timeouts.reply))
        self._wire.close()

    def drop(self) -> None:
        """Closes without a word."""
        self._give_up()

    async def _envelope(self, letter: Letter, commands: tuple[bytes, bytes, bytes]) -> list[Reply]:
        """The replies to MAIL, RCPT and DATA, up to the one that ends it. Raises LineLost if none of them is a no."""
        announced, self._announced = self._announced is letter, None
        if self._pipelining and not announced:
            self._wire.write(b"".join(commands))
        replies: list[Reply] = []
        for command in commands:
            if not self._pipelining:
                self._wire.write(command)
            try:
                replies.append(await (self._reply() if replies else self._first_reply()))
            except LineLost:
                if not any(reply.code >= 400 for reply in replies):
                    raise
                self._give_up()
                break
            if replies[-1].closing or (replies[-1].code >= 400 and not self._pipelining):
                break
        return replies

    async def _content(self, data: bytes, following: Letter | None) -> Answer:
        end = b".\r\n" + self._announce(following)
        try:
            await asyncio.sleep(
                0
            )  # one look at the line: a server that hung up at 354 is seen before anything is written
            await self._wire.drained()
            if len(data) > _ONE_WRITE:
                self._wire.write(data)
                async with asyncio.timeout(self._server.timeouts.reply):
                    await self._wire.drained()
                data = b""
        except (LineLost, TimeoutError) as error:
            self._give_up()
            return Answer("deferred", "line_lost", str(error) or "the server stopped reading")
        self._wire.write(data + end)  # from here on nobody but the server knows
        try:
            reply = await self._wire.reply(self._server.timeouts.accept)
        except LineLost as error:
            self._give_up()
            return Answer("unknown", "no_answer", str(error))
        self.mails += 1
        if reply.closing:
            self._give_up()
        return read_reply(reply, "content")

    def _announce(self, following: Letter | None) -> bytes:
        recipient = self._recipient(following) if following is not None and self._pipelining else None
        if following is None or recipient is None:
            return b""
        self._announced = following
        return b"".join(self._commands(skeleton_of(following.mail.sender), recipient))

    async def _refused(self, replies: list[Reply]) -> Answer:
        """The answer that the first no means; leaves the line ready for the next letter."""
        place = next(place for place, reply in enumerate(replies) if reply.code >= 400)
        reply = replies[place]
        if not self.closed:
            await self._close_transaction(replies)
        if _STAGES[place] == "sender" and reply.code == 530:
            self._give_up()
            raise ServerAway("sign_in_refused", str(reply))
        if _STAGES[place] == "sender" and reply.code >= 500:
            return Answer("deferred", "sender_refused", str(reply), counted=False)
        return read_reply(reply, _STAGES[place])

    async def _close_transaction(self, replies: list[Reply]) -> None:
        if replies[-1].closing:
            self._give_up()
            return
        try:
            # A pipelining server may say 354 although it refused the recipient (RFC 2920 3.1): it then gets an empty
            # mail, which it can't deliver to anybody.
            if replies[-1].code == 354:
                self._wire.write(b".\r\n")
                await self._reply()
            self._wire.write(b"RSET\r\n")
            await self._reply()
        except LineLost:
            self._give_up()

    def _commands(self, skeleton: Skeleton, recipient: str) -> tuple[bytes, bytes, bytes]:
        options = b" BODY=8BITMIME" if "8BITMIME" in self._features else b""
        if not recipient.isascii():
            options += b" SMTPUTF8"
        sender = skeleton.envelope_from.encode()
        return (
            b"MAIL FROM:<" + sender + b">" + options + b"\r\n",
            b"RCPT TO:<" + recipient.encode() + b">\r\n",
            b"DATA\r\n",
        )

    def _recipient(self, letter: Letter) -> str | None:
        address = envelope_address(letter.recipient)
        return address if address is not None and (address.isascii() or "SMTPUTF8" in self._features) else None

    @property
    def _pipelining(self) -> bool:
        return "PIPELINING" in self._features

    async def _reply(self) -> Reply:
        return await self._wire.reply(self._server.timeouts.reply)

    async def _first_reply(self) -> Reply:
        """The reply to MAIL. On a reused line a break or 421 here means only that the server was tired of the line."""
        try:
            reply = await self._reply()
        except NoReply:
            raise
        except LineLost as error:
            if self.reused:
                self._give_up()
                raise LineTired(str(error)) from error
            raise
        if reply.closing and self.reused:
            self._give_up()
            raise LineTired(str(reply))
        return reply

    def _give_up(self) -> None:
        self.closed = True
        self._wire.abort()

    async def _greet(self) -> None:
        self._expect(await self._reply(), "server_refuses")
        await self._hello()
        if self._server.tls == "starttls":
            if "STARTTLS" not in self._features:
                raise ServerAway("tls_missing", f"{self._server} does not offer STARTTLS")
            self._wire.write(b"STARTTLS\r\n")
            self._expect(await self._reply(), "tls_missing")
            context = self._server.context or ssl.create_default_context()
            await self._wire.start_tls(context, self._server.host, self._server.timeouts.connect)
            await self._hello()
        if self._server.user:
            await self._sign_in()

    async def _hello(self) -> None:
        name = socket.gethostname().encode("ascii", "replace").replace(b" ", b"-") or b"localhost"
        self._wire.write(b"EHLO " + name + b"\r\n")
        reply = await self._reply()
        if reply.code >= 500:
            self._wire.write(b"HELO " + name + b"\r\n")
            self._expect(await self._reply(), "server_refuses")
            self._features = {}
            return
        self._expect(reply, "server_refuses")
        self._features = _features(reply)

    async def _sign_in(self) -> None:
        offered = self._features.get("AUTH", "").split()
        user, password = self._server.user.encode(), self._server.password.encode()
        if "PLAIN" in offered:
            steps = [b"AUTH PLAIN " + base64.b64encode(b"\0" + user + b"\0" + password)]
        elif "LOGIN" in offered:
            steps = [b"AUTH LOGIN", base64.b64encode(user), base64.b64encode(password)]
        else:
            raise ServerAway("sign_in_missing", f"{self._server} offers: {' '.join(offered) or 'nothing'}")
        for step in steps:
            self._wire.write(step + b"\r\n")
            self._expect(await self._reply(), "sign_in_refused")

    def _expect(self, reply: Reply, code: str) -> None:
        if reply.code >= 400:
            raise ServerAway("server_away" if reply.code < 500 else code, f"{self._server}: {reply}")


def _features(reply: Reply) -> dict[str, str]:
    """What EHLO offers: name to parameters. Some servers write `AUTH=` for clients older than the standard."""
    found: dict[str, str] = {}
    for line in reply.lines[1:]:
        name, _, rest = line.upper().replace("AUTH=", "AUTH ").partition(" ")
        found[name] = f"{found.get(name, '')} {rest}".strip()
    return found


async def check_server(server: Server) -> None:
    """Connects, greets, encrypts, signs in and takes leave, for `auftakt doctor`. Raises ServerAway."""
    await (await SmtpConnection.open(server)).quit()
