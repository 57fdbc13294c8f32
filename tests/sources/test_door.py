"""What the door makes of requests as SDKs, browsers and strangers send them."""

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from auftakt.sources import FixedKeys, Knock, answer

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
KEYS = FixedKeys({"key1": "src_1"})
TRACK = {"type": "track", "event": "Order Completed", "userId": "u1", "messageId": "m1"}


def knock(body: Any, kind: str = "batch", **facts: Any) -> Knock:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Knock(kind, raw, **({"write_key": "key1"} | facts))


def lines(request: Knock) -> list[dict[str, Any]]:
    numbers = count(1)
    result = answer(request, KEYS, NOW, lambda: f"made{next(numbers)}")
    assert result.refusal is None
    return [json.loads(line) for line in result.lines]


def line(event: dict[str, Any], **envelope: Any) -> dict[str, Any]:
    (only,) = lines(knock({"batch": [event]} | envelope))
    return only


def refused(request: Knock) -> tuple[int, str]:
    refusal = answer(request, KEYS, NOW, lambda: "made").refusal
    assert refusal is not None
    assert refusal.as_dict()["message"]
    assert refusal.as_dict("ja")["next_action"]
    return refusal.status, refusal.code


def test_a_track_event_becomes_a_line() -> None:
    event = TRACK | {
        "anonymousId": "a1",
        "timestamp": "2026-11-22T07:00:00.5+00:00",
        "sentAt": "2026-11-22T08:00:00Z",
        "properties": {"revenue": 12.5, "items": [{"sku": "珈琲"}]},
        "context": {"ip": "203.0.113.1"},
        "integrations": {"All": True},
    }
    assert line(event) == {
        "r": "2026-11-22T08:00:00.000000Z",
        "s": "src_1",
        "k": "e",
        "i": "m1",
        "t": "track",
        "n": "Order Completed",
        "at": "2026-11-22T07:00:00.500000Z",
        "ids": [["user_id", "u1"], ["anonymous_id", "a1"]],
        "p": {"revenue": 12.5, "items": [{"sku": "珈琲"}]},
        "x": {"ip": "203.0.113.1"},
    }


def test_a_single_call_takes_its_type_from_the_path() -> None:
    (found,) = lines(knock({"userId": "u1", "traits": {"city": "京都"}, "type": "track"}, "identify"))
    assert (found["t"], found["n"], found["tr"], found["i"]) == ("identify", "Identified", {"city": "京都"}, "made1")


@pytest.mark.parametrize(
    "spelling",
    [
        {"authorization": "Basic " + base64.b64encode(b"key1:").decode()},
        {"authorization": "Basic " + base64.b64encode(b"key1").decode()},
        {"authorization": "Basic key1"},
        {"authorization": "Bearer key1"},
        {"authorization": "bearer  key1"},
        {"write_key": "key1"},
        {"write_key": "key1:secret"},
        {"body": {"writeKey": "key1"}},
        {"body": {"api_key": "key1"}},
        {"authorization": "Bearer something else", "body": {"writeKey": "key1"}},
    ],
)
def test_the_write_key_in_every_spelling(spelling: dict[str, Any]) -> None:
    facts = {"write_key": ""} | spelling
    body = {"batch": [TRACK]} | facts.pop("body", {})
    assert lines(knock(body, **facts))[0]["s"] == "src_1"


@pytest.mark.parametrize("authorization", ["", "Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Basic"])
def test_a_wrong_key_is_401(authorization: str) -> None:
    request = knock({"batch": [TRACK], "writeKey": "no"}, authorization=authorization, write_key="")
    assert refused(request) == (401, "unknown_write_key")
    assert answer(request, KEYS, NOW, lambda: "").lines == []


def test_gzip_is_seen_by_header_or_by_its_first_bytes() -> None:
    packed = gzip.compress(json.dumps({"batch": [TRACK]}).encode())
    assert lines(knock(packed, encoding="gzip")) == lines(knock(packed))


def test_a_gzip_bomb_is_never_inflated() -> None:
    assert refused(knock(gzip.compress(b"{" + b" " * 300_000_000), encoding="gzip")) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"{", ""),
        (b"", ""),
        (b"[1]", ""),
        (b'"text"', ""),
        (b"{'batch': []}", ""),
        (b"\x00\x01", ""),
        (b'{"batch": 3}', ""),
        (b'{"other": []}', ""),
        (b"plain", "gzip"),
        (gzip.compress(b'{"batch": []}' * 90, mtime=0)[:-12], "gzip"),
        (b"\x1f\x8b\x00garbage", ""),
        (b'{"batch":' + b"[" * 100_000 + b"]" * 100_000 + b"}", ""),
    ],
)
def test_what_is_no_json_is_400(body: bytes, encoding: str) -> None:
    assert refused(knock(body, encoding=encoding)) == (400, "invalid_json")


def test_an_unreadable_body_is_kept_for_whoever_has_to_mend_the_sender() -> None:
    result = answer(knock(b'{"batch": [{"event": "Half'), KEYS, NOW, lambda: "")
    (kept,) = map(json.loads, result.lines)
    assert kept == {
        "r": "2026-11-22T08:00:00.000000Z",
        "s": "src_1",
        "k": "q",
        "why": "unreadable_body",
        "raw": '{"batch": [{"event": "Half',
    }
    assert answer(knock(b"{", write_key="stranger"), KEYS, NOW, lambda: "").lines == []


def test_too_large_and_too_many() -> None:
    assert refused(knock({"batch": [TRACK | {"properties": {"a": "x" * 600_000}}]})) == (413, "body_too_large")
    assert refused(knock({"batch": [{}] * 2501})) == (400, "too_many_events")


def test_half_an_emoji_and_nan_do_not_cost_the_batch() -> None:
    body = b'{"batch":[{"type":"track","event":"A \\ud83d","userId":"u","properties":{"n":NaN,"t":"\xff"}},%s]}' % (
        json.dumps(TRACK).encode()
    )
    first, second = lines(knock(body))
    assert (first["n"], first["p"]) == ("A �", {"n": None, "t": "�"})
    assert second["n"] == "Order Completed"


def test_lines_stay_lines() -> None:
    body = json.dumps({"batch": [TRACK | {"properties": {"a": "x\ny", "b": 1}}]}, indent=2).encode()
    (only,) = answer(knock(body.replace(b"\n", b"\r\n")), KEYS, NOW, lambda: "").lines
    assert b"\n" not in only
    assert b"\r" not in only
    assert json.loads(only)["p"] == {"a": "x\ny", "b": 1}


@pytest.mark.parametrize(
    ("event", "why"),
    [
        ("text", "not_an_object"),
        (None, "not_an_object"),
        ({"type": "track", "event": "A"}, "no_identifier"),
        ({"type": "track", "event": "A", "userId": " ", "anonymousId": None}, "no_identifier"),
        (TRACK | {"userId": "undefined"}, "no_identifier"),
        (TRACK | {"userId": "00000000-0000-0000-0000-000000000000"}, "no_identifier"),
        (TRACK | {"userId": "x" * 513}, "identifier_too_long"),
        (TRACK | {"event": None}, "no_name"),
        (TRACK | {"event": "x" * 201}, "name_too_long"),
        (TRACK | {"event": 5}, "wrong_type"),
        (TRACK | {"userId": {"a": 1}}, "wrong_type"),
        (TRACK | {"properties": [1]}, "wrong_type"),
        (TRACK | {"properties": "text"}, "wrong_type"),
        (TRACK | {"context": [1]}, "wrong_type"),
        (TRACK | {"timestamp": "yesterday"}, "wrong_type"),
        (TRACK | {"type": "page view"}, "unknown_type"),
        (TRACK | {"type": None}, "unknown_type"),
        (TRACK | {"messageId": "m" * 101}, "message_id_too_long"),
        (TRACK | {"timestamp": "1970-01-01T00:00:00Z"}, "too_old"),
        (TRACK | {"timestamp": "2099-01-01T00:00:00Z"}, "in_the_future"),
        (TRACK | {"timestamp": "9999-12-31T23:59:59Z", "sentAt": "2001-01-01T00:00:00Z"}, "in_the_future"),
        (TRACK | {"properties": {"a": "x" * 33_000}}, "event_too_large"),
        (TRACK | {"context": {"externalIds": [{"type": "c", "id": n} for n in range(1, 52)]}}, "too_many_identifiers"),
        (TRACK | {"context": {"externalIds": [{"type": "c", "id": n} for n in range(10_000)]}}, "too_many_identifiers"),
    ],
)  # fmt: skip
def test_one_bad_event_goes_to_quarantine_and_the_others_are_kept(event: Any, why: str) -> None:
    good, bad, also_good = lines(knock({"batch": [TRACK, event, TRACK | {"messageId": "m2"}]}))
    assert [good["k"], also_good["k"]] == ["e", "e"]
    assert (bad["k"], bad["why"], bad["s"]) == ("q", why, "src_1")
    assert json.loads(bad["raw"]) == event


def test_the_clock_of_the_sender_is_corrected() -> None:
    slow = NOW - timedelta(hours=3)
    event = TRACK | {"timestamp": (slow - timedelta(minutes=5)).isoformat()}
    assert line(event)["at"] == "2026-11-22T04:55:00Z"
    assert line(event, sentAt=slow.isoformat())["at"] == "2026-11-22T07:55:00Z"
    assert line(event | {"sentAt": slow.isoformat()})["at"] == "2026-11-22T07:55:00Z"
    only_original = TRACK | {"originalTimestamp": "2026-11-22T13:55:00+09:00", "sentAt": "2026-11-22T14:00:00+09:00"}
    assert line(only_original)["at"] == "2026-11-22T07:55:00Z"


def test_a_clock_that_lost_its_battery_and_a_sender_that_lies_about_when_it_sent() -> None:
    lost = TRACK | {"timestamp": "1970-01-01T00:10:00Z", "sentAt": "1970-01-01T00:20:00Z"}
    assert line(lost)["at"] == "2026-11-22T07:50:00Z"
    lying = TRACK | {"timestamp": "2026-11-01T00:00:00Z", "sentAt": "1970-01-01T00:00:00Z"}
    assert line(lying)["at"] == "2026-11-01T00:00:00Z"
    relayed = TRACK | {
        "timestamp": "2026-11-01T00:00:00Z",
        "originalTimestamp": "2026-10-31T00:00:00Z",
        "sentAt": "2026-10-31T00:00:01Z",
    }
    assert line(relayed)["at"] == "2026-11-01T00:00:00Z"


def test_without_a_time_it_happened_when_it_came() -> None:
    assert line(TRACK, sentAt="nonsense")["at"] == "2026-11-22T08:00:00Z"


def test_identifiers_are_found_wherever_sdks_put_them_and_made_comparable() -> None:
    found = line(
        {
            "type": "identify",
            "userId": 42,
            "anonymousId": "null",
            "traits": {"email": " Tarō@EXAMPLE.com ", "phone": "+81 (90) 1234-5678"},
            "context": {"externalIds": [{"type": "lineId", "id": "U1"}, {"type": None, "id": "x"}, {"id": "y"}]},
        }
    )
    assert found["ids"] == [
        ["user_id", "42"],
        ["email", "tarō@example.com"],
        ["phone", "+819012345678"],
        ["line_id", "U1"],
    ]


def test_traits_in_the_context_count_where_there_are_no_others() -> None:
    found = line({"type": "identify", "userId": "u", "context": {"traits": {"email": "a@example.com"}}})
    assert (found["tr"], found["ids"][1]) == ({"email": "a@example.com"}, ["email", "a@example.com"])
    found = line(TRACK | {"traits": None, "context": {"traits": {}}})
    assert "tr" not in found


def test_a_groups_traits_are_not_the_persons() -> None:
    found = line({"type": "group", "userId": "u", "groupId": 7, "traits": {"email": "office@example.com"}})
    assert found["ids"] == [["user_id", "u"]]
    assert "tr" not in found
    assert (found["n"], found["p"]) == ("Group Joined", {"group_id": "7", "traits": {"email": "office@example.com"}})


def test_an_alias_points_to_the_earlier_id_as_cookie_and_as_user() -> None:
    found = line({"type": "alias", "userId": "new", "previousId": "old"})
    assert found["ids"] == [["user_id", "new"], ["user_id", "old"], ["anonymous_id", "old"]]


def test_a_pages_name_is_a_property() -> None:
    assert line({"type": "page", "userId": "u", "name": "Top"})["p"] == {"name": "Top"}
    assert line({"type": "page", "userId": "u", "name": "Top", "properties": {"url": "/"}})["p"] == {
        "name": "Top",
        "url": "/",
    }
    both = {"type": "screen", "userId": "u", "name": "A", "properties": {"name": "B"}}
    assert (line(both)["n"], line(both)["p"]) == ("Screen Viewed", {"name": "B"})


def test_the_context_of_the_batch_is_laid_under_that_of_each_event() -> None:
    found = lines(
        knock(
            {
                "batch": [TRACK | {"context": {"ip": "1"}}, TRACK, TRACK | {"context": None}],
                "context": {"ip": "0", "app": {"v": 1}},
            }
        )
    )
    assert [each["x"] for each in found] == [
        {"ip": "1", "app": {"v": 1}},
        {"ip": "0", "app": {"v": 1}},
        {"ip": "0", "app": {"v": 1}},
    ]
