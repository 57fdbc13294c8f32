"""Groups by API: the list, one group with its people, a person's groups and deals, and what a viewer sees."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import iso

Client = Callable[[str], TestClient]


def line(number: int, kind: str, name: str, user: str, properties: dict[str, Any], now: str) -> dict[str, Any]:
    ids = [["user_id", user], ["email", f"{user}@example.com"]]
    return {
        "r": now, "s": "crm", "k": "e", "i": f"e{number}", "t": kind, "n": name, "at": now, "ids": ids, "p": properties
    }  # fmt: skip


@pytest.fixture(autouse=True)
def told(hub: Hub) -> None:
    """An account with two people, a household of one of them, and a deal."""
    now = iso(hub.clock.now())
    works = {"group_id": "crm:7/a", "group_type": "account", "traits": {"name": "Sample Works", "industry": "IT"}}
    home = {"group_id": "h1", "traits": {"group_type": "household", "name": "Mihon Aoi"}}
    deal = {"deal_id": "D1", "name": "Sample renewal", "stage": "Won", "amount": 1200000}
    lines = [
        line(1, "group", "Group Joined", "aoi", works, now),
        line(2, "group", "Group Joined", "ken", {"group_id": "crm:7/a"}, now),
        line(3, "group", "Group Joined", "aoi", home, now),
        line(4, "track", "Deal Updated", "aoi", deal, now),
    ]
    hub.log.append_now([msgspec.json.encode(each) for each in lines])
    hub.runner.run_until_idle(hub.clock.now())


def test_groups_are_listed_found_and_their_people_too(client: Client) -> None:
    editor = client("editor")
    page = editor.get("/api/groups", params={"type": "account"}).json()
    [line] = page["items"]
    assert (line["group_id"], line["name"], line["industry"], line["people"]) == ("crm:7/a", "Sample Works", "IT", 2)
    assert page["types"] == [{"group_type": "account", "groups": 1}, {"group_type": "household", "groups": 1}]
    found = editor.get("/api/groups/account/crm:7/a").json()
    assert (found["people"], found["events"], found["orders"]) == (2, 4, 0)
    theirs = editor.get("/api/people", params={"group": "account:crm:7/a"}).json()["items"]
    assert {each["email"] for each in theirs} == {"aoi@example.com", "ken@example.com"}
    missing = editor.get("/api/groups/account/nobody")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    assert editor.get("/api/groups", params={"after": "nonsense"}).status_code == 422


def test_a_person_has_their_groups_and_deals(client: Client) -> None:
    person = client("editor").get("/api/people/user_id:aoi", params={"include": "groups,dealings"}).json()
    assert {(each["group_type"], each["name"]) for each in person["groups"]} == {
        ("account", "Sample Works"),
        ("household", "Mihon Aoi"),
    }
    [deal] = person["dealings"]
    assert (deal["title"], deal["stage"], float(deal["amount"])) == ("Sample renewal", "Won", 1200000)
    assert client("editor").get("/api/people/user_id:ken", params={"include": "traits"}).json()["groups"] == []


def test_a_household_is_called_as_its_people_are_so_a_viewer_does_not_read_it(client: Client) -> None:
    viewer = client("viewer")
    names = {each["group_type"]: each["name"] for each in viewer.get("/api/groups").json()["items"]}
    assert names["account"] == "Sample Works"
    assert "Mihon" not in names["household"]
    assert "Mihon" not in viewer.get("/api/people/user_id:aoi").text
    assert "Mihon" not in viewer.get("/api/groups/household/h1").text
