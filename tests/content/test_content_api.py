"""Content over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

Client = Callable[[str], TestClient]
TEXT = {"id": "v_ja", "language": "ja", "subject": "件名", "preheader": "続き", "body": "{{ person.name }}様"}


@pytest.fixture
def editor(client: Client) -> TestClient:
    editor = client("editor")
    pillar = {"title": "新着", "body": "入りました。どうぞ。", "language": "ja"}
    sender = {"name": "見本商店", "email": "shop@example.com", "address": "東京都見本区1-1"}
    document = {"id": "cmp_1", "name": "秋", "pillar": pillar, "sender": sender}
    assert editor.post("/api/campaigns", json=document).status_code == 201
    return editor


def post(editor: TestClient, path: str, body: dict[str, Any]) -> Any:
    answer = editor.post(f"/api/content/{path}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_check_preview_derive_and_variables(editor: TestClient) -> None:
    broken = TEXT | {"body": "x\n{{ person.nmae }}"}
    assert post(editor, "check", {"variant": broken}) == [
        {
            "where": "variants.v_ja.body",
            "severity": "error",
            "line": 2,
            "column": 4,
            "code": "unknown_variable",
            "message": "There is no variable “person.nmae”.",
            "next_action": "Did you mean person.name?",
        }
    ]
    assert post(editor, "check", {"variant": TEXT, "campaign_id": "cmp_1"}) == []
    shown = post(editor, "preview", {"variant": TEXT, "campaign_id": "cmp_1"})
    assert (shown["subject"], shown["text"].split("\n")[0], shown["problems"]) == ("件名", "見本 花子様", [])
    assert "東京都見本区1-1" in shown["html"]
    unreadable = TEXT | {"body": "{{ persn.name }}"}
    empty = post(editor, "preview", {"variant": unreadable, "campaign_id": "cmp_1"})
    assert (empty["html"], [problem["code"] for problem in empty["problems"]]) == ("", ["unknown_variable"])
    derived = post(editor, "derive", {"campaign_id": "cmp_1", "language": "ja"})
    assert derived["made_by"] == "Derived from the pillar, without a model"
    assert (derived["variant"]["id"], derived["variant"]["subject"]) == ("v_ja", "新着")
    names = [each["name"] for each in editor.get("/api/content/variables").json()]
    assert {"person.name", "claims", "links.unsubscribe", "sender.address"} <= set(names)
    assert editor.post("/api/content/preview", json={"variant": TEXT, "campaign_id": "cmp_no"}).status_code == 404
    refused = editor.post("/api/content/check", json={"variant": TEXT | {"id": "a b"}})
    assert (refused.status_code, refused.json()["detail"]) == (422, {"where": "id"})
