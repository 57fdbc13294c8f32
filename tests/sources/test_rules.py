"""What the door asks of one source: speed, sites, addresses, bots."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auftakt.kit.errors import InvalidInput
from auftakt.sources import Answer, DoorRules, FixedKeys, Knock, Rates, answer, find_call
from auftakt.sources.rules import allows_origin, checked_rules, kept_rules, rules_of
from auftakt.sources.visitor import is_bot

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
TRACK = {"type": "track", "event": "A", "userId": "u1"}
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def ask(events: list[Any], rules: DoorRules | None = None, rates: Rates | None = None, **facts: Any) -> Answer:
    knock = Knock("batch", json.dumps({"batch": events, "writeKey": "k"}).encode(), **facts)
    return answer(knock, FixedKeys({"k": "s"}, rules), facts.pop("now", NOW), lambda: "m", rates=rates)


def kept(context: dict[str, Any], rules: DoorRules | None = None, **facts: Any) -> dict[str, Any]:
    (line,) = ask([TRACK | {"context": context}], rules, **facts).lines
    found: dict[str, Any] = json.loads(line)
    return found


def test_the_bucket_lets_a_burst_in_then_asks_to_wait_and_fills_with_time() -> None:
    rates, rules = Rates(), DoorRules(events_per_second=10, burst=20)
    assert rates.take("s", rules, 25, NOW) == 0
    assert rates.take("s", rules, 1, NOW) == pytest.approx(0.6)
    assert rates.take("s", rules, 1, NOW - timedelta(hours=1)) == pytest.approx(0.6), "a clock that is put back"
    assert rates.take("other", rules, 1, NOW) == 0
    assert rates.take("s", rules, 1, NOW + timedelta(seconds=1)) == 0


def test_settings_count_where_the_source_has_no_limit_of_its_own() -> None:
    rates = Rates(1, 1)
    assert [rates.take("s", DoorRules(), 1, NOW) > 0 for _ in range(2)] == [False, True]
    assert [rates.take("t", DoorRules(events_per_second=0), 1, NOW) > 0 for _ in range(2)] == [False, False]


def test_too_fast_is_429_with_the_pause_and_keeps_nothing() -> None:
    rates, rules = Rates(), DoorRules(events_per_second=1)
    assert ask([TRACK, TRACK], rules, rates).refusal is None
    found = ask([TRACK], rules, rates)
    assert found.lines == []
    assert found.refusal is not None
    assert (found.refusal.status, found.refusal.retry) == (429, True)
    assert found.refusal.facts["retry_after_seconds"] == 2


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://shop.example.com", True),
        ("https://SHOP.example.com", True),
        ("https://a.b.example.org", True),
        ("", True),
        ("https://example.org", False),
        ("http://shop.example.com", False),
        ("https://shop.example.com.evil.example", False),
        ("null", False),
    ],
)
def test_only_pages_of_the_named_sites_may_send(origin: str, allowed: bool) -> None:
    rules = checked_rules(DoorRules(origins=(" https://Shop.example.com/ ", "https://*.example.org")))
    assert allows_origin(rules, origin) is allowed
    found = ask([TRACK], rules, origin=origin)
    assert (found.refusal is None) is allowed
    assert len(found.lines) == allowed
    assert allowed or (found.refusal is not None and found.refusal.status == 403)


@pytest.mark.parametrize(
    "rules", [DoorRules(origins=("shop",)), DoorRules(events_per_second=-1), DoorRules(burst=10**9)]
)
def test_rules_that_cannot_be(rules: DoorRules) -> None:
    with pytest.raises(InvalidInput):
        checked_rules(rules)


def test_rules_are_kept_as_they_are() -> None:
    rules = DoorRules(5, 7, ("https://a.example.com",), "drop", "hold")
    assert rules_of(json.loads(json.dumps(kept_rules(rules)))) == rules


@pytest.mark.parametrize(
    ("sent", "how", "found"),
    [
        ("203.0.113.77", "keep", "203.0.113.77"),
        ("203.0.113.77", "truncate", "203.0.113.0"),
        ("2001:db8:1:2:3::4", "truncate", "2001:db8:1::"),
        ("::ffff:203.0.113.77", "truncate", "203.0.113.0"),
        ("nonsense", "truncate", None),
        (5, "truncate", None),
        ("203.0.113.77", "drop", None),
    ],
)
def test_an_address_is_kept_shortened_or_dropped(sent: Any, how: Any, found: str | None) -> None:
    context = kept({"ip": sent, "os": {"name": "iOS"}}, DoorRules(ip=how))["x"]
    assert context.get("ip") == found
    assert context["os"] == {"name": "iOS"}


def test_the_quarantine_keeps_no_more_of_an_address_than_the_log() -> None:
    (line,) = ask([{"type": "track", "context": {"ip": "203.0.113.77"}}], DoorRules(ip="truncate")).lines
    assert "203.0.113.77" not in line.decode()
    assert "203.0.113.0" in line.decode()


def test_direct_means_the_address_of_the_connection() -> None:
    facts = {"address": "198.51.100.9", "agent": SAFARI}
    assert kept({"direct": True, "ip": "10.0.0.1"}, **facts)["x"]["ip"] == "198.51.100.9"
    assert kept({"direct": True}, DoorRules(ip="truncate"), **facts)["x"]["ip"] == "198.51.100.0"
    for context in ({"direct": "true", "a": 1}, {"direct": False, "ip": "10.0.0.1"}, {"a": 1}):
        assert kept(context, **facts)["x"] == context


def test_bots_are_marked_or_held_back() -> None:
    assert kept({"userAgent": GOOGLEBOT})["x"] == {"userAgent": GOOGLEBOT, "bot": True}
    assert kept({"userAgent": SAFARI})["x"] == {"userAgent": SAFARI}
    assert kept({"direct": True}, agent=GOOGLEBOT)["x"]["bot"] is True
    assert "bot" not in kept({"a": 1}, agent=GOOGLEBOT)["x"], "a server's library is not the person's browser"
    held = kept({"userAgent": GOOGLEBOT}, DoorRules(bots="hold"))
    assert (held["k"], held["why"]) == ("q", "bot")


@pytest.mark.parametrize(
    ("agent", "bot"),
    [
        (SAFARI, False),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/90.0 Mobile Safari/537.36", False),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", False),
        (GOOGLEBOT, True),
        ("Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0 Safari/537.36", True),
        ("curl/8.5.0", True),
        ("Y!J-ASR/0.1 crawler", True),
    ],
)
def test_a_bot_is_known_by_its_own_words(agent: str, bot: bool) -> None:
    assert is_bot(agent.encode()) is bot


def test_posthog_addresses_stand_in_the_context_alone() -> None:
    call, _ = find_call("/batch") or (None, "")
    assert call is not None
    assert call.opens is not None
    assert call.reads is not None
    body = {
        "api_key": "k",
        "batch": [{"event": "A", "distinct_id": "u", "properties": {"$ip": "203.0.113.77", "a": 1}}],
    }
    knock = Knock("batch", json.dumps(body).encode(), opens=call.opens, reads=call.reads)
    (line,) = answer(knock, FixedKeys({"k": "s"}, DoorRules(ip="drop")), NOW, lambda: "m").lines
    assert b"203.0.113.77" not in line
    assert json.loads(line)["p"] == {"a": 1}
