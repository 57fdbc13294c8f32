"""The mail server: where it is, how to speak to it, and what it means when that fails."""

import asyncio
import ssl
from dataclasses import dataclass, field

from auftakt.channels.wire import Wire
from auftakt.kit.settings import SmtpSettings


@dataclass(frozen=True)
class Timeouts:
    """Seconds. The one for the final dot is long (RFC 5321 4.5.3.2.6), since giving up there means `unknown`."""

    connect: float = 15.0
    reply: float = 30.0
    accept: float = 300.0


@dataclass(frozen=True)
class Server:
    """The mail server and how to speak to it. `tls` is none, starttls or tls; it is never weakened silently."""

    host: str
    port: int
    tls: str = "none"
    user: str = ""
    password: str = field(default="", repr=False)
    timeouts: Timeouts = Timeouts()
    context: ssl.SSLContext | None = None

    @classmethod
    def of(cls, settings: SmtpSettings) -> "Server":
        seconds = settings.timeout_seconds
        timeouts = Timeouts(connect=min(15.0, seconds), reply=seconds, accept=max(300.0, seconds))
        return cls(settings.host, settings.port, settings.tls, settings.user, settings.password, timeouts)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class ServerAway(Exception):
    """No mail can be handed to this server now, whoever it is for. `code` is one of `answers.ANSWERS`."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


async def connect(server: Server) -> Wire:
    """A line to the server, encrypted from the start where `tls` says so. Raises ServerAway."""
    context = (server.context or ssl.create_default_context()) if server.tls == "tls" else None
    try:
        async with asyncio.timeout(server.timeouts.connect):
            _, wire = await asyncio.get_running_loop().create_connection(
                Wire, server.host, server.port, ssl=context, server_hostname=server.host if context else None
            )
    except ssl.SSLError as error:
        raise ServerAway("tls_failed", f"{server}: {error}") from error
    except TimeoutError as error:
        raise ServerAway("server_away", f"{server}: no answer within {server.timeouts.connect:g} s") from error
    except OSError as error:
        raise ServerAway("server_away", f"{server}: {error.strerror or error}") from error
    return wire
