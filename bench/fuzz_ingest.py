"""Coverage-guided fuzzing of the door: no 500, no hang, no good event lost, and the batch takes whatever was kept.

    python bench/fuzz_ingest.py [--seconds 600] [--corpus DIR]

A request is made of mutated bytes: the first picks the path, the second how the body is packed, the rest is the body,
or an event between two good ones. Each must be answered within ten seconds with a status that clients understand, and
both good events must be kept wherever the one between them is JSON at all. Afterwards the requests that found new ways
through the code knock at a real hub, whose batch must account for every line. Ends with an error, and with the bytes
that did it in `crash-…`, where one of that is not so. The ratio is of the ways found to those of the first samples.
"""

import argparse
import asyncio
import gzip
import json
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

KEY = "fuzz-key"
STATUSES = (200, 204, 400, 401, 404, 413)
SLOWEST_SECONDS = 10
WORDS = (
    "batch", "writeKey", "api_key", "sentAt", "type", "event", "userId", "anonymousId", "previousId", "groupId",
    "traits", "properties", "context", "externalIds", "direct", "ip", "userAgent", "bot", "distinct_id", "$set",
    "$ip", "uuid", "offset", "timestamp", "originalTimestamp", "messageId", "products", "revenue", "email", "phone",
    "$create_alias", "$identify", "track", "identify", "page", "screen", "group", "alias", "merge", "null", "true",
    "1e999", "\\ud83d", "\\u0000", "2026-11-22T00:00:00Z", "9999-12-31T23:59:59-14:00",
)  # fmt: skip


@dataclass
class KeepingLog:
    """Keeps lines in memory, where they can be looked at."""

    lines: list[bytes] = field(default_factory=list)
    waiting_bytes = 0
    end = 0

    async def append(self, lines: Sequence[bytes]) -> object:
        self.lines += lines
        return None


@dataclass(frozen=True)
class Request:
    path: str
    body: bytes
    headers: dict[bytes, bytes]
    pieces: int
    promised: int  # lines that must come of it, two of them the good events; 0 where nothing is promised


def request_of(data: bytes, paths: Sequence[str]) -> Request | None:
    if len(data) < 3:
        return None
    path, way, rest = paths[data[0] % len(paths)], data[1], data[2:]
    promised = 0
    if way & 1 and path.rsplit("/", 1)[-1] in ("batch", "import"):
        promised = 3 if _is_json(rest) else 0
        rest = b'{"batch":[%b,%b,%b]}' % (_good(path, 1), rest, _good(path, 2))
    headers = {b"x-write-key": KEY.encode()}
    if way & 2:
        rest, headers[b"content-encoding"] = gzip.compress(rest, 1, mtime=0), b"gzip"
    if way & 4:
        rest, headers[b"content-encoding"] = zlib.compress(rest, 1), b"deflate"
        promised = 0
    if way & 8:
        headers[b"origin"], headers[b"user-agent"] = b"https://shop.example.com", b"Mozilla/5.0 bot"
    return Request(path, rest, headers, 1 + (way >> 6), promised)


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text.decode("utf-8", "replace"), parse_constant=_no_json)
    except (ValueError, RecursionError):
        return False
    return b"\n" not in text


def _no_json(word: str) -> object:
    raise ValueError(word)


def _good(path: str, number: int) -> bytes:
    if path.startswith("/batch"):
        return b'{"event":"Good","distinct_id":"u","uuid":"good-%d"}' % number
    return b'{"type":"track","event":"Good","userId":"u","messageId":"good-%d"}' % number


async def knock(collector: Any, asked: Request) -> tuple[int, bytes]:
    """The answer's status and body."""
    size = max(1, -(-len(asked.body) // asked.pieces))
    pieces = [asked.body[at : at + size] for at in range(0, len(asked.body), size)] or [b""]
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = list(asked.headers.items())
    scope = {"type": "http", "method": "POST", "path": asked.path, "query_string": b"", "headers": headers}
    await collector(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def judge(asked: Request, status: int, answer: bytes, lines: list[bytes]) -> None:
    """Raises AssertionError where a promise is broken."""
    assert status in STATUSES, (status, answer)
    if status >= 400:
        assert {"code", "message"} <= json.loads(answer).keys(), answer
    kept = [json.loads(line) for line in lines]
    assert all(each["k"] in ("e", "q") for each in kept), lines
    assert not any(b"\n" in line for line in lines), lines
    if asked.promised:
        assert (status, len(lines)) == (200, asked.promised), (status, answer, lines)
        ids = [each.get("i") for each in kept if each["k"] == "e" and each.get("n") == "Good"]
        assert {"good-1", "good-2"} <= set(ids), lines


def seeds(paths: Sequence[str]) -> list[bytes]:
    """Well-formed requests of the dialects, plain and packed."""
    event: dict[str, Any] = {
        "type": "track", "event": "Order Completed", "userId": "u1", "anonymousId": "a1", "messageId": "m1",
        "timestamp": "2026-11-22T00:00:00Z",
        "properties": {"revenue": 12.5, "products": [{"product_id": "p", "price": 1}]},
        "context": {"ip": "203.0.113.7", "locale": "ja-JP", "externalIds": [{"id": "x", "type": "line"}]},
    }  # fmt: skip
    person = {"type": "identify", "userId": "u1", "traits": {"email": "sample@example.com", "phone": "090-1234-5678"}}
    hog = {"event": "$identify", "distinct_id": "u1", "properties": {"$set": {"email": "s@example.com"}, "$ip": "::1"}}
    both = {"batch": [event, person], "sentAt": "2026-11-22T00:00:01Z"}
    bodies = [event, person, hog, both, {"api_key": KEY, "batch": [hog]}]
    return [
        bytes([place, way]) + json.dumps(body).encode()
        for place in range(len(paths))
        for body in bodies
        for way in (0, 1, 2)
    ]


def open_collector(home: Path) -> tuple[Any, Any]:
    from auftakt.hub import open_hub
    from auftakt.sources import create_source
    from auftakt.web.collect import Collector

    hub = open_hub(home, environ={})
    with hub.control.session() as session:
        create_source(session, hub.ids, name="Fuzz", kind="web", now=hub.clock.now(), write_key=KEY)
    return hub, Collector


def find_paths() -> list[str]:
    from auftakt.sources.dialects import DIALECTS

    exact = {path for dialect in DIALECTS for path in dialect.calls}
    return sorted(exact | {before + KEY + after for dialect in DIALECTS for before, after in dialect.patterns})


def fuzz(folder: Path, seconds: int) -> None:
    """The process that is guided: libFuzzer ends it."""
    import atheris

    with atheris.instrument_imports(include=["auftakt.sources", "auftakt.web.collect", "auftakt.kit"]):
        hub, collector_of = open_collector(folder / "hub")
        paths = find_paths()
    log, loop = KeepingLog(), asyncio.new_event_loop()
    collector = collector_of(replace(hub, log=log))

    def one(data: bytes) -> None:
        asked = request_of(data, paths)
        if asked is None:
            return
        log.lines = []
        status, answer = loop.run_until_complete(knock(collector, asked))
        judge(asked, status, answer, log.lines)

    (folder / "words").write_text("".join(f'"{word.replace(chr(92), chr(92) * 2)}"\n' for word in WORDS))
    limits = [f"-max_total_time={seconds}", f"-timeout={SLOWEST_SECONDS}", "-rss_limit_mb=3000", "-max_len=4096"]
    places = [f"-dict={folder / 'words'}", f"-artifact_prefix={Path.cwd()}/", str(folder / "corpus")]
    atheris.Setup([sys.argv[0], *limits, *places], one)
    atheris.Fuzz()


def replay(folder: Path) -> tuple[int, int, bool]:
    """The corpus at a real hub: requests, lines that they left, whether the batch accounts for all of them."""
    from auftakt.hub import close_hub
    from auftakt.sources import counters

    hub, collector_of = open_collector(folder / "replayed")
    collector, paths = collector_of(hub), find_paths()
    found = (request_of(each.read_bytes(), paths) for each in sorted((folder / "corpus").iterdir()))
    asked = [each for each in found if each is not None]

    async def all_of_them() -> None:
        for each in asked:
            await knock(collector, each)

    try:
        asyncio.run(all_of_them())
        while hub.runner.offset < hub.log.end:
            hub.runner.run_once(hub.clock.now())
        with hub.plane.reader() as con:
            counted = counters(con)
        return len(asked), hub.log.end, counted.balanced and counted.received == hub.log.end
    finally:
        close_hub(hub)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="keep what was found here, and begin with what lies here")
    parser.add_argument("--guided", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.guided:
        fuzz(chosen.guided, chosen.seconds)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        if chosen.corpus:
            chosen.corpus.mkdir(parents=True, exist_ok=True)
            (folder / "corpus").symlink_to(chosen.corpus.resolve(), target_is_directory=True)
        else:
            (folder / "corpus").mkdir()
        for number, seed in enumerate(seeds(find_paths())):
            (folder / "corpus" / f"seed-{number:04d}").write_bytes(seed)
        command = [sys.executable, __file__, "--guided", str(folder), "--seconds", str(chosen.seconds)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=chosen.seconds * 2 + 300)
        if ran.returncode:
            print(ran.stdout[-3000:], ran.stderr[-6000:], sep="\n")
            return 1
        ways = [int(each) for each in re.findall(r"cov: (\d+) ", ran.stderr)]
        (tries,) = re.findall(r"Done (\d+) runs", ran.stderr)
        requests, lines, balanced = replay(folder)
    print(
        f"fuzz_ingest: {int(tries):,} requests in {chosen.seconds} s; ways through the code {ways[-1]:,}, "
        f"{ways[-1] / ways[0]:.2f} of the samples' {ways[0]:,}; "
        f"{requests:,} of them at a real hub left {lines:,} lines, {'all' if balanced else 'NOT ALL'} accounted for"
    )
    return 0 if balanced else 1


if __name__ == "__main__":
    sys.exit(main())
