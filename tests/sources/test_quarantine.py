"""The quarantine can be searched by everything that is known of a line, and counted by reason."""

import json
from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.kit.errors import NotFound
from auftakt.sources import QuarantineSearch, find_quarantined, quarantine_reasons, quarantined

Client = Callable[[str], TestClient]


@pytest.fixture
def held(hub: Hub, clock: FixedClock) -> list[int]:
    """Four lines, one of them no JSON; the offsets in the order in which they came."""
    start = clock.now()
    lines = [
        ("shop", "no_identifier", json.dumps({"type": "track", "event": "Order Completed", "note": "Hanako"})),
        ("shop", "no_name", json.dumps({"type": "track", "userId": "u1"})),
        ("app", "no_identifier", json.dumps({"type": "track", "event": "Opened"})),
        ("app", "unreadable_body", '{"batch": [Order Completed'),
    ]
    hub.log.append_now(
        [
            msgspec.json.encode({"r": iso(start + timedelta(hours=at)), "s": source, "k": "q", "why": why, "raw": raw})
            for at, (source, why, raw) in enumerate(lines)
        ]
    )
    hub.runner.run_until_idle(start)
    with hub.plane.reader() as con:
        return [each.log_offset for each in reversed(quarantined(con))]


def test_all_that_is_asked_for_must_hold(hub: Hub, clock: FixedClock, held: list[int]) -> None:
    start = clock.now()
    searches = {
        QuarantineSearch(): [3, 2, 1, 0],
        QuarantineSearch(text="hanako"): [0],
        QuarantineSearch(text="ORDER completed"): [3, 0],
        QuarantineSearch(text="ORDER completed", source_id="app"): [3],
        QuarantineSearch(text="100%"): [],
        QuarantineSearch(event="Order Completed"): [0],
        QuarantineSearch(reason="no_identifier", source_id="app"): [2],
        QuarantineSearch(since=start + timedelta(hours=1), until=start + timedelta(hours=3)): [2, 1],
        QuarantineSearch(state="open", source_id="shop"): [1, 0],
        QuarantineSearch(state="mended"): [],
    }
    with hub.plane.reader() as con:
        for search, expected in searches.items():
            assert [held.index(each.log_offset) for each in quarantined(con, search)] == expected, search
            assert sum(each.lines for each in quarantine_reasons(con, search)) == len(expected), search
        page = quarantined(con, before=held[2], limit=1)
        assert [each.log_offset for each in page] == [held[1]]
        first = quarantine_reasons(con)[0]
        assert (first.reason, first.lines, first.last_at) == ("no_identifier", 2, start + timedelta(hours=2))
        assert find_quarantined(con, held[0]).name == "Order Completed"
        with pytest.raises(NotFound):
            find_quarantined(con, max(held) + 1)


def test_who_may_not_see_personal_data_cannot_find_it_by_searching(hub: Hub, client: Client, held: list[int]) -> None:
    viewer, editor = client("viewer"), client("editor")
    for path in ("/api/quarantine", "/api/quarantine/reasons"):
        assert viewer.get(path, params={"text": "hanako"}).status_code == 403, path
        assert viewer.get(path, params={"source": "shop"}).status_code == 200, path
        assert editor.get(path, params={"text": "hanako"}).status_code == 200, path
    assert [each["log_offset"] for each in editor.get("/api/quarantine?text=hanako").json()["items"]] == [held[0]]
    reasons = viewer.get("/api/quarantine/reasons?source=app", headers={"accept-language": "ja"}).json()
    assert {each["reason"]: each["lines"] for each in reasons} == {"no_identifier": 1, "unreadable_body": 1}
    shown = editor.get(f"/api/quarantine/{held[0]}").json()
    assert (shown["line"]["reason"], json.loads(shown["line"]["raw"])["note"]) == ("no_identifier", "Hanako")
    assert editor.get(f"/api/quarantine/{max(held) + 1}").status_code == 404
