"""A small shop's hub that is served for real, and a browser that notices everything that goes wrong in it."""

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, Response, ViewportSize

from auftakt.hub import DEMO_MARK, close_hub, open_hub
from auftakt.jobs import Hub
from auftakt.kit.clock import SystemClock
from auftakt.sources import create_source, import_file, read_mapping
from auftakt.team import make_sample_team

PEOPLE = 160
WIDE: ViewportSize = {"width": 1280, "height": 860}
LOCALES = {"en": "en-GB", "ja": "ja-JP"}
NARROW: ViewportSize = {"width": 390, "height": 844}

_SETTINGS = """\
name = "Sample shop / 見本商店"
language = "en"
currency = "JPY"
mailbox_port = 0

[smtp]
from_address = "shop@example.com"
from_name = "Sample shop / 見本商店"
postal_address = "1-2-3 Sample, Tokyo / 東京都見本区見本1-2-3"

[pressure]
quiet_from = 0
quiet_until = 0
"""
_CUSTOMERS = """\
time = "since"
[identifiers]
loyalty_card = "card"
email = "email"
[traits]
name = "name"
email = "email"
language = "language"
city = "city"
[[consents]]
channel = "email"
granted = "mail"
time = "since"
[consents.evidence]
text = "form"
"""
_TILL = """\
time = "bought_at"
[identifiers]
loyalty_card = "card"
[[events]]
name = "Product Purchased"
order_id = "receipt"
revenue = "amount"
[events.properties]
category = "category"
"""


def make_small_hub(home: Path) -> None:
    """A demo hub of 160 people. A hundred buy a little wine every 20 days; 60 bought much and stopped; all buy bread.

    That is a shop in which the maker of ideas finds the lapsed lovers of wine. Three in four may be mailed.
    """
    home.mkdir(parents=True)
    (home / DEMO_MARK).write_text("complete\n")
    (home / "auftakt.toml").write_text(_SETTINGS, encoding="utf-8")
    today = SystemClock().now().replace(hour=0, minute=0, second=0, microsecond=0)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        with hub.control.session() as session:
            make_sample_team(session, hub.ids, hub.clock.now())
        _import(hub, home / "customers.csv", "CRM", _CUSTOMERS, _customers(today))
        _import(hub, home / "till.csv", "Till", _TILL, _receipts(today))
        hub.runner.run_until_idle(hub.clock.now())
    finally:
        close_hub(hub)


def _import(hub: Hub, path: Path, source: str, mapping: str, lines: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    with hub.control.session() as session:
        made = create_source(session, hub.ids, name=source, kind="import", now=hub.clock.now())
    report = import_file(hub, path, read_mapping(mapping), made.id)
    assert report.failed == 0, report.errors


def _customers(today: datetime) -> Iterator[Sequence[object]]:
    yield ("card", "email", "name", "language", "city", "mail", "since", "form")
    since = (today - timedelta(days=500)).isoformat()
    for number in range(PEOPLE):
        ja = number % 2 == 0
        name = f"見本 太郎{number}" if ja else f"Sample Person {number}"
        facts = ("ja", "東京") if ja else ("en", "Osaka")
        allowed = "yes" if number % 4 else "no"
        yield (
            f"card-{number}",
            f"person.{number}@example.com",
            name,
            *facts,
            allowed,
            since,
            "Loyalty form, version 3",
        )


def _receipts(today: datetime) -> Iterator[Sequence[object]]:
    yield ("card", "bought_at", "receipt", "category", "amount")
    for number in range(PEOPLE):
        for category, days_ago, amount in _purchases(number):
            at = today - timedelta(days=days_ago)
            yield (f"card-{number}", at.isoformat(), f"{number}-{days_ago}", category, amount)


def _purchases(number: int) -> Iterator[tuple[str, float, int]]:
    stopped = 40 if number < 40 else 62 if number < 60 else 0
    for days_ago in range(stopped + number % 5, 400, 10 if stopped else 20):
        yield ("WINE", days_ago, 4000 if stopped else 2000)
    for days_ago in range(number % 7, 400, 14):
        yield ("BREAD", days_ago + 0.5, 300)
    if 40 <= number < 48:
        yield ("WINE", 7, 3000)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`auftakt up` on a free port as a process of its own; gives its address, and ends it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("auftakt")), "up", "--home", str(home), "--mailbox"]
    # Links in mails are made from the setting of the port, so it has to be known beforehand.
    environ = {**os.environ, "AUFTAKT_PORT": str(port), "AUFTAKT_LOG_LEVEL": "warning"}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=environ, stdout=log, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_it_answers(url, process, home / "server.log")
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_it_answers(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(400):
        if process.poll() is not None:
            break
        try:
            httpx.get(f"{url}/api/session", timeout=5).raise_for_status()
        except httpx.TransportError:
            # It is not listening yet; waiting on the process is a pause that ends at once if it dies.
            try:
                process.wait(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    pytest.fail(f"The hub did not start:\n{log.read_text()}")


def find_chromium(playwright: Playwright) -> str:
    """The browser's program. Where there is none, the test is skipped, or fails if nothing may be skipped."""
    named = os.environ.get("AUFTAKT_CHROMIUM")
    found = [named, shutil.which("chromium"), shutil.which("google-chrome"), playwright.chromium.executable_path]
    for path in found:
        if path and Path(path).exists():
            return path
    message = "No Chromium: install it, name it in AUFTAKT_CHROMIUM, or run `playwright install chromium`."
    if os.environ.get("AUFTAKT_NO_SKIP") == "1":
        pytest.fail(message)
    pytest.skip(message)


@dataclass
class Visitor:
    """Somebody at the app. What the browser complains about is collected, and `went_well` holds it against the app."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    """Statuses that the story provokes on purpose."""

    def watch(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("response", self._on_response)

    def went_well(self) -> None:
        assert self.complaints == []

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused request is logged by the browser too; it is judged by its status in `_on_response`.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _on_failed(self, request: Request) -> None:
        # Leaving a page ends what it was still fetching.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.method} {request.url} {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")

    def go(self, path: str) -> None:
        self.page.goto(self.url + path)

    def sign_in(self, role: str, language: str) -> None:
        self.go("/")
        self.page.get_by_test_id(f"sample-{role}").click()
        self.page.get_by_test_id("account").wait_for()
        self.speak(language)

    def speak(self, language: str) -> None:
        self.page.get_by_test_id(f"language-{language}").click()
        self.page.locator(f"html[lang={language}]").wait_for()

    def become(self, role: str) -> None:
        self.page.get_by_test_id("account").click()
        with self.page.expect_response("**/api/session/switch"):
            self.page.get_by_test_id(f"become-{role}").click()

    def menu(self, place: str) -> None:
        if not self.page.get_by_test_id(f"menu-{place}").is_visible():
            self.page.get_by_test_id("menu-toggle").click()
        self.page.get_by_test_id(f"menu-{place}").click()

    def tab(self, name: str) -> None:
        self.page.get_by_test_id(f"tab-{name}").click()

    def get(self, path: str) -> httpx.Response:
        """Asks the API as this person, past the app."""
        return self._ask("GET", path)

    def post(self, path: str, body: object) -> httpx.Response:
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        jar = {str(one.get("name")): str(one.get("value")) for one in self.page.context.cookies()}
        headers = {"X-Auftakt": "1", "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        return httpx.request(method, f"{self.url}/api{path}", cookies=jar, headers=headers, content=content, timeout=30)


@contextmanager
def visitor(browser: Browser, url: str, size: ViewportSize = WIDE, *, language: str = "en") -> Iterator[Visitor]:
    """Opens a window of its own, without cookies; at the end nothing may have gone wrong in it."""
    with browser.new_context(
        viewport=size, locale=LOCALES[language], timezone_id="Asia/Tokyo", color_scheme="light", reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(30_000)
        someone = Visitor(context.new_page(), url)
        someone.watch()
        try:
            yield someone
        except BaseException as error:
            error.add_note(f"At {someone.page.url}; the browser complained: {someone.complaints}")
            raise
        someone.went_well()
