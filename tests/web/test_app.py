"""The application's doors: errors in one shape, who may call, the built app or a word about its absence."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.web.app import ROUTERS, make_api
from auftakt.web.ui_files import UiFiles

Client = Callable[[str], TestClient]


def test_an_unknown_address_of_the_api_is_told_in_the_callers_language(client: Client) -> None:
    answer = client("viewer").get("/api/nothing", headers={"Accept-Language": "ja"})
    assert answer.status_code == 404
    assert answer.json() == {
        "code": "not_found",
        "message": "/api/nothing には何もありません。",
        "next_action": "/api/docs で一覧を確認してください。",
        "detail": {},
    }


def test_a_wrong_body_names_its_fields(client: Client) -> None:
    answer = client("admin").post("/api/team/users", json={"name": "x"})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (422, "invalid_input")
    assert {each["field"] for each in body["detail"]["fields"]} >= {"email", "role"}
    assert body["next_action"]


def test_nobody_reads_without_signing_in(client: Client) -> None:
    answer = client("").get("/api/home")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_another_site_cannot_make_the_browser_write(client: Client) -> None:
    editor = client("editor")
    del editor.headers["X-Auftakt"]
    answer = editor.post("/api/audiences", json={"name": "x", "description": "", "rule": {"kind": "everyone"}})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("editor", 201)])
def test_a_role_is_enough_or_not(client: Client, role: str, status: int) -> None:
    assert client(role).post("/api/campaigns", json={"name": "Spring"}).status_code == status


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [route.name for router in ROUTERS for route in router.routes]  # type: ignore[attr-defined]
    assert len(names) == len(set(names))
    described = make_api().openapi()
    operations = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert set(operations) >= {"get_home", "search_everything", "get_task"}


def test_a_key_may_call_and_a_wrong_one_may_not(client: Client, hub: Hub) -> None:
    key = client("admin").post("/api/keys", json={"name": "till", "role": "viewer"}).json()["key"]
    machine = client("")
    assert machine.get("/api/status", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert machine.get("/api/status", headers={"Authorization": f"Bearer {key}x"}).status_code == 401


def fetch(files: UiFiles, path: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(files), base_url="http://hub") as http:
            return await http.get(path)

    return asyncio.run(ask())


def test_without_a_build_it_says_how_to_make_one(tmp_path: Path) -> None:
    answer = fetch(UiFiles(tmp_path), "/people")
    assert answer.status_code == 200
    assert "make ui" in answer.text


@pytest.mark.parametrize(
    ("path", "status", "text", "cache"),
    [
        ("/", 200, "the app", "no-cache"),
        ("/people/7", 200, "the app", "no-cache"),
        ("/assets/a-1234.js", 200, "code", "public, max-age=31536000, immutable"),
        ("/assets/gone.js", 404, "Not found", None),
        ("/stamp", 200, "the app", "no-cache"),
        ("/%2e%2e/secret", 200, "the app", "no-cache"),
    ],
)
def test_files_pages_and_nothing_outside(tmp_path: Path, path: str, status: int, text: str, cache: str | None) -> None:
    built = tmp_path / "ui"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("the app")
    (built / "stamp").write_text("0123")
    (built / "assets" / "a-1234.js").write_text("code")
    (tmp_path / "secret").write_text("secret")
    answer = fetch(UiFiles(built), path)
    assert (answer.status_code, answer.text, answer.headers.get("cache-control")) == (status, text, cache)


def test_the_search_finds_one_of_each_kind(client: Client, hub: Hub) -> None:
    editor = client("editor")
    editor.post("/api/campaigns", json={"name": "Wine in spring"})
    editor.post("/api/audiences", json={"name": "Wine lovers", "description": "", "rule": {"kind": "everyone"}})
    head = b'{"r":"2026-11-21T00:00:00.000000Z","s":"x","k":"e","i":"1","t":"identify","n":"Identified",'
    body = b'"at":"2026-11-21T00:00:00.000000Z","ids":[["email","wine@example.com"]],"tr":{"email":"wine@example.com"}}'
    hub.log.append_now([head + body])
    hub.runner.run_until_idle(hub.clock.now())

    def found(question: str) -> list[tuple[str, str]]:
        return [(hit["kind"], hit["title"]) for hit in editor.get("/api/search", params={"q": question}).json()]

    assert found("WINE") == [
        ("campaign", "Wine in spring"),
        ("audience", "Wine lovers"),
        ("person", "wine@example.com"),
    ]
    assert [kind for kind, _ in found("revenue")] == ["kpi"]
    assert found("  ") == []


def test_an_empty_home_has_a_loop_and_nothing_to_do(client: Client) -> None:
    home: dict[str, Any] = client("viewer").get("/api/home").json()
    assert [stage["stage"] for stage in home["loop"]] == [
        "sources", "people", "audiences", "journeys", "channels", "results", "insights", "campaigns",
    ]  # fmt: skip
    assert {stage["value"] for stage in home["loop"]} == {0}
    assert (home["needs_me"], home["running"], home["days"]) == ([], [], [])
    assert (home["brought"]["lift"], home["brought"]["campaign"]) == (None, None)


def test_home_names_what_waits_and_counts_again_when_something_came(client: Client, hub: Hub) -> None:
    editor = client("editor")
    editor.post("/api/campaigns", json={"name": "Spring"})
    assert [need["kind"] for need in editor.get("/api/home").json()["needs_me"]] == ["draft"]
    line = b'{"r":"2026-11-21T00:00:00.000000Z","s":"x","k":"e","i":"1","t":"track","n":"Order Completed",'
    hub.log.append_now(
        [line + b'"at":"2026-11-21T00:00:00.000000Z","ids":[["user_id","u1"]],"p":{"revenue":12.5,"order_id":"o1"}}']
    )
    hub.runner.run_until_idle(hub.clock.now())
    home = editor.get("/api/home").json()
    assert home["days"] == [{"day": "2026-11-21", "events": 1, "revenue": "12.50"}]
    assert {stage["stage"]: stage["value"] for stage in home["loop"]}["people"] == 1


def test_home_warns_of_a_person_with_too_many_identifiers(client: Client, hub: Hub) -> None:
    most = hub.settings.identity.max_identifiers
    lines = [
        b'{"r":"2026-11-21T00:00:00.000000Z","s":"x","k":"e","i":"%d","t":"track","n":"Seen",'
        b'"at":"2026-11-21T00:00:00.000000Z","ids":[["till","1"],["cookie","c%d"]]}' % (number, number)
        for number in range(most)
    ]
    hub.log.append_now(lines)
    hub.runner.run_until_idle(hub.clock.now())
    viewer = client("viewer")
    need = viewer.get("/api/home").json()["needs_me"][0]
    assert (need["kind"], need["count"]) == ("oversized", 1)
    found = viewer.get(f"/api{need['link']}").json()
    assert (found["oversized"], found["joined_by"]) == (True, {"type": "till", "value": "1", "links": most})
