"""What readers reach from a mail, and what the app shows of sends: over HTTP, on a whole hub."""

import json
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from auftakt.channels import Links, MailStore, ReceivedMail
from auftakt.channels.deliveries import delivery_counts
from auftakt.channels.ledger import ReservedSend, claim, take_over
from auftakt.channels.suppressions import suppressed_addresses
from auftakt.jobs import Hub
from auftakt.kit.clock import naive

Client = Callable[[str], TestClient]


@pytest.fixture
def links(hub: Hub) -> Links:
    """The links of a hub with one mail on its way to a sample person."""
    now = hub.clock.now()
    with hub.control.session() as session:
        take_over(
            session, [ReservedSend("snd_1", "cmp_1", 7, "email", "v_ja", "ja", "hanako@example.com", "apr_1", now)]
        )
    with hub.plane.writer() as con:
        con.execute(
            "insert into sends (send_id, campaign_id, journey_id, version, step_id, person_id, channel, variant_id,"
            " language, address, decision, reason, decided_at, approval_id) values"
            " ('snd_1', 'cmp_1', 'jrn_1', 1, 's1', 7, 'email', 'v_ja', 'ja', 'hanako@example.com', 'reserved',"
            " 'sent_ok', $now, 'apr_1'),"
            " ('snd_2', 'cmp_1', 'jrn_1', 1, 's1', 8, 'email', null, null, null, 'not_sent', 'no_consent', $now, null)",
            {"now": naive(now)},
        )
    return Links(hub.secret, hub.settings.base_url)


def path(hub: Hub, url: str) -> str:
    assert url.startswith(hub.settings.base_url)
    return url.removeprefix(hub.settings.base_url)


def events(hub: Hub) -> list[dict[str, object]]:
    hub.log.seal()
    return [json.loads(line) for segment in hub.log.segments() for line in segment.path.read_bytes().splitlines()]


def test_a_click_goes_to_its_target_and_is_told_once_a_second(hub: Hub, client: Client, links: Links) -> None:
    click = path(hub, links.click("snd_1", "https://shop.example.com/wine?a=1&b=赤"))
    for _ in range(2):
        answer = client("").get(click, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (
            302,
            "https://shop.example.com/wine?a=1&b=%E8%B5%A4",
        )
    first, second = events(hub)
    assert first["i"] == second["i"]
    assert (first["n"], first["ids"]) == ("Email Link Clicked", [["email", "hanako@example.com"]])
    assert first["p"] == {
        "send_id": "snd_1",
        "campaign_id": "cmp_1",
        "channel": "email",
        "variant_id": "v_ja",
        "link": "https://shop.example.com/wine?a=1&b=赤",
    }


def test_there_is_no_open_redirect(hub: Hub, client: Client, links: Links) -> None:
    real = path(hub, links.click("snd_1", "https://shop.example.com/"))
    other = Links(b"another secret of another hub...", hub.settings.base_url).click(
        "snd_1", "https://evil.example.com/"
    )
    for bad in (real[:-1] + ("A" if real[-1] != "A" else "B"), path(hub, other), "/c/https://evil.example.com", "/c/x"):
        answer = client("").get(bad, follow_redirects=False)
        assert answer.status_code == 404
        assert "location" not in answer.headers
    assert "途中で切れている" in client("").get("/c/x").text
    assert events(hub) == []


def test_an_open_is_told(hub: Hub, client: Client, links: Links) -> None:
    answer = client("").get(path(hub, links.open("snd_1")))
    assert (answer.status_code, answer.headers["content-type"], answer.content[:6]) == (200, "image/gif", b"GIF89a")
    assert [event["n"] for event in events(hub)] == ["Email Opened"]
    assert client("").get("/o/nonsense.gif").status_code == 404


def test_opening_the_unsubscribe_page_changes_nothing(hub: Hub, client: Client, links: Links) -> None:
    answer = client("").get(path(hub, links.unsubscribe("snd_1")))
    assert answer.status_code == 200
    assert answer.text.index(">配信を停止する<") < answer.text.index(">Unsubscribe<")
    assert "h***@example.com" in answer.text
    assert "hanako@" not in answer.text
    assert "<script" not in answer.text
    with hub.control.reading() as session:
        assert suppressed_addresses(session) == []
    assert events(hub) == []


def test_one_click_unsubscribes_at_once_and_for_good(hub: Hub, client: Client, links: Links) -> None:
    unsubscribe = path(hub, links.unsubscribe("snd_1"))
    for _ in range(2):
        answer = client("").post(unsubscribe, data={"List-Unsubscribe": "One-Click"}, headers={"X-Auftakt": ""})
        assert answer.status_code == 200
        assert "配信を停止しました" in answer.text
    assert "<form" not in client("").get(unsubscribe).text
    with hub.control.session() as session:
        assert suppressed_addresses(session) == [("email", "hanako@example.com")]
        assert claim(session, ["snd_1"], hub.clock.now()) == set()
    told = events(hub)
    assert {(event["i"], event["n"]) for event in told} == {("snd_1:unsubscribed", "Unsubscribed")}
    assert client("").post("/u/nonsense").status_code == 404


def test_unsubscribing_reaches_the_persons_consent(hub: Hub, client: Client, links: Links) -> None:
    client("").post(path(hub, links.unsubscribe("snd_1")))
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        rows = con.execute("select channel, granted from consents join identifiers using (person_id)").fetchall()
    assert rows == [("email", False)]


def test_an_unknown_send_is_listed_and_decided_by_a_person(hub: Hub, client: Client, links: Links) -> None:
    from auftakt.channels import recover

    now = hub.clock.now()
    with hub.control.session() as session:
        claim(session, ["snd_1"], now)
    assert recover(hub.control, hub.plane, now) == (0, 1)
    editor = client("editor")
    page = editor.get("/api/sends?state=unknown").json()
    assert [(item["send_id"], item["delivery"]["state"]) for item in page["items"]] == [("snd_1", "unknown")]
    assert "Message-ID" in page["items"][0]["delivery"]["answer"]
    assert client("viewer").post("/api/sends/snd_1/resolve", json={"state": "accepted", "note": "x"}).status_code == 403
    assert editor.post("/api/sends/snd_1/resolve", json={"state": "accepted", "note": " "}).status_code == 422
    body = {"state": "accepted", "note": "found in the server's log"}
    done = editor.post("/api/sends/snd_1/resolve", json=body).json()
    assert done["delivery"]["state"] == "accepted"
    assert "Sample editor: found in the server's log" in done["delivery"]["answer"]
    again = editor.post("/api/sends/snd_1/resolve", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert editor.post("/api/sends/snd_nowhere/resolve", json=body).status_code == 404
    assert [event["i"] for event in events(hub)] == ["snd_1:sent"]
    with hub.control.reading() as session:
        assert delivery_counts(session)["accepted"] == 1


def test_sends_with_their_reasons(hub: Hub, client: Client, links: Links) -> None:
    viewer = client("viewer")
    everything = viewer.get("/api/sends?campaign=cmp_1").json()["items"]
    assert {
        (item["send_id"], item["reason"], item["delivery"] and item["delivery"]["state"]) for item in everything
    } == {
        ("snd_1", "sent_ok", "reserved"),
        ("snd_2", "no_consent", None),
    }
    first = viewer.get("/api/sends?limit=1").json()
    second = viewer.get("/api/sends", params={"limit": 1, "after": first["next"]}).json()
    assert {first["items"][0]["send_id"], second["items"][0]["send_id"]} == {"snd_1", "snd_2"}
    assert [item["send_id"] for item in viewer.get("/api/sends?state=not_sent").json()["items"]] == ["snd_2"]
    assert [item["send_id"] for item in viewer.get("/api/sends?state=reserved").json()["items"]] == ["snd_1"]
    assert viewer.get("/api/sends?after=nonsense").status_code == 422
    assert client("").get("/api/sends").status_code == 401


def test_the_mailbox_knows_whose_mail_it_is(hub: Hub, client: Client, links: Links) -> None:
    viewer = client("editor")
    assert viewer.get("/api/mailbox").json() == {"items": [], "next": None}
    store = MailStore.open(hub.home / "mailbox.db")
    raw = b"Subject: Hi\r\nMessage-ID: <snd_1@example.com>\r\nContent-Type: text/html\r\n\r\n<a href='https://x.example'>x</a>\r\n"
    store.add([ReceivedMail(hub.clock.now(), "h@example.com", ("hanako@example.com",), raw) for _ in range(3)])
    store.close()
    page = viewer.get("/api/mailbox?limit=2").json()
    assert [mail["id"] for mail in page["items"]] == [3, 2]
    assert page["next"] == "2"
    assert [mail["id"] for mail in viewer.get("/api/mailbox?limit=2&after=2").json()["items"]] == [1]
    mail = viewer.get("/api/mailbox/1").json()
    assert (mail["campaign_id"], mail["person_id"], mail["send_id"]) == ("cmp_1", 7, "snd_1")
    assert mail["links"] == [{"text": "x", "url": "https://x.example"}]
    assert viewer.get("/api/mailbox/99").status_code == 404
