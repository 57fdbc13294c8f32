"""Whatever is declared to be personal: no byte of it is in what a viewer gets, wherever it stands and whatever it is
called; and masking what is masked changes nothing."""

import json
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.kit.clock import iso
from auftakt.people import PersonalNames, plain_name
from auftakt.sources import RowError, create_source, keep_import
from auftakt.team import list_entries
from auftakt.web.app import make_api
from auftakt.web.masking import mask_document, mask_text, mask_traits

Client = Callable[..., TestClient]
WORD = "zqsecret"
NAMES = (
    "diagnosis", "bloodType", "病名", "state", "type", "name", "id", "value", "properties", "traits", "event", "title",
    "text", "revenue", "order_id", "kind", "person_id", "count", "source", "a.b",
)  # fmt: skip
TRAITS = ("diagnosis", "city", "language", "tier", "type", "value", "person_id", "memo", "industry")
names = st.sampled_from(NAMES)
documents = st.recursive(
    st.sampled_from(
        [WORD, f"x {WORD} y", json.dumps({"diagnosis": WORD}), 31337.25, True, None, "", f"a@{WORD}.example"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


def declared(*found: str) -> PersonalNames:
    plain = frozenset(plain_name(name) for name in found)
    return PersonalNames(plain, {"Visit": plain}, {}, frozenset(found))


@given(st.dictionaries(names, documents, min_size=1, max_size=4), st.booleans())
def test_no_byte_of_a_declared_value_is_left(values: dict[str, Any], whole: bool) -> None:
    known = PersonalNames(frozenset(), {}, {"Visit": frozenset()}, frozenset()) if whole else declared(*values)
    came = {"type": "track", "event": "Visit", "properties": values}
    answers: list[Any] = [
        {"name": "Visit", "properties": values, "revenue": None},
        {"raw": json.dumps(came), "sample": json.dumps({"batch": [came]}), "draft": json.dumps([came])},
        {"raw": json.dumps({"vendor": {"field": values}})},
        {"raw": json.dumps(came)[:-2]},
    ]
    if not whole:
        answers += [{"traits": values}, {"traits": [{"name": name, "value": WORD} for name in values]}]
        assert WORD not in json.dumps(mask_traits({name: json.dumps(value) for name, value in values.items()}, known))
    for answer in answers:
        once = mask_document(answer, "", known)
        assert WORD not in json.dumps(once)
        assert "31337" not in json.dumps(once)
        assert mask_document(once, "", known) == once


def test_what_is_not_declared_stays() -> None:
    known = declared("diagnosis")
    page = {"name": "Order", "properties": {"diagnosis": "red", "total": 5}, "revenue": "5.00", "order_id": "o-1"}
    assert mask_document(page, "", known) == page
    page["name"] = "Visit"
    assert mask_document(page, "", known)["properties"] == {"diagnosis": "***", "total": 5}
    assert mask_document({"items": [{"name": "diagnosis", "count": 3}]}, "", known)["items"][0]["count"] == 3
    assert mask_text("a diagnosis of nothing", known) == "a diagnosis of nothing"


def arrive(hub: Hub, api: TestClient) -> dict[str, str]:
    """Somebody of whom much is declared; gives what stands for the parts of a path."""
    secret = {name: f"{WORD}-{name}" for name in NAMES}
    plan: dict[str, Any] = {
        "events": {
            "Visit": {"properties": {name: {"sensitivity": "personal"} for name in NAMES}},
            "Deal Updated": {"sensitivity": "special"},
            "Held": {
                "on_violation": "quarantine", "properties": {"diagnosis": {"type": "number", "sensitivity": "special"}},
            },
            "Order Completed": {"properties": {"total": {"type": "number", "sensitivity": "personal"}}},
        },
        "traits": {name: {"sensitivity": "personal"} for name in TRAITS},
    }  # fmt: skip
    assert api.put("/api/plan", json={"document": plan}).status_code == 200
    entry = {"kind": "property", "event": "Unplanned", "name": "diagnosis"}
    assert api.post("/api/catalogue", json={"entries": [entry], "sensitivity": "special"}).status_code == 200
    query = "select person_id, 'zq' || 'secret' as value from people -- diagnosis"
    for name, definition in (
        ("last_one", {"kind": "events", "event": "Visit", "measure": "last", "property": "diagnosis"}),
        ("queried", {"kind": "sql", "query": query}),
    ):
        assert api.post("/api/traits/computed", json={"name": name, "definition": definition}).status_code == 201
    now = iso(hub.clock.now())
    event = {"r": now, "s": "shop", "k": "e", "at": now, "ids": [["user_id", "u1"]], "t": "track"}
    deal = {name: f"{WORD}-{name}" for name in ("deal_id", "name", "stage", "owner", "text", "company", "currency")}
    firm = {"tier": WORD, "industry": WORD}
    lines = [
        event | {"i": "1", "n": "Visit", "p": secret | {"nested": [{"diagnosis": WORD}]}},
        event | {"i": "2", "n": "Deal Updated", "p": deal | {"amount": 31337.25}},
        event | {"i": "3", "n": "Held", "p": {"diagnosis": f"{WORD}-held"}},
        event | {"i": "4", "n": "Order Completed", "p": {"total": 31337.25}},
        # Sums over many people are nobody's.
        event | {"i": "8", "n": "Order Completed", "p": {"total": 1000}, "ids": [["user_id", "u2"]]},
        event | {"i": "5", "n": "Unplanned", "p": {"diagnosis": f"{WORD}-unplanned"}},
        event | {"i": "6", "n": "", "t": "identify", "tr": {name: f"{WORD}-{name}" for name in TRAITS}},
        event | {"i": "7", "n": "Group Joined", "t": "group", "p": {"group_id": "g1", "traits": firm}},
        *(
            {"r": now, "s": "shop", "k": "q", "why": "no_identifier", "raw": raw}
            for raw in (
                json.dumps({"event": "Visit", "properties": secret}),
                json.dumps({"vendor": {"field": WORD}}), f'{{"properties": {{"diagnosis": "{WORD}"',
                f"diagnosis={WORD}",
            )
        ),
    ]  # fmt: skip
    hub.log.append_now([msgspec.json.encode(line) for line in lines])
    hub.runner.run_until_idle(hub.clock.now())
    with hub.control.session() as session:
        wrong = RowError(2, "診断", "not_a_number", WORD)
        create_source(session, hub.ids, name="Shop (sample)", kind="app", now=hub.clock.now(), source_id="shop")
        keep_import(session, "imp_1", "shop", "a.csv", [wrong], hub.clock.now(), rows=1, stored=0, failed=1)
    offsets = [str(each["log_offset"]) for each in api.get("/api/quarantine").json()["items"]]
    person = str(api.get("/api/people").json()["items"][0]["person_id"])
    return {
        "key": person, "person": person, "import_id": "imp_1", "log_offset": offsets[0], "name": "diagnosis",
        "type": "account", "id": "g1",
    }  # fmt: skip


def test_no_answer_to_a_viewer_holds_it(hub: Hub, client: Client) -> None:
    known = arrive(hub, client("admin"))
    viewer, editor = client("viewer"), client("editor")
    plain, asked = set(), 0
    for path in [path for path, methods in make_api().openapi()["paths"].items() if "get" in methods]:
        for part, stands in known.items():
            path = path.replace(f"{{{part}}}", stands)
        query = {"q": WORD, "person": known["person"], "campaign": "c"}
        if "/people/" in path:
            query["include"] = "identifiers,links,traits,totals,groups,dealings,events"
        masked = viewer.get(path, params=query)
        asked += masked.status_code == 200
        whole = editor.get(path, params=query).text
        for secret in (WORD, "31337"):
            assert secret not in masked.text, path
            if secret in whole:
                plain.add(path)
    sender = {"name": "Sample shop", "email": "shop@example.com", "address": "1-1 Sample Street"}
    assert editor.post("/api/campaigns", json={"id": "cmp_1", "name": "Spring", "sender": sender}).status_code == 201
    variant = {"id": "v", "language": "en", "subject": "{{ person.memo }}", "body": "{{ person.tier }}"}
    for path, body in (
        ("/api/audiences/preview", {"rule": {"kind": "everyone"}}),
        ("/api/content/preview", {"variant": variant, "campaign_id": "cmp_1", "person": known["person"]}),
    ):
        answers = [each.post(path, json=body) for each in (viewer, editor)]
        assert [each.status_code for each in answers] == [200, 200], answers[0].text
        assert WORD not in answers[0].text
        if WORD in answers[1].text:
            plain.add(path)
    person = f"/api/people/{known['key']}"
    assert plain >= {
        person, f"{person}/timeline", f"{person}/traits/diagnosis", "/api/quarantine", "/api/audiences/fields",
        f"/api/quarantine/{known['log_offset']}", "/api/plan/violations", f"/api/imports/{known['import_id']}/errors",
        "/api/content/preview", "/api/groups", "/api/groups/account/g1",
    }  # fmt: skip
    assert asked > 40


def test_what_is_masked_is_neither_searched_nor_made_plain(hub: Hub, client: Client) -> None:
    known = arrive(hub, client("admin"))
    timeline = f"/api/people/{known['key']}/timeline"
    assert client("viewer").get(timeline, params={"text": WORD}).status_code == 403
    editor = client("editor")
    assert len(editor.get(timeline, params={"text": "unplanned"}).json()["items"]) == 1
    quiet = {"kind": "trait", "name": "tier", "op": "contains", "value": WORD[:3]}
    visit = {"kind": "event", "name": "Visit", "where": [{"property": "diagnosis", "op": "exists"}]}
    for rule in (quiet, {"kind": "not", "rule": visit}, {**quiet, "name": "email"}):
        assert client("viewer").post("/api/audiences/preview", json={"rule": rule}).status_code == 403
    assert client("viewer").post("/api/audiences/preview", json={"rule": visit | {"where": []}}).status_code == 200
    assert editor.post("/api/audiences", json={"name": "Quiet", "description": "", "rule": quiet}).status_code == 201
    assert client("viewer").post("/api/audiences/preview", json={"rule": quiet}).json()["size"] == 1  # it is there
    hub.settings.privacy.__dict__["see_personal_data"] = "approver"
    last = {"kind": "events", "event": "Visit", "measure": "last", "property": "diagnosis"}
    tried = editor.post("/api/traits/computed/preview", json={"definition": last})
    assert (tried.json()["people"], tried.json()["values"], WORD in tried.text) == (1, [], False)
    query = {"kind": "sql", "query": "select person_id, text as value from traits"}
    assert editor.post("/api/traits/computed/preview", json={"definition": query}).status_code == 403
    assert editor.post("/api/traits/computed", json={"name": "copied", "definition": query}).status_code == 403
    entries = [{"kind": "property", "event": "Visit", "name": "diagnosis"}]
    less = {"entries": entries, "sensitivity": "internal"}
    assert editor.post("/api/catalogue", json=less).status_code == 403
    assert editor.post("/api/catalogue", json=less | {"sensitivity": "special"}).status_code == 200
    assert editor.put("/api/plan", json={"yaml": "events: {}"}).status_code == 403
    assert client("approver").post("/api/catalogue", json=less).status_code == 200
    assert WORD in editor.get(timeline).text


def test_a_read_of_what_is_declared_is_in_the_audit(hub: Hub, client: Client) -> None:
    known = arrive(hub, client("admin"))
    client("editor").get(f"/api/people/{known['key']}/timeline")
    client("editor").get(f"/api/quarantine/{known['log_offset']}")
    with hub.control.reading() as session:
        entries = list_entries(session, after=None, limit=100)
    reads = [str(each.detail["path"]) for each in entries if each.action == "personal_data.read"]
    assert {f"people/{known['key']}/timeline", f"quarantine/{known['log_offset']}"} <= set(reads)
