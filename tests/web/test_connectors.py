"""Connectors through the API: who may, what is shown, and that no secret is anywhere in plain."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import connectors_of

Client = Callable[[str], TestClient]
MAPPING = '{"identifiers": {"email": "email"}, "traits": {"plan": "plan"}}'
SECRET = "correct-horse-battery"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("create table members (email text, plan text)")
        con.execute("insert into members values ('aoi@example.com', 'pro'), ('', 'free')")
    return path


def new(shop: Path, **facts: Any) -> dict[str, Any]:
    config = {"url": f"sqlite:///{shop}", "table": "members", "password": SECRET}
    return {"name": "Members", "kind": "database", "config": config, "mapping": MAPPING, "schedule": "15m"} | facts


def test_a_connector_from_trial_to_removal(hub: Hub, client: Client, shop: Path) -> None:
    admin = client("admin")
    kinds = admin.get("/api/connectors/kinds").json()
    assert {"name": "password", "kind": "secret"}.items() <= kinds[0]["fields"][1].items()
    tried = admin.post("/api/connectors/test", json={"kind": "database", "config": new(shop)["config"]}).json()
    assert (tried["columns"], len(tried["rows"])) == (["email", "plan"], 2)
    assert tried["mapping"]["identifiers"] == {"email": "email"}
    made = admin.post("/api/connectors", json=new(shop)).json()
    one = f"/api/connectors/{made['id']}"
    assert (made["state"], made["secrets"], made["lag_seconds"]) == ("waiting", ["password"], None)
    hub.tasks.wait(admin.post(f"{one}/run").json()["task_id"], 30)
    shown = admin.get(one).json()
    assert (shown["lag_seconds"], shown["last_run"]["events"], shown["last_run"]["failed"]) == (0, 1, 1)
    assert shown["last_run"]["problems"][0]["reason_text"] == "Nothing in the event says whose it is."
    assert admin.patch(one, json={"active": False, "schedule": "03:30"}).json()["state"] == "paused"
    kept = admin.patch(one, json={"config": new(shop)["config"] | {"password": ""}}).json()
    assert kept["secrets"] == ["password"]
    assert len(admin.get(f"{one}/runs").json()) == 1
    assert admin.delete(one).json() == []
    assert admin.get(one).status_code == 404
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from events").fetchone() == (1,), "what it gave stays"


def test_the_secret_is_in_no_answer_no_file_and_no_audit(hub: Hub, client: Client, shop: Path) -> None:
    admin = client("admin")
    made = admin.post("/api/connectors", json=new(shop))
    answers = [made.text, admin.get("/api/connectors").text, admin.get("/api/audit").text]
    hub.tasks.wait(admin.post(f"/api/connectors/{made.json()['id']}/run").json()["task_id"], 30)
    assert [SECRET in text for text in answers] == [False] * 3
    hub.control.engine.dispose()
    holding = [path for path in hub.home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert holding == []
    assert connectors_of(hub).running(made.json()["id"]) is None


def test_the_kept_secret_goes_to_no_other_address(client: Client, shop: Path, tmp_path: Path) -> None:
    admin = client("admin")
    made = admin.post("/api/connectors", json=new(shop)).json()
    other = tmp_path / "other.db"
    other.write_bytes(shop.read_bytes())
    moved = {"url": f"sqlite:///{other}", "table": "members"}
    refused = admin.patch(f"/api/connectors/{made['id']}", json={"config": moved})
    assert (refused.status_code, refused.json()["detail"]["field"]) == (422, "password")
    trial = {"kind": "database", "config": moved, "connector": made["id"]}
    assert admin.post("/api/connectors/test", json=trial).status_code == 422
    given = admin.patch(f"/api/connectors/{made['id']}", json={"config": moved | {"password": "new"}})
    assert given.json()["config"]["url"] == f"sqlite:///{other}"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "fax"},
        {"schedule": "soon"},
        {"name": " "},
        {"mapping": '{"identifiers": {"email": "mail"}, "traits": {"plan": "plan"}}'},
        {"mapping": '{"identifiers": {"x": {"row_number": true}}, "traits": {"plan": "plan"}}'},
        {"source": "src_none"},
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_kept(client: Client, shop: Path, wrong: dict[str, Any]) -> None:
    admin = client("admin")
    sources = len(admin.get("/api/sources").json())
    refused = admin.post("/api/connectors", json=new(shop) | wrong)
    assert refused.status_code in (404, 422)
    assert refused.json()["next_action"]
    assert (admin.get("/api/connectors").json(), len(admin.get("/api/sources").json())) == ([], sources)


def test_only_admins_set_up_and_others_see_how_it_goes(client: Client, shop: Path) -> None:
    made = client("admin").post("/api/connectors", json=new(shop)).json()
    one = f"/api/connectors/{made['id']}"
    editor, nobody = client("editor"), client("")
    assert editor.get(one).json() | {"config": {}, "secrets": []} == editor.get(one).json()
    calls = [("post", "/api/connectors"), ("post", "/api/connectors/test"), ("patch", one), ("delete", one),
             ("post", f"{one}/run")]  # fmt: skip
    for method, path in calls:
        body = {"json": {**new(shop)}} if method != "delete" and not path.endswith("run") else {}
        assert getattr(editor, method)(path, **body).status_code == 403, path
    assert nobody.get("/api/connectors").status_code == 401


def test_a_connector_that_fails_waits_for_somebody(hub: Hub, client: Client, shop: Path) -> None:
    admin = client("admin")
    made = admin.post("/api/connectors", json=new(shop)).json()
    with closing(sqlite3.connect(shop)) as con, con:
        con.execute("alter table members rename to elsewhere")
    hub.tasks.wait(admin.post(f"/api/connectors/{made['id']}/run").json()["task_id"], 30)
    needs = [need for need in admin.get("/api/home").json()["needs_me"] if need["kind"] == "connector"]
    assert [(need["count"], need["link"]) for need in needs] == [(1, "/connections/connectors")]
    admin.patch(f"/api/connectors/{made['id']}", json={"active": False})
    assert [need["kind"] for need in admin.get("/api/home").json()["needs_me"]] == [], "one that rests is no trouble"
