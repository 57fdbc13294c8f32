"""Identifier types by API: who may, what is refused, what a viewer sees."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.people import apply_rules, suspected_values
from auftakt.team import list_entries

Client = Callable[..., TestClient]


def arrive(api: TestClient, hub: Hub, *events: dict[str, Any]) -> None:
    source = (
        next(iter(api.get("/api/sources").json()), None)
        or api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
    )
    assert api.post("/v1/batch", json={"batch": list(events)}, auth=(source["write_key"], "")).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())


def track(user: str | None, visitor: str | None = None, **traits: str) -> dict[str, Any]:
    ids = {key: value for key, value in (("userId", user), ("anonymousId", visitor)) if value}
    return {"type": "identify", **ids, "traits": traits}


def of(found: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(each for each in found["types"] if each["type"] == kind)


def test_the_types_that_a_hub_knows_and_those_that_came(hub: Hub, client: Client) -> None:
    api = client("admin")
    external = {"externalIds": [{"type": "Member Card", "id": "7"}]}
    arrive(api, hub, {**track("u1", email="a@example.com"), "context": external})
    found = api.get("/api/identifiers/types").json()
    assert [each["type"] for each in found["types"]][:3] == ["user_id", "email", "phone"]
    email = of(found, "email")
    assert (email["normaliser"], email["most"], email["identifiers"], email["people"]) == ("email", None, 1, 1)
    assert {block["value"] for block in email["blocks"]} == {"dummy@*", "no-reply@*", "noreply@*", "test@*"}
    card = of(found, "member_card")
    assert (card["has_rule"], card["built_in"], card["priority"], card["identifiers"]) == (False, False, 85, 1)
    assert {"null", "undefined", "anonymous"} <= set(found["never"])


def test_a_limit_is_saved_enforced_explained_and_taken_away(hub: Hub, client: Client) -> None:
    api = client("admin")
    rule = {"type": "userId", "priority": 10, "most": 1}
    saved = api.put("/api/identifiers/types", json={"types": [rule]}).json()
    assert (of(saved, "user_id")["most"], of(saved, "user_id")["per"], of(saved, "email")["has_rule"]) == (
        1,
        "ever",
        True,
    )
    arrive(api, hub, track("u1", "c1"), track("u2", "c1", email="b@example.com"))
    found = api.get("/api/identifiers/refused").json()
    assert [(each["reason"], each["rule"], each["held"]) for each in found["items"]] == [("limit", "user_id", 2)]
    assert found["counts"] == [{"reason": "limit", "type": "user_id", "links": 1}]
    assert "2 of user_id" in found["items"][0]["reason_text"]
    assert api.get("/api/identifiers/refused", params={"reason": "blocked"}).json()["items"] == []
    person = api.get("/api/people/user_id:u2").json()
    assert [each["refusal_no"] for each in person["refused"]] == [1]
    apart = api.get("/api/people/user_id:u1/chain", params={"to": "user_id:u2"})
    assert (apart.status_code, "2 of user_id" in apart.json()["message"]) == (404, True)
    assert of(api.put("/api/identifiers/types", json={"types": []}).json(), "user_id")["most"] is None
    arrive(api, hub, track("u2", "c1"))
    assert (
        api.get("/api/people/user_id:u2").json()["person_id"] == api.get("/api/people/user_id:u1").json()["person_id"]
    )
    assert api.get("/api/identifiers/refused").json()["items"] == []
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from people").fetchone() == (1,)


def test_values_are_blocked_and_let_in_again(hub: Hub, client: Client) -> None:
    api = client("editor")
    made = api.post(
        "/api/identifiers/blocks", json={"type": "email", "value": " Shop@Example.com", "reason": "the till"}
    )
    assert (made.status_code, made.json()["value"], made.json()["origin"]) == (201, "shop@example.com", "typed")
    arrive(api, hub, track("u1", email="SHOP@example.com"), track("u2", email="shop@example.com"), track(None, "c1"))
    assert [each["reason"] for each in api.get("/api/identifiers/refused").json()["items"]] == ["blocked"] * 2
    first = api.get("/api/identifiers/refused", params={"limit": 1}).json()
    assert len(api.get("/api/identifiers/refused", params={"limit": 1, "after": first["next"]}).json()["items"]) == 1
    left = api.post("/api/identifiers/unblock", json={"type": "email", "value": "Shop@example.com"}).json()
    assert len(of(left, "email")["blocks"]) == 4
    left = api.post("/api/identifiers/unblock", json={"type": "email", "value": "test@*"}).json()
    assert len(of(left, "email")["blocks"]) == 3
    again = api.post("/api/identifiers/blocks", json={"type": "email", "value": "test@*"}).json()
    assert again["origin"] == "built_in"
    with hub.control.reading() as session:
        audit = [each.action for each in list_entries(session, after=None, limit=50)]
    assert audit.count("identifiers.blocked") == 2


def test_what_is_no_rule_is_refused_and_changes_nothing(hub: Hub, client: Client) -> None:
    api = client("admin")
    good = {"type": "email", "priority": 20, "most": 2, "per": "week"}
    for wrong in (
        [good, {**good, "type": "E-Mail"}], [{**good, "most": 0}], [{**good, "priority": 0}],
        [{**good, "type": "a b:c"}],
    ):  # fmt: skip
        answer = api.put("/api/identifiers/types", json={"types": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    for value in ("*", "ab*", "", "null", "x" * 600):
        assert api.post("/api/identifiers/blocks", json={"type": "email", "value": value}).status_code == 422
    assert (
        api.post("/api/identifiers/unblock", json={"type": "email", "value": "nobody@example.com"}).status_code == 404
    )
    assert of(api.get("/api/identifiers/types").json(), "email")["most"] is None


def test_who_may_and_what_a_viewer_sees(hub: Hub, client: Client) -> None:
    editor, viewer = client("editor"), client("viewer")
    assert editor.put("/api/identifiers/types", json={"types": []}).status_code == 403
    assert viewer.post("/api/identifiers/blocks", json={"type": "email", "value": "a@example.com"}).status_code == 403
    assert editor.post("/api/identifiers/blocks", json={"type": "email", "value": "ada@example.com"}).status_code == 201
    arrive(editor, hub, track("u1", email="ada@example.com"))
    for path in ("/api/identifiers/types", "/api/identifiers/refused"):
        assert "ada@example.com" not in viewer.get(path).text
        assert "ada@example.com" in editor.get(path).text


def test_a_rule_is_tried_applied_and_taken_back(hub: Hub, client: Client) -> None:
    api = client("admin")
    arrive(
        api, hub, track("u1", "kiosk", email="a@example.com"), track("u2", "kiosk", email="b@example.com"), track("u3")
    )
    before = api.get("/api/people").json()["items"]
    tried = api.post("/api/identifiers/types/anonymous_id/what-if", json={"block": ["kiosk"]}).json()
    assert tried["counts"] == {
        "people_before": 2, "people_after": 4, "splits": 1, "merges": 0, "links_refused": 2, "links_joined": 0,
        "refused_before": 0, "refused_after": 2,
    }  # fmt: skip
    (split,) = tried["split"]
    assert (split["person_id"], split["identifiers"], split["part_count"], split["reason"], split["rule"]) == (
        1, 5, 3, "blocked", "anonymous_id"
    )  # fmt: skip
    assert [[one["value"] for one in part["members"]] for part in split["parts"]] == [
        ["u1", "a@example.com"], ["u2", "b@example.com"], ["kiosk"]
    ]  # fmt: skip
    limited = api.post("/api/identifiers/types/user_id/what-if", json={"limit": {"most": 1}}).json()
    assert (limited["counts"]["people_after"], limited["split"][0]["held"]) == (3, 2)
    assert api.get("/api/people").json()["items"] == before
    assert api.post("/api/identifiers/what-if").json()["counts"]["links_refused"] == 0

    assert api.post("/api/identifiers/blocks", json={"type": "anonymous_id", "value": "kiosk"}).status_code == 201
    assert applied(api, hub) == {"splits": 1, "merges": 0, "links_refused": 2, "links_joined": 0}
    assert [each["reason"] for each in api.get("/api/identifiers/refused").json()["items"]] == ["blocked", "blocked"]
    assert of(api.get("/api/identifiers/types").json(), "anonymous_id")["refused"] == 2
    assert len(api.get("/api/people").json()["items"]) == 4
    assert api.get("/api/people/user_id:u2").json()["identifier_count"] == 2

    back = api.post("/api/identifiers/types/anonymous_id/what-if", json={"unblock": ["kiosk"]}).json()
    assert (back["counts"]["merges"], [each["part_count"] for each in back["merged"]]) == (1, [3])
    api.post("/api/identifiers/unblock", json={"type": "anonymous_id", "value": "kiosk"})
    assert applied(api, hub)["links_joined"] == 2
    assert api.get("/api/people").json()["items"] == before
    with hub.control.reading() as session:
        audit = [each.action for each in list_entries(session, after=None, limit=50)]
    assert audit.count("identifiers.applied") == 2


def applied(api: TestClient, hub: Hub) -> Any:
    task = api.post("/api/identifiers/apply")
    assert task.status_code == 202
    done = hub.tasks.wait(task.json()["task_id"], 60)
    hub.runner.run_until_idle(hub.clock.now())
    assert done.state == "done", done.error
    return done.result


def test_what_was_stopped_changes_nothing_and_is_started_again(hub: Hub, client: Client) -> None:
    api = client("admin")
    arrive(api, hub, track("u1", "kiosk"), track("u2", "kiosk"))
    api.post("/api/identifiers/blocks", json={"type": "anonymous_id", "value": "kiosk"})
    stopped = Progress()
    stopped.stop()
    with pytest.raises(Stopped):
        apply_rules(hub, "usr_sample", stopped)
    assert len(api.get("/api/people").json()["items"]) == 1
    assert applied(api, hub)["splits"] == 1


def test_what_holds_a_crowd_together_is_suspected_until_it_is_blocked(hub: Hub, client: Client) -> None:
    api = client("admin")
    arrive(api, hub, *(track(f"u{place}", "kiosk") for place in range(4)), track("u9", "c9", email="ada@example.com"))

    def suspected(most: int) -> list[tuple[str, int, int]]:
        with hub.plane.reader() as con, hub.control.reading() as session:
            return [(each.value, each.links, each.identifiers) for each in suspected_values(session, con, most)]

    assert (suspected(2), suspected(4), suspected(5)) == ([("kiosk", 4, 5), ("u9", 2, 3)], [("kiosk", 4, 5)], [])
    assert api.get("/api/identifiers/suspicions").json() == []
    learnt = {"type": "anonymous_id", "value": "kiosk", "origin": "learnt"}
    assert api.post("/api/identifiers/blocks", json=learnt).json()["origin"] == "learnt"
    assert suspected(4) == []


def test_who_may_try_and_apply_and_what_they_see(hub: Hub, client: Client) -> None:
    admin, editor, viewer = client("admin"), client("editor"), client("viewer")
    arrive(admin, hub, track("u1", "kiosk", email="ada@example.com"))
    path = "/api/identifiers/types/anonymous_id/what-if"
    assert viewer.post(path, json={}).status_code == 403
    assert editor.post("/api/identifiers/apply").status_code == 403
    assert "ada@example.com" in editor.post(path, json={"block": ["kiosk"]}).text
    wrong = [{"limit": {"most": 0}}, {"block": ["*"]}, {"priority": 0}, {"limit": {"most": 1, "per": "day"}}]
    assert [editor.post(path, json=each).status_code for each in wrong] == [422] * 4
    assert editor.post(path, json={"unblock": ["nobody"]}).status_code == 404
    assert editor.post("/api/identifiers/types/a:b/what-if", json={}).status_code == 422
    # Who sees identifiers masked could else try them out letter by letter.
    hub.settings.privacy.__dict__["see_personal_data"] = "approver"
    assert editor.post(path, json={"block": ["kio*"]}).status_code == 403
    assert editor.post("/api/identifiers/what-if").status_code == 403
    masked = editor.post("/api/identifiers/types/email/what-if", json={"limit": {"most": 1}})
    assert (masked.status_code, "ada@example.com" in masked.text) == (200, False)
