"""Laws of the way in: whatever is sent in whatever order, counts add up, and every message is stored once."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
from empty_stores import empty_control
from examples import examples
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from auftakt.jobs import Batch
from auftakt.sources import FixedKeys, Knock, SeenKeys, StageStep, answer, counters
from auftakt.sources.identifiers import identifier_value
from auftakt.store.log import Log
from auftakt.store.plane import Plane

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KEYS = FixedKeys({"k": "src_1"})
TABLES = [(Path(__file__).parents[2] / "auftakt" / "sources" / "tables.sql").read_text()]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
ids = st.none() | st.sampled_from(["u1", "u2", " u1 ", "null", "", "ｕ１", 7]) | json_values
events = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["track", "identify", "page", "screen", "group", "alias", "other"]) | json_values,
        "event": st.sampled_from(["A", "B", ""]) | json_values,
        "messageId": st.sampled_from(["m1", "m2", "m3"]) | json_values,
        "userId": ids,
        "anonymousId": ids,
        "previousId": ids,
        "timestamp": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | json_values,
        "sentAt": st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | json_values,
        "traits": st.dictionaries(st.sampled_from(["email", "phone", "city"]), json_values) | json_values,
        "properties": st.dictionaries(st.sampled_from(["revenue", "total", "x"]), json_values) | json_values,
        "context": st.dictionaries(st.sampled_from(["traits", "externalIds"]), json_values) | json_values,
    },
)
requests = st.lists(st.lists(events | json_values, max_size=6), min_size=1, max_size=4)
relaxed = examples(30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def at_the_door(batch: list[Any]) -> list[bytes]:
    numbers = count()
    knock = Knock("batch", json.dumps({"batch": batch, "writeKey": "k"}).encode())
    result = answer(knock, KEYS, NOW, lambda: f"made{next(numbers)}")
    assert result.refusal is None
    return result.lines


@relaxed
@given(batch=st.lists(events | json_values, max_size=6))
def test_every_event_becomes_one_line_that_is_whole(batch: list[Any]) -> None:
    lines = at_the_door(batch)
    assert len(lines) == len(batch)
    for line in lines:
        assert b"\n" not in line
        found = msgspec.json.decode(line)
        assert found["k"] in ("e", "q")
        if found["k"] == "e":
            at = datetime.fromisoformat(found["at"])
            assert datetime(2000, 1, 1, tzinfo=UTC) <= at <= NOW + timedelta(days=1)
            assert 1 <= len(found["ids"]) <= 50
            assert all(kind and value == identifier_value(kind, value) for kind, value in found["ids"])


@relaxed
@given(sent=requests, cuts=st.lists(st.booleans(), min_size=4, max_size=4))
def test_counts_add_up_and_each_message_is_stored_once(
    tmp_path_factory: Any, sent: list[list[Any]], cuts: list[bool]
) -> None:
    """The same requests again, cut into other batches, change nothing; nor does opening the keys anew."""
    folder = tmp_path_factory.mktemp("law")
    log = Log.open(folder / "log")
    plane = Plane.open(None, TABLES)
    control = empty_control(folder / "control.db")
    after = 0
    lines = [line for batch in sent for line in at_the_door(batch)]
    for place, batch in enumerate([*sent, *sent]):
        if batch:
            log.append_now(at_the_door(batch))
        if cuts[place % 4] or place + 1 == 2 * len(sent):
            log.seal()
            segments = tuple(log.segments(after))
            with plane.writer() as con:
                batch = Batch(con, NOW, control, segments, after)
                StageStep(SeenKeys(folder / "keys", keep=2, most=6)).run(batch)
            after = log.end
    with plane.reader() as con:
        found = counters(con)
        stored = con.execute("select message_id from events").fetchall()
    log.close()
    plane.close()
    control.close()
    assert found.balanced
    assert found.received == 2 * len(lines)
    kept = [msgspec.json.decode(line) for line in lines]
    assert sorted(message for (message,) in stored) == sorted({each["i"] for each in kept if each["k"] == "e"})
    assert found.quarantined == 2 * sum(each["k"] == "q" for each in kept)


@given(value=st.text(max_size=40), kind=st.sampled_from(["user_id", "email", "phone", "line_id"]))
def test_an_identifier_that_was_made_comparable_stays_as_it_is(value: str, kind: str) -> None:
    once = identifier_value(kind, value)
    assert identifier_value(kind, once) == once
    assert identifier_value(kind, f"  {unicodedata.normalize('NFKC', value)} ") == once


@given(body=st.binary(max_size=200), encoding=st.sampled_from(["", "gzip"]))
def test_any_bytes_get_an_answer(body: bytes, encoding: str) -> None:
    result = answer(Knock("batch", body, write_key="k", encoding=encoding), KEYS, NOW, lambda: "made")
    assert result.refusal is None or result.refusal.status == 400
    assert all(msgspec.json.decode(line)["s"] == "src_1" for line in result.lines)
