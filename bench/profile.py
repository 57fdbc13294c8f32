"""One person's profile over HTTP at 1 M people, while events come in: a real hub process, load on loopback.

A hub is filled with 1 M people (two identifiers, four traits, five events each), served by `auftakt up`, and sent
batches of a hundred events at a fixed rate. Meanwhile one client asks for people by an address, with traits,
identifiers, consents, audiences, sends and events. The floor is as many keyed lookups of a stored document in SQLite.
Bounded: about two minutes. `bench/profile.py [people] [events a second]`
"""

import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from auftakt.hub import close_hub, open_hub
from auftakt.sources import create_source
from auftakt.store.plane import Connection

SECONDS = 20.0
INCLUDE = "traits,identifiers,consents,audiences,sends,events"
KEY = "bench-key"


def fill(con: Connection, people: int) -> None:
    """Everybody with two identifiers, four traits, a consent and five events; offsets below 0 are the past's."""
    at = "timestamp '2026-01-01'"
    who = f"range({people}) t(i)"
    row = "md5_number('{0}' || chr(31) || {1}), '{0}', {1}, i + 1, i + {2}, {3}, 's'"
    ident = f"insert into identifiers select {row} from {{4}}"
    con.execute(ident.format("user_id", "'u' || i", 1, at, who))
    con.execute(ident.format("email", "'p' || i || '@example.com'", people + 1, at, who))
    con.execute(f"insert into people select i + 1, {at}, {at} + to_seconds(hash(i) % 20000000), 2 from {who}")
    names = "(values ('name'), ('city'), ('plan'), ('language')) v(n)"
    con.execute(f"insert into traits select i + 1, n, n || i, null, {at}, 's', 0 from {who}, {names}")
    con.execute(f"insert into consents select i + 1, 'email', 'marketing', true, null, {at}, 's', 0 from {who}")
    con.execute(
        f"""insert into events by name
        select -1 - i as log_offset, md5_number('k' || i) as event_key, 's' as source_id, 'm' || i as message_id,
            'track' as type, 'Page Viewed' as name, {at} + to_seconds(i * 4) as happened_at, {at} as received_at,
            md5_number('user_id' || chr(31) || 'u' || (hash(i) % {people})) as ident_key,
            '{{"path": "/a"}}'::json as properties
        from range({people * 5}) t(i)"""
    )


class Load(threading.Thread):
    """Sends batches of a hundred at a rate; counts what was acknowledged."""

    def __init__(self, url: str, people: int, rate: int) -> None:
        super().__init__(daemon=True)
        self.acknowledged, self.running = 0, True
        self._url, self._people, self._rate = url, people, rate

    def run(self) -> None:
        started, number = time.perf_counter(), 0
        with httpx.Client(base_url=self._url, auth=(KEY, ""), timeout=30) as http:
            while self.running:
                batch = [
                    {"type": "track", "event": "Page Viewed", "messageId": f"b{number + place}",
                     "userId": f"u{random.randrange(self._people)}", "properties": {"path": "/a"}}
                    for place in range(100)
                ]  # fmt: skip
                if http.post("/v1/batch", json={"batch": batch}).status_code == 200:
                    self.acknowledged += len(batch)
                number += len(batch)
                time.sleep(max(0.0, started + number / self._rate - time.perf_counter()))


def ask(url: str, key: str, people: int, seconds: float) -> list[float]:
    took = []
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=url, headers=headers, timeout=60) as http:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            begun = time.perf_counter()
            answer = http.get(
                f"/api/people/email:p{random.randrange(people)}@example.com", params={"include": INCLUDE, "limit": 50}
            )
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.text
    return took


def floor(folder: Path, people: int, questions: int) -> list[float]:
    """The same questions to SQLite, which holds each person's document under its key."""
    took = []
    with sqlite3.connect(folder / "floor.db") as con:
        con.execute("create table people (key text primary key, document text) without rowid")
        document = json.dumps({"traits": {"name": "a", "city": "b"}, "events": [{"name": "Page Viewed"}] * 5})
        rows = ((f"email:p{number}@example.com", document) for number in range(people))
        con.executemany("insert into people values (?, ?)", rows)
        con.commit()
        for _ in range(questions):
            begun = time.perf_counter()
            key = f"email:p{random.randrange(people)}@example.com"
            json.loads(con.execute("select document from people where key = ?", [key]).fetchone()[0])
            took.append((time.perf_counter() - begun) * 1000)
    return took


def measure(people: int, rate: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = folder / "hub"
        hub = open_hub(home, environ={})
        with hub.control.session() as session:
            create_source(session, hub.ids, name="Bench", kind="server", now=hub.clock.now(), write_key=KEY)
        with hub.plane.writer() as con:
            fill(con, people)
        close_hub(hub)
        server = subprocess.Popen(
            [sys.executable, "-c", "from auftakt.cli import main; main()", "--home", str(home), "up", "--port", "0"],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "AUFTAKT_HOME": str(home)},
        )
        try:
            facts = _answering(home, server)
            idle = ask(facts["url"], facts["key"], people, SECONDS / 2)
            load = Load(facts["url"], people, rate)
            load.start()
            time.sleep(3)
            before = load.acknowledged
            busy = ask(facts["url"], facts["key"], people, SECONDS)
            arrived = (load.acknowledged - before) / SECONDS
            load.running = False
            load.join(30)
        finally:
            server.terminate()
            server.wait(60)
        bare = floor(folder, people, len(busy))
    say("profile", people, idle, busy, bare, arrived)


def _answering(home: Path, server: "subprocess.Popen[bytes]") -> dict[str, str]:
    until = time.perf_counter() + 90
    while time.perf_counter() < until and server.poll() is None:
        try:
            facts: dict[str, str] = json.loads((home / "server.json").read_text())
            httpx.get(f"{facts['url']}/health", timeout=5)
        except (OSError, ValueError, httpx.TransportError):
            time.sleep(0.3)
        else:
            return facts
    raise SystemExit("The hub does not answer.")


def say(name: str, people: int, idle: list[float], busy: list[float], bare: list[float], arrived: float) -> None:
    def pair(took: list[float]) -> tuple[float, float]:
        return statistics.median(took), statistics.quantiles(took, n=100)[98]

    (calm, calm_99), (p50, p99), (_, floor_99) = pair(idle), pair(busy), pair(bare)
    print(
        f"{name} | {people:,} people, {arrived:,.0f} events/s in: p50 {p50:.1f} ms, p99 {p99:.1f} ms over {len(busy)}"
        f" | idle: p50 {calm:.1f}, p99 {calm_99:.1f} ms"
        f" | {p99 / floor_99:.0f} x the bare keyed lookup's p99 ({floor_99:.2f} ms)"
    )


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]] + [1_000_000, 10_000][len(sys.argv) - 1 :]
    measure(*numbers)
