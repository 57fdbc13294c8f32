"""Personal data at the edge: masked for roles without the right wherever it stands, in the audit for all others."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock, iso
from auftakt.team import create_user, list_entries
from auftakt.web.masking import mask_document, mask_text, mask_traits
from auftakt.web.personal import ONE_READ, PersonalDataEdge

Client = Callable[[str], TestClient]
HANAKO = "hanako.yamada@example.com"
SECRETS = (HANAKO, "hanako", "山田", "花子", "090-1234-5678", "+819012345678", "203.0.113.9", "1-2-3")


@pytest.fixture
def person(hub: Hub) -> str:
    """The id of somebody of whom much is known."""
    now = iso(hub.clock.now())
    traits = {
        "email": HANAKO, "last_name": "山田", "firstName": "花子", "phone": "090-1234-5678", "city": "Osaka",
        "address": {"street": "1-2-3", "city": "Osaka"},
    }  # fmt: skip
    lines = [
        {"r": now, "s": "shop", "k": "e", "i": "e1", "t": "identify", "n": "", "at": now, "tr": traits,
         "ids": [["email", HANAKO], ["phone", "+819012345678"], ["loyalty_card", "card-7"]]},
        {"r": now, "s": "shop", "k": "e", "i": "e2", "t": "track", "n": "Form Sent", "at": now,
         "ids": [["email", HANAKO]],
         "p": {"ip": "203.0.113.9", "note": f"write to {HANAKO} or 090-1234-5678", "total": 1200}},
        {"r": now, "s": "shop", "k": "q", "why": "no_identifier", "raw": json.dumps({"traits": traits})},
    ]  # fmt: skip
    hub.log.append_now([msgspec.json.encode(line) for line in lines])
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        found = con.execute("select person_id from people").fetchone()
    assert found is not None
    return str(found[0])


def paths(person: str) -> list[str]:
    return [
        "/api/people", f"/api/people/{person}?include=identifiers,links,traits,events", f"/api/people/email:{HANAKO}",
        f"/api/people/{person}/timeline", f"/api/people/{person}/traits/last_name", "/api/search?q=card-7",
        "/api/quarantine", f"/api/people/{person}/consents",
    ]  # fmt: skip


def test_a_viewer_sees_that_there_is_somebody_and_not_who(hub: Hub, client: Client, person: str) -> None:
    viewer, editor = client("viewer"), client("editor")
    for path in paths(person):
        masked, plain = viewer.get(path), editor.get(path)
        assert masked.status_code == plain.status_code == 200, path
        assert [secret for secret in SECRETS if secret in masked.text] == [], path
        assert int(masked.headers["content-length"]) == len(masked.content)
    row = viewer.get("/api/people").json()["items"][0]
    assert (row["email"], row["name"], row["city"]) == ("h***@example.com", "山***", "Osaka")
    shown = viewer.get(f"/api/people/{person}").json()
    assert {each["value"] for each in shown["identifiers"]} == {"h***@example.com", "***78", "card-7"}
    event = viewer.get(f"/api/people/{person}/timeline").json()["items"][0]["properties"]
    assert event == {"ip": "203.0.*.*", "note": "write to h***@example.com or ***78", "total": 1200}
    assert HANAKO in editor.get("/api/people").text
    session = viewer.get("/api/session").json()
    assert (session["sees_personal_data"], session["user"]["email"]) == (False, "viewer@example.com")


def test_what_is_no_document_is_not_handed_out_at_all(hub: Hub, client: Client, person: str) -> None:
    edge = PersonalDataEdge(_a_file, hub)
    with hub.control.session() as session:
        users = {role: create_user(session, hub.ids, name=role, email=f"{role}@x.example", role=role, language="en",
                                   now=hub.clock.now()) for role in ("viewer", "editor")}  # fmt: skip
    told = {}
    for role, user in users.items():
        sent: list[dict[str, Any]] = []

        async def send(message: Any, sent: list[dict[str, Any]] = sent) -> None:
            sent.append(message)

        scope = {"type": "http", "path": "/api/some/file", "headers": [], "state": {"user": user}}
        asyncio.run(edge(scope, _nothing, send))
        told[role] = (sent[0]["status"], b"".join(each.get("body", b"") for each in sent[1:]))
    assert told["editor"] == (200, HANAKO.encode())
    assert told["viewer"][0] == 403
    assert HANAKO.encode() not in told["viewer"][1]


async def _a_file(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/csv")]})
    await send({"type": "http.response.body", "body": HANAKO.encode(), "more_body": False})


async def _nothing() -> Any:
    return {"type": "http.disconnect"}


def test_each_read_is_in_the_audit_without_the_address_itself(
    hub: Hub, client: Client, person: str, clock: FixedClock
) -> None:
    client("viewer").get(f"/api/people/{person}")
    editor = client("editor")

    def reads() -> list[tuple[str, str]]:
        with hub.control.reading() as session:
            entries = list_entries(session, after=None, limit=100)
        assert HANAKO not in json.dumps([entry.detail for entry in entries])
        found = [each for each in entries if each.action == "personal_data.read"]
        return [(each.object_id, str(each.detail["path"])) for each in reversed(found)]

    assert reads() == []  # what is masked is no read
    for _ in range(2):
        editor.get(f"/api/people/email:{HANAKO}")
        editor.get(f"/api/people/email:{HANAKO}/consents")
    editor.get("/api/people")
    editor.get("/api/audiences")  # nobody is in it
    assert reads() == [(person, f"people/{person}"), ("list", "people")]
    clock.advance(ONE_READ + timedelta(seconds=1))
    editor.get(f"/api/people/{person}")
    assert reads()[-1] == (person, f"people/{person}")


def test_what_is_no_personal_data_stays_as_it_is() -> None:
    document = {
        "at": "2026-11-22T00:00:00+09:00", "revenue": "1234567.00", "id": "msg_0123456789", "version": "1.2.3",
        "sender": {"email": "shop@example.com"}, "items": [{"name": "Wine letter", "value": 3}], "none": None,
        "order": "2026-1122-3344",
    }  # fmt: skip
    assert mask_document(document) == document


@pytest.mark.parametrize(
    "text", ["a" * 300_000 + "@", "@".join("a" * 150_000), "+1" + "2 " * 150_000, "a@" + "b." * 150_000]
)
def test_a_long_text_costs_no_more_than_its_length(text: str) -> None:
    assert len(mask_text(text)) >= 2  # a pattern that backtracks would not come back from this


def test_masking_twice_is_masking_once() -> None:
    document = {
        "person_id": 7,
        "name": "山田 花子",
        "raw": json.dumps({"email": HANAKO}),
        "traits": [{"name": "tel", "value": "1"}],
    }
    once = mask_document(document)
    assert mask_document(once) == once
    assert HANAKO not in json.dumps(once)
    assert mask_text(f"a {HANAKO}, b 03-1234-5678") == "a h***@example.com, b ***78"
    assert mask_traits({"lastName": "Yamada", "city": "Osaka", "address.street": "1-2-3"}) == {
        "lastName": "Y***", "city": "Osaka", "address.street": "1***",
    }  # fmt: skip
