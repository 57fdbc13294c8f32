"""Every dialect at the door of a whole hub: other paths, other keys, other shapes, the same lines."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import Source, create_source

Client = Callable[[str], TestClient]
SEEN = "2026-11-21T23:00:00Z"


@pytest.fixture
def source(hub: Hub) -> Source:
    with hub.control.session() as session:
        return create_source(session, hub.ids, name="Shop", kind="web", now=hub.clock.now(), write_key="key1")


@pytest.fixture
def nobody(client: Client, source: Source) -> TestClient:
    return client("")


def lines(hub: Hub) -> list[dict[str, Any]]:
    return [
        json.loads(line) for path in sorted(hub.log.folder.glob("*.ndjson")) for line in path.read_text().splitlines()
    ]


def only(hub: Hub) -> dict[str, Any]:
    (line,) = lines(hub)
    return line


def posted(client: TestClient, path: str, body: Any, **facts: Any) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = client.post(path, content=raw, **facts)
    assert answer.status_code != 200 or answer.json() == {"success": True}
    return answer.status_code


# Segment and Rudder


def test_segments_browser_library_is_told_to_send_here(nobody: TestClient) -> None:
    found = nobody.get("/v1/projects/key1/settings").json()["integrations"]["Segment.io"]
    assert (found["apiKey"], found["apiHost"], found["protocol"]) == ("key1", "testserver/v1", "http")
    assert nobody.get("/v1/projects/other/settings").status_code == 401


def test_rudders_browser_library_finds_its_source_on(nobody: TestClient) -> None:
    answer = nobody.get("/sourceConfig/", params={"writeKey": "key1", "v": "3"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["source"] | {"destinations": []} == answer.json()["source"]
    by_header = nobody.get("/sourceConfig/", auth=("key1", ""))
    assert by_header.json() == answer.json()
    assert nobody.get("/sourceConfig/").json()["code"] == "unknown_write_key"


def test_a_pixel_is_a_picture_and_an_event(hub: Hub, nobody: TestClient) -> None:
    query = {"writeKey": "key1", "userId": "u1", "event": "Mail Opened", "properties.plan": "pro", "context.ip": "::1"}
    answer = nobody.get("/pixel/v1/track", params=query)
    assert (answer.status_code, answer.headers["content-type"], answer.content[:6]) == (200, "image/gif", b"GIF89a")
    line = only(hub)
    assert (line["t"], line["n"], line["ids"]) == ("track", "Mail Opened", [["user_id", "u1"]])
    assert (line["p"], line["x"]["ip"]) == ({"plan": "pro"}, "::1")
    assert nobody.get("/pixel/v1/page", params={"writeKey": "no"}).status_code == 401


def test_a_pixel_may_carry_its_properties_as_json(hub: Hub, nobody: TestClient) -> None:
    nobody.get("/pixel/v1/page", params={"writeKey": "key1", "anonymousId": "a", "properties": '{"url": "/x"}'})
    assert (only(hub)["t"], only(hub)["p"]) == ("page", {"url": "/x"})


def test_a_beacon_has_its_key_in_the_address(hub: Hub, nobody: TestClient) -> None:
    body = {"batch": [{"type": "track", "event": "E", "anonymousId": "a"}]}
    assert posted(nobody, "/beacon/v1/batch?writeKey=key1", body, headers={"content-type": "text/plain"}) == 200
    assert posted(nobody, "/beacon/v1/batch", body) == 401
    assert only(hub)["n"] == "E"


@pytest.mark.parametrize("path", ["merge", "batch"])
def test_a_merge_links_its_identifiers(hub: Hub, nobody: TestClient, path: str) -> None:
    same = [{"type": "email", "value": "A@example.com"}, {"type": "customerId", "value": 7}]
    event = {"type": "merge", "mergeProperties": same, "messageId": "m1"}
    body = event if path == "merge" else {"batch": [event]}
    assert posted(nobody, f"/v1/{path}", body, auth=("key1", "")) == 200
    assert (only(hub)["t"], only(hub)["ids"]) == ("alias", [["email", "a@example.com"], ["customer_id", "7"]])


def test_broken_letters_in_a_merge_cost_only_themselves(hub: Hub, nobody: TestClient) -> None:
    same = b'[{"type":"email","value":"a@example.com"},{"type":"customerId","value":"7"}]'
    body = b'{"na\xffme":1,"messageId":"m1","mergeProperties":' + same + b"}"
    assert posted(nobody, "/v1/merge", body, auth=("key1", "")) == 200
    assert (only(hub)["t"], only(hub)["ids"]) == ("alias", [["email", "a@example.com"], ["customer_id", "7"]])


def test_gzip_called_a_form(hub: Hub, nobody: TestClient) -> None:
    body = gzip.compress(json.dumps({"batch": [{"type": "identify", "userId": "u"}], "writeKey": "key1"}).encode())
    headers = {"content-type": "application/x-www-form-urlencoded", "content-encoding": "gzip"}
    assert posted(nobody, "/v1/batch", body, headers=headers) == 200
    assert only(hub)["t"] == "identify"


# Jitsu


@pytest.mark.parametrize("path", ["track", "s2s/track", "event"])
def test_jitsu_has_paths_of_its_own(hub: Hub, nobody: TestClient, path: str) -> None:
    event = {"type": "track", "event": "E", "anonymousId": "a", "writeKey": "key1:***"}
    assert posted(nobody, f"/api/s/{path}", event, headers={"X-Write-Key": "key1:secret"}) == 200
    assert (only(hub)["t"], only(hub)["n"]) == ("track", "E")


# PostHog


def posthog(event: str, **facts: Any) -> dict[str, Any]:
    return {"event": event, "distinct_id": "u1", "uuid": "m1", "timestamp": SEEN} | facts


def taken(hub: Hub, client: TestClient, event: dict[str, Any]) -> dict[str, Any]:
    assert posted(client, "/batch/", {"api_key": "key1", "batch": [event]}) == 200
    return only(hub)


def test_a_posthog_event(hub: Hub, nobody: TestClient) -> None:
    properties = {"price": 3, "$lib": "posthog-python", "$lib_version": "7", "$ip": "203.0.113.1", "utm_source": "mail"}
    line = taken(hub, nobody, posthog("Order Completed", properties=properties))
    assert (line["i"], line["t"], line["n"], line["at"]) == ("m1", "track", "Order Completed", "2026-11-21T23:00:00Z")
    # The address stands in the context alone, where the source's wish about it is heard.
    assert (line["ids"], line["p"]) == ([["user_id", "u1"]], {k: v for k, v in properties.items() if k != "$ip"})
    library = {"name": "posthog-python", "version": "7"}
    assert line["x"] == {"library": library, "campaign": {"source": "mail"}, "ip": "203.0.113.1"}


def test_posthogs_clock_is_corrected_too(hub: Hub, nobody: TestClient) -> None:
    event = posthog("E", timestamp="2026-11-22T00:59:00Z")
    assert posted(nobody, "/batch/", {"api_key": "key1", "batch": [event], "sent_at": "2026-11-22T01:00:00Z"}) == 200
    assert only(hub)["at"] == "2026-11-21T23:59:00Z"


@pytest.mark.parametrize("top", [True, False])
def test_posthog_identify_links_the_cookie_and_sets_traits(hub: Hub, nobody: TestClient, top: bool) -> None:
    facts: dict[str, Any] = {"properties": {"$anon_distinct_id": "cookie"}}
    sets = {"email": "A@example.com", "plan": "pro"}
    (facts if top else facts["properties"])["$set"] = sets
    line = taken(hub, nobody, posthog("$identify", **facts))
    assert (line["t"], line["tr"]) == ("identify", sets)
    assert line["ids"] == [["user_id", "u1"], ["anonymous_id", "cookie"], ["email", "a@example.com"]]


def test_posthog_set_is_an_identify_and_any_event_may_set(hub: Hub, nobody: TestClient) -> None:
    assert taken(hub, nobody, posthog("$set", **{"$set": {"plan": "pro"}}))["t"] == "identify"
    posted(nobody, "/batch", {"api_key": "key1", "batch": [posthog("E", properties={"$set": {"plan": "x"}})]})
    assert (lines(hub)[1]["t"], lines(hub)[1]["tr"]) == ("track", {"plan": "x"})


@pytest.mark.parametrize("name", ["$create_alias", "$merge_dangerously"])
def test_posthog_alias(hub: Hub, nobody: TestClient, name: str) -> None:
    line = taken(hub, nobody, posthog(name, properties={"distinct_id": "u1", "alias": "other"}))
    assert (line["t"], line["ids"]) == (
        "alias",
        [["user_id", "u1"], ["user_id", "other"], ["anonymous_id", "other"]],
    )


def test_posthog_group(hub: Hub, nobody: TestClient) -> None:
    properties = {"$group_type": "company", "$group_key": "acme", "$group_set": {"plan": "pro"}}
    line = taken(hub, nobody, posthog("$groupidentify", properties=properties))
    assert (line["t"], line["ids"]) == ("group", [["user_id", "u1"]])
    assert line["p"] == {"group_id": "acme", "traits": {"plan": "pro", "group_type": "company"}}


def test_posthogs_stand_in_for_a_person_identifies_nobody(hub: Hub, nobody: TestClient) -> None:
    properties = {"$group_type": "company", "$group_key": "acme"}
    line = taken(hub, nobody, posthog("$groupidentify", distinct_id="$company_acme", properties=properties))
    assert (line["k"], line["why"]) == ("q", "no_identifier")


def test_posthog_pages_and_screens(hub: Hub, nobody: TestClient) -> None:
    page = posthog("$pageview", properties={"title": "Shop", "$current_url": "https://shop.example.com/"})
    screen = posthog("$screen", properties={"$screen_name": "Start"}, uuid="m2")
    assert posted(nobody, "/batch/", {"api_key": "key1", "batch": [page, screen]}) == 200
    first, second = lines(hub)
    assert (first["t"], first["x"]["page"]) == ("page", {"url": "https://shop.example.com/", "title": "Shop"})
    assert (second["t"], second["p"]["name"]) == ("screen", "Start")


@pytest.mark.parametrize("properties", [{"$is_identified": False}, {"$device_id": "u1"}])
def test_a_posthog_cookie_is_no_user(hub: Hub, nobody: TestClient, properties: dict[str, Any]) -> None:
    assert taken(hub, nobody, posthog("E", properties=properties))["ids"] == [["anonymous_id", "u1"]]


@pytest.mark.parametrize("path", ["/capture/", "/e/?ip=1", "/i/v0/e/", "/batch"])
@pytest.mark.parametrize("shape", ["single", "list", "batch", "data", "token inside", "form", "packed form"])
def test_every_shape_of_a_posthog_body(hub: Hub, nobody: TestClient, path: str, shape: str) -> None:
    event = posthog("E", properties={})
    as_json = json.dumps(event | {"api_key": "key1"}).encode()
    inside = event | {"properties": {"token": "key1"}}
    body: Any = {
        "single": as_json,
        "list": [event | {"token": "key1"}],
        "batch": {"token": "key1", "batch": [event]},
        "data": {"api_key": "key1", "data": [event]},
        "token inside": [inside],
        "form": b"data=" + quote_plus(base64.b64encode(as_json)).encode(),
        "packed form": b"data=" + quote_plus(base64.b64encode(gzip.compress(as_json))).encode(),
    }[shape]
    assert posted(nobody, path, body, headers={"content-type": "text/plain"}) == 200
    assert (only(hub)["n"], only(hub)["i"]) == ("E", "m1")


def test_a_posthog_event_by_its_age(hub: Hub, nobody: TestClient) -> None:
    event = {"event": "E", "distinct_id": "u1", "offset": 60_000, "properties": {"token": "key1"}}
    assert posted(nobody, "/e/", [event]) == 200
    assert only(hub)["at"] == "2026-11-21T23:59:00Z"


def test_one_bad_posthog_event_costs_only_itself(hub: Hub, nobody: TestClient) -> None:
    bad = [{"event": "E"}, posthog("", uuid="m2"), posthog("E", properties=3), 7, posthog("E", offset=1e300)]
    assert posted(nobody, "/batch/", {"api_key": "key1", "batch": [posthog("E"), *bad]}) == 200
    assert [line.get("why") for line in lines(hub)] == [
        None, "no_identifier", "no_name", "wrong_type", "not_an_object", None,
    ]  # fmt: skip


@pytest.mark.parametrize("body", [b"", b"{", b"data=", b"data=%%%", b"[1", b'"text"', b"3", b"\xff"])
def test_an_unreadable_posthog_body_is_400(nobody: TestClient, body: bytes) -> None:
    assert posted(nobody, "/batch/", body) == 400


@pytest.mark.parametrize("path", ["/flags/?v=2", "/decide/?v=3", "/array/key1/config"])
def test_posthog_finds_no_flags(nobody: TestClient, path: str) -> None:
    method = nobody.get if "array" in path else nobody.post
    found = method(path).json()
    assert (found["featureFlags"], found["flags"], found["sessionRecording"]) == ({}, {}, False)


# What is not ours


@pytest.mark.parametrize("path", ["/v1/none", "/v1/", "/v1/projects//settings", "/v1/projects/a/b/settings"])
def test_no_such_call(nobody: TestClient, path: str) -> None:
    assert nobody.post(path).json()["code"] == "not_found"


def test_the_app_keeps_its_own_paths(client: Client) -> None:
    assert client("viewer").get("/api/sources").status_code == 200
    assert client("viewer").get("/api/search", params={"q": "x"}).status_code == 200
