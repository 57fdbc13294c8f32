"""A hub on loopback, and before it a door for each client and error: the first request there gets that error."""

import socket
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import uvicorn
from sources.conformance.clients import CLIENTS, FAULTS, Client
from starlette.types import Receive, Scope, Send

from auftakt.hub import close_hub, open_hub
from auftakt.jobs import Hub
from auftakt.kit.errors import AuftaktError, TooMany
from auftakt.kit.text import Text
from auftakt.sources import Source, body_too_large, create_source, find_call, unknown_key
from auftakt.store.log import LogUnavailable
from auftakt.web.app import make_app
from auftakt.web.collect import refuse, slow_down

ERRORS: dict[int, AuftaktError] = {
    401: unknown_key(),
    413: body_too_large(),
    429: slow_down(),
    503: LogUnavailable(Text("The log can't be written.", "ログに書き込めません。"), next_action=""),
}
assert isinstance(ERRORS[429], TooMany)

Case = tuple[str, str]
"""A client's name, and `ok` or the status of the first answer."""


class World:
    """Open from `World(home)` until `end()`. `requests` counts the posts at each door, `doors` are their addresses."""

    def __init__(self, home: Path) -> None:
        self.hub: Hub = open_hub(home, environ={})
        self.sources: dict[str, Source] = {}
        with self.hub.control.session() as session:
            for client in CLIENTS:
                now = self.hub.clock.now()
                made = create_source(session, self.hub.ids, name=client.name, kind="server", now=now)
                self.sources[client.name] = made
        self.requests: Counter[Case] = Counter()
        self.thrown: dict[str, list[str]] = {}
        self._app = make_app(self.hub)
        listeners = {self._listener(): (client.name, case) for client in CLIENTS for case in cases()}
        self._cases = {listener.getsockname()[1]: case for listener, case in listeners.items()}
        self.doors = {case: f"http://127.0.0.1:{port}" for port, case in self._cases.items()}
        config = uvicorn.Config(self._front, interface="asgi3", log_level="error", lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=(list(listeners),))
        self._thread.start()

    def scenarios(self, client: Client) -> list[dict[str, str]]:
        key = self.sources[client.name].write_key
        return [{"case": case, "who": client.who, "key": key, "url": self.doors[client.name, case]} for case in cases()]

    def end(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        close_hub(self.hub)

    async def _front(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = find_call(scope["path"])
        if scope["method"] == "POST" and found is not None and found[0].document is None:
            client, case = self._cases[scope["server"][1]]
            self.requests[client, case] += 1
            if case != "ok" and self.requests[client, case] == 1:
                while (await receive()).get("more_body"):
                    pass
                await refuse(ERRORS[int(case)], dict(scope["headers"]), send)
                return
        await self._app(scope, receive, send)

    @staticmethod
    def _listener() -> socket.socket:
        return socket.create_server(("127.0.0.1", 0))

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.hub.plane.reader() as con:
            return con.execute(query, list(values)).fetchall()


def cases() -> list[str]:
    return ["ok", *map(str, FAULTS)]
