"""`auftakt up`: opens the hub and serves it until it is told to stop."""

import os
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from auftakt.cli.options import DEFAULT_HOME, Home, Json, Speak
from auftakt.cli.screen import Screen, screen
from auftakt.cli.server_file import ServerFile
from auftakt.kit.errors import Conflict
from auftakt.kit.text import Text

if TYPE_CHECKING:
    from auftakt.jobs import Hub

Host = Annotated[str | None, typer.Option(help="Address to listen on; default: the setting. · 待ち受けるアドレス")]
Port = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes a free one. · ポート(0は空き)")]
Mailbox = Annotated[
    bool, typer.Option("--mailbox", help="Keep all mail in a local mailbox, shown in the app. · メールを手元で受信")
]

_LOCAL = ("127.0.0.1", "localhost", "::1")


def up(
    host: Host = None,
    port: Port = None,
    mailbox: Mailbox = False,
    home: Home = DEFAULT_HOME,
    as_json: Json = False,
    language: Speak = "",
) -> None:
    """Start the hub: app, API, tracking, micro-batch, delivery. · ハブを起動"""
    with screen(as_json, language) as out:
        run_server(out, home, host, port, mailbox)


def run_server(
    out: Screen,
    home: Path,
    host: str | None,
    port: int | None,
    mailbox: bool,
    also: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Serves until SIGINT or SIGTERM; `also` are further facts for `--json`.

    Raises HubBusy, Conflict for a taken port, InvalidInput for a wrong setting.
    """
    from auftakt.hub import close_hub, open_hub, start_hub, stop_hub
    from auftakt.web.server import serve

    hub = open_hub(home, mailbox=mailbox)
    try:
        address = host or hub.settings.host
        number = hub.settings.port if port is None else port
        _refuse_taken(address, number)
        with _orderly_end():
            serve(
                hub,
                host=address,
                port=number,
                ready=lambda url: _ready(out, hub, url, also),
                start=lambda: start_hub(hub),
                stop=lambda: stop_hub(hub),
            )
    finally:
        ServerFile.remove(home)
        _forget_key(hub)
        close_hub(hub)


def _ready(out: Screen, hub: "Hub", url: str, also: Mapping[str, Any]) -> None:
    from auftakt import team

    now = hub.clock.now()
    with hub.control.session() as session:
        key = team.local_key(session, now)
        token = team.setup_link(session, now)
    ServerFile(url, key, os.getpid()).write(hub.home)
    link = f"{url}/setup?token={token}" if token else None
    facts = {"url": url, "home": str(hub.home), "pid": os.getpid(), "setup_link": link, "demo": hub.demo}
    out.show({**facts, "mailbox": "mailbox" in hub.services, **also}, _draw)


def _draw(out: Screen, facts: dict[str, Any]) -> None:
    out.say(f"Auftakt  →  {facts['url']}", style="bold")
    if facts["setup_link"]:
        out.say(
            Text(
                "The first start: make the first admin with this one-time link.",
                "初回起動です。次の一度限りのリンクで最初の管理者を作成してください。",
            )
        )
        out.say(facts["setup_link"])
    if facts["mailbox"]:
        out.say(Text("Mail stays here: read it at /mailbox.", "メールは外に送られません。/mailbox で読めます。"))
    if facts["demo"] and not any(local in facts["url"] for local in _LOCAL):
        out.say(
            Text(
                "Everyone who reaches this address can act as any sample user: it is a demo hub.",
                "デモのハブです。このアドレスに届く人は誰でも見本ユーザーとして操作できます。",
            ),
            style="yellow",
        )
    out.say(Text("Ctrl-C ends it.", "Ctrl-C で終了します。"))


def _forget_key(hub: "Hub") -> None:
    from auftakt import team

    with hub.control.session() as session:
        team.drop_local_key(session)


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise Conflict(
                Text(
                    f"Can't listen on {host}:{port} ({why}).",
                    f"{host}:{port} で待ち受けられません({why})。",
                ),
                next_action=Text(
                    "Choose another with --port (0 takes a free one), or end the program that uses it.",
                    "--port で別のポートを選ぶか(0で空きを使用)、使用中のプログラムを終了してください。",
                ),
                port=port,
            ) from error


@contextmanager
def _orderly_end() -> Iterator[None]:
    """Lets the hub be closed on SIGTERM as on Ctrl-C: the server repeats the signal once it has shut down."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    except KeyboardInterrupt:
        pass  # asked for: what was acknowledged is durable, and the rest of this command closes the hub
    finally:
        signal.signal(signal.SIGTERM, before)
