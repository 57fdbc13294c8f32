"""What waits in quarantine is put right by the same checks as any arrival, and each line has one fate all the same."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.people import eraser_of
from auftakt.sources import (
    RetentionRule,
    apply_retention,
    draft_text,
    find_quarantined,
    put_retention,
    quarantined,
)
from auftakt.store.log_edit import pieces
from auftakt.team import list_entries
from tests.sources.clumsy_shop import Shop

Client = Callable[..., TestClient]


@pytest.fixture
def shop(hub: Hub, client: Client) -> Shop:
    return Shop(hub, client("admin"))


def test_an_event_keeps_what_its_request_said_and_is_mended(shop: Shop, clock: FixedClock) -> None:
    shop.send(
        "/v1/batch",
        {
            "sentAt": iso(clock.now() - timedelta(hours=2)),
            "context": {"locale": "ja-JP", "app": {"name": "sample"}},
            "batch": [
                {"type": "track", "event": "Order Completed", "timestamp": iso(clock.now() - timedelta(hours=3)),
                 "properties": {"revenue": 1200}, "context": {"app": {"name": "own"}}},
                {"type": "track", "event": "Opened", "userId": "u9", "messageId": "m9"},
            ],
        },
    )  # fmt: skip
    (offset,) = shop.rows()
    draft = shop.draft(offset)
    assert draft["context"] == {"locale": "ja-JP", "app": {"name": "own"}}
    clock.advance(timedelta(days=3))
    refused = shop.mend(offset, draft)
    assert (refused.status_code, refused.json()["code"]) == (422, "still_broken")
    assert refused.json()["detail"]["problems"] == [{"reason": "no_identifier", "key": ""}]
    assert shop.balance() == (2, 1, 1, 0, 0)
    taken = shop.mend(offset, draft | {"userId": "u1"})
    assert taken.json() == {"log_offset": offset, "message_ids": [f"quarantine-{offset}"]}
    start = clock.now() - timedelta(days=3)
    # Three hours before it was sent, by a clock that was two hours late.
    assert shop.events("message_id, happened_at, received_at")[1] == (
        f"quarantine-{offset}", (start - timedelta(hours=1)).replace(tzinfo=None), clock.now().replace(tzinfo=None),
    )  # fmt: skip
    assert shop.balance() == (3, 2, 1, 0, 0)
    row = shop.rows()[offset]
    assert (row["state"], row["mended_as"]) == ("mended", f"quarantine-{offset}")
    assert shop.admin.get("/api/people/user_id:u1").json()["totals"]["events"] == 1
    again = shop.mend(offset, draft | {"userId": "u2"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")


def test_two_mends_of_one_line_are_one_event(shop: Shop) -> None:
    """Both are on their way before a batch has seen either: the later one is a duplicate, whatever it says."""
    shop.send("/v1/track", {"event": "Opened"})
    (offset,) = shop.rows()
    assert shop.draft(offset) == {"type": "track", "event": "Opened"}
    for user in ("u1", "u2"):
        event = {"type": "track", "event": "Opened", "userId": user, "messageId": user}
        answer = shop.admin.post(f"/api/quarantine/{offset}/mend", json={"event": event})
        assert answer.status_code == 200
    shop.work()
    assert [event[0] for event in shop.events()] == ["u1"]
    assert shop.balance() == (3, 1, 1, 1, 0)
    assert shop.rows()[offset]["mended_as"] == "u1"


def test_a_mend_of_what_came_again_by_itself_is_a_duplicate_and_closes_the_line(shop: Shop) -> None:
    shop.send("/v1/track", {"event": "Opened", "messageId": "m1"})
    shop.send("/v1/track", {"event": "Opened", "messageId": "m1", "userId": "u1"})
    (offset,) = shop.rows()
    shop.mend(offset, shop.draft(offset) | {"userId": "u1"})
    assert shop.balance() == (3, 1, 1, 1, 0)
    assert shop.rows()[offset]["state"] == "mended"


def test_a_whole_request_is_mended_into_its_events(shop: Shop) -> None:
    broken = (
        b'{"context":{"locale":"ja"},"batch":[{"type":"track","event":"A","userId":"u1"},{"type":"page","userId":"u1"}'
    )
    assert shop.send("/v1/batch", gzip.compress(broken), {"content-encoding": "gzip"}) == 400
    (row,) = shop.rows().values()
    offset = row["log_offset"]
    assert (row["reason"], row["raw"]) == ("unreadable_body", broken.decode())
    assert shop.admin.get(f"/api/quarantine/{offset}").json()["draft"] is None
    body = json.loads(broken + b"]}")
    refused = shop.mend(offset, body | {"batch": [*body["batch"], {"type": "track", "userId": "u1"}]}).json()
    assert (refused["detail"]["part"], refused["detail"]["problems"][0]["reason"]) == (2, "no_name")
    shop.mend(offset, body)
    assert shop.events("message_id, name, json_extract_string(context, '$.locale')") == [
        (f"quarantine-{offset}", "A", "ja"),
        (f"quarantine-{offset}-1", "Page Viewed", "ja"),
    ]
    assert shop.balance() == (3, 2, 1, 0, 0)


def test_what_cannot_be_inflated_is_kept_as_it_came(shop: Shop) -> None:
    damaged = gzip.compress(b"no json at all" * 50)[:-9]
    assert shop.send("/v1/batch", damaged) == 400
    assert shop.send("/v1/batch", b"\x1f\x8bno gzip") == 400
    raws = [row["raw"] for row in shop.rows().values()]
    assert raws[1].startswith("no json at all")
    assert raws[0].endswith("no gzip")


def test_an_event_of_posthog_becomes_one_of_the_common_format(shop: Shop) -> None:
    event = {"event": "Opened", "properties": {"$lib": "web", "plan": "pro"}, "uuid": "ph1"}
    assert shop.send("/batch/", {"api_key": shop.key, "batch": [event]}) == 200
    (offset,) = shop.rows()
    draft = shop.draft(offset)
    assert (draft["type"], draft["messageId"], draft["properties"]["plan"]) == ("track", "ph1", "pro")
    shop.mend(offset, draft | {"userId": "u1"})
    assert shop.events() == [("ph1", "track", "Opened")]


def test_the_plan_holds_mends_to_it_and_takes_what_keeps_to_it(shop: Shop) -> None:
    plan = {
        "on_violation": "quarantine",
        "unplanned_event": "quarantine",
        "events": {
            "Order Completed": {
                "properties": {"order_id": {"type": "text", "required": True}},
                "sources": ["Shop (sample)"],
            },
        },
    }
    saved = shop.admin.put("/api/plan", json={"document": plan})
    assert saved.status_code == 200, saved.text
    shop.send(
        "/v1/track", {"event": "Order Completed", "userId": "u1", "messageId": "m1", "properties": {"order_id": 7}}
    )
    (row,) = shop.rows().values()
    offset, draft = row["log_offset"], shop.draft(row["log_offset"])
    assert (row["reason"], row["detail"]) == ("plan_wrong_type", "order_id")
    refused = shop.mend(offset, draft | {"event": "Ordr Completed"}).json()
    assert refused["detail"]["problems"] == [{"reason": "plan_unplanned_event", "key": ""}]
    refused = shop.mend(offset, draft | {"properties": {}}).json()
    assert refused["detail"]["problems"] == [{"reason": "plan_missing", "key": "order_id"}]
    assert "order_id" in refused["message"]
    shop.mend(offset, draft | {"properties": {"order_id": "7"}})
    assert shop.events("message_id, properties::varchar") == [("m1", '{"order_id":"7"}')]
    assert shop.balance() == (2, 1, 1, 0, 0)


@pytest.mark.parametrize(
    ("line", "whom"),
    [
        ({"t": "group", "n": "Group Joined", "p": {"group_id": "g1", "traits": {"size": "big"}}, "ids": []}, []),
        (
            {"t": "group", "n": "Group Joined", "p": {"group_id": "g1", "traits": {"size": "big"}},
             "ids": [["email", "a@example.com"], ["crm_id", "c1"]]},
            [["email", "a@example.com"], ["crm_id", "c1"]],
        ),
    ],
)  # fmt: skip
def test_what_an_import_made_is_mended_too(shop: Shop, line: dict[str, Any], whom: list[Any]) -> None:
    """Companies about nobody, which nobody can send over the wire, keep their form."""
    planned = {"type": line["t"], "properties": {"group_id": {"type": "number"}}}
    shop.admin.put("/api/plan", json={"document": {"on_violation": "quarantine", "events": {line["n"]: planned}}})
    now = iso(shop.hub.clock.now())
    made = {"r": now, "s": shop.source, "k": "e", "i": "row1", "at": now} | line
    shop.hub.log.append_now([msgspec.json.encode(made)])
    shop.work()
    (offset,) = shop.rows()
    draft = shop.draft(offset)
    shop.mend(offset, draft | {"properties": draft["properties"] | {"group_id": 12}})
    (event,) = shop.events("message_id, type, name, properties::varchar")
    assert event == ("row1", line["t"], line["n"], json.dumps(line["p"] | {"group_id": 12}, separators=(",", ":")))
    log = b"".join(b"".join(pieces(segment.path)) for segment in shop.hub.log.segments()).splitlines()
    assert json.loads(log[-1]).get("ids", []) == whom


def test_dismissing_takes_a_reason_and_can_be_taken_back_by_mending(shop: Shop, client: Client) -> None:
    shop.send("/v1/track", {"event": "Opened"})
    (offset,) = shop.rows()
    assert shop.admin.post(f"/api/quarantine/{offset}/dismiss", json={"reason": " "}).status_code == 422
    assert client("viewer").post(f"/api/quarantine/{offset}/dismiss", json={"reason": "x"}).status_code == 403
    answer = client("editor").post(f"/api/quarantine/{offset}/dismiss", json={"reason": "A test of the app"})
    assert answer.status_code == 200
    shop.work()
    row = shop.rows()[offset]
    assert (row["state"], row["note"]) == ("dismissed", "A test of the app")
    assert shop.balance() == (2, 1, 1, 0, 0)
    shop.mend(offset, shop.draft(offset) | {"userId": "u1"})
    assert shop.rows()[offset]["state"] == "mended"
    assert shop.balance() == (3, 2, 1, 0, 0)
    with shop.hub.control.reading() as session:
        noted = [(each.action, each.object_id) for each in list_entries(session, after=None, limit=5)]
    assert noted[:2] == [("quarantine.mended", str(offset)), ("quarantine.dismissed", str(offset))]


def test_a_damaged_line_of_the_log_can_only_be_dismissed(shop: Shop, hub: Hub) -> None:
    hub.log.append_now([b'{"r":"never","s":"x","k":"e"}'])
    shop.work()
    (row,) = shop.rows().values()
    assert row["reason"] == "unreadable_line"
    assert shop.mend(row["log_offset"], {"type": "track", "event": "A", "userId": "u"}).status_code == 409
    assert shop.admin.post(f"/api/quarantine/{row['log_offset']}/dismiss", json={"reason": "r"}).status_code == 200


def test_who_sees_events_masked_cannot_mend_them(shop: Shop, hub: Hub, client: Client) -> None:
    shop.send("/v1/track", {"event": "Opened", "properties": {"email": "hanako@example.com"}})
    (offset,) = shop.rows()
    viewer, editor = client("viewer"), client("editor")
    shown = viewer.get(f"/api/quarantine/{offset}")
    assert ("hanako" in shown.text, shown.json()["mendable"]) == (False, False)
    assert editor.get(f"/api/quarantine/{offset}").json()["mendable"] is True
    event = {"type": "track", "event": "Opened", "userId": "u1"}
    assert viewer.post(f"/api/quarantine/{offset}/mend", json={"event": event}).status_code == 403


def test_erasing_a_person_takes_the_line_that_became_their_event(shop: Shop, hub: Hub) -> None:
    """The line itself named nobody; what it said is theirs since it was mended."""
    shop.send("/v1/track", {"event": "Opened", "properties": {"note": "likes green tea"}})
    shop.send("/v1/track", {"event": "Opened", "properties": {"note": "likes coffee"}})
    tea = min(shop.rows())
    shop.mend(tea, shop.draft(tea) | {"userId": "user-4711"})
    eraser = eraser_of(hub)
    eraser.ask("user_id:user-4711", "drop", "usr_1")
    hub.tasks.wait(hub.tasks.start("erasure", eraser.work), 60)
    assert [json.loads(row["raw"])["properties"]["note"] for row in shop.rows().values()] == ["likes coffee"]
    log = b"".join(b"".join(pieces(segment.path)) for segment in hub.log.segments())
    assert (b"green tea" in log, b"coffee" in log) == (False, True)
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from mends").fetchall() == [(0,)]
    coffee = max(shop.rows())
    refused = shop.mend(coffee, shop.draft(coffee) | {"userId": "user-4711"}).json()
    assert refused["detail"]["problems"][0]["reason"] == "erased"


def test_the_shared_context_of_a_batch_is_found_by_an_erasure(shop: Shop, hub: Hub) -> None:
    context = {"traits": {"email": "ada@example.com"}}
    shop.send("/v1/batch", {"context": context, "batch": [{"type": "track"}, {"type": "identify"}]})
    assert len(shop.rows()) == 1
    eraser = eraser_of(hub)
    eraser.ask("email:ada@example.com", "drop", "usr_1")
    task = hub.tasks.wait(hub.tasks.start("erasure", eraser.work), 60)
    assert task.state == "done", task.error
    assert shop.rows() == {}
    assert all(b"ada@" not in piece for segment in hub.log.segments() for piece in pieces(segment.path))


def test_retention_holds_for_what_waits_and_for_what_was_mended(shop: Shop, hub: Hub, clock: FixedClock) -> None:
    """By its own name from the day on which it came, by the name of its mended event from when that happened."""
    old = iso(clock.now() - timedelta(days=40))
    shop.send("/v1/track", {"event": "Opened", "properties": {"note": "waits"}})
    shop.send("/v1/track", {"properties": {"note": "mended"}, "timestamp": old, "userId": "u1"})
    offset = max(shop.rows())
    shop.mend(offset, shop.draft(offset) | {"event": "Viewed"})
    with hub.control.session() as session:
        put_retention(session, [RetentionRule("Viewed", 30), RetentionRule("Opened", 5)], "usr_1", clock.now())
    apply_retention(hub, "usr_1")
    assert [json.loads(row["raw"])["properties"]["note"] for row in shop.rows().values()] == ["waits"]
    assert shop.events() == []
    clock.advance(timedelta(days=6))
    apply_retention(hub, "usr_1")
    assert shop.rows() == {}
    log = b"".join(b"".join(pieces(segment.path)) for segment in hub.log.segments())
    assert (b"waits" in log, b"mended" in log) == (False, False)
    assert shop.balance() == (3, 1, 2, 0, 0)


def test_a_line_of_a_log_that_is_worked_through_anew_is_mended_in_the_same_batch(shop: Shop, hub: Hub) -> None:
    """From the log alone the same rows come out: the line, its mend and a dismissal in one batch."""
    shop.send("/v1/track", {"event": "Opened", "properties": {"n": 1}})
    shop.send("/v1/track", {"event": "Opened", "properties": {"n": 2}})
    first, second = sorted(shop.rows())
    shop.mend(first, shop.draft(first) | {"userId": "u1"})
    shop.admin.post(f"/api/quarantine/{second}/dismiss", json={"reason": "r"})
    shop.work()
    states = {offset: row["state"] for offset, row in shop.rows().items()}
    with hub.plane.writer() as con:
        for table in ("events", "quarantine", "mends", "ingest_counts"):
            con.execute(f"delete from {table}")
        con.execute("update progress set log_offset = 0")
    hub.runner._read_offset()
    hub.runner.steps[0].__init__()  # type: ignore[misc]
    shop.work()
    assert {offset: row["state"] for offset, row in shop.rows().items()} == states
    assert shop.balance() == (4, 2, 2, 0, 0)


def test_a_line_is_found_by_its_number(shop: Shop, hub: Hub) -> None:
    shop.send("/v1/track", {"event": "Opened"})
    with hub.plane.reader() as con:
        (row,) = quarantined(con)
        assert find_quarantined(con, row.log_offset) == row
    assert (row.kind, row.dialect, row.held_by_plan, row.mendable) == ("track", "", False, True)
    assert json.loads(draft_text(row) or "") == {"type": "track", "event": "Opened"}
