"""What `auftakt doctor` looks at, one function a question: what it saw, and what to do. A check mends nothing."""

import os
import shutil
import smtplib
import socket
import sqlite3
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auftakt.cli.client import HubClient
from auftakt.cli.server_file import ServerFile
from auftakt.kit.errors import AuftaktError
from auftakt.kit.settings import Settings, SmtpSettings, load_settings
from auftakt.kit.text import Text

State = Literal["ok", "care", "bad"]

_GIB = 1024**3
_RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
_MAIL_TIMEOUT = 5.0
_NOTHING = Text("", "")


@dataclass(frozen=True)
class Finding:
    """One line of the report. `next_action` is empty where nothing is to be done."""

    check: str
    state: State
    saw: Text
    next_action: Text = _NOTHING


def check_versions() -> Iterator[Finding]:
    """Python, DuckDB (pinned: see the decision on the data plane), SQLite, the built app."""
    import duckdb

    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        "python", "ok" if sys.version_info >= (3, 11) else "bad", Text(f"Python {python}", f"Python {python}")
    )
    pinned = (1, 5, 6) <= _version(duckdb.__version__) < (2,)
    saw = Text(f"DuckDB {duckdb.__version__}", f"DuckDB {duckdb.__version__}")
    advice = Text(
        "Install duckdb>=1.5.6,<2: others lost rows in trials.",
        "duckdb>=1.5.6,<2 を入れてください。他の版は試験で行を失いました。",
    )
    yield Finding("duckdb", "ok", saw) if pinned else Finding("duckdb", "bad", saw, advice)
    modern = sqlite3.sqlite_version_info >= (3, 35)
    saw = Text(f"SQLite {sqlite3.sqlite_version}", f"SQLite {sqlite3.sqlite_version}")
    advice = Text("Use a Python with SQLite 3.35 or newer.", "SQLite 3.35 以降を含む Python を使ってください。")
    yield Finding("sqlite", "ok", saw) if modern else Finding("sqlite", "bad", saw, advice)
    yield _app_built()


def check_settings(home: Path) -> tuple[list[Finding], Settings | None]:
    """Whether the settings can be read and mean something; the settings, if they do."""
    try:
        settings = load_settings(home, os.environ)
    except AuftaktError as error:
        return [Finding("settings", "bad", _text(error.message), _text(error.next_action))], None
    wrong = list(_meaningless(settings))
    if not wrong:
        return [Finding("settings", "ok", Text("The settings are valid.", "設定は正しく読めます。"))], settings
    advice = Text("Correct it in auftakt.toml or in the environment.", "auftakt.toml か環境変数を直してください。")
    return [Finding("settings", "bad", each, advice) for each in wrong], None


def check_disk(home: Path) -> Iterator[Finding]:
    """Room, and how long it takes until a write is durable: each acknowledged event waits for that."""
    free = shutil.disk_usage(home).free / _GIB
    saw = Text(f"{free:.1f} GiB free in {home}", f"{home} の空き容量: {free:.1f} GiB")
    advice = Text(
        "Free some space: a full disk refuses events.",
        "空きを作ってください。満杯になるとイベントを受け付けられません。",
    )
    state: State = "bad" if free < 0.5 else "care" if free < 5 else "ok"
    yield Finding("disk space", state, saw, _NOTHING if state == "ok" else advice)
    try:
        seconds = _sync_seconds(home)
    except OSError as error:
        saw = Text(f"{home} can't be written ({error.strerror}).", f"{home} に書き込めません({error.strerror})。")
        advice = Text("Give this user the right to write there.", "このユーザーに書き込み権限を付けてください。")
        yield Finding("disk write", "bad", saw, advice)
        return
    saw = Text(f"A durable write takes {seconds * 1000:.1f} ms.", f"永続化の書き込み: {seconds * 1000:.1f} ミリ秒")
    slow = Text(
        "Use a local disk: every answer waits for this.", "ローカルディスクを使ってください。応答は毎回これを待ちます。"
    )
    yield Finding("disk write", "ok", saw) if seconds < 0.05 else Finding("disk write", "care", saw, slow)


def check_ports(home: Path, settings: Settings) -> Iterator[Finding]:
    """Whether the port is free, or held by this hub's own server."""
    server = ServerFile.read(home)
    if server is not None:
        saw = Text(f"This hub runs at {server.url}.", f"このハブは {server.url} で動いています。")
        yield Finding("port", "ok", saw)
        return
    for name, port in (("port", settings.port), ("mailbox port", settings.mailbox_port)):
        with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host, port))
            except OSError as error:
                saw = Text(f"{settings.host}:{port}: {error.strerror}", f"{settings.host}:{port}: {error.strerror}")
                advice = Text(
                    "End the program that uses it, or choose another.",
                    "使用中のプログラムを終了するか、別の番号にしてください。",
                )
                yield Finding(name, "care", saw, advice)
            else:
                saw = Text(f"{settings.host}:{port} is free.", f"{settings.host}:{port} は空いています。")
                yield Finding(name, "ok", saw)


def check_mail(smtp: SmtpSettings, connect: Callable[[SmtpSettings], str] | None = None) -> Finding:
    """Greets the mail server and says what it answered. Sends nothing and does not sign in."""
    if not smtp.host:
        return Finding(
            "mail",
            "care",
            Text("No mail server is set.", "メールサーバーが設定されていません。"),
            Text(
                "Set smtp.host, or try out with `auftakt up --mailbox`.",
                "smtp.host を設定するか、`auftakt up --mailbox` で試してください。",
            ),
        )
    place = f"{smtp.host}:{smtp.port} ({smtp.tls})"
    try:
        greeting = (connect or _greet)(smtp)
    except (OSError, smtplib.SMTPException) as error:
        return Finding(
            "mail",
            "bad",
            Text(f"{place}: {error}", f"{place}: {error}"),
            Text(
                "Check smtp.host, smtp.port and smtp.tls, and the firewall.",
                "smtp.host・smtp.port・smtp.tls とファイアウォールを確認してください。",
            ),
        )
    return Finding("mail", "ok", Text(f"{place}: {greeting}", f"{place}: {greeting}"))


def check_clock(home: Path, now: datetime) -> Finding:
    """Times that run backwards spoil windows, quiet hours and the order of events."""
    advice = Text("Set the machine's clock (NTP).", "マシンの時計を合わせてください(NTP)。")
    if now < _RELEASED:
        saw = Text(
            f"It is {now:%Y-%m-%d} by this machine: before this release.",
            f"このマシンの日付は {now:%Y-%m-%d} で、本リリースより前です。",
        )
        return Finding("clock", "bad", saw, advice)
    newest = max((path.stat().st_mtime for path in (home / "log").glob("*.ndjson*")), default=0.0)
    written = datetime.fromtimestamp(newest, UTC)
    if written > now + timedelta(minutes=1):
        saw = Text(
            f"The log was last written at {written:%Y-%m-%d %H:%M}Z: that is yet to come.",
            f"ログの最終書き込みが未来の {written:%Y-%m-%d %H:%M}Z です。",
        )
        return Finding("clock", "bad", saw, advice)
    return Finding("clock", "ok", Text(f"{now:%Y-%m-%d %H:%M:%S}Z", f"{now:%Y-%m-%d %H:%M:%S}Z"))


def check_data(hub: HubClient) -> Iterator[Finding]:
    """Whether everything received is accounted for, the batch works, and the audit chain is whole."""
    status = hub.get("/api/status")
    counters, batch = status["counters"], status["batch"]
    saw = Text(f"{counters['received']:,} lines received.", f"受信 {counters['received']:,} 行。")
    if counters["balanced"]:
        yield Finding("data", "ok", saw)
    else:
        advice = Text("Keep a copy of the directory and report this.", "ディレクトリの控えを取り、報告してください。")
        yield Finding(
            "data",
            "bad",
            Text(f"{saw.en} Not all are accounted for.", f"{saw.ja} 行方の合わないものがあります。"),
            advice,
        )
    if batch["error"]:
        advice = Text(
            "Nothing is lost: it is tried again. Look at the hub's output.",
            "失われたものはなく、自動で再試行します。ハブの出力を確認してください。",
        )
        yield Finding("batch", "bad", Text(batch["error"], batch["error"]), advice)
    else:
        waiting = counters["waiting"]
        yield Finding("batch", "ok", Text(f"{waiting:,} lines wait.", f"処理待ち {waiting:,} 行。"))
    if unknown := status["sends"]["unknown"]:
        advice = Text(
            "Decide them in the app: they are not sent again by themselves.",
            "アプリで結果を決めてください。自動では再送しません。",
        )
        yield Finding(
            "sends", "care", Text(f"{unknown:,} sends are unknown.", f"結果不明の配信が{unknown:,}件あります。"), advice
        )
    yield _audit_whole(hub.get("/api/team/audit/verify"))


def _audit_whole(audit: dict[str, Any]) -> Finding:
    if audit["ok"]:
        entries = audit["entries"]
        return Finding("audit", "ok", Text(f"{entries:,} entries are whole.", f"{entries:,}件に改ざんはありません。"))
    broken = audit["broken_at"]
    advice = Text("Run `auftakt audit verify`.", "`auftakt audit verify` を実行してください。")
    return Finding("audit", "bad", Text(f"Broken at entry {broken}.", f"{broken}番目で壊れています。"), advice)


def _app_built() -> Finding:
    import auftakt.web

    if (Path(auftakt.web.__file__).parent / "ui" / "index.html").exists():
        return Finding("app", "ok", Text("The app is built.", "画面は作成済みです。"))
    node = shutil.which("node")
    saw = Text(f"The app is not built (node: {node or 'none'}).", f"画面が未作成です(node: {node or 'なし'})。")
    return Finding("app", "care", saw, Text("Run `make ui` in the sources.", "ソースで `make ui` を実行してください。"))


def _meaningless(settings: Settings) -> Iterator[Text]:
    if settings.language not in ("en", "ja"):
        yield Text(
            f"language is {settings.language!r}: en or ja.", f"language が {settings.language!r} です(en か ja)。"
        )
    if settings.smtp.tls not in ("none", "starttls", "tls"):
        tls = settings.smtp.tls
        yield Text(f"smtp.tls is {tls!r}: none, starttls or tls.", f"smtp.tls が {tls!r} です(none・starttls・tls)。")
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = settings.timezone
        yield Text(f"timezone is {zone!r}: there is none of that name.", f"timezone {zone!r} は存在しません。")
    hours = (
        ("pressure.quiet_from", settings.pressure.quiet_from),
        ("pressure.quiet_until", settings.pressure.quiet_until),
    )
    for name, hour in hours:
        if not 0 <= hour <= 24:
            yield Text(f"{name} is {hour}: 0 to 24.", f"{name} が {hour} です(0〜24)。")
    ports = (("port", settings.port), ("mailbox_port", settings.mailbox_port), ("smtp.port", settings.smtp.port))
    for name, port in ports:
        if not 0 <= port <= 65535:
            yield Text(f"{name} is {port}: 0 to 65535.", f"{name} が {port} です(0〜65535)。")


def _sync_seconds(home: Path) -> float:
    """The middle one of five small writes, each with its fdatasync."""
    probe = home / f".doctor-{os.getpid()}"
    descriptor = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        taken = []
        for _ in range(5):
            started = time.perf_counter()
            os.write(descriptor, b"x" * 4096)
            os.fdatasync(descriptor)
            taken.append(time.perf_counter() - started)
    finally:
        os.close(descriptor)
        probe.unlink()
    return sorted(taken)[2]


def _greet(smtp: SmtpSettings) -> str:
    if smtp.tls == "tls":
        context = ssl.create_default_context()
        server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=_MAIL_TIMEOUT, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_MAIL_TIMEOUT)
    with server:
        code, words = server.ehlo()
        if smtp.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
            code, words = server.ehlo()
    return f"{code} {words.decode(errors='replace').splitlines()[0] if words else ''}".strip()


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def _text(words: str | Text) -> Text:
    return words if isinstance(words, Text) else Text(words, words)
