"""A run: only what is new becomes events, each row counts once, whatever breaks in between."""

from collections.abc import Callable
from typing import Any

import pytest
from sources.connectors.conftest import MEMBERS, Played, Shop

from auftakt.jobs import Hub
from auftakt.sources import Chunk, Connectors, NewConnector, counters, find_connector, list_runs, read_mapping
from auftakt.sources.connectors import fetch as fetching

Fetch = Callable[..., Any]
Stored = Callable[[str], list[tuple[Any, ...]]]
MORNING = "2026-11-01 08:00:00"


def kept(hub: Hub, connector_id: str) -> Any:
    with hub.control.reading() as session:
        return find_connector(session, connector_id)


def runs(hub: Hub, connector_id: str) -> Any:
    with hub.control.reading() as session:
        return list_runs(session, connector_id)


def test_rows_become_events_and_only_new_ones_the_next_time(
    hub: Hub, shop: Shop, add: Fetch, fetch: Fetch, stored: Stored
) -> None:
    shop.order((1, "Aoi@example.com", 1200, MORNING), (2, "", 5, MORNING))
    connector = add()
    first = fetch(connector)
    assert (first["rows"], first["fresh"], first["events"], first["failed"]) == (2, 2, 1, 1)
    shop.order((3, "ren@example.com", 300.5, "2026-11-01 08:00:01"))
    second = fetch(connector)
    assert (second["rows"], second["fresh"], second["events"]) == (3, 1, 1)
    assert stored("select order_id, revenue, happened_at::varchar from events order by order_id") == [
        ("1", 1200, "2026-10-31 23:00:00"), ("3", 300.5, "2026-10-31 23:00:01")
    ]  # fmt: skip
    (_, problem) = runs(hub, connector)
    assert [(each.row, each.reason) for each in problem.problems] == [(2, "no_identifier")]
    with hub.plane.reader() as con:
        assert counters(con).balanced


def test_a_row_that_was_committed_late_or_has_no_time_is_found(shop: Shop, add: Fetch, fetch: Fetch) -> None:
    shop.order((1, "a@example.com", 1, "2026-11-01 09:00:00"))
    connector = add()
    fetch(connector)
    shop.order((2, "b@example.com", 1, "2026-11-01 08:51:00"), (3, "c@example.com", 1, "2026-11-01 08:40:00"))
    shop.run("insert into orders values (4, 'd@example.com', 1, null)")
    found = fetch(connector)
    assert found["fresh"] == 2, "8:51 lies in the ten minutes of overlap, 8:40 does not; no time is read each time"


def test_a_whole_table_is_compared_with_what_was_there_before(
    hub: Hub, shop: Shop, add: Fetch, fetch: Fetch, stored: Stored
) -> None:
    shop.run("insert into members values (?, ?)", [("a@example.com", "free"), ("b@example.com", "free")])
    connector = add(MEMBERS, table="members", cursor="")
    assert fetch(connector)["fresh"] == 2
    assert fetch(connector)["fresh"] == 0
    for plan in ("pro", "free"):
        shop.run(f"update members set plan = '{plan}' where email = 'a@example.com'")
        assert fetch(connector)["fresh"] == 1, "also when it changes back to what was known once"
    assert stored("select count(*) from events") == [(4,)]


@pytest.mark.parametrize("breaks_at", ["note_rows", "advance_run"])
def test_a_crash_between_the_log_and_the_state_neither_loses_nor_doubles(
    hub: Hub, shop: Shop, add: Fetch, fetch: Fetch, stored: Stored, monkeypatch: pytest.MonkeyPatch, breaks_at: str
) -> None:
    shop.order(*[(no, f"p{no}@example.com", no, MORNING) for no in range(1, 40)])
    monkeypatch.setattr("auftakt.sources.connectors.database.CHUNK_ROWS", 10)
    connector = add()
    times = iter(range(100))
    real = getattr(fetching, breaks_at)

    def broken(*facts: Any) -> None:
        if next(times) == 2:
            raise OSError("power cut")
        real(*facts)

    monkeypatch.setattr(fetching, breaks_at, broken)
    assert fetch(connector).state == "failed"
    assert stored("select count(*) from events") == [(30,)], "the third chunk reached the log"
    assert kept(hub, connector).failures == 1
    again = fetch(connector)
    assert (again["rows"], again["fresh"], again["events"]) == (39, 19, 19)
    assert stored("select count(*), count(distinct order_id), sum(revenue) from events") == [(39, 39, 780)]
    with hub.plane.reader() as con:
        assert counters(con).duplicate == 10


def test_a_failure_is_told_waits_longer_each_time_and_never_names_the_secret(
    hub: Hub, connectors: Connectors, played: Played, fetch: Fetch
) -> None:
    played.chunks = [Chunk([{"email": "a@example.com", "plan": "free"}], {"page": 2})]
    config = {"where": "here", "token": "env:SHOP_PASSWORD"}
    connector = connectors.add(NewConnector("CRM", "played", config, read_mapping(MEMBERS), "6h")).id
    played.error = RuntimeError("401 for token hush-hush")
    waits = []
    for _ in range(3):
        fetch(connector)
        waits.append((kept(hub, connector).next_at - hub.clock.now()).total_seconds())
    assert [30 * 2**no <= wait <= 60 * 2**no for no, wait in enumerate(waits)] == [True] * 3
    assert played.read_with[-1] == ({"where": "here", "token": "hush-hush"}, {"page": 2})
    error = runs(hub, connector)[0].error
    assert str(error.message) == "Played failed: RuntimeError: 401 for token •••"
    played.error = None
    fetch(connector)
    assert (kept(hub, connector).failures, kept(hub, connector).current_at) == (0, hub.clock.now())


def test_what_is_due_runs_by_itself_and_a_paused_one_rests(hub: Hub, shop: Shop, connectors: Connectors, add: Fetch):
    shop.order((1, "a@example.com", 1, MORNING))
    one, other = add(), add()
    connectors.change(other, {"active": False})
    connectors.drain(30)
    connectors.drain(30)
    assert [len(runs(hub, each)) for each in (one, other)] == [1, 0]
    assert (kept(hub, one).next_at - hub.clock.now()).total_seconds() == 900


def test_everything_is_read_again_only_where_nothing_would_count_twice(
    shop: Shop, connectors: Connectors, add: Fetch, fetch: Fetch, stored: Stored
) -> None:
    from auftakt.kit.errors import InvalidInput

    shop.order((1, "a@example.com", 1, MORNING))
    connector = add()
    fetch(connector)
    with pytest.raises(InvalidInput, match="count twice"):
        connectors.change(connector, {}, again=True)
    keyed = read_mapping(ORDERS_WITH_KEY)
    connectors.change(connector, {"mapping": keyed}, again=True)
    assert fetch(connector)["fresh"] == 1
    connectors.change(connector, {}, again=True)
    fetch(connector)
    assert stored("select count(*) from events where order_id = '1'") == [(2,)], "once without the key, once with it"


ORDERS_WITH_KEY = """
time = "updated_at"
[identifiers]
email = "email"
[[events]]
name = "Order Completed"
order_id = "id"
key = ["id"]
"""
