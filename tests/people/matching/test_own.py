"""Quality on the hub's own people: whether matching finds anew whom exact keys joined."""

import pytest
from matching_world import Client, arrive, fill, proposals, run

from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput
from auftakt.people import latest_measurement, measure_people


def joined(hub: Hub, client: Client, pairs: int) -> None:
    """Sample people, the first pairs of whom an event names together."""
    api = client("editor")
    key = fill(hub, api, 300, 40)
    arrive(
        hub, api, key,
        [
            {
                "type": "track", "event": "Met", "userId": f"shop-{each}",
                "context": {"externalIds": [{"type": "user_id", "id": f"crm-{each}"}]},
            }
            for each in range(pairs)
        ],
    )  # fmt: skip


def test_whom_exact_keys_joined_is_found_without_them(hub: Hub, client: Client) -> None:
    joined(hub, client, 40)
    api = client("editor")
    task = hub.tasks.wait(api.post("/api/matching/measurements").json()["task_id"], 120)
    assert task.state == "done", task.error
    view = api.get("/api/matching").json()
    measured = view["measurement"]["measured"]
    assert (measured["records"], measured["people"], measured["true_pairs"]) == (340, 40, 40)
    assert {field["kind"] for field in measured["fields"]} == {"given_name", "family_name", "date", "postcode", "text"}
    at = {point["threshold"]: point["groups"] for point in measured["curve"]}
    assert {0.5, 0.9, 0.999} <= at.keys()
    assert at[0.9]["precision"] >= 0.95
    assert at[0.9]["recall"] >= 0.9
    assert (view["task_id"], view["task_kind"]) == (None, None)


def test_whom_keys_did_not_find_is_not_held_against_matching(hub: Hub, client: Client) -> None:
    joined(hub, client, 15)
    at = {point.threshold: point.groups for point in measure_people(hub, "usr_1").measured.curve}
    assert at[0.9].precision >= 0.9
    assert at[0.9].recall >= 0.9


def test_what_matching_joined_is_no_proof_of_matching(hub: Hub, client: Client) -> None:
    joined(hub, client, 20)
    api = client("editor")
    run(hub, api)
    for each in proposals(api)[:5]:
        api.post(f"/api/matching/proposals/{each['id']}/approve")
    assert measure_people(hub, "usr_1").measured.true_pairs == 20
    with hub.control.reading() as session:
        found = latest_measurement(session)
    assert found
    assert found.measured.records == 330


def test_nobody_to_measure_on_is_said(hub: Hub, client: Client) -> None:
    fill(hub, client("editor"), 60, 10)
    with pytest.raises(InvalidInput, match="nothing to measure on"):
        measure_people(hub, "usr_1")


def test_open_proposals_wait_on_home(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api, 60, 10)
    assert "match" not in {need["kind"] for need in api.get("/api/home").json()["needs_me"]}
    proposed = run(hub, api)["proposed"]
    (need,) = [need for need in api.get("/api/home").json()["needs_me"] if need["kind"] == "match"]
    assert (need["count"], need["link"]) == (proposed, "/duplicates")
