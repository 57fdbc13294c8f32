"""What /api/status and /health say, for people, monitors and `auftakt status`."""

import shutil
from datetime import timedelta

from auftakt.kit.clock import naive
from auftakt.sources import PLAYED


def buy(hub, number, name, revenue, source="src_till", order=None):
    now = naive(hub.clock.now())
    row = [number, number, source, f"m{number}", "track", name, now, now, 1, revenue, order]
    with hub.plane.writer() as con:
        con.execute(
            "insert into events (log_offset, event_key, source_id, message_id, type, name, happened_at, received_at, "
            "ident_key, revenue, order_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )


def test_totals_count_orders_once_and_nothing_that_is_played(hub, client):
    buy(hub, 1, "Product Purchased", "1.10", order="o1")
    buy(hub, 2, "Product Purchased", "2.205", order="o1")
    buy(hub, 3, "Order Completed", "10.00")
    buy(hub, 4, "Order Refunded", "3.00", order="o1")
    buy(hub, 5, "Order Completed", "99.00", source=PLAYED, order="o9")
    viewer = client("viewer")
    totals = viewer.get("/api/status").json()["totals"]
    assert totals == {
        "events": 4,
        "played_events": 1,
        "people": 0,
        "identifiers": 0,
        "orders": 2,
        "revenue": "10.305",
        "currency": "JPY",
        "events_by_name": [
            {"name": "Product Purchased", "count": 2},
            {"name": "Order Completed", "count": 1},
            {"name": "Order Refunded", "count": 1},
        ],
        "identifiers_by_type": [],
    }
    buy(hub, 6, "Order Completed", "5.00")
    again = viewer.get("/api/status").json()["totals"]
    assert (again["orders"], again["revenue"]) == (3, "15.305")


def test_counters_that_do_not_add_up_are_not_called_balanced(hub, client):
    hub.log.append_now([b'{"k":"e"}'] * 2)
    with hub.plane.writer() as con:
        con.execute("insert into ingest_counts values (timestamp '2026-11-22', 'src_till', 2, 1, 0, 0, 0)")
        con.execute("insert into progress values ('batch', 2, timestamp '2026-11-22')")
    counters = client("viewer").get("/api/status").json()["counters"]
    assert counters == {
        "received": 2,
        "stored": 1,
        "quarantined": 0,
        "duplicate": 0,
        "suppressed": 0,
        "waiting": 0,
        "balanced": False,
    }


def test_status_needs_somebody_and_health_nobody(client):
    nobody = client("")
    assert nobody.get("/api/status").status_code == 401
    answer = nobody.get("/health")
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "status": "ok",
            "oldest_unprocessed_seconds": 0.0,
            "waiting": 0,
            "log_writable": True,
            "batch_error": None,
            "reasons": [],
        },
    )


def test_a_log_that_can_not_be_written_is_red(hub, client):
    shutil.rmtree(hub.log.staging)
    answer = client("").get("/health", headers={"Accept-Language": "ja"})
    assert (answer.status_code, answer.json()["log_writable"]) == (503, False)
    assert "ログに書き込めません" in answer.json()["reasons"][0]


def test_a_batch_that_fails_or_lags_is_red(hub, client, clock):
    hub.log.append_now([b'{"r":"2026-11-22T00:00:00.000000Z","k":"e"}'])
    waiting = client("")
    assert waiting.get("/health").status_code == 200
    clock.advance(timedelta(seconds=61))
    late = waiting.get("/health")
    assert (late.status_code, late.json()["waiting"], late.json()["oldest_unprocessed_seconds"]) == (503, 1, 61.0)
    hub.runner.state.error = "the step broke"
    assert waiting.get("/health").json()["batch_error"] == "the step broke"
    assert len(waiting.get("/health").json()["reasons"]) == 2
