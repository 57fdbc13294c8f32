"""Lines of the log become rows: each exactly once, with its money, and none is lost that can't be read."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from auftakt.jobs import Batch
from auftakt.sources import StageStep, counters
from auftakt.store import sql
from auftakt.store.log import Log, Segment
from auftakt.store.plane import Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
MakeBatch = Callable[..., Batch]


def event(message_id: str, **facts: Any) -> bytes:
    line = {
        "r": "2026-11-22T00:00:00.000000Z", "s": "src_1", "k": "e", "i": message_id, "t": "track", "n": "A",
        "at": "2026-11-21T12:00:00Z", "ids": [["user_id", "u1"]],
    }  # fmt: skip
    return msgspec.json.encode(line | facts)


def stage(plane: Plane, make_batch: MakeBatch, segments: list[Segment], after: int = 0) -> dict[str, int]:
    with plane.writer() as con:
        counts = dict(StageStep().run(make_batch(con, NOW, segments=tuple(segments), after=after)))
        assert con.execute("select count(*) from fresh").fetchone() == (counts["stored"],)
    with plane.reader() as con:
        assert counters(con).balanced
    return counts


def rows(plane: Plane, query: str) -> list[tuple[Any, ...]]:
    with plane.reader() as con:
        return con.execute(query).fetchall()


def sealed(log: Log, lines: list[bytes]) -> list[Segment]:
    first = log.append_now(lines).first
    log.seal()
    return log.segments(first)


def test_an_event_is_stored_with_all_that_it_says(plane: Plane, log: Log, make_batch: MakeBatch) -> None:
    properties = {"revenue": "12.34567", "order_id": 77, "campaign_id": "c", "send_id": "s", "nested": {"a": [1, "二"]}}
    line = event(
        "m1", ids=[["user_id", "u1"], ["email", "a@example.com"]], p=properties, tr={"city": "京都"}, x={"ip": "1"}
    )
    stage(plane, make_batch, sealed(log, [line]))
    (found,) = rows(plane, "select * exclude (event_key, ident_key) from events")
    assert found == (
        0, "src_1", "m1", "track", "A", datetime(2026, 11, 21, 12), datetime(2026, 11, 22), Decimal("12.3457"), "77",
        "c", "s", None, '{"city":"京都"}', msgspec.json.encode(properties).decode(), '{"ip":"1"}', None,
    )  # fmt: skip
    keys = rows(plane, "select event_key = md5_number('src_1' || chr(31) || 'm1'), "
                       "ident_key = md5_number('user_id' || chr(31) || 'u1') from events")  # fmt: skip
    assert keys == [(True, True)]


@pytest.mark.parametrize(
    ("properties", "revenue"),
    [
        ({"revenue": 5}, Decimal(5)),
        ({"total": "7.5"}, Decimal("7.5")),
        ({"revenue": "much", "total": 3}, Decimal(3)),
        ({"revenue": None}, None),
        ({"revenue": {"amount": 3}}, None),
        ({"revenue": 10**30}, None),
        (None, None),
    ],
)
def test_money_is_read_or_left_out(
    plane: Plane, log: Log, make_batch: MakeBatch, properties: Any, revenue: Decimal | None
) -> None:
    stage(plane, make_batch, sealed(log, [event("m", **({"p": properties} if properties else {}))]))
    assert rows(plane, "select revenue from events") == [(revenue,)]


def test_the_first_of_equal_messages_counts_within_a_batch_and_over_batches(
    plane: Plane, log: Log, make_batch: MakeBatch
) -> None:
    first = sealed(log, [event("m1", n="first"), event("m1", n="second"), event("m1", n="other source", s="src_2")])
    assert stage(plane, make_batch, first)["duplicate"] == 1
    second = sealed(log, [event("m1", n="third"), event("m2")])
    assert stage(plane, make_batch, second, after=3)["duplicate"] == 1
    assert rows(plane, "select log_offset, name from events order by 1") == [
        (0, "first"),
        (2, "other source"),
        (4, "A"),
    ]


def test_a_batch_that_is_run_twice_stores_nothing_more(plane: Plane, log: Log, make_batch: MakeBatch) -> None:
    segments = sealed(log, [event("m1"), event("m2")])
    assert stage(plane, make_batch, segments)["stored"] == 2
    assert stage(plane, make_batch, segments)["duplicate"] == 2
    assert stage(plane, make_batch, segments, after=2)["received"] == 0


def test_only_lines_from_the_committed_offset_on(plane: Plane, log: Log, make_batch: MakeBatch) -> None:
    segments = sealed(log, [event("m1"), event("m2"), event("m3")])
    assert stage(plane, make_batch, segments, after=2)["received"] == 1
    assert rows(plane, "select message_id from events") == [("m3",)]


def test_without_new_lines_fresh_is_there_and_empty(plane: Plane, make_batch: MakeBatch) -> None:
    assert stage(plane, make_batch, []) == dict.fromkeys(
        ("received", "stored", "quarantined", "duplicate", "suppressed"), 0
    )
    assert rows(plane, "select * from ingest_counts") == []


def test_blocked_people_are_not_stored_by_any_of_their_identifiers(
    plane: Plane, log: Log, make_batch: MakeBatch
) -> None:
    with plane.writer() as con:
        con.execute(
            "insert into blocked_identifiers select md5_number('email' || chr(31) || 'a@example.com'), 'email', "
            "'a@example.com', timestamp '2026-01-01', 'erased'"
        )
    lines = [event("m1", ids=[["user_id", "u1"], ["email", "a@example.com"]]), event("m2")]
    assert stage(plane, make_batch, sealed(log, lines))["suppressed"] == 1
    assert rows(plane, "select message_id from events") == [("m2",)]


def test_damaged_lines_go_to_quarantine_with_their_text(plane: Plane, log: Log, make_batch: MakeBatch) -> None:
    (segment,) = sealed(log, [event("m1"), event("m2"), event("m3"), event("m4", ids=[]), event("m5", at="soon")])
    text = segment.path.read_bytes().splitlines(keepends=True)
    text[1] = b'{"o":1,"r":"2026-11-22T00:0\x00\xff\n'
    segment.path.write_bytes(b"".join(text))
    assert stage(plane, make_batch, [segment]) == {
        "received": 5, "stored": 2, "quarantined": 3, "duplicate": 0, "suppressed": 0,
    }  # fmt: skip
    found = rows(plane, "select log_offset, reason, raw from quarantine order by 1")
    assert [(place, reason) for place, reason, _ in found] == [(place, "unreadable_line") for place in (1, 3, 4)]
    assert found[0][2].startswith('{"o":1,"r":"2026-11-22T00:0')
    assert rows(plane, "select message_id from events order by 1") == [("m1",), ("m3",)]


@pytest.mark.slow
def test_a_million_lines_as_a_plain_reference_says(plane: Plane, tmp_path: Path, make_batch: MakeBatch) -> None:
    """A tenth comes twice, in other segments: counted once each, sums to the cent (two threads)."""
    count, segments = 200_000, []
    maker = Plane.open(None, [])
    with maker.writer() as con:
        for number in range(5):
            path = tmp_path / f"{number * count:016d}-{count}.ndjson.zst"
            con.execute(
                f"copy (select i as o, timestamp '2026-11-22' as r, 'src_1' as s, 'e' as k, "
                f"'m' || ((i + {number * count}) % 900000) as i, 'track' as t, 'A' as n, "
                f"timestamp '2026-11-21' as \"at\", [['user_id', 'u' || (i % 1000)]] as ids, "
                f"{{'revenue': i % 100 / 100}} as p from range({count}) t(i)) "
                f"to '{path}' (format json, compression zstd)"
            )
            segments.append(Segment(path, number * count, (number + 1) * count))
    maker.close()
    ran: list[sql.Ran] = []
    with sql.watch(ran.append):
        counts = stage(plane, make_batch, segments)
    assert counts == {"received": 1_000_000, "stored": 900_000, "quarantined": 0, "duplicate": 100_000, "suppressed": 0}
    total = sum(Decimal(number % count % 100) / 100 for number in range(900_000))
    expected = [(900_000, 900_000, 1000, total, 899_999)]
    query = (
        "select count(*), count(distinct message_id), count(distinct ident_key), sum(revenue), max(log_offset) "
        "from events"
    )
    assert rows(plane, query) == expected
