"""What customers write is read as it comes, follows the person, and goes where the event goes."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.insights.voice import Feeling, read_feeling
from auftakt.insights.voice import step as reading
from auftakt.jobs import Hub
from auftakt.sources import create_source

KEY = "voice-key"
WORST = "香りは良かったです。でも届くまでに三週間もかかり、連絡もありませんでした。"


@pytest.fixture
def wrote(hub: Hub, client: Any) -> Any:
    """`wrote("Product Reviewed", {"text": …}, "u1")`: the event arrives, and a batch runs."""
    with hub.control.session() as session:
        create_source(session, hub.ids, name="Shop", kind="server", now=hub.clock.now(), write_key=KEY)
    door: TestClient = client("viewer")

    def arrive(name: str, properties: dict[str, Any], who: str = "u1", **more: Any) -> None:
        event = {"type": "track", "event": name, "userId": who, "properties": properties} | more
        assert door.post("/v1/track", json=event, auth=(KEY, "")).status_code == 200
        hub.runner.run_until_idle(hub.clock.now())

    return arrive


def test_texts_are_read_with_the_batch_and_counted_by_topic(wrote: Any, client: Any) -> None:
    wrote("Product Reviewed", {"review_body": WORST})
    wrote("Inquiry Received", {"text": "When will the blue one be in stock?"}, "u2")
    wrote("Page Viewed", {"text": "It is terrible."}, "u3")
    wrote("Product Reviewed", {"text": "It is terrible."}, "u4", context={"userAgent": "Googlebot/2.1", "bot": True})
    seen = client("editor").get("/api/voice").json()
    assert seen["totals"] == {"texts": 2, "people": 2, "positive": 1, "negative": 1, "neutral": 1}
    assert {each["topic"]: (each["positive"], each["negative"], each["neutral"]) for each in seen["topics"]} == {
        "taste": (1, 0, 0), "delivery": (0, 1, 0), "stock": (0, 0, 1),
    }  # fmt: skip
    assert [(week["positive"], week["negative"], week["neutral"]) for week in seen["weeks"]] == [(1, 1, 1)]
    (worst,) = client("editor").get("/api/voice/sentences?feeling=negative&topic=delivery").json()["items"]
    assert worst["sentence"] == "でも届くまでに三週間もかかり、連絡もありませんでした。"
    assert worst["words"][0] in worst["sentence"]
    (theirs,) = client("editor").get("/api/voice/sentences?person=user_id:u2").json()["items"]
    assert theirs["event"] == "Inquiry Received"


def test_pages_follow_each_other_without_gap_or_repeat(wrote: Any, client: Any) -> None:
    wrote("Product Reviewed", {"text": "Good. Bad. Fine. Awful. Great."})
    wrote("Product Reviewed", {"text": "Lovely. Dirty."}, "u2")
    editor, found, after = client("editor"), [], ""
    for _ in range(9):
        page = editor.get(f"/api/voice/sentences?limit=2{after}").json()
        found += [each["sentence"] for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == ["Lovely.", "Dirty.", "Good.", "Bad.", "Fine.", "Awful.", "Great."]
    assert editor.get("/api/voice/sentences?topic=weather").json()["code"] == "invalid_input"
    assert editor.get("/api/voice/sentences?after=nonsense").status_code == 422


def test_a_feeling_is_a_trait_and_follows_the_person(hub: Hub, wrote: Any, client: Any) -> None:
    wrote("Product Reviewed", {"text": "It is wonderful."}, "u1")
    wrote("Product Reviewed", {"text": "It is terrible."}, "u2")

    def feelings(key: str) -> list[float]:
        traits = client("editor").get(f"/api/people/{key}").json()["traits"]
        return [float(each["value"]) for each in traits if (each["name"], each["source"]) == ("feeling", "predicted")]

    (good,), (bad,) = feelings("user_id:u1"), feelings("user_id:u2")
    assert bad < 0 < good
    wrote("Product Reviewed", {"text": "Dull."}, "u1", context={"externalIds": [{"type": "user_id", "id": "u2"}]})
    wrote("Product Reviewed", {"text": "It is fine."}, "u1")
    (both,) = feelings("user_id:u1")
    assert bad < both < good


def test_the_past_is_read_portion_by_portion_and_anew_by_another_edition(
    hub: Hub, wrote: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        wrote("Product Reviewed", {"text": "It is wonderful."}, f"u{number}")
    monkeypatch.setattr(reading, "_PORTION", 2)
    step = next(step for step in hub.runner.steps if isinstance(step, reading.VoiceStep))
    step._edition = "another"  # as after an update that changed the lists
    hub.runner.run_once(hub.clock.now())
    assert client("editor").get("/api/voice").json()["totals"]["texts"] == 2
    assert step.next_due(None, hub.clock.now()) == hub.clock.now(), "the next batch comes at once"
    for _ in range(2):
        hub.runner.run_once(hub.clock.now())
    assert client("editor").get("/api/voice").json()["totals"]["texts"] == 5
    assert step.next_due(None, hub.clock.now()) is None


def test_the_text_goes_where_its_event_goes(hub: Hub, wrote: Any, client: Any) -> None:
    wrote("Product Reviewed", {"text": "It is wonderful."}, "u1")
    with hub.plane.writer() as con:
        con.execute("delete from events")
    assert client("editor").get("/api/voice/sentences").json()["items"] == []
    assert client("editor").get("/api/voice").json()["totals"]["texts"] == 0


def test_addresses_in_sentences_are_masked_for_roles_that_may_not_see_them(hub: Hub, wrote: Any, client: Any) -> None:
    wrote("Inquiry Received", {"text": "Please write to sample.person@example.com. It is urgent."})
    assert "sample.person" in client("editor").get("/api/voice/sentences").text
    assert "sample.person" not in client("viewer").get("/api/voice/sentences").text


def test_a_text_of_ones_own_is_read_on_the_spot(client: Any) -> None:
    answer = client("viewer").post("/api/voice/read", json={"text": "まずい。二度と買わない。"}).json()
    assert answer["language"] == "ja"
    assert [(each["feeling"], each["topics"]) for each in answer["sentences"]] == [("negative", []), ("negative", [])]


def test_edges() -> None:
    assert read_feeling("").feeling is Feeling.NEUTRAL
    assert read_feeling("😡").feeling is Feeling.NEGATIVE
    assert read_feeling("Great food. Terrible service.").feeling is Feeling.MIXED
    assert len(read_feeling("good " * 100_000).sentences) == 1
