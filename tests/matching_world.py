"""A hub with made-up people, some of them twice, and the few calls that matching tests make again and again."""

from collections.abc import Callable, Sequence
from typing import Any

from sample_people import sample_people
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.people import find_person_id

Client = Callable[..., TestClient]


def key_of(api: TestClient) -> str:
    key: str = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()["write_key"]
    return key


def arrive(hub: Hub, api: TestClient, key: str, events: Sequence[dict[str, Any]]) -> None:
    for place in range(0, len(events), 500):
        answer = api.post("/v1/batch", json={"batch": events[place : place + 500]}, auth=(key, ""))
        assert answer.status_code == 200, answer.text
    hub.runner.run_until_idle(hub.clock.now())


def fill(hub: Hub, api: TestClient, people: int = 300, twice: int = 40) -> str:
    key = key_of(api)
    told = [{"type": "identify", "userId": user, "traits": traits} for user, _, traits in sample_people(people, twice)]
    arrive(hub, api, key, told)
    return key


def run(hub: Hub, api: TestClient) -> dict[str, Any]:
    answer = api.post("/api/matching/runs")
    assert answer.status_code == 202, answer.text
    task = hub.tasks.wait(answer.json()["task_id"], 120)
    assert task.state == "done", task.error
    done: dict[str, Any] = task.result
    return done


def proposals(api: TestClient, **query: Any) -> list[dict[str, Any]]:
    found, after = [], None
    while True:
        page = api.get(
            "/api/matching/proposals", params={**query, "limit": 17} | ({"after": after} if after else {})
        ).json()
        found += page["items"]
        if not (after := page["next"]):
            return found


def pairs_of(found: Sequence[dict[str, Any]]) -> set[tuple[int, int]]:
    return {
        (min(p["a"]["person_id"], p["b"]["person_id"]), max(p["a"]["person_id"], p["b"]["person_id"])) for p in found
    }


def ids(hub: Hub, *keys: str) -> tuple[int, ...]:
    with hub.plane.reader() as con:
        return tuple(sorted(find_person_id(con, f"user_id:{key}") for key in keys))
