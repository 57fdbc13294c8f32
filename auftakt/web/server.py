"""Runs a hub's application under uvicorn until it is told to stop."""

import os
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from auftakt.jobs import Hub
from auftakt.web.app import make_app
from auftakt.web.home import warm


def serve(
    hub: Hub,
    *,
    host: str,
    port: int,
    ready: Callable[[str], None],
    start: Callable[[], None],
    stop: Callable[[], None],
) -> None:
    """Serves until SIGINT or SIGTERM. A port of 0 takes a free one.

    `start` and `stop` (the batch and the services, see `hub.start_hub`) are called at the beginning and the end of the
    server's life; `ready` gets the address once it answers.
    """
    config = uvicorn.Config(
        _WithLife(make_app(hub), start, stop),
        host=host,
        port=port,
        log_level=os.environ.get("AUFTAKT_LOG_LEVEL", "warning"),
        timeout_graceful_shutdown=5,
        server_header=False,
        lifespan="on",
    )
    _Server(config, hub, ready).run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, hub: Hub, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._hub = hub
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self.servers:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            self._ready(f"http://{host}:{port}")
            self._hub.tasks.start("warm", lambda progress: warm(self._hub))


class _WithLife:
    """Answers the server's lifespan: the batch and the services live as long as the server does."""

    def __init__(self, app: ASGIApp, start: Callable[[], None], stop: Callable[[], None]) -> None:
        self._app = app
        self._start = start
        self._stop = stop

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stop()
                await send({"type": "lifespan.shutdown.complete"})
                return
