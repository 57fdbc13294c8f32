"""Ingest, durable before the 200: the tracking API of a real hub against two bare loops that parse, append and sync.

All answer the same requests under uvicorn on loopback, in turns, in the same run, and wait for a shared `fdatasync`.
`bodies` parses the JSON, checks nothing and appends the request as it came: nobody could read single events from that.
`lines` does what a log of events must: it asks each event for an id and appends it as a line of its own.
`bench/ingest.py [seconds]`
"""

import asyncio
import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

CONNECTIONS = 16
ROUNDS = 3
BATCH = 100
FLOORS = ("bodies", "lines")


class Bare:
    """Parse, append, sync: one thread writes for all that wait."""

    def __init__(self, path: Path, lines: bool) -> None:
        self._lines = lines
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self._wake = threading.Condition()
        self._waiting: list[tuple[bytes, Callable[[], None]]] = []
        threading.Thread(target=self._loop, daemon=True).start()

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:  # type: ignore[type-arg]
        message = await receive()
        chunks = [message["body"]]
        while message.get("more_body"):
            message = await receive()
            chunks.append(message["body"])
        data = b"".join(chunks)
        parsed = msgspec.json.decode(data)
        if self._lines:
            events = [event for event in parsed["batch"] if event.get("userId") or event.get("anonymousId")]
            data = b"\n".join(map(msgspec.json.encode, events))
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        with self._wake:
            self._waiting.append((data, lambda: loop.call_soon_threadsafe(done.set_result, None)))
            self._wake.notify()
        await done
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"16")]})
        await send({"type": "http.response.body", "body": b'{"success":true}'})

    def _loop(self) -> None:
        while True:
            with self._wake:
                while not self._waiting:
                    self._wake.wait()
                taken, self._waiting = self._waiting, []
            os.write(self._descriptor, b"\n".join([data for data, _ in taken]) + b"\n")
            os.fdatasync(self._descriptor)
            for _, done in taken:
                done()


def serve(kind: str, home: Path) -> None:
    """The server process: prints its port, then its peak memory when its input ends."""
    import uvicorn

    if kind in FLOORS:
        app: object = Bare(home / "bare.ndjson", lines=kind == "lines")
        close: Callable[[], None] = lambda: None  # noqa: E731
    else:
        from auftakt.hub import close_hub, open_hub
        from auftakt.sources import create_source
        from auftakt.web.collect import Collector

        hub = open_hub(home)
        with hub.control.session() as session:
            create_source(session, hub.ids, name="Bench", kind="server", now=hub.clock.now(), write_key="bench-key")
        app, close = Collector(hub), lambda: close_hub(hub)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))  # type: ignore[arg-type]
    print(listener.getsockname()[1], flush=True)

    def until_told() -> None:
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=until_told, daemon=True).start()
    server.run([listener])
    close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)


def body(size: int, number: int) -> bytes:
    event = {
        "type": "track", "event": "Order Completed", "userId": f"user-{number % 5000}", "anonymousId": None,
        "timestamp": "2026-11-01T08:00:00.123456+00:00", "integrations": {},
        "properties": {"revenue": 12.5, "order_id": f"o{number}", "products": [{"product_id": "p1", "price": 3.5}]},
        "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
    }  # fmt: skip
    batch = [event | {"messageId": f"{number:012d}-{place:03d}-{'x' * 20}"} for place in range(size)]
    return json.dumps({"batch": batch, "writeKey": "bench-key", "sentAt": "2026-11-01T08:00:01Z"}).encode()


def requests(size: int) -> list[bytes]:
    head = b"POST /v1/batch HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return [head % len(each) + each for each in (body(size, number) for number in range(64))]


async def load(port: int, prepared: list[bytes], seconds: float) -> tuple[int, float, list[float]]:
    """Answered requests, seconds, and how long each took."""
    took: list[float] = []
    started = time.perf_counter()

    async def one(offset: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        number = offset
        while time.perf_counter() - started < seconds:
            begun = time.perf_counter()
            writer.write(prepared[number % len(prepared)])
            head = await reader.readuntil(b"\r\n\r\n")
            answer = await reader.readexactly(16)
            if not head.startswith(b"HTTP/1.1 200") or answer != b'{"success":true}':
                raise SystemExit(f"refused: {head!r} {answer!r}")
            took.append(time.perf_counter() - begun)
            number += CONNECTIONS
        writer.close()

    await asyncio.gather(*(one(offset) for offset in range(CONNECTIONS)))
    return len(took), time.perf_counter() - started, took


def measure(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        servers = {kind: _start(kind, Path(folder) / kind) for kind in (*FLOORS, "auftakt")}
        ports = {kind: int(_line(process)) for kind, process in servers.items()}
        rates: dict[tuple[str, int], list[float]] = {}
        waits: dict[tuple[str, int], list[float]] = {}
        for size in (BATCH, 1):
            prepared = requests(size)
            for _ in range(ROUNDS):
                for kind, port in ports.items():
                    count, spent, took = asyncio.run(load(port, prepared, seconds))
                    rates.setdefault((kind, size), []).append(count * size / spent)
                    waits.setdefault((kind, size), []).extend(took)
        peak = {kind: int(_ended(process)) for kind, process in servers.items()}
    parts = []
    for size in (BATCH, 1):
        ours = statistics.median(rates["auftakt", size])
        floors = {kind: statistics.median(rates[kind, size]) for kind in FLOORS}
        p99 = statistics.quantiles(waits["auftakt", size], n=100)[98] * 1000
        ratio = ", ".join(f"{ours / floor:.2f} of {kind} ({floor:,.0f})" for kind, floor in floors.items())
        parts.append(f"batches of {size}: {ours:,.0f} events/s, {ratio}, p99 {p99:.0f} ms")
    print("ingest | " + " | ".join(parts) + f" | peak {peak['auftakt']} MB (bare {peak['bodies']} MB)")


def _start(kind: str, home: Path) -> "subprocess.Popen[str]":
    home.mkdir()
    command = [sys.executable, __file__, "serve", kind, str(home)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def _ended(process: "subprocess.Popen[str]") -> str:
    out, _ = process.communicate(timeout=30)
    return out.strip().splitlines()[-1]


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2], Path(sys.argv[3]))
    else:
        measure(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
