"""Syncs through the API and from a shell: who may, what is shown, and that no secret is anywhere in plain."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub

Client = Callable[[str], TestClient]
SECRET = "correct-horse-battery"


def new(folder: Path, **facts: Any) -> dict[str, Any]:
    body = {"name": "Everybody", "purpose": "marketing", "columns": {"email": "identifier:email"}, "kind": "files"}
    return body | {"config": {"folder": str(folder)}} | facts


def test_a_sync_from_setting_up_to_removal(hub: Hub, client: Client, tmp_path: Path) -> None:
    admin = client("admin")
    kinds = {kind["name"]: kind for kind in admin.get("/api/syncs/kinds").json()}
    assert {"database", "files", "webhook"} <= kinds.keys()
    made = admin.post("/api/syncs", json=new(tmp_path / "out")).json()
    one = f"/api/syncs/{made['id']}"
    assert (made["state"], made["lag_seconds"], made["key"]) == ("waiting", None, "person_id")
    hub.tasks.wait(admin.post(f"{one}/run", json={"force": True}).json()["task_id"], 30)
    shown = admin.get(one).json()
    assert (shown["lag_seconds"], shown["last_run"]["state"], shown["last_run"]["put"]) == (0, "done", 0)
    changed = admin.patch(one, json={"active": False, "schedule": "03:30", "columns": {"plan": "trait:plan"}}).json()
    assert (changed["state"], changed["columns"], changed["next_at"]) == ("paused", {"plan": "trait:plan"}, None)
    assert len(admin.get(f"{one}/runs").json()) == 1
    assert admin.delete(one).json() == []
    assert admin.get(one).status_code == 404


def test_only_admins_set_one_up_and_no_secret_is_shown(hub: Hub, client: Client, tmp_path: Path) -> None:
    admin, editor = client("admin"), client("editor")
    config = {"url": "http://127.0.0.1:9/in", "secret": SECRET}
    assert editor.post("/api/syncs", json=new(tmp_path)).status_code == 403
    made = admin.post("/api/syncs", json=new(tmp_path, kind="webhook", config=config)).json()
    assert (made["secrets"], made["config"]) == (["secret"], {"url": config["url"]})
    assert editor.get(f"/api/syncs/{made['id']}").json()["config"] == {}
    moved = admin.patch(f"/api/syncs/{made['id']}", json={"config": {"url": "https://b.example.com/", "secret": ""}})
    assert moved.json()["detail"]["field"] == "secret", "a secret does not go to another address"
    hub.tasks.wait(admin.post(f"/api/syncs/{made['id']}/run").json()["task_id"], 30)
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in hub.home.rglob("*") if path.is_file())
    assert "sync.created" in admin.get("/api/team/audit").text
    assert SECRET not in admin.get("/api/team/audit").text


def test_a_wrong_column_names_the_field(client: Client, tmp_path: Path) -> None:
    refused = client("admin").post("/api/syncs", json=new(tmp_path, columns={"plan": "plan"}))
    assert (refused.status_code, refused.json()["detail"]["field"]) == (422, "columns")
