"""The data catalogue: what was planned, declared or seen is one list; what is said of it stands in one place."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.team import list_entries

Client = Callable[..., TestClient]
PLAN = """
owner: data@example.com
events:
  Order Completed:
    owner: shop@example.com
    purpose: revenue
    properties:
      total: {type: number}
      coupon: {type: text, owner: promo@example.com, sensitivity: public}
traits:
  tier: {type: text}
"""


def arrive(api: TestClient, hub: Hub, *events: dict[str, Any]) -> str:
    source: dict[str, Any] = api.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
    assert api.post("/v1/batch", json={"batch": list(events)}, auth=(source["write_key"], "")).status_code == 200
    hub.runner.run_until_idle(hub.clock.now())
    return str(source["id"])


def track(name: str, user: str = "u1", **properties: Any) -> dict[str, Any]:
    return {"type": "track", "event": name, "userId": user, "properties": properties}


def lines(api: TestClient, **query: Any) -> dict[tuple[str, str], dict[str, Any]]:
    return {(each["event"], each["name"]): each for each in api.get("/api/catalogue", params=query).json()["items"]}


def told(line: dict[str, Any]) -> dict[str, tuple[str, str]]:
    fields = ("owner", "steward", "sensitivity", "purpose")
    return {field: (line[field]["value"], line[field]["origin"]) for field in fields if line[field]["value"]}


def say(api: TestClient, *abouts: tuple[str, str, str], **facts: str) -> int:
    entries = [{"kind": kind, "event": event, "name": name} for kind, event, name in abouts]
    answer = api.post("/api/catalogue", json={"entries": entries, **facts})
    assert answer.status_code == 200, answer.text
    return len(answer.json()["changed"])


def world(api: TestClient, hub: Hub) -> str:
    assert api.put("/api/plan", json={"yaml": PLAN}).status_code == 200
    return arrive(
        api, hub, track("Order Completed", total=5, gift=True), track("Order Completed", total=7),
        track("Quiz Done", score=1),
        {"type": "identify", "userId": "u1", "traits": {"email": "a@example.com", "tier": "gold"}},
    )  # fmt: skip


def test_all_that_is_planned_or_came_is_listed_with_what_holds_and_why(hub: Hub, client: Client) -> None:
    api = client("admin")
    source = world(api, hub)
    found = lines(api)
    assert list(found) == [
        ("Order Completed", ""), ("Order Completed", "coupon"), ("Order Completed", "gift"),
        ("Order Completed", "total"), ("Quiz Done", ""), ("Quiz Done", "score"), ("", "email"), ("", "tier"),
    ]  # fmt: skip
    gift, total, coupon = (found["Order Completed", name] for name in ("gift", "total", "coupon"))
    assert (gift["count"], gift["share"], gift["sources"], gift["planned"]) == (2, 0.5, [source], False)
    assert (total["share"], total["value_type"], coupon["share"], coupon["last_at"]) == (1.0, "number", None, None)
    assert told(coupon) == {
        "owner": ("promo@example.com", "plan"), "sensitivity": ("public", "plan"), "purpose": ("revenue", "event"),
    }  # fmt: skip
    assert told(gift) == {"owner": ("shop@example.com", "event"), "purpose": ("revenue", "event")}
    assert told(found["", "tier"]) == {"owner": ("data@example.com", "whole_plan")}
    assert told(found["", "email"]) == {"sensitivity": ("personal", "built_in")}
    assert (found["", "email"]["masked"], found["", "tier"]["masked"], found["", "email"]["count"]) == (True, False, 1)
    gaps = client("viewer").get("/api/catalogue").json()["gaps"]
    assert gaps["owner"] == {"event": 1, "property": 1, "trait": 1}
    assert list(lines(api, gap="owner")) == [("Quiz Done", ""), ("Quiz Done", "score"), ("", "email")]
    assert list(lines(api, search="PROMO@")) == [("Order Completed", "coupon")]


def test_what_the_plan_names_is_said_in_the_plan_and_all_else_here(hub: Hub, client: Client) -> None:
    api = client("editor")
    world(client("admin"), hub)
    quiz, score = ("event", "Quiz Done", ""), ("property", "Quiz Done", "score")
    total, tier = ("property", "Order Completed", "total"), ("trait", "", "tier")
    assert say(api, quiz, total, tier, owner="new@example.com", sensitivity="internal") == 3
    assert say(api, quiz, total, tier, owner="new@example.com", sensitivity="internal") == 0
    plan = api.get("/api/plan").json()
    assert (plan["version"], plan["enforced"]) == (2, True)
    said = {"owner": "new@example.com", "sensitivity": "internal"}
    assert plan["document"]["events"]["Order Completed"]["properties"]["total"] == {"type": "number", **said}
    assert plan["document"]["traits"]["tier"] == {"type": "text", **said}
    assert "Quiz Done" not in plan["document"]["events"]
    assert told(lines(api)["Quiz Done", "score"]) == {
        "owner": ("new@example.com", "event"), "sensitivity": ("internal", "event"),
    }  # fmt: skip
    assert say(api, score, owner="other@example.com") == 1
    with hub.control.reading() as session:
        rows = (
            session.connection().exec_driver_sql("select kind, name, owner from catalogue_entries order by 1, 2").all()
        )
        changes = [
            each.detail for each in list_entries(session, after=None, limit=50) if each.action == "catalogue.changed"
        ]
    assert [tuple(row) for row in rows] == [
        ("event", "", "new@example.com"), ("property", "score", "other@example.com"),
    ]  # fmt: skip
    assert changes[-1] == {"entries": 3, "fields": ["owner", "sensitivity"]}

    # The plan names it later: what it says counts, what it leaves out stays as it was said.
    document = {
        **plan["document"],
        "events": {**plan["document"]["events"], "Quiz Done": {"owner": "plan@example.com"}},
    }
    assert api.put("/api/plan", json={"document": document}).status_code == 200
    assert told(lines(api)["Quiz Done", ""]) == {
        "owner": ("plan@example.com", "plan"), "sensitivity": ("internal", "catalogue"),
    }  # fmt: skip
    assert say(api, quiz, owner="") == 1
    assert told(lines(api)["Quiz Done", ""])["owner"] == ("data@example.com", "whole_plan")


def test_a_computed_trait_is_as_personal_as_what_it_is_computed_from(hub: Hub, client: Client) -> None:
    api = client("admin")
    world(api, hub)
    query = "select person_id, text as value from traits where name = 'last_score'"
    last = {"kind": "events", "event": "Quiz Done", "measure": "last", "property": "score"}
    for name, definition in (
        ("last_score", last), ("scores", {**last, "measure": "unique_count"}),
        ("copied", {"kind": "sql", "query": query}),
    ):  # fmt: skip
        assert api.post("/api/traits/computed", json={"name": name, "definition": definition}).status_code == 201
    hub.runner.run_until_idle(hub.clock.now())
    assert not any(each["masked"] for (event, name), each in lines(api).items() if name != "email")
    say(api, ("property", "Quiz Done", "score"), sensitivity="special")
    found = lines(api)
    assert told(found["", "last_score"]) == told(found["", "copied"]) == {"sensitivity": ("special", "computed")}
    assert not found["", "scores"]["masked"]


def test_a_file_says_it_all_or_nothing_and_what_was_written_changes_nothing(hub: Hub, client: Client) -> None:
    api = client("editor")
    world(client("admin"), hub)
    say(api, ("event", "Quiz Done", ""), ("trait", "", "email"), owner="=HYPERLINK()", purpose="campaigns, mail")

    def file(form: str) -> str:
        return str(api.get("/api/catalogue/file", params={"form": form}).json()["text"])

    def take(text: str, check: bool = False) -> Any:
        answer = api.post("/api/catalogue/file", json={"text": text, "check": check})
        return answer.json()["changed"] if answer.status_code == 200 else answer.json()["message"]

    csv, yaml = file("csv"), file("yaml")
    assert csv.splitlines()[0] == "kind,event,name,owner,steward,sensitivity,purpose"
    assert "property,Order Completed,coupon,promo@example.com,,public," in csv.splitlines()
    assert 'event,Quiz Done,,\'=HYPERLINK(),,,"campaigns, mail"' in csv.splitlines()
    assert take(csv) == take(yaml) == []
    for name in ("total", "coupon", "tier"):
        assert name not in yaml  # that is said in the plan, which is a file of its own

    changed = csv.replace("promo@example.com", "p2@example.com").replace("'=HYPERLINK()", "q@example.com")
    for check in (True, False):
        assert [each["name"] for each in take(changed, check)] == ["coupon", "", "email"]
    assert file("csv") == changed
    assert take("events: {Quiz Done: {properties: {score: {sensitivity: personal}}}}") == [
        {"kind": "property", "event": "Quiz Done", "name": "score"}
    ]
    kept = file("csv")
    for wrong, why in (
        ("kind,name,onwer\ntrait,tier,a\n", "no column 'onwer'"),
        ("kind,event,name,owner\ntrait,,tier\n", "line 2"),
        ("kind,event,name,owner\nthing,,tier,a\n", "'thing'"),
        ("kind,event,name,owner\ntrait,,tier,a\ntrait,,tier,b\n", "tier: it is there twice"),
        ("kind,event,name,owner\nproperty,,tier,a\n", "tier: an event has an event"),
        ("kind,event,name,owner\n" + f"trait,,tier,{'a' * 201}\n", "longer than 200"),
        ("events: {Quiz Done: {owner: q3}}\ntraits: {tier: {sensitivity: secret}}", "public, internal, personal"),
        ("traits: {email: {sensitivity: public}}", "its name says that it is personal"),
        ("traits: {email: {owners: a}}", "owners"),
        ("traits: [", "expected"),
        ("events: [1]", "Expected"),
    ):
        assert why in take(wrong), wrong
    assert file("csv") == kept
    assert client("viewer").post("/api/catalogue/file", json={"text": yaml}).status_code == 403


def test_an_empty_hub_has_an_empty_catalogue(client: Client) -> None:
    found = client("viewer").get("/api/catalogue").json()
    assert (found["items"], found["total"]) == ([], 0)
