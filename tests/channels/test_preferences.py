"""The preference centre over HTTP: what a signed link shows and changes, at once, and nothing without it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from auftakt.channels import LINK_LASTS, Links
from auftakt.channels.ledger import ReservedSend, claim, due, take_over
from auftakt.channels.suppressions import suppress, suppressed_addresses
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.people import BothLanguages, Purpose, consent_line, put_catalogue, read_catalogue
from auftakt.web.preferences import CALLS_PER_MINUTE

Client = Callable[[str], TestClient]
HANAKO = "hanako@example.com"
MAILS, EVENTS = "marketing/email", "events/email"


@pytest.fixture
def link(hub: Hub) -> str:
    """The path of the preference centre of a sample person who said yes to marketing by email; a mail waits for her."""
    now = hub.clock.now()
    with hub.control.session() as session:
        words = BothLanguages("Yes.", "はい。")
        events = Purpose("events", BothLanguages("Tastings", "試飲会"), words, ["email", "sms"])
        put_catalogue(session, [*(_plain(each) for each in read_catalogue(session)), events], now)
        take_over(session, [ReservedSend("snd_1", "cmp_1", 7, "email", "v_ja", "ja", HANAKO, "apr_1", now)])
    hub.log.append_now(
        [consent_line("Consent Updated", HANAKO, "email", "marketing", {}, message_id="m", at=now, granted=True)]
    )
    hub.runner.run_until_idle(now)
    url = Links(hub.secret, hub.settings.base_url).preferences("snd_1")
    return url.removeprefix(hub.settings.base_url)


def _plain(each: Purpose) -> Purpose:
    return Purpose(each.key, each.name, each.text, each.channels)


def checked(html: str) -> dict[str, bool]:
    return {value: bool(on) for value, on in re.findall(r'name="allow" value="([^"]+)"( checked)?', html)}


def decided(hub: Hub) -> dict[str, bool]:
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        rows = con.execute("select purpose || '/' || channel, granted from consents").fetchall()
    return dict(rows)


def waiting(hub: Hub) -> list[str]:
    with hub.control.session() as session:
        return [each.send_id for each in due(session, 10, hub.clock.now())]


def test_opening_shows_what_is_allowed_in_the_readers_language_and_changes_nothing(
    hub: Hub, client: Client, link: str
) -> None:
    page = client("").get(link)
    assert page.status_code == 200
    # Text messages are not offered to somebody whose number nobody knows.
    assert checked(page.text) == {MAILS: True, EVENTS: False}
    assert "受け取るお知らせを選ぶ" in page.text
    assert "試飲会" in page.text
    assert "h***@example.com" in page.text
    assert "hanako@" not in page.text
    assert "<script" not in page.text
    assert "script" not in page.headers["content-security-policy"]
    assert "What may we send you?" in client("").get(f"{link}?lang=en").text
    assert waiting(hub) == ["snd_1"]
    assert decided(hub) == {MAILS: True}


def test_choices_become_decisions_with_their_proof(hub: Hub, client: Client, link: str) -> None:
    saved = client("").post(f"{link}?lang=en", data={"allow": [MAILS, EVENTS]})
    assert "Saved." in saved.text
    assert checked(saved.text) == {MAILS: True, EVENTS: True}
    assert decided(hub) == {MAILS: True, EVENTS: True}
    with hub.plane.reader() as con:
        found = con.execute("select evidence from consents where purpose = 'events'").fetchone()
    assert found is not None
    proof = json.loads(found[0])
    with hub.control.reading() as session:
        words = read_catalogue(session)[1].current
    assert (proof["form"], proof["language"], proof["ip"]) == ("preference centre", "en", "testclient")
    assert (proof["text_version"], proof["text_hash"]) == (words.version, words.hash)
    assert waiting(hub) == ["snd_1"]


def test_one_click_stops_everything_at_once_even_before_the_batch(hub: Hub, client: Client, link: str) -> None:
    client("").post(link, data={"allow": [EVENTS, MAILS]})
    decided(hub)
    answer = client("").post(link, data={"allow": [EVENTS, MAILS], "stop": "all"})
    assert "すべて停止しました" in answer.text
    assert checked(answer.text) == {MAILS: False, EVENTS: False}
    with hub.control.session() as session:
        assert claim(session, ["snd_1"], hub.clock.now()) == set()
    assert decided(hub) == {MAILS: False, EVENTS: False}


def test_stopping_everything_reaches_what_the_page_does_not_show(hub: Hub, client: Client, link: str) -> None:
    now = hub.clock.now()
    old = consent_line("Consent Updated", HANAKO, "email", "old_purpose", {}, message_id="o", at=now, granted=True)
    hub.log.append_now([old])
    assert decided(hub)["old_purpose/email"] is True
    client("").post(link, data={"stop": "all"})
    assert set(decided(hub).values()) == {False}


def test_a_new_yes_lifts_the_readers_own_stop_but_not_a_bounce(
    hub: Hub, client: Client, link: str, clock: FixedClock
) -> None:
    client("").post(link, data={"stop": "all"})
    with hub.control.session() as session:
        assert suppressed_addresses(session) == [("email", HANAKO)]
    clock.advance(timedelta(minutes=1))
    client("").post(link, data={"allow": [MAILS]})
    with hub.control.session() as session:
        assert suppressed_addresses(session) == []
        suppress(session, "email", HANAKO, "bounced", hub.clock.now())
    assert decided(hub)[MAILS] is True
    client("").post(link, data={"allow": [MAILS]})
    with hub.control.reading() as session:
        assert suppressed_addresses(session) == [("email", HANAKO)]


def test_what_the_page_does_not_offer_can_not_be_allowed(hub: Hub, client: Client, link: str) -> None:
    client("").post(link, data={"allow": [MAILS, "events/sms", "secret/email", "nonsense"]})
    assert decided(hub) == {MAILS: True}


def test_a_link_that_is_not_ours_tells_nothing_and_says_what_to_do(hub: Hub, client: Client, link: str) -> None:
    other = Links(b"another secret of another hub...", hub.settings.base_url).preferences("snd_1")
    unsubscribe = Links(hub.secret, hub.settings.base_url).unsubscribe("snd_1").replace("/u/", "/p/")
    strange = {link[:-2], "/p/x", *(url.removeprefix(hub.settings.base_url) for url in (other, unsubscribe))}
    answers = [client("").get(each) for each in strange] + [
        client("").post(each, data={"stop": "all"}) for each in strange
    ]
    assert {(each.status_code, each.text) for each in answers} == {(404, answers[0].text)}
    assert hub.settings.smtp.from_address in answers[0].text
    assert decided(hub) == {MAILS: True}
    assert waiting(hub) == ["snd_1"]


def test_an_old_link_says_that_it_ran_out_while_unsubscribing_still_works(
    hub: Hub, client: Client, link: str, clock: FixedClock
) -> None:
    with hub.control.session() as session:
        claim(session, ["snd_1"], hub.clock.now())
    clock.advance(LINK_LASTS + timedelta(days=1))
    assert client("").get(link).status_code == 410
    assert "run out" in client("").post(f"{link}?lang=en", data={"stop": "all"}).text
    unsubscribe = Links(hub.secret, hub.settings.base_url).unsubscribe("snd_1").removeprefix(hub.settings.base_url)
    assert "配信を停止しました" in client("").post(unsubscribe).text


def test_too_many_calls_are_refused_for_a_minute(hub: Hub, client: Client, link: str, clock: FixedClock) -> None:
    visitor = client("")
    statuses = [visitor.get("/p/guess").status_code for _ in range(CALLS_PER_MINUTE + 1)]
    assert statuses == [404] * CALLS_PER_MINUTE + [429]
    clock.advance(timedelta(minutes=1))
    assert visitor.get(link).status_code == 200


def test_the_unsubscribe_page_leads_here(hub: Hub, client: Client, link: str) -> None:
    unsubscribe = Links(hub.secret, hub.settings.base_url).unsubscribe("snd_1").removeprefix(hub.settings.base_url)
    assert f'href="{link}?lang=ja"' in client("").get(unsubscribe).text
    assert f'href="{link}?lang=en"' in client("").post(unsubscribe).text
    assert checked(client("").get(link).text)[MAILS] is False
