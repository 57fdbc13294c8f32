"""The API of sessions, users, keys, approvals and the audit chain, as the app and machines use it."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from auftakt.kit.hashing import canonical_json, sha256_hex
from auftakt.team import (
    SESSION_LASTS,
    list_users,
    make_sample_team,
    request_approval,
    seal_audit,
    setup_link,
)
from auftakt.web.app import make_app
from auftakt.web.deps import COOKIE

WORD = "four plain words here"


def setup(client, hub):
    with hub.control.session() as session:
        token = setup_link(session, hub.clock.now())
    return client.post("/api/setup", json={"token": token, "name": "Ada", "email": "ada@example.com", "password": WORD})


def test_the_first_start_leads_to_a_signed_in_admin(hub, client):
    browser = client("")
    assert browser.get("/api/session").json() == {
        "user": None,
        "sees_personal_data": False,
        "hub": {
            "name": "Auftakt",
            "language": "en",
            "version": "0.1.0",
            "demo": False,
            "setup_needed": True,
            "now": "2026-11-22T00:00:00Z",
            "mailbox": False,
        },
    }
    answer = setup(browser, hub)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert browser.get("/api/session").json()["user"]["role"] == "admin"
    assert browser.get("/api/session").json()["hub"]["setup_needed"] is False
    assert browser.delete("/api/session").json()["user"] is None
    assert browser.get("/api/team/users").status_code == 401


def test_signing_in_is_limited_and_says_what_to_do(hub, client, clock):
    setup(client(""), hub)
    browser = client("")
    wrong = {"email": "ada@example.com", "password": "wrong"}
    assert [browser.post("/api/session", json=wrong).status_code for _ in range(6)] == [401] * 5 + [429]
    right = wrong | {"password": WORD}
    refused = browser.post("/api/session", json=right)
    assert (refused.status_code, refused.json()["next_action"]) == (429, "Wait a minute, then try again.")
    clock.advance(timedelta(minutes=1))
    assert browser.post("/api/session", json=right).json()["user"]["email"] == "ada@example.com"
    clock.advance(SESSION_LASTS)
    assert browser.get("/api/session").json()["user"] is None


@pytest.mark.parametrize("path", ["/api/session", "/api/setup", "/api/session/switch"])
def test_another_site_can_not_sign_a_browser_in(client, path):
    body = {"email": "a@example.com", "password": WORD, "token": "x", "user_id": "usr_1"}
    answer = client("").post(path, json=body, headers={"X-Auftakt": ""})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_a_cookie_without_the_header_changes_nothing(client):
    answer = client("admin").post("/api/keys", json={"name": "x", "role": "viewer"}, headers={"X-Auftakt": ""})
    assert answer.status_code == 403


def test_only_a_demo_switches(hub, client):
    with hub.control.session() as session:
        samples = make_sample_team(session, hub.ids, hub.clock.now())
    browser = client("")
    assert browser.get("/api/session/samples").json() == []
    assert browser.post("/api/session/switch", json={"user_id": samples["editor"].id}).status_code == 403
    with TestClient(make_app(replace(hub, demo=True)), headers={"X-Auftakt": "1"}) as visitor:
        listed = visitor.get("/api/session/samples").json()
        assert listed == [vars(samples[role]) for role in ("viewer", "editor", "approver", "admin")]
        for user in listed:
            assert visitor.post("/api/session/switch", json={"user_id": user["id"]}).json()["user"] == user
            assert visitor.get("/api/session").json()["user"] == user


def test_an_invited_user_takes_the_link(hub, client):
    body = {"name": "Eve", "email": "eve@example.com", "role": "editor", "language": "ja"}
    assert client("editor").post("/api/team/users", json=body).status_code == 403
    admin = client("admin")
    invited = admin.post("/api/team/users", json=body).json()
    user = invited["user"]
    assert user == {"id": user["id"], "sample": False, **body}
    assert admin.post("/api/team/users", json=body).status_code == 409
    renewed = admin.post(f"/api/team/users/{user['id']}/link").json()
    browser = client("")
    statuses = []
    for made in (invited, renewed, renewed):
        link = urlsplit(made["link"])
        typed = {"token": parse_qs(link.query)["token"][0], "password": WORD}
        statuses.append(browser.post(f"/api{link.path}", json=typed).status_code)
    assert statuses == [403, 200, 403]
    changed = browser.patch("/api/session/me", json={"language": "en"}).json()["user"]
    assert changed == user | {"language": "en"}


def test_a_key_works_as_its_role_until_it_is_revoked(client):
    admin = client("admin")
    made = admin.post("/api/keys", json={"name": "till", "role": "viewer"}).json()
    machine = client("")
    machine.headers["Authorization"] = f"Bearer {made['key']}"
    assert machine.get("/api/team/users").status_code == 200
    assert machine.get("/api/keys").status_code == 403
    key = {name: value for name, value in made.items() if name != "key"}
    assert admin.get("/api/keys").json() == [key | {"last_used_at": "2026-11-22T00:00:00Z"}]
    assert admin.delete(f"/api/keys/{made['id']}").json() == []
    assert machine.get("/api/team/users").status_code == 401


def ask(hub, role):
    snapshot = {"subject": "お帰りなさい"}
    with hub.control.session() as session:
        by = next(user for user in list_users(session) if user.role == role)
        hash = sha256_hex(canonical_json(snapshot))
        return request_approval(session, "note", "nte_1", "Win-back", hash, snapshot, by, hub.clock.now())


def test_an_approval_is_seen_and_decided_with_its_hash(hub, client):
    editor, approver = client("editor"), client("approver")
    asked = ask(hub, "editor")
    assert [each["id"] for each in editor.get("/api/approvals").json()] == [asked.id]
    shown = approver.get(f"/api/approvals/{asked.id}").json()
    assert shown["snapshot"] == {"subject": "お帰りなさい"}
    path = f"/api/approvals/{asked.id}/decide"
    verdict = {"decision": "approve", "hash": shown["hash"], "comment": "fine"}
    assert editor.post(path, json=verdict).status_code == 403
    assert approver.post(path, json=verdict | {"hash": "0" * 64}).status_code == 409
    decided = approver.post(path, json=verdict).json()
    assert decided["state"] == "approved"
    assert decided["decided_by"]["role"] == "approver"
    assert editor.get("/api/approvals").json() == []
    assert editor.get("/api/approvals", params={"state": "all"}).json() == [decided]


def test_nobody_decides_their_own_request(hub, client):
    approver = client("approver")
    asked = ask(hub, "approver")
    verdict = {"decision": "approve", "hash": asked.hash}
    refused = approver.post(f"/api/approvals/{asked.id}/decide", json=verdict, headers={"Accept-Language": "ja"})
    assert (refused.status_code, refused.json()["next_action"]) == (403, "別の承認者に判断を依頼してください。")


def test_the_audit_chain_is_paged_and_verified(hub, client):
    seal_audit(hub.control, hub.secret)
    admin = client("admin")
    for number in range(3):
        admin.post("/api/keys", json={"name": f"key {number}", "role": "viewer"})
    first = admin.get("/api/team/audit", params={"limit": 2}).json()
    rest = admin.get("/api/team/audit", params={"limit": 2, "after": first["next"]}).json()
    assert [line["detail"]["name"] for line in first["items"] + rest["items"]] == ["key 2", "key 1", "key 0"]
    assert {line["actor_name"] for line in first["items"]} == {"Sample admin"}
    assert rest["next"] is None
    checked = client("viewer").get("/api/team/audit/verify").json()
    assert checked == {"ok": True, "entries": 3, "broken_at": None, "head": first["items"][0]["hash"]}


def test_the_cookie_of_a_user_who_is_gone_is_nobody(hub, client):
    browser = client("")
    browser.cookies.set(COOKIE, "made up")
    assert browser.get("/api/session").json()["user"] is None
