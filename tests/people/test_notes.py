"""Notes follow the person through a merge and its undo, and only their writer or an admin takes them away."""

from collections.abc import Callable

from starlette.testclient import TestClient

from auftakt.jobs import Hub


def texts(api: TestClient, key: str) -> list[str]:
    return [note["text"] for note in api.get(f"/api/people/{key}/notes").json()]


def test_notes_follow_a_merge_and_its_undo(hub: Hub, client: Callable[..., TestClient]) -> None:
    admin, editor = client("admin"), client("editor")
    source = admin.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()

    def arrive(*events: dict[str, object]) -> None:
        assert admin.post("/v1/batch", json={"batch": list(events)}, auth=(source["write_key"], "")).status_code == 200
        hub.runner.run_until_idle(hub.clock.now())

    arrive(
        {"type": "page", "name": "A", "anonymousId": "c1", "messageId": "m1"},
        {"type": "page", "name": "A", "userId": "u1", "messageId": "m2"},
    )
    assert editor.post("/api/people/anonymous_id:c1/notes", json={"text": " Asked for a catalogue "}).status_code == 201
    assert editor.post("/api/people/user_id:u1/notes", json={"text": "Prefers the phone"}).status_code == 201
    arrive({"type": "identify", "userId": "u1", "anonymousId": "c1", "messageId": "m3"})
    assert sorted(texts(editor, "user_id:u1")) == ["Asked for a catalogue", "Prefers the phone"]
    link = editor.get("/api/people/user_id:u1").json()["links"][0]["link_id"]
    assert editor.post(f"/api/people/user_id:u1/links/{link}/retract").status_code == 200
    assert texts(editor, "user_id:u1") == ["Prefers the phone"]
    assert texts(editor, "anonymous_id:c1") == ["Asked for a catalogue"]

    note = editor.get("/api/people/user_id:u1/notes").json()[0]
    assert note["written_by_name"] == "Sample editor"
    path = f"/api/people/user_id:u1/notes/{note['id']}"
    refused = client("approver").delete(path)
    assert (refused.status_code, "Sample editor" in refused.json()["message"]) == (403, True)
    assert client("viewer").post("/api/people/user_id:u1/notes", json={"text": "x"}).status_code == 403
    assert admin.delete(path).status_code == 204
    assert (texts(editor, "user_id:u1"), editor.delete(path).status_code) == ([], 404)
    assert editor.post("/api/people/user_id:u1/notes", json={"text": "  "}).status_code == 422
