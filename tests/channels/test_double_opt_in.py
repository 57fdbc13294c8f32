"""Double opt-in: a yes only asks until the owner of the address has pressed the button behind the link of one mail."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.channels import ConfirmationRenderer, Links, take_asked
from auftakt.channels.ledger import ReservedSend, due, take_over
from auftakt.channels.mime import Mail
from auftakt.channels.suppressions import suppress, suppression_of
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.people import BothLanguages, Purpose, put_catalogue, read_catalogue
from auftakt.sources import create_source

Client = Callable[[str], TestClient]
HANAKO = "hanako@example.com"
BODY = {"email": HANAKO, "purposes": ["marketing"], "form": "Footer form", "language": "ja", "ip": "203.0.113.9"}


@pytest.fixture(autouse=True)
def doubled(hub: Hub) -> None:
    """Campaign mails want a confirmation; tastings do not."""
    words = BothLanguages("Yes.", "はい。")
    with hub.control.session() as session:
        purposes = [
            Purpose("marketing", BothLanguages("News", "お便り"), words, ["email", "sms"], double_opt_in=True),
            Purpose("events", BothLanguages("Tastings", "試飲会"), words, ["email"]),
        ]
        put_catalogue(session, purposes, hub.clock.now())


def allowed(hub: Hub) -> dict[str, bool]:
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        return dict(con.execute("select purpose || '/' || channel, granted from consents").fetchall())


def mails(hub: Hub) -> list[Mail]:
    """What is waiting to go out, rendered, through the renderer of confirmations alone."""
    links = Links(hub.secret, hub.settings.base_url)
    with hub.control.session() as session:
        waiting = [each for each in due(session, 10, hub.clock.now()) if each.channel == "confirmation"]
    made = ConfirmationRenderer(hub.control, hub.settings, links, hub.clock).render(waiting)
    return [each for each in made.values() if isinstance(each, Mail)]


def path_in(mail: Mail) -> str:
    found = re.search(r"(/k/\S+)", mail.text)
    assert found is not None
    return found[1]


def log_event(hub: Hub, source: str, number: int, **event: Any) -> None:
    now = hub.clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    line = {"r": now, "s": source, "k": "e", "i": f"e{number}", "t": "track", "at": now, **event}
    hub.log.append_now([msgspec.json.encode(line)])


def yes(hub: Hub, source: str, number: int = 1, address: str = HANAKO) -> None:
    properties = {"purpose": "marketing", "granted": True, "evidence": {"form": "Shop"}}
    log_event(hub, source, number, n="Consent Updated", ids=[["email", address]], p=properties)


def test_a_form_asks_one_mail_goes_out_and_only_the_button_counts(hub: Hub, client: Client, clock: FixedClock) -> None:
    signed = client("editor").post("/api/consent/requests", json=BODY | {"purposes": ["marketing", "events"]}).json()
    assert (signed["asked"], signed["given"], signed["mail"]) == (["marketing"], ["events"], "sent")
    assert allowed(hub) == {"events/email": True}
    (mail,) = mails(hub)
    assert "お便り" in mail.subject
    assert HANAKO in mail.text
    assert "<img" not in mail.html  # nothing in it is tracked
    link = path_in(mail)
    clock.advance(timedelta(minutes=3))
    standing = client("editor").get(f"/api/people/email:{HANAKO}/standing").json()
    assert [(each["state"], list(each["asked"])) for each in standing["sign_ups"]] == [("pending", ["marketing"])]
    page = client("").get(link)
    assert page.status_code == 200
    assert "同意して確認する" in page.text
    assert "Yes, I confirm" in client("").get(f"{link}?lang=en").text
    assert HANAKO not in page.text
    assert "<script" not in page.text
    assert "marketing/email" not in allowed(hub)  # a scanner that opens the link confirms nothing
    assert "確認しました" in client("").post(link).text
    assert allowed(hub) == {"events/email": True, "marketing/email": True}
    with hub.plane.reader() as con:
        found = con.execute("select evidence from consents where purpose = 'marketing'").fetchone()
    assert found is not None
    proof = json.loads(found[0])
    with hub.control.reading() as session:
        words = read_catalogue(session)[0].current
    assert (proof["form"], proof["ip"], proof["text_version"], proof["text_hash"]) == (
        "Footer form", "203.0.113.9", words.version, words.hash,
    )  # fmt: skip
    assert (proof["method"], proof["confirmed_ip"]) == ("double_opt_in", "testclient")
    assert proof["asked_at"] < proof["confirmed_at"]
    history = client("viewer").get(f"/api/people/email:{HANAKO}/consents", headers={"Accept-Language": "ja"}).json()
    assert [each["granted"] for each in history if each["purpose"] == "marketing"] == [True, None]
    assert "確認済み" in history[0]["sentence"]
    assert client("editor").get(f"/api/people/email:{HANAKO}/standing").json()["sign_ups"] == []


def test_pressing_twice_is_pressing_once_and_later_asking_sends_nothing(hub: Hub, client: Client) -> None:
    editor = client("editor")
    editor.post("/api/consent/requests", json=BODY)
    link = path_in(mails(hub)[0])
    for _ in range(2):
        assert client("").post(link).status_code == 200
    allowed(hub)
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from consent_facts").fetchone() == (1,)
    again = editor.post("/api/consent/requests", json=BODY).json()
    assert (again["asked"], again["given"], again["mail"]) == ([], ["marketing"], "none")
    confirmed = client("viewer").get("/api/consent/requests?state=confirmed").json()
    assert [each["confirmed"]["purposes"] for each in confirmed] == [["marketing"]]


def test_mails_are_limited_and_an_old_link_can_ask_for_a_new_one(hub: Hub, client: Client, clock: FixedClock) -> None:
    editor = client("editor")
    first = editor.post("/api/consent/requests", json=BODY).json()
    old = path_in(mails(hub)[0])
    assert editor.post("/api/consent/requests", json=BODY).json()["mail"] == "waits"
    again = f"/api/consent/requests/{first['request_id']}/mail"
    seen = []
    for _ in range(4):
        clock.advance(timedelta(minutes=hub.settings.consent.resend_minutes))
        seen.append(editor.post(again).json()["mail"])
    assert seen == ["sent", "sent", "waits", "waits"]
    clock.advance(timedelta(days=hub.settings.consent.confirm_days))
    page = client("").get(f"{old}?lang=en")
    assert page.status_code == 410
    assert "run out" in client("").post(f"{old}?lang=en").text
    assert allowed(hub) == {}
    assert mails(hub) == []  # nothing more is mailed for what ran out
    assert "on its way" in client("").post(f"{old}/again?lang=en").text
    (fresh,) = mails(hub)
    assert path_in(fresh) != old
    client("").post(path_in(fresh))
    assert allowed(hub) == {"marketing/email": True}
    assert "not valid" in client("").post(f"{path_in(fresh)}/again?lang=en").text


def test_the_preference_centre_asks_too_and_the_owners_stop_stands_until_then(hub: Hub, client: Client) -> None:
    now = hub.clock.now()
    with hub.control.session() as session:
        take_over(session, [ReservedSend("snd_1", "cmp_1", 7, "email", "v", "en", HANAKO, "apr_1", now)])
        suppress(session, "email", HANAKO, "unsubscribed", now)
    centre = Links(hub.secret, hub.settings.base_url).preferences("snd_1").removeprefix(hub.settings.base_url)
    saved = client("").post(centre, data={"allow": ["marketing/email", "events/email"]})
    assert "We have sent a mail to h***@example.com" in saved.text
    assert saved.text.count("waits for your confirmation") == 1
    assert allowed(hub) == {"events/email": True}
    with hub.control.reading() as session:
        assert suppression_of(session, "email", HANAKO) is not None
    client("").post(path_in(mails(hub)[0]))
    assert allowed(hub) == {"events/email": True, "marketing/email": True}
    with hub.control.reading() as session:
        assert suppression_of(session, "email", HANAKO) is None


def test_a_yes_in_an_event_only_asks_while_imports_bring_their_own_proof(hub: Hub, client: Client) -> None:
    now = hub.clock.now()
    with hub.control.session() as session:
        web = create_source(session, hub.ids, name="Shop", kind="web", now=now)
        files = create_source(session, hub.ids, name="Files", kind="import", now=now)
    yes(hub, web.id)
    yes(hub, files.id, 2, "taro@example.com")
    traits = {"email": HANAKO, "consent": {"email": {"granted": True}, "sms": {"granted": True}}}
    log_event(hub, web.id, 3, t="identify", n="", ids=[["user_id", "u1"], ["email", HANAKO]], tr=traits)
    found = allowed(hub)
    assert found == {"marketing/email": True, "marketing/sms": True}
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from consents where granted and channel = 'email'").fetchone() == (1,)
        # Taken once: asking for it again, as a start does, brings no second request.
        assert take_asked(hub.control, con, hub.log, hub.settings, now) == 0
    waiting = client("editor").get("/api/consent/requests").json()
    assert [(each["address"], list(each["asked"]), each["mails"]) for each in waiting] == [(HANAKO, ["marketing"], 1)]
    assert waiting[0]["asked"]["marketing"]["form"] == "Shop"
    client("").post(path_in(mails(hub)[0]))
    allowed(hub)
    yes(hub, web.id, 4)  # the same yes again, after it was confirmed
    assert allowed(hub)["marketing/email"] is True
    assert mails(hub) == []


def test_an_address_that_is_gone_gets_no_mail_and_a_wrong_one_is_refused(hub: Hub, client: Client) -> None:
    editor = client("editor")
    with hub.control.session() as session:
        suppress(session, "email", HANAKO, "bounced", hub.clock.now())
    assert editor.post("/api/consent/requests", json=BODY).status_code == 409
    assert editor.post("/api/consent/requests", json=BODY | {"email": "no address"}).status_code == 422
    assert editor.post("/api/consent/requests", json=BODY | {"purposes": ["secret"]}).status_code == 404
    assert client("viewer").post("/api/consent/requests", json=BODY).status_code == 403
    assert mails(hub) == []
    other = Links(b"another secret of another hub...", "").confirm("crq_1")
    for path in (other, other.replace("/k/", "/p/"), "/k/x"):
        assert client("").get(path).status_code == client("").post(path).status_code == 404
