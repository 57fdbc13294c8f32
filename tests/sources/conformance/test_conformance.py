"""Thirteen clients as their makers published them, against a live hub: nothing lost, nothing twice, errors understood.

`AUFTAKT_WRITE_DOCS=1` writes the table in `docs/*/sdk.md` anew.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import sync_playwright
from sources.conformance.clients import CLIENTS, FAULTS, HERE, Client
from sources.conformance.kitchen import bundle, find_node, node_folder, python_folder
from sources.conformance.world import World
from stories.app_world import find_chromium

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {"@segment/analytics-next": "segment_page.js", "@rudderstack/analytics-js": "rudder_page.js"}
PATIENCE = 60
BROWSER_WAITS = 15.0
CALLS = {
    "identify": "Identified",
    "page": "Page Viewed",
    "screen": "Screen Viewed",
    "alias": "Aliased",
    "group": "Group Joined",
}
WORDS = {
    "en": {
        "head": ("client", "version", "format", "arrives once", *map(str, FAULTS)),
        "yes": "yes",
        "again": "sent again",
        "dropped": "dropped",
        "throws": "dropped, throws",
    },
    "ja": {
        "head": ("クライアント", "版", "形式", "一度だけ届く", *map(str, FAULTS)),
        "yes": "はい",
        "again": "再送",
        "dropped": "破棄",
        "throws": "破棄(例外)",
    },
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All clients have sent all their stories, and the hub has taken them in."""
    folder = node_folder()
    world = World(tmp_path_factory.mktemp("conformance") / "hub")
    try:
        with ThreadPoolExecutor(3) as pool:
            running = [pool.submit(_send, world, client, folder) for client in CLIENTS if client.kind != "browser"]
            _browse(world, folder, tmp_path_factory.mktemp("pages"))
            world.thrown = dict(each.result() for each in running)
        world.hub.runner.run_until_idle(world.hub.clock.now())
        yield world
    finally:
        world.end()


def _send(world: World, client: Client, folder: Path) -> tuple[str, list[str]]:
    scenarios = json.dumps(world.scenarios(client))
    environment = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    if client.kind == "python":
        sender = HERE / "senders" / "python_sender.py"
        # -S: what is installed for the project stays out of sight.
        command = [sys.executable, "-S", str(sender), client.name, scenarios]
        environment |= {"PYTHONPATH": str(python_folder(client))}
    else:
        command = [str(find_node()), "node_sender.cjs", client.name, scenarios]
    done = subprocess.run(
        command, cwd=folder, env=environment, timeout=PATIENCE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{client.name}: {done.stdout}\n{done.stderr}"
    return client.name, json.loads(done.stdout)["thrown"] if client.kind == "node" else []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def _browse(world: World, folder: Path, pages: Path) -> None:
    """Every page in a browser of its own, from an address that is not the hub's; then all wait together."""
    browsers = [client for client in CLIENTS if client.kind == "browser"]
    for client in browsers:
        bundle(folder, PAGES[client.name], pages / f"{client.who}.js")
        (pages / f"{client.who}.html").write_text(f'<!doctype html><script src="{client.who}.js"></script>')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(pages)))
    Thread(target=server.serve_forever).start()
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
            )
            for client in browsers:
                for scenario in world.scenarios(client):
                    page = chromium.new_context().new_page()
                    page.goto(f"http://127.0.0.1:{server.server_port}/{client.who}.html")
                    page.evaluate("scenario => { void window.play(scenario) }", scenario)
            wanted = {(client.name, str(fault)) for client in browsers for fault in client.again}
            until = time.monotonic() + BROWSER_WAITS
            while time.monotonic() < until:
                page.wait_for_timeout(250)
                if all(world.requests[case] > 1 for case in wanted) and until - time.monotonic() > 3:
                    until = time.monotonic() + 3  # and see that the others stay silent
            chromium.close()
    finally:
        server.shutdown()
        server.server_close()


def _arrived(world: World, client: Client) -> dict[str, list[int]]:
    """The numbers of the tracked events that are in the hub, by case."""
    found: dict[str, list[int]] = {}
    query = (
        "select properties->>'case', (properties->>'n')::int from events "
        "where source_id = ? and name = 'Conformance Tracked' order by all"
    )
    for case, number in world.ask(query, world.sources[client.name].id):
        found.setdefault(case, []).append(number)
    return found


def _outcomes(world: World, client: Client) -> dict[int, str]:
    arrived = _arrived(world, client)
    dropped = "throws" if world.thrown.get(client.name) else "dropped"
    return {fault: "again" if arrived.get(str(fault)) == [0] else dropped for fault in FAULTS}


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_events_arrive_once_and_on_the_right_profile(world: World, client: Client) -> None:
    source = world.sources[client.name].id
    assert _arrived(world, client)["ok"] == [0, 1, 2]
    (rejected,) = world.ask("select count(*) from quarantine where source_id = ?", source)
    assert rejected == (0,)
    called = {call: name for call, name in CALLS.items() if call not in client.missing}
    names = [name for (name,) in world.ask("select distinct name from events where source_id = ?", source)]
    assert sorted(names) == sorted([*called.values(), "Conformance Tracked"])
    (person,) = world.ask(
        "select person_id from identifiers where type = 'user_id' and value = ?", f"{client.who}-user"
    )[0]
    known = set(world.ask("select type, value from identifiers where person_id = ?", person))
    assert ("email", f"{client.who}@example.com") in known
    if "alias" in called:
        assert {("user_id", f"{client.who}-cookie"), ("anonymous_id", f"{client.who}-cookie")} & known
    assert ("plan", "pro") in world.ask("select name, text from traits where person_id = ?", person)
    grouped = world.ask(
        "select properties->>'group_id', person_id from events join identifiers using (ident_key) "
        "where name = 'Group Joined' and events.source_id = ?",
        source,
    )
    assert grouped == [(f"{client.who}-group", person)]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_an_error_makes_it_send_again_or_drop_as_its_makers_meant(world: World, client: Client) -> None:
    drops = "throws" if client.throws else "dropped"
    assert _outcomes(world, client) == {fault: "again" if fault in client.again else drops for fault in FAULTS}
    for fault in FAULTS:
        sent = world.requests[client.name, str(fault)]
        assert sent == (2 if fault in client.again else 1), f"{fault}: {sent} requests"


def test_everything_is_accounted_for(world: World) -> None:
    (row,) = world.ask(
        "select sum(received), sum(stored), sum(quarantined + duplicate + suppressed), count(*) from ingest_counts"
    )
    assert row[0] == row[1] > 100
    assert row[2] == 0


def _table(world: World, language: str) -> str:
    words = WORDS[language]
    rows = [words["head"], ("---",) * len(words["head"])]
    for client in CLIENTS:
        outcomes = [str(words[each]) for each in _outcomes(world, client).values()]
        whole = _arrived(world, client)["ok"] == [0, 1, 2]
        rows.append((client.distribution, client.version, client.format, words["yes"] if whole else "-", *outcomes))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_table_in_the_docs_is_what_was_seen(world: World, language: str) -> None:
    path = DOCS / language / "sdk.md"
    text = path.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- seen by the tests -->\n).*?(<!-- end -->)", re.DOTALL)
    assert len(marked.findall(text)) == 1
    now = marked.sub(lambda found: f"{found[1]}{_table(world, language)}\n{found[2]}", text)
    if os.environ.get("AUFTAKT_WRITE_DOCS") == "1":
        path.write_text(now, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == now, "run these tests with AUFTAKT_WRITE_DOCS=1"
