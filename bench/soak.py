"""A tenth of the traffic is malformed and the disk fills up for a while: is anything lost, does /health tell the truth?

    python bench/soak.py [--seconds 600] [--rate 4000] [--malformed 0.1]

A server process of its own gets batches at a steady rate: a fifth of the time they are clean, then the given share of
events is broken, and of requests, too (no JSON, a false gzip, a wrong key, too large). For a while in the middle no
file of the server may grow (RLIMIT_FSIZE), which is what a full disk looks like: senders must be told to come again,
and /health must be red until there is room. Whoever is refused sends the same again. Ends with an error unless every
good event is stored exactly once, every broken one is in quarantine, and /health was red when the log could not be
written and green otherwise. The ratio is the p99 of answers to malformed traffic against clean.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

KEY = "soak-key"
BATCH = 50
SENDERS = 4
LATE_SECONDS = 5.0  # how long /health may take to see that the disk is full, or has room again
REFUSED = (429, 503)
BROKEN_EVENTS: tuple[Any, ...] = (
    "no object",
    {"type": "track", "event": "Nobody"},
    {"type": "track", "event": 7, "userId": "u"},
    {"type": "dance", "userId": "u"},
    {"type": "track", "event": "Large", "userId": "u", "properties": {"x": "a" * 40_000}},
    {"type": "track", "event": "When", "userId": "u", "timestamp": {}},
)
# Body, header, the answer, and how many lines are kept of it.
BROKEN_REQUESTS: tuple[tuple[bytes, dict[str, str], int, int], ...] = (
    (b'{"batch": [', {"x-write-key": KEY}, 400, 1),
    (b"never packed", {"x-write-key": KEY, "content-encoding": "gzip"}, 400, 1),
    (b'{"batch": []}', {"x-write-key": "of-nobody"}, 401, 0),
    (b'{"batch": [' + b" " * 600_000, {"x-write-key": KEY}, 413, 0),
)


@dataclass
class Seen:
    """What senders know. Each thread has its own."""

    good: int = 0
    broken: int = 0
    refused: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    clean: list[float] = field(default_factory=list)
    malformed: list[float] = field(default_factory=list)


@dataclass
class Stage:
    """Where the run is, by the monotonic clock. Until `warm_at` answers are not timed; `wait`: from batch to batch."""

    warm_at: float
    ends: float
    clean_until: float
    share: float
    wait: float
    changed: float = 0.0
    full: bool = False


def send(url: str, number: int, stage: Stage, seen: Seen) -> None:
    """One sender until the end: the next batch at its time, or again what was refused."""
    chance = random.Random(number)
    count = 0
    due = time.monotonic()
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        while time.monotonic() < stage.ends:
            due = max(due + stage.wait, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
            share = stage.share if time.monotonic() > stage.clean_until else 0.0
            events: list[Any] = []
            for _ in range(BATCH):
                if chance.random() < share:
                    events.append(chance.choice(BROKEN_EVENTS))
                else:
                    count += 1
                    events.append({
                        "type": "track", "event": "Order Completed", "userId": f"u{count % 5000}",
                        "messageId": f"m{number}-{count}", "properties": {"revenue": 12.5},
                    })  # fmt: skip
            broken = sum(each in BROKEN_EVENTS for each in events)
            post_until_taken(client, json.dumps({"batch": events}).encode(), share, stage, seen)
            seen.good, seen.broken = seen.good + BATCH - broken, seen.broken + broken
            if chance.random() < share:
                body, headers, status, kept = chance.choice(BROKEN_REQUESTS)
                answer = client.post("/v1/batch", content=body, headers=headers)
                if answer.status_code == status:
                    seen.broken += kept
                elif answer.status_code not in REFUSED:
                    seen.wrong[f"{answer.status_code} for {status}"] += 1


def post_until_taken(client: httpx.Client, body: bytes, share: float, stage: Stage, seen: Seen) -> None:
    while True:
        started = time.monotonic()
        answer = client.post("/v1/batch", content=body, headers={"x-write-key": KEY})
        if answer.status_code == 200:
            if started > stage.warm_at:
                (seen.malformed if share else seen.clean).append(time.monotonic() - started)
            return
        if answer.status_code not in REFUSED or "retry-after" not in answer.headers:
            seen.wrong[f"{answer.status_code} for 200"] += 1
            return
        seen.refused += 1
        time.sleep(min(0.5, float(answer.headers["retry-after"])))


def watch(url: str, stage: Stage, told: Counter[str]) -> None:
    """Asks /health twice a second and holds it against what is so; leaves out the seconds around each change."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        while time.monotonic() < stage.ends:
            full, changed = stage.full, stage.changed
            answer = client.get("/health")
            said = answer.json()
            red = answer.status_code == 503
            assert red == (said["status"] == "red") == bool(said["reasons"]), said
            settled = changed == stage.changed and time.monotonic() - changed > LATE_SECONDS
            if settled:
                told[f"{'full' if full else 'room'}: {'red' if red else 'green'}"] += 1
            time.sleep(0.5)


def fill_disk(pid: int, home: Path, stage: Stage, seconds: float) -> None:
    """No file of the process may grow beyond what the log's open segment has by now."""
    soft, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    newest = max((home / "log").glob("*.ndjson"), key=lambda path: path.stat().st_mtime)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (newest.stat().st_size, hard))
    stage.full, stage.changed = True, time.monotonic()
    time.sleep(seconds)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (soft, hard))
    stage.full, stage.changed = False, time.monotonic()


def make_hub(home: Path) -> None:
    from auftakt.hub import close_hub, open_hub
    from auftakt.sources import create_source

    hub = open_hub(home, environ={})
    with hub.control.session() as session:
        create_source(session, hub.ids, name="Soak", kind="server", now=hub.clock.now(), write_key=KEY)
    close_hub(hub)


def start(home: Path) -> tuple["subprocess.Popen[str]", str]:
    command = [
        sys.executable,
        "-c",
        "from auftakt.cli import main; main()",
        "up",
        "--port",
        "0",
        "--json",
        "--home",
        str(home),
    ]
    # What the server says about the full disk is expected, and /health is asked for it.
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    text = ""
    for line in server.stdout:
        text += line
        if line == "}\n":
            return server, str(json.loads(text)["url"])
    raise SystemExit("The server did not start.")


def wait_until_worked_through(url: str, home: Path) -> dict[str, int]:
    key = json.loads((home / "server.json").read_text())["key"]
    ends = time.monotonic() + 120
    with httpx.Client(base_url=url, timeout=30, trust_env=False, headers={"authorization": f"Bearer {key}"}) as client:
        while True:
            counters: dict[str, int] = client.get("/api/status").raise_for_status().json()["counters"]
            if not counters["waiting"] or time.monotonic() > ends:
                return counters
            time.sleep(0.5)


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)] * 1000 if seconds else float("nan")


def run(home: Path, chosen: argparse.Namespace) -> int:
    make_hub(home)
    server, url = start(home)
    try:
        begun = time.monotonic()
        ends, clean = begun + chosen.seconds, begun + chosen.seconds * 0.2
        stage = Stage(begun + chosen.seconds * 0.1, ends, clean, chosen.malformed, BATCH * SENDERS / chosen.rate)
        seen = [Seen() for _ in range(SENDERS)]
        told: Counter[str] = Counter()
        threads = [threading.Thread(target=send, args=(url, at, stage, each)) for at, each in enumerate(seen)]
        threads.append(threading.Thread(target=watch, args=(url, stage, told)))
        for each in threads:
            each.start()
        time.sleep(chosen.seconds * 0.4)
        fill_disk(server.pid, home, stage, max(LATE_SECONDS * 2, chosen.seconds * 0.1))
        for each in threads:
            each.join()
        found = wait_until_worked_through(url, home)
        return report(seen, told, found, chosen)
    finally:
        server.terminate()
        server.wait(30)


def report(seen: list[Seen], told: Counter[str], found: dict[str, int], chosen: argparse.Namespace) -> int:
    good, broken = sum(each.good for each in seen), sum(each.broken for each in seen)
    wrong = sum((each.wrong for each in seen), Counter[str]())
    clean, malformed = (p99([s for each in seen for s in getattr(each, kind)]) for kind in ("clean", "malformed"))
    truthful = told["full: red"] > 0 and not told["full: green"] and not told["room: red"] and told["room: green"] > 0
    whole = found["stored"] == good and found["quarantined"] == broken and found["balanced"] and not found["waiting"]
    print(
        f"soak: {chosen.seconds} s at {chosen.malformed:.0%} malformed: {good:,} good events sent, {found['stored']:,} "
        f"stored; {broken:,} broken, {found['quarantined']:,} in quarantine; {found['duplicate']:,} came twice; "
        f"{sum(each.refused for each in seen):,} requests put off; /health {dict(told)}; wrong answers {dict(wrong)}; "
        f"p99 {malformed:.1f} ms against {clean:.1f} ms clean, ratio {malformed / clean:.2f}"
    )
    return 0 if truthful and whole and not wrong else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rate", type=int, default=4000, help="events a second")
    parser.add_argument("--malformed", type=float, default=0.1)
    chosen = parser.parse_args()
    os.environ.pop("AUFTAKT_HOME", None)
    with tempfile.TemporaryDirectory() as folder:
        return run(Path(folder) / "hub", chosen)


if __name__ == "__main__":
    sys.exit(main())
