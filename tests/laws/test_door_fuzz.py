"""Whatever knocks at whichever path: an answer that clients understand, never a 500, and no good event is lost."""

import asyncio
import base64
import gzip
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from auftakt.hub import close_hub, open_hub
from auftakt.jobs import Hub
from auftakt.sources import create_source
from auftakt.sources.dialects import DIALECTS
from auftakt.store.log import Appended
from auftakt.web.collect import Collector

KEY = "fuzz-key"
PATHS = sorted(
    {path for dialect in DIALECTS for path in dialect.calls}
    | {before + KEY + after for dialect in DIALECTS for before, after in dialect.patterns}
)
BATCHES = [path for path in PATHS if path.rsplit("/", 1)[-1] in ("batch", "b", "import") and path != "/batch"]
relaxed = examples(
    150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)

words = st.sampled_from([
    "batch", "writeKey", "api_key", "sentAt", "type", "event", "userId", "anonymousId", "previousId", "groupId",
    "traits", "properties", "context", "externalIds", "direct", "ip", "userAgent", "bot", "distinct_id", "$set", "$ip",
    "uuid",
    "offset", "timestamp", "mergeProperties", "id", "value", "data", "track", "identify", "merge", "$identify", "",
    "2026-11-22T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "\ud83d", "\x00", "1e999",
])  # fmt: skip
atoms = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.text(max_size=12) | words
json_values = st.recursive(
    atoms, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=5), inner, max_size=6)
)
junk = st.sampled_from([
    b"", b"null", b"[]", b"{}", b'{"batch":[', b"\xff\xfe", b"data=", b"data=%%%", b"\x1f\x8b\x08",
    b'{"user\xffId":"u"}',
])  # fmt: skip
bodies = (
    st.binary(max_size=300)
    | junk
    | json_values.map(lambda value: json.dumps(value).encode())
    | json_values.map(lambda value: b"data=" + quote(base64.b64encode(json.dumps(value).encode())).encode())
    | json_values.map(lambda value: gzip.compress(json.dumps(value).encode()))
)
headers = st.dictionaries(
    st.sampled_from([
        b"authorization", b"x-write-key", b"content-encoding", b"content-length", b"content-type", b"origin",
        b"user-agent", b"accept-language", b"host", b"access-control-request-headers",
    ]),
    st.sampled_from([b"Basic", b"Basic !", b"Bearer fuzz-key", b"fuzz-key", b"gzip", b"-1", b"1e9", b"ja", b"\xff"]),
    max_size=4,
)  # fmt: skip
queries = st.binary(max_size=40) | st.dictionaries(words | st.text(max_size=8), st.text(max_size=8), max_size=5).map(
    lambda fields: urlencode(fields, errors="replace").encode()
)


class KeepingLog:
    """Keeps lines in memory, where a test can look at them."""

    waiting_bytes = 0

    def __init__(self) -> None:
        self.lines: list[bytes] = []

    @property
    def end(self) -> int:
        return 0

    async def append(self, lines: Sequence[bytes]) -> Appended:
        self.lines += lines
        return Appended(0, len(self.lines))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory, empty_home: Path) -> Iterator[Hub]:
    hub = open_hub(Path(shutil.copytree(empty_home, tmp_path_factory.mktemp("fuzz") / "hub")), environ={})
    with hub.control.session() as session:
        create_source(session, hub.ids, name="Fuzz", kind="web", now=hub.clock.now(), write_key=KEY)
    yield hub
    close_hub(hub)


def knock(
    hub: Hub, method: str, path: str, body: bytes, head: dict[bytes, bytes], query: bytes = b"", cuts: int = 1
) -> tuple[int, bytes, list[bytes]]:
    """The answer's status and body, and the lines that were kept."""
    log = KeepingLog()
    collector = Collector(replace(hub, log=log))  # type: ignore[arg-type]
    size = max(1, -(-len(body) // cuts))
    pieces = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    inbox = [
        {"type": "http.request", "body": piece, "more_body": place + 1 < len(pieces)}
        for place, piece in enumerate(pieces)
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        return inbox.pop(0) if inbox else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": list(head.items())}
    asyncio.run(asyncio.wait_for(collector(scope, receive, send), 20))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]), log.lines


@relaxed
@given(
    method=st.sampled_from(["POST", "POST", "POST", "GET", "HEAD", "OPTIONS", "PUT"]),
    path=st.sampled_from(PATHS) | st.text(max_size=20).map(lambda text: "/v1/" + text),
    body=bodies,
    head=headers,
    query=queries,
    cuts=st.integers(1, 4),
)
def test_every_path_answers_as_clients_understand(
    hub: Hub, method: str, path: str, body: bytes, head: dict[bytes, bytes], query: bytes, cuts: int
) -> None:
    status, answer, lines = knock(hub, method, path, body, {b"x-write-key": KEY.encode()} | head, query, cuts)
    assert status in (200, 204, 400, 401, 404, 413)
    if status >= 400:
        found = json.loads(answer)
        assert found["code"]
        assert found["message"]
    for line in lines:
        assert b"\n" not in line
        kept = json.loads(line)
        assert kept["k"] in ("e", "q")
        line.decode()


def good(number: int) -> dict[str, Any]:
    return {"type": "track", "event": "Good", "userId": "u", "messageId": f"good-{number}"}


@relaxed
@given(
    path=st.sampled_from(BATCHES),
    garbage=st.lists(json_values, max_size=8),
    places=st.lists(st.integers(0, 8), min_size=1, max_size=5),
    envelope=st.dictionaries(
        st.sampled_from(["sentAt", "context", "integrations", "api_key", "x"]), json_values, max_size=3
    ),
    packed=st.booleans(),
)
def test_good_events_among_garbage_always_arrive(
    hub: Hub, path: str, garbage: list[Any], places: list[int], envelope: dict[str, Any], packed: bool
) -> None:
    events: list[Any] = list(garbage)
    for number, place in enumerate(places):
        events.insert(place, good(number))
    body = json.dumps(envelope | {"batch": events, "writeKey": KEY}).encode()
    status, _, lines = knock(hub, "POST", path, gzip.compress(body) if packed else body, {})
    assert status == 200
    assert len(lines) == len(events)
    kept = [json.loads(line) for line in lines]
    arrived = {each["i"] for each in kept if each["k"] == "e" and each.get("n") == "Good"}
    assert arrived >= {f"good-{number}" for number in range(len(places))}


@relaxed
@given(garbage=st.lists(json_values, max_size=8), places=st.lists(st.integers(0, 8), min_size=1, max_size=5))
def test_good_events_of_posthog_arrive_too(hub: Hub, garbage: list[Any], places: list[int]) -> None:
    events: list[Any] = list(garbage)
    for number, place in enumerate(places):
        events.insert(place, {"event": "Good", "distinct_id": "u", "uuid": f"good-{number}"})
    body = json.dumps({"api_key": KEY, "batch": events}).encode()
    status, _, lines = knock(hub, "POST", "/batch/", body, {})
    assert (status, len(lines)) == (200, len(events))
    kept = [json.loads(line) for line in lines if json.loads(line)["k"] == "e"]
    assert {each["i"] for each in kept} >= {f"good-{number}" for number in range(len(places))}
