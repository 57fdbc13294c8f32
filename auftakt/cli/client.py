"""The one way from a command to its hub: HTTP, to the running server or to the same application in this process."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from auftakt.cli.server_file import ServerFile
from auftakt.kit.errors import AuftaktError, NotFound, Unavailable
from auftakt.kit.text import Language, Text

if TYPE_CHECKING:
    import httpx

Watch = Callable[[dict[str, Any]], None]
"""Gets a task as `GET /api/tasks/{id}` gives it, each time it was asked for."""


class Refused(AuftaktError):
    """What the hub answered instead of doing it."""

    def __init__(self, body: dict[str, Any], status: int) -> None:
        message = str(body.get("message") or body.get("detail") or f"HTTP {status}")
        super().__init__(message, next_action=str(body.get("next_action", "")))
        self._body = {"code": "error", "message": message, "next_action": "", "detail": {}} | body

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        return self._body


class HubClient:
    """Calls of the API; answers are JSON documents. Raises Refused with the hub's own words, or Unavailable."""

    def __init__(self, http: "httpx.Client") -> None:
        self._http = http

    def get(self, path: str, **query: Any) -> Any:
        return self._call("GET", path, params={key: value for key, value in query.items() if value is not None})

    def post(self, path: str, body: Any = None, **parts: Any) -> Any:
        return self._call("POST", path, **parts) if body is None else self._call("POST", path, json=body, **parts)

    def text(self, path: str, **query: Any) -> str:
        """An answer that is a file's text."""
        answer = self._request("GET", path, params=query)
        if answer.is_error:
            body = _json(answer)
            raise Refused(body if isinstance(body, dict) else {}, answer.status_code)
        return answer.text

    def save(self, path: str, target: Path) -> int:
        """Writes the answer into a new file that only its owner may read; gives its size in bytes."""
        import httpx

        size, part = 0, target.with_name(target.name + ".part")
        try:
            with self._http.stream("GET", path) as answer:
                if answer.is_error:
                    answer.read()
                    body = _json(answer)
                    raise Refused(body if isinstance(body, dict) else {}, answer.status_code)
                with open(part, "xb", opener=_only_ours) as file:
                    for piece in answer.iter_bytes():
                        size += file.write(piece)
        except httpx.TransportError as error:
            part.unlink(missing_ok=True)
            raise Unavailable(
                Text(f"The hub stopped answering ({error}).", f"ハブの応答が途切れました({error})。"),
                next_action=Text("Run it again.", "もう一度実行してください。"),
            ) from error
        part.rename(target)
        return size

    def put(self, path: str, body: Any) -> Any:
        return self._call("PUT", path, json=body)

    def patch(self, path: str, body: Any) -> Any:
        return self._call("PATCH", path, json=body)

    def delete(self, path: str) -> None:
        answer = self._request("DELETE", path)
        if answer.is_error:
            body = _json(answer)
            raise Refused(body if isinstance(body, dict) else {}, answer.status_code)

    def health(self) -> dict[str, Any]:
        """What /health says, whether it is green or red."""
        return cast(dict[str, Any], _json(self._request("GET", "/health")))

    def until(self, path: str, ready: Callable[[Any], bool], seconds: float = 15.0) -> Any:
        """Asks until the answer is ready or the time is over; gives the last answer."""
        ends = time.monotonic() + seconds
        for _ in pauses():
            if ready(answer := self.get(path)) or time.monotonic() >= ends:
                break
        return answer

    def finish(self, task_id: str, watch: Watch | None = None) -> Any:
        """Waits for a task and gives its result. Ctrl-C stops the task at the hub, too. Raises what it failed with."""
        try:
            for _ in pauses():
                task = self.get(f"/api/tasks/{task_id}")
                if watch:
                    watch(task)
                if task["state"] != "running":
                    break
        except KeyboardInterrupt:
            self.post(f"/api/tasks/{task_id}/stop")
            raise Unavailable(
                Text("Stopped. What was finished is kept.", "停止しました。終わった分は残っています。"),
                next_action=Text("Run the command again to go on.", "同じコマンドで続きから再開できます。"),
            ) from None
        if task["state"] != "done":
            raise Refused(task["error"] or {}, 500)
        return task["result"]

    def _call(self, method: str, path: str, **parts: Any) -> Any:
        answer = self._request(method, path, **parts)
        body = _json(answer)
        if answer.is_error:
            raise Refused(body if isinstance(body, dict) else {}, answer.status_code)
        return body

    def _request(self, method: str, path: str, **parts: Any) -> "httpx.Response":
        import httpx

        try:
            return self._http.request(method, path, **parts)
        except httpx.TransportError as error:
            raise Unavailable(
                Text(f"The hub does not answer ({error}).", f"ハブが応答しません({error})。"),
                next_action=Text("Run `auftakt doctor` to see why.", "`auftakt doctor` で原因を確認してください。"),
            ) from error


def pauses() -> Iterator[None]:
    """For asking again and again: at once, then after longer and longer pauses, so that short work ends soon."""
    for milliseconds in chain((0, 10, 20, 40, 80), repeat(150)):
        time.sleep(milliseconds / 1000)
        yield


def _only_ours(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def connect(home: Path, language: Language, *, batch: bool = False) -> Iterator[HubClient]:
    """A client of the hub in `home`. Raises NotFound where there is none, HubBusy where it is held but does not answer.

    Without a server the hub is opened for the length of the `with`; `batch` then lets the micro-batch work meanwhile.
    Nothing is handed to the outside by it: delivering is what a server does.
    """
    if not (home / "auftakt.toml").exists() and not (home / "control.db").exists():
        raise NotFound(
            Text(f"There is no hub in {home}.", f"{home} にハブはありません。"),
            next_action=Text(
                "Make one with `auftakt init`, or name another directory with --home.",
                "`auftakt init` で作るか、--home で別のディレクトリを指定してください。",
            ),
        )
    running = _running(home)
    if running is not None:
        with _http(running.url, running.key, language, None) as http:
            yield HubClient(http)
        return
    with _in_process(home, language, batch) as client:
        yield client


def _running(home: Path) -> ServerFile | None:
    """The server that holds this hub, if it answers. A number of a process that died may belong to another one now."""
    import httpx

    server = ServerFile.read(home)
    if server is None:
        return None
    try:
        httpx.get(f"{server.url}/health", timeout=5, trust_env=False)
    except httpx.TransportError:
        return None
    return server


@contextmanager
def _in_process(home: Path, language: Language, batch: bool) -> Iterator[HubClient]:
    from auftakt import team
    from auftakt.cli.in_process import InProcess
    from auftakt.hub import close_hub, open_hub
    from auftakt.web.app import make_app

    hub = open_hub(home)
    try:
        with hub.control.session() as session:
            key = team.local_key(session, hub.clock.now())
        if batch:
            hub.runner.start()
        with InProcess(make_app(hub)) as transport, _http("http://hub", key, language, transport) as http:
            yield HubClient(http)
    finally:
        hub.runner.stop()
        with hub.control.session() as session:
            team.drop_local_key(session)
        close_hub(hub)


def _http(url: str, key: str, language: Language, transport: "httpx.BaseTransport | None") -> "httpx.Client":
    import httpx

    headers = {"Authorization": f"Bearer {key}", "Accept-Language": language, "X-Auftakt": "1"}
    timeout = httpx.Timeout(300, connect=5)
    return httpx.Client(base_url=url, headers=headers, transport=transport, timeout=timeout, trust_env=False)


def _json(answer: "httpx.Response") -> Any:
    try:
        return answer.json()
    except ValueError:
        return {"message": answer.text[:500]}
