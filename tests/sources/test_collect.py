"""The tracking route of a whole hub: 200 means durable, anything else says what to do."""

import asyncio
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import Source, counters, counters_by_source, create_source, quarantined, switch_source
from auftakt.store.disk import Disk
from auftakt.web.app import make_app
from auftakt.web.collect import Collector

TRACK = {"type": "track", "event": "Cart Viewed", "userId": "u1", "messageId": "m1"}
Client = Callable[[str], TestClient]


@pytest.fixture
def source(hub: Hub) -> Source:
    with hub.control.session() as session:
        return create_source(session, hub.ids, name="Web shop", kind="web", now=hub.clock.now())


@pytest.fixture
def post(client: Client, source: Source) -> Iterator[Callable[..., Any]]:
    sender = client("")

    def send(path: str = "batch", body: Any = None, **headers: str) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return sender.post(f"/v1/{path}", content=raw, headers={"X-Write-Key": source.write_key} | headers)

    return send


def batches(hub: Hub) -> None:
    hub.runner.run_until_idle(hub.clock.now())


def test_accepted_is_exactly_200_with_success_and_the_event_is_stored(hub: Hub, source: Source, post: Any) -> None:
    answer = post(body={"batch": [TRACK]})
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert hub.log.end == 1
    batches(hub)
    with hub.plane.reader() as con:
        assert con.execute("select source_id, name, message_id from events").fetchall() == [
            (source.id, "Cart Viewed", "m1")
        ]


def test_every_path_that_sdks_use(hub: Hub, post: Any) -> None:
    kinds = ("identify", "track", "page", "screen", "group", "alias")
    body = {"userId": "u", "event": "E", "groupId": "g", "previousId": "a"}
    for path in (*kinds, *(kind[0] for kind in kinds)):
        assert post(path, body | {"messageId": path}, **{"Content-Type": "text/plain"}).status_code == 200
    batches(hub)
    with hub.plane.reader() as con:
        found = dict(con.execute("select message_id, type from events").fetchall())
    assert found == {kind: kind for kind in kinds} | {kind[0]: kind for kind in kinds}


def test_the_batch_is_also_at_b_and_any_content_type_will_do(hub: Hub, post: Any) -> None:
    assert post("b", {"batch": [TRACK]}, **{"Content-Type": "application/x-www-form-urlencoded"}).status_code == 200
    assert post("batch/", {"batch": [TRACK | {"messageId": "m2"}]}).status_code == 200
    assert hub.log.end == 2


def test_a_browser_may_ask_first(post: Any, client: Client) -> None:
    answer = client("").options("/v1/t", headers={"Access-Control-Request-Headers": "authorization,x-retry-count"})
    assert (answer.status_code, answer.headers["access-control-allow-headers"]) == (204, "authorization,x-retry-count")
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_errors_carry_code_and_message_on_top(post: Any) -> None:
    cases: list[tuple[str, Any, dict[str, str], int, str]] = [
        ("batch", {"batch": [TRACK]}, {"X-Write-Key": "wrong"}, 401, "unknown_write_key"),
        ("batch", b"not json", {}, 400, "invalid_json"),
        ("batch", b" " * 600_000, {}, 413, "body_too_large"),
        ("nothing", {"batch": []}, {}, 404, "not_found"),
    ]
    for path, body, headers, status, code in cases:
        answer = post(path, body, **{"Accept-Language": "ja"} | headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert all(isinstance(answer.json()[key], str) and answer.json()[key] for key in ("message", "next_action"))
        assert "retry-after" not in answer.headers
        assert answer.headers["access-control-allow-origin"] == "*"


def test_get_is_no_call(client: Client) -> None:
    assert client("").get("/v1/batch").status_code == 404


def test_a_source_that_was_switched_off_is_refused_and_on_again_taken(
    hub: Hub, source: Source, post: Any, clock: Any
) -> None:
    from datetime import timedelta

    assert post(body={"batch": [TRACK]}).status_code == 200
    for active, status in ((False, 401), (True, 200)):
        with hub.control.session() as session:
            switch_source(session, source.id, active=active)
        clock.advance(timedelta(seconds=5))
        assert post(body={"batch": [TRACK]}).status_code == status


def test_counters_add_up_per_source_and_quarantine_tells_why(hub: Hub, source: Source, post: Any) -> None:
    events = [
        TRACK,
        TRACK,
        {"type": "track"},
        TRACK | {"messageId": "m2", "userId": "blocked"},
        TRACK | {"messageId": "m3"},
    ]
    with hub.plane.writer() as con:
        con.execute(
            "insert into blocked_identifiers select md5_number('user_id' || chr(31) || 'blocked'), 'user_id', "
            "'blocked', timestamp '2026-01-01', 'erased'"
        )
    assert post(body={"batch": events}).status_code == 200
    batches(hub)
    assert post(body={"batch": events}).status_code == 200
    batches(hub)
    with hub.plane.reader() as con:
        found = counters(con)
        assert (found.received, found.stored, found.quarantined, found.duplicate, found.suppressed) == (10, 2, 2, 4, 2)
        assert found.balanced
        assert counters_by_source(con)[source.id].counters == found
        last, first = quarantined(con)
    assert (last.reason, json.loads(first.raw)) == ("no_identifier", {"type": "track"})
    assert (first.log_offset, last.log_offset) == (2, 7)
    assert first.explained.next_action.ja


def test_an_unwritable_log_is_503_and_never_a_false_200(hub: Hub, post: Any) -> None:
    assert post(body={"batch": [TRACK]}).status_code == 200
    descriptor, _ = hub.log._active or (None, None)
    assert descriptor is not None
    # The disk's answer to every later write: the descriptor is one that can only be read.
    read_only = os.open(os.devnull, os.O_RDONLY)
    os.dup2(read_only, descriptor)
    answer = post(body={"batch": [TRACK | {"messageId": "m2"}]})
    os.close(read_only)
    assert (answer.status_code, answer.json()["code"]) == (503, "log_unavailable")
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["message"]
    assert hub.log.end == 1


def test_back_pressure_is_429_with_a_pause(hub: Hub, post: Any) -> None:
    hub.log._waiting_bytes = hub.settings.ingest.max_waiting_mb * 1_000_000 + 1
    answer = post(body={"batch": [TRACK]})
    hub.log._waiting_bytes = 0
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (429, "2", "too_many")
    assert hub.log.end == 0


def test_a_body_that_comes_in_pieces_and_one_that_never_ends(hub: Hub, source: Source) -> None:
    collector = Collector(hub)
    body = json.dumps({"batch": [TRACK], "writeKey": source.write_key}).encode()
    assert asyncio.run(_talk(collector, [body[:10], body[10:]]))[0] == 200
    assert asyncio.run(_talk(collector, [b" " * 200_000] * 9))[0] == 413
    status, answer = asyncio.run(_talk(collector, [body[:10]], cut=True))
    assert (status, answer["code"]) == (400, "cut_off")
    assert collector._receiving == 0


async def _talk(collector: Collector, pieces: list[bytes], *, cut: bool = False) -> tuple[int, dict[str, Any]]:
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": piece, "more_body": cut or place + 1 < len(pieces)}
        for place, piece in enumerate(pieces)
    ]
    messages.append({"type": "http.disconnect"})
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await collector({"type": "http", "method": "POST", "path": "/v1/batch", "headers": []}, receive, send)
    return sent[0]["status"], json.loads(sent[1]["body"])


def test_the_api_shows_sources_and_quarantine(hub: Hub, source: Source, post: Any, client: Client) -> None:
    post(body={"batch": [TRACK, {"type": "track", "event": "A"}]})
    batches(hub)
    viewer = client("viewer")
    (shown,) = [each for each in viewer.get("/api/sources").json() if each["id"] == source.id]
    counted = {"received": 2, "stored": 1, "quarantined": 1, "duplicate": 0, "suppressed": 0}
    assert {key: shown["counters"][key] for key in counted} == counted
    assert (shown["name"], shown["active"], shown["write_key"]) == ("Web shop", True, source.write_key)
    page = viewer.get("/api/quarantine", params={"source": source.id, "limit": 1}).json()
    assert page["items"][0]["reason_text"] == "Nothing in the event says whose it is."
    assert viewer.get("/api/quarantine", params={"after": page["next"]}).json() == {"items": [], "next": None}
    assert viewer.get("/api/quarantine", params={"after": "x"}).status_code == 422


def test_editors_make_and_switch_sources_viewers_do_not(client: Client) -> None:
    assert client("viewer").post("/api/sources", json={"name": "App", "kind": "app"}).status_code == 403
    editor = client("editor")
    made = editor.post("/api/sources", json={"name": "App", "kind": "app"}).json()
    assert len(made["write_key"]) >= 20
    assert editor.patch(f"/api/sources/{made['id']}", json={"active": False}).json()["active"] is False
    assert editor.post("/api/sources", json={"name": " ", "kind": "app"}).status_code == 422
    assert editor.post("/api/sources", json={"name": "X", "kind": "fax"}).status_code == 422
    assert editor.patch("/api/sources/src_none", json={"active": True}).status_code == 404


def test_the_log_folder_holds_what_was_answered(hub: Hub, post: Any, tmp_path: Path) -> None:
    post(body={"batch": [TRACK]})
    (segment,) = hub.log.folder.glob("*.ndjson")
    assert json.loads(segment.read_bytes())["i"] == "m1"


class _SlowDisk(Disk):
    """A disk that takes what it gets only once it may."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()

    def sync(self, descriptor: int) -> None:
        self.may_go_on.wait(30)


def test_a_slow_disk_makes_senders_wait_before_memory_grows(hub: Hub, source: Source) -> None:
    disk = _SlowDisk()
    hub.log._disk = disk
    collector = Collector(hub)
    collector._most_waiting = 20_000
    event = TRACK | {"properties": {"a": "x" * 8_000}}
    body = json.dumps({"batch": [event], "writeKey": source.write_key}).encode()

    async def all_at_once() -> list[int]:
        asked = []
        for _ in range(50):
            asked.append(asyncio.ensure_future(_talk(collector, [body])))
            await asyncio.sleep(0)
        assert hub.log.waiting_bytes < 30_000, "what the disk is busy with counts too"
        disk.may_go_on.set()
        return [status for status, _ in await asyncio.gather(*asked)]

    statuses = asyncio.run(all_at_once())
    assert sorted(set(statuses)) == [200, 429]
    assert hub.log.end == statuses.count(200) <= 3
    assert asyncio.run(_talk(collector, [body]))[0] == 200


def test_a_backlog_beyond_its_bound_is_refused_and_health_says_so(hub: Hub, source: Source, client: Client) -> None:
    body = json.dumps({"batch": [TRACK, TRACK], "writeKey": source.write_key}).encode()
    tight = replace(hub, settings=replace(hub.settings, ingest=replace(hub.settings.ingest, max_waiting_events=1)))
    collector = Collector(tight)
    assert asyncio.run(_talk(collector, [body]))[0] == 200
    assert asyncio.run(_talk(collector, [body]))[0] == 429
    answer = TestClient(make_app(tight)).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "red")
    assert "refused" in answer.json()["reasons"][0]
    batches(hub)
    assert asyncio.run(_talk(collector, [body]))[0] == 200


def test_rules_of_a_source_are_set_by_api_and_asked_at_the_door(
    hub: Hub, source: Source, post: Any, client: Client, clock: Any
) -> None:
    from datetime import timedelta

    path = f"/api/sources/{source.id}/rules"
    rules = {"events_per_second": 1, "burst": 1, "origins": ["https://shop.example.com"], "ip": "drop", "bots": "hold"}
    assert client("viewer").put(path, json=rules).status_code == 403
    answer = client("editor").put(path, json=rules)
    assert (answer.status_code, answer.json()["rules"]) == (200, rules)
    assert client("editor").put(path, json=rules | {"origins": ["nonsense"]}).status_code == 422
    clock.advance(timedelta(seconds=6))
    assert post(body={"batch": [TRACK]}, Origin="https://other.example.com").status_code == 403
    assert post(body={"batch": [TRACK]}, Origin="https://shop.example.com").status_code == 200
    found = post(body={"batch": [TRACK]}, Origin="https://shop.example.com")
    assert (found.status_code, found.json()["code"], found.headers["retry-after"]) == (429, "too_fast", "1")
