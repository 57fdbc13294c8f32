"""Deciding about proposals: one link like any other, taken back like any other; what the policy joins; the guard."""

from datetime import timedelta
from typing import Any

import pytest
from matching_world import Client, arrive, fill, ids, pairs_of, proposals, run

from auftakt.hub import open_hub
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.people import MATCH_POLICY, MatchingSettings, find_person, put_matching, run_matching

# What tells of deciding stays; everything else has to be as it was.
LOGS = {"links", "link_changes", "merges", "match_decisions", "membership_changes", "progress", "batch_runs"}
LOOKED_AT = {
    "traits": "* replace (case when source_id <> 'computed' then set_at end as set_at)",
    "memberships": "audience_id, person_id, because",
    "audience_runs": "audience_id, rule_hash, size",
}


def derived(hub: Hub) -> dict[str, list[tuple[Any, ...]]]:
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        tables = con.execute("select table_name from duckdb_tables() where not internal and not temporary").fetchall()
        return {
            name: con.execute(f"select {LOOKED_AT.get(name, '*')} from {name} order by all").fetchall()
            for (name,) in tables
            if name not in LOGS
        }


def settle(hub: Hub, **settings: Any) -> None:
    with hub.control.session() as session:
        put_matching(session, MatchingSettings(**settings), "usr_1", hub.clock.now())


def test_what_is_approved_is_one_person_and_says_why(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api, 100, 20)
    run(hub, api)
    first = proposals(api)[0]
    done = api.post(f"/api/matching/proposals/{first['id']}/approve", json={"reason": "same birthday"}).json()
    assert (done["state"], done["decided_by"], done["reason"]) == ("approved", "Sample editor", "same birthday")
    assert done["a"]["person_id"] == done["b"]["person_id"] == min(first["a"]["person_id"], first["b"]["person_id"])
    assert first["id"] not in {each["id"] for each in proposals(api)}
    person = api.get(f"/api/people/{done['a']['person_id']}").json()
    assert len(person["merged_from"]) == 1
    (link,) = [each for each in person["links"] if each["match"]]
    match = {"proposal_id": first["id"], "by": "Sample editor", "reason": "same birthday"}
    assert link["source"] == "match"
    assert link["match"].items() >= match.items()
    assert link["match"]["probability"] == first["probability"]
    users = [each["value"] for each in person["identifiers"] if each["type"] == "user_id"]
    chain = api.get(f"/api/people/user_id:{users[0]}/chain", params={"to": f"user_id:{users[1]}"}).json()
    assert [step["match"]["proposal_id"] for step in chain["steps"] if step["match"]] == [first["id"]]
    assert api.post(f"/api/matching/proposals/{first['id']}/approve").status_code == 409
    noted = [
        entry for entry in client("admin").get("/api/team/audit").json()["items"] if entry["object_type"] == "match"
    ]
    assert [(entry["action"], entry["object_id"]) for entry in noted] == [("match.approved", str(first["id"]))]


@pytest.mark.parametrize("by", ["reopen", "link"])
def test_taking_it_back_restores_every_derived_row(hub: Hub, client: Client, clock: FixedClock, by: str) -> None:
    api = client("editor")
    fill(hub, api, 60, 20)
    rule = {"kind": "trait", "name": "city", "op": "is", "value": "千葉市"}
    assert api.post("/api/audiences", json={"name": "Chiba", "rule": rule}).status_code == 201
    run(hub, api)
    before = derived(hub)
    first = proposals(api)[0]
    clock.advance(timedelta(minutes=1))
    done = api.post(f"/api/matching/proposals/{first['id']}/approve").json()
    assert {name for name, rows in derived(hub).items() if rows != before[name]} >= {"identifiers", "people", "traits"}
    clock.advance(timedelta(minutes=1))
    if by == "reopen":
        assert api.post(f"/api/matching/proposals/{first['id']}/reopen").json()["state"] == "open"
    else:
        link = done["link_id"]
        assert api.post(f"/api/people/{done['a']['person_id']}/links/{link}/retract").status_code == 200
        assert api.get(f"/api/matching/proposals/{first['id']}").json()["state"] == "undone"
    after = derived(hub)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    run(hub, api)
    again = [each["id"] for each in proposals(api)]
    assert (first["id"] in again) == (by == "reopen")
    if by == "reopen":
        assert len(again) == len(set(again))
        assert api.post(f"/api/matching/proposals/{first['id']}/approve").json()["link_id"] == done["link_id"]
        with hub.plane.reader() as con:
            links = con.execute("select count(*), count(retracted_at) from links where source_id = 'match'").fetchone()
        assert links == (1, 0)


@pytest.mark.slow
def test_what_is_refused_stays_refused_until_somebody_opens_it_again(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api, 60, 20)
    run(hub, api)
    first = proposals(api)[0]
    pair = pairs_of([first])
    assert api.post(f"/api/matching/proposals/{first['id']}/refuse").json()["state"] == "refused"
    run(hub, api)
    assert not pair & pairs_of(proposals(api))
    assert [each["id"] for each in proposals(api, state="refused")] == [first["id"]]
    settle(hub, policy="merge", upper=0.9)
    run(hub, api)
    assert pair == pairs_of(proposals(api, state="refused"))
    assert api.post(f"/api/matching/proposals/{first['id']}/reopen").json()["state"] == "open"
    run(hub, api)  # a person looked at it once: the policy leaves it to people
    assert pair <= pairs_of(proposals(api))


def test_the_policy_joins_over_the_upper_threshold_and_says_so(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api)
    truly = [ids(hub, f"shop-{number}", f"crm-{number}") for number in range(40)]
    settle(hub, policy="merge", lower=0.9, upper=0.99)
    done = run(hub, api)
    assert done["merged"] >= 30
    assert done["merged"] + done["proposed"] <= done["pairs"]
    merged = proposals(api, state="approved")
    assert len(merged) == done["merged"]
    assert {each["decided_by"] for each in merged} == {MATCH_POLICY}
    assert min(each["probability"] for each in merged) >= 0.99
    assert all(each["probability"] < 0.99 for each in proposals(api))
    joined = [ids(hub, f"shop-{number}", f"crm-{number}") for number in range(40)]
    assert sum(one == other for one, other in joined) >= 30
    wrong = [each for each in merged if each["a"]["person_id"] not in {min(pair) for pair in truly}]
    assert wrong == []
    with hub.plane.reader() as con:
        person = find_person(con, str(merged[0]["a"]["person_id"]))
    assert [(link.match.by, link.match.reason) for link in person.links if link.match] == [(MATCH_POLICY, "0.99")]
    assert run(hub, api)["merged"] == 0


def crowd(hub: Hub, api: Any, many: int) -> None:
    """Five accounts of one person among sample people."""
    key = fill(hub, api)
    told = {"firstName": "陽翔", "lastName": "清水", "birthday": "1990-01-05", "city": "奈良市"}
    address = {"postalCode": "630-8001"}
    arrive(
        hub, api, key,
        [{"type": "identify", "userId": f"twin-{each}", "traits": told | {"address": address}} for each in range(many)],
    )  # fmt: skip


@pytest.mark.slow
def test_matching_alone_grows_nobody_beyond_the_largest_group(hub: Hub, client: Client) -> None:
    api = client("editor")
    crowd(hub, api, 5)
    settle(hub, policy="merge", lower=0.9, upper=0.99, largest_group=3)
    for _ in range(3):
        run(hub, api)
        people = ids(hub, *(f"twin-{each}" for each in range(5)))
        assert sorted(people.count(each) for each in set(people)) == [2, 3]
    waiting = pairs_of(proposals(api))
    assert {pair for pair in waiting if set(pair) <= set(people)} == {tuple(sorted(set(people)))}
    (one,) = [each for each in proposals(api) if pairs_of([each]) == {tuple(sorted(set(people)))}]
    assert api.post(f"/api/matching/proposals/{one['id']}/approve").status_code == 200  # a person may
    assert len(set(ids(hub, *(f"twin-{each}" for each in range(5))))) == 1


def test_matching_alone_never_joins_whom_somebody_kept_apart_by_way_of_a_third(hub: Hub, client: Client) -> None:
    api = client("editor")
    crowd(hub, api, 3)
    run(hub, api)
    apart = ids(hub, "twin-0", "twin-1")
    (one,) = [each for each in proposals(api) if pairs_of([each]) == {apart}]
    api.post(f"/api/matching/proposals/{one['id']}/refuse")
    settle(hub, policy="merge", lower=0.9, upper=0.99)
    run(hub, api)
    assert len(set(ids(hub, "twin-0", "twin-1"))) == 2
    assert len(set(ids(hub, "twin-0", "twin-1", "twin-2"))) == 2


def test_who_may_decide(hub: Hub, client: Client) -> None:
    api = client("editor")
    fill(hub, api, 60, 20)
    run(hub, api)
    first = proposals(api)[0]["id"]
    for word in ("approve", "refuse", "reopen"):
        assert client("viewer").post(f"/api/matching/proposals/{first}/{word}").status_code == 403
    assert api.post("/api/matching/proposals/9999/approve").status_code == 404
    assert api.post(f"/api/matching/proposals/{first}/reopen").status_code == 409


def test_what_was_decided_outlives_a_restart(hub: Hub, client: Client, clock: FixedClock) -> None:
    from auftakt.hub import close_hub

    api = client("editor")
    fill(hub, api, 60, 20)
    settle(hub, policy="merge", upper=0.99)
    run_matching(hub, "usr_1")
    before = derived(hub)
    close_hub(hub)
    again = open_hub(hub.home, clock=clock, environ={})
    try:
        assert derived(again) == before
    finally:
        close_hub(again)
        open_hub(hub.home, clock=clock, environ={})
