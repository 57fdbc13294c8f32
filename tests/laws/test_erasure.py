"""The law of erasure: no file under the data directory holds a byte of an erased address, in whatever form it came."""

import base64
import gzip
import io
import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.testclient import TestClient

from auftakt.channels.mailstore import MailStore, ReceivedMail
from auftakt.jobs import Hub
from auftakt.kit.clock import FixedClock
from auftakt.kit.hashing import canonical_json
from auftakt.people import Erasure, eraser_of, find_erasure, receipt_of
from auftakt.people.erasure.plane_pass import NO_IDENTIFIER, columns_of, is_key, is_person
from auftakt.sources import Counters
from auftakt.sources import counters as counted
from auftakt.store import sql
from auftakt.store.log_edit import pieces
from auftakt.store.plane import Plane, PlaneUnavailable
from auftakt.team import record, verify

Client = Callable[..., TestClient]
EMAIL = "ada.lovelace+1@example.com"
PHONE = "+819012345678"
OTHER = "eve@example.com"
FORMS = [EMAIL, EMAIL.upper(), "Ada.Lovelace+1@Example.com", quote(EMAIL, safe="")]
ESCAPED = "".join(f"\\u{ord(char):04x}" for char in EMAIL)


def contents(home: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file as it lies there, and unpacked where it is packed."""
    for path in sorted(home.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        yield path, data
        if path.suffix == ".gz":
            yield path, gzip.decompress(data)
        if path.suffix == ".zst":
            yield path, b"".join(pieces(path))
        if path.suffix == ".db":
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as con:
                names = [name for (name,) in con.execute("select name from sqlite_master where type = 'table'")]
                for name in names:
                    for row in con.execute(f'select * from "{name}"'):
                        yield path, b"\n".join(_plain(value) for value in row)


def _plain(value: object) -> bytes:
    if not isinstance(value, bytes):
        return str(value).encode()
    try:
        return zlib.decompress(value)
    except zlib.error:
        return value


def left_of(home: Path, *needles: str) -> list[tuple[str, str]]:
    wanted = [needle.encode().lower() for needle in needles]
    return [
        (str(path.relative_to(home)), needle.decode())
        for path, data in contents(home)
        for needle in wanted
        if needle in re.sub(rb"\\+u00([2-7][0-9a-f])", lambda found: bytes([int(found[1], 16)]), data.lower())
    ]


class World:
    """A hub in which the address stands in every place that there is."""

    def __init__(self, hub: Hub, admin: TestClient) -> None:
        self.hub, self.admin = hub, admin
        made = admin.post("/api/sources", json={"name": "Shop (sample)", "kind": "app"}).json()
        self.source, self.key = made["id"], made["write_key"]

    def arrive(self, *events: dict[str, object], body: str = "") -> None:
        text = body or json.dumps({"batch": list(events)})
        answer = self.admin.post("/v1/batch", content=text, auth=(self.key, ""))
        assert answer.status_code == (400 if body and not body.startswith("{") else 200)

    def work(self) -> None:
        self.hub.runner.run_until_idle(self.hub.clock.now())

    def fill(self) -> None:
        self.arrive(
            {"type": "identify", "userId": "u1", "traits": {"email": FORMS[2], "phone": "090-1234-5678"}},
            {"type": "identify", "userId": "u2", "traits": {"email": OTHER, "name": "Eve"}},
            {"type": "page", "anonymousId": "c1", "userId": "u1", "name": "Home"},
            {"type": "track", "userId": "u2", "event": "Friend Invited", "properties": {"to": FORMS[1], "n": 1.5}},
            {"type": "nonsense", "userId": "u1", "traits": {"email": EMAIL}},
            {"type": "track", "event": "", "userId": "u1"},
        )
        self.arrive(
            body='{"batch":[{"type":"identify","userId":"u3","traits":{"friend":"ESCAPED"}}]}'.replace(
                "ESCAPED", ESCAPED
            )
        )
        self.arrive(body='{"batch":[{"type":"nonsense","traits":{"friend":"ESCAPED"}}]}'.replace("ESCAPED", ESCAPED))
        self.arrive(body=f"no json for {EMAIL}")
        self._rules()
        self._import()
        self.work()
        self._write()
        self._lay_down()

    def _rules(self) -> None:
        """A limit and blocked values, and links that they refuse."""
        self.work()
        types = [{"type": "user_id", "priority": 10, "most": 1}]
        assert self.admin.put("/api/identifiers/types", json={"types": types}).status_code == 200
        for value in (FORMS[1], "+81 90-1234-5678"):
            kind = "email" if "@" in value else "phone"
            made = self.admin.post(
                "/api/identifiers/blocks", json={"type": kind, "value": value, "reason": f"of {EMAIL}"}
            )
            assert made.status_code == 201
        self.work()
        self.arrive(
            {"type": "identify", "userId": "u4", "traits": {"email": EMAIL}},
            {"type": "track", "event": "Shared", "userId": "u2", "anonymousId": "c1"},
        )
        self.work()
        found = self.admin.get("/api/identifiers/refused").json()
        assert sorted(each["reason"] for each in found["items"]) == ["blocked", "limit"]

    def _import(self) -> None:
        rows = f"email,city,note\n{EMAIL},Tokyo,\n{OTHER},Osaka,friend of {EMAIL}\nnobody,,x {EMAIL}\n"
        self.bring_a_file("people.csv", rows)

    def bring_a_file(self, name: str, rows: str) -> None:
        mapping = json.dumps({"identifiers": {"email": "email"}, "traits": {"city": "city", "note": "note"}})
        answer = self.admin.post(
            "/api/imports",
            files={"file": (name, rows.encode())},
            data={"mapping": mapping, "source": self.source},
        )
        assert answer.status_code < 300, answer.text
        task = self.hub.tasks.wait(answer.json()["task_id"], 60)
        assert task.state == "done", task.error

    def _write(self) -> None:
        assert self.admin.post("/api/people/user_id:u1/notes", json={"text": f"Call {EMAIL}"}).status_code == 201
        assert self.admin.post("/api/people/user_id:u2/notes", json={"text": f"Knows {EMAIL}."}).status_code == 201
        with self.hub.control.session() as session:
            record(session, self.hub.clock.now(), "usr_1", "note.sample", "person", EMAIL, {"about": [f"<{EMAIL}>"]})
        store = MailStore.open(self.hub.home / "mailbox.db")
        raw = f"To: {EMAIL}\r\nSubject: Hello\r\n\r\nDear {EMAIL}".encode()
        store.add([ReceivedMail(self.hub.clock.now(), "shop@example.com", (to,), raw) for to in (EMAIL, OTHER)])
        store.add([ReceivedMail(self.hub.clock.now(), "shop@example.com", (OTHER,), b"Subject: x\r\n\r\nHi Eve")])
        store.close()

    def _lay_down(self) -> None:
        folder = self.hub.home / "drop" / "crm" / "done"
        folder.mkdir(parents=True)
        rows = f'email,name\r\n{EMAIL},"Ada\r\nLovelace"\r\n{OTHER},Eve\r\n'
        (folder / "people.csv").write_text(rows)
        (folder / "people.csv.gz").write_bytes(gzip.compress(rows.encode()))
        (folder / "wide.csv").write_bytes(rows.encode("utf-16"))
        (folder / f"{EMAIL}.txt").write_text("a\n")
        (folder / "people.jsonl").write_text(f'{{"email":"{ESCAPED}"}}\n{{"email":"{OTHER}"}}\n')
        (folder / "people.json").write_text(json.dumps([{"email": EMAIL}, {"email": OTHER}]))
        (folder.parent / "waiting.csv").write_text(rows)
        pq.write_table(pa.table({"email": [EMAIL, OTHER]}), folder / "people.parquet")

    def erase(self, key: str, **ask: str) -> dict[str, object]:
        answer = self.admin.post(f"/api/people/{quote(key, safe='')}/erasure", json=ask)
        assert answer.status_code == 202, answer.text
        task = self.hub.tasks.wait(answer.json()["task_id"], 60)
        assert task.state == "done", task.error
        found: dict[str, object] = self.admin.get(f"/api/erasures/{answer.json()['erasure']['id']}").json()
        return found


def counters(world: World) -> Counters:
    with world.hub.plane.reader() as con:
        return counted(con)


def takeout(api: TestClient, key: str) -> dict[str, str]:
    """The files of the ZIP, by name."""
    answer = api.get(f"/api/people/{quote(key, safe='')}/export")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    with ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def what_went_is_what_was_told(told: dict[str, str], counts: dict[str, int]) -> None:
    rows = {name: [json.loads(line) for line in text.splitlines()] for name, text in told.items() if name[-1] == "l"}
    tables = {name.split("/")[1].removesuffix(".jsonl"): lines for name, lines in rows.items() if name[:5] == "data/"}
    assert {"events", "identifiers", "links", "people", "trait_facts", "traits"} <= tables.keys()
    # An erasure counts others' rows too, where it takes words out of them.
    assert {table for table in tables if len(tables[table]) > counts[f"plane.{table}"]} == set()
    assert len(tables["identifiers"]) == counts["plane.identifiers"] == 4
    assert "Ada.Lovelace+1@Example.com" in {(event["traits"] or {}).get("email") for event in tables["events"]}
    assert len(rows["not_taken.jsonl"]) == counts["plane.quarantine"]
    assert [row["text"] for row in rows["records/person_notes.jsonl"]] == [f"Call {EMAIL}"]
    assert [note["text"] for note in json.loads(told["notes.json"])] == [f"Call {EMAIL}"]
    assert len(json.loads(told["person.json"])["identifiers"]) == 4
    assert "eve@" not in "".join(told.values())


def log_read_again(hub: Hub) -> None:
    """Every line of the log is still a line, and those that were emptied bring nobody back."""
    lines = [line for segment in hub.log.segments() for piece in pieces(segment.path) for line in piece.split(b"\n")]
    emptied = sum(json.loads(line)["k"] == "x" for line in lines if line)
    assert emptied
    with hub.plane.writer() as con:
        files = [str(segment.path) for segment in hub.log.segments()]
        sql.run(con, "sources", "arrived", {"files": files, "after": 0})
        read = con.execute("select count(*), count(*) filter (where k = 'x') from arrived").fetchone()
    assert read == (hub.log.end, emptied)


def later_is_dropped(world: World) -> None:
    """At the door and from a file, with a count."""
    before = counters(world)
    world.arrive(
        {"type": "identify", "userId": "u9", "traits": {"email": EMAIL}},
        {"type": "track", "event": "A", "userId": "u2"},
    )
    world.bring_a_file("again.csv", f"email,city,note\n{EMAIL},Kyoto,\n{OTHER},Nara,\n")
    world.work()
    after = counters(world)
    assert (after.suppressed - before.suppressed, after.stored - before.stored) == (1, 2)
    assert after.balanced
    imported = next(each for each in world.admin.get("/api/imports").json() if each["file"] == "again.csv")
    errors = world.admin.get(f"/api/imports/{imported['id']}/errors").json()["items"]
    assert [(error["row"], error["text"]) for error in errors] == [(1, "")]
    assert left_of(world.hub.home, EMAIL) == []


@pytest.fixture
def world(hub: Hub, client: Client) -> World:
    return World(hub, client("admin"))


def test_no_byte_is_left_and_others_keep_theirs(world: World) -> None:
    world.fill()
    home, admin = world.hub.home, world.admin
    assert len({path for path, _ in left_of(home, EMAIL)}) > 10
    told = takeout(admin, f"email:{FORMS[2]}")
    assert left_of(home, "person.json") == []  # nothing of it is kept
    erasure = world.erase(f"email:{FORMS[1]}")
    what_went_is_what_was_told(told, erasure["counts"])  # type: ignore[arg-type]
    assert left_of(home, *FORMS, ESCAPED, PHONE, "090-1234-5678", "Lovelace") == []
    assert erasure["state"] == "done"
    assert len(erasure["identifiers"]) == 4  # type: ignore[arg-type]
    assert "plane.events" in erasure["counts"]  # type: ignore[operator]
    assert "example" not in json.dumps(erasure)

    for key in ("user_id:u1", "anonymous_id:c1", f"email:{EMAIL}", f"phone:{PHONE}"):
        assert admin.get(f"/api/people/{quote(key, safe='')}").status_code == 404
    eve = admin.get("/api/people/user_id:u2", params={"include": "traits,events"}).json()
    assert {"name", "city"} <= {trait["name"] for trait in eve["traits"]}
    assert "friend of [erased]" in {trait["value"] for trait in eve["traits"]}
    properties = {event["name"]: event["properties"] for event in eve["events"]["items"]}
    assert properties["Friend Invited"] == {"to": "[erased]", "n": 1.5}
    assert [note["text"] for note in admin.get("/api/people/user_id:u2/notes").json()] == ["Knows [erased]."]
    done = home / "drop" / "crm" / "done"
    assert (done / "people.csv").read_bytes() == f"email,name\r\n{OTHER},Eve\r\n".encode()
    assert pq.read_table(done / "people.parquet").to_pylist() == [{"email": OTHER}]
    assert json.loads((done / "people.json").read_text()) == [{"email": OTHER}]
    with world.hub.control.reading() as session:
        assert verify(session, world.hub.secret).ok
    log_read_again(world.hub)
    later_is_dropped(world)
    again = world.erase(f"email:{EMAIL}")
    assert (again["state"], again["counts"]) == ("done", {})


def test_anew_lets_later_events_in_and_none_from_before(world: World, clock: FixedClock) -> None:
    world.arrive({"type": "track", "event": "A", "userId": "u3"})
    world.work()
    highest = world.admin.get("/api/people/user_id:u3").json()["person_id"]
    world.erase("user_id:u3", afterwards="anew")
    old = (clock.now() - timedelta(hours=1)).isoformat()
    clock.advance(timedelta(hours=1))
    world.arrive({"type": "track", "event": "A", "userId": "u3", "timestamp": old, "messageId": "a"})
    world.work()
    assert world.admin.get("/api/people/user_id:u3").status_code == 404
    world.arrive({"type": "track", "event": "A", "userId": "u3", "messageId": "b"})
    world.work()
    assert world.admin.get("/api/people/user_id:u3").json()["person_id"] > highest


def test_a_short_number_is_no_word(world: World) -> None:
    world.arrive(
        {"type": "track", "event": "A", "userId": "42", "messageId": "a"},
        {"type": "track", "event": "Order Completed", "userId": "7", "properties": {"n": 42, "text": "room 42"}},
        {"type": "track", "event": "", "userId": "42"},
        {"type": "track", "event": "", "userId": "7", "properties": {"n": 42}},
    )
    world.work()
    erasure = world.erase("user_id:42")
    counts: dict[str, int] = erasure["counts"]  # type: ignore[assignment]
    assert (counts["log.emptied"], counts["plane.events"], counts["plane.quarantine"]) == (2, 1, 1)
    event = world.admin.get("/api/people/user_id:7", params={"include": "events"}).json()["events"]["items"][0]
    assert event["properties"] == {"n": 42, "text": "room 42"}


def test_who_may_and_what_is_refused(world: World, client: Client) -> None:
    assert client("approver").post("/api/people/user_id:u1/erasure").status_code == 403
    assert client("approver").get("/api/erasures").status_code == 403
    assert client("approver").get("/api/people/user_id:u1/export").status_code == 403
    assert world.admin.get("/api/people/user_id:u1/export").status_code == 404
    assert world.admin.post("/api/people/999/erasure").status_code == 404
    assert world.admin.post("/api/people/email:%20/erasure").status_code == 422
    assert world.admin.get("/api/erasures").json()["items"] == []


def test_the_receipt_is_signed_and_says_nothing_about_the_person(world: World) -> None:
    world.arrive({"type": "identify", "userId": "u1", "traits": {"email": EMAIL}})
    world.work()
    admin = world.admin
    erasure = world.erase("user_id:u1")
    answer = admin.get(f"/api/erasures/{erasure['id']}/receipt")
    assert str(erasure["id"]) in answer.headers["content-disposition"]
    receipt = answer.json()
    assert receipt == admin.get(f"/api/erasures/{erasure['id']}/receipt").json()
    assert not any(word in answer.text for word in (EMAIL, '"u1"', "user_id", "example.com"))
    key = base64.b64decode(admin.get("/api/erasures").json()["public_key"])
    Ed25519PublicKey.from_public_bytes(key).verify(
        base64.b64decode(receipt["signature"]), canonical_json(receipt["erasure"])
    )

    def verified(receipt: object, identifier: str | None = None) -> tuple[str, bool | None]:
        found = admin.post("/api/erasures/verify", json={"receipt": receipt, "identifier": identifier}).json()
        return found["verdict"], found["names_identifier"]

    assert verified(receipt) == ("valid", None)
    assert verified(receipt, f"email:{EMAIL.upper()}") == ("valid", True)
    assert verified(receipt, f"email:{OTHER}") == ("valid", False)
    assert verified(receipt | {"erasure": receipt["erasure"] | {"counts": {}}})[0] == "changed"
    assert verified(receipt | {"signature": "?"})[0] == "changed"
    assert verified(asdict(receipt_of(as_erasure(world, str(erasure["id"])), b"\x02" * 32)))[0] == "other_hub"
    assert verified({"erasure": {"format": "x"}})[0] == "no_receipt"


def as_erasure(world: World, erasure_id: str) -> Erasure:
    with world.hub.control.reading() as session:
        return find_erasure(session, erasure_id)


def test_a_failed_erasure_keeps_its_subject_and_goes_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.arrive({"type": "identify", "userId": "u1", "traits": {"email": EMAIL}})
    world.work()

    def full(self: Plane) -> None:
        raise PlaneUnavailable("no room")

    with monkeypatch.context() as broken:
        broken.setattr(Plane, "rewrite", full)
        started = world.admin.post("/api/people/user_id:u1/erasure").json()
        assert world.hub.tasks.wait(started["task_id"], 60).state == "failed"
        assert world.admin.get(f"/api/erasures/{started['erasure']['id']}/receipt").status_code == 409
    path = f"/api/erasures/{started['erasure']['id']}"
    failed = world.admin.get(path).json()
    assert (failed["state"], failed["stage"], failed["error"]) == ("failed", "rewrite", "no room")
    eraser = eraser_of(world.hub)
    eraser.start()
    eraser.drain(60)
    assert world.admin.get(path).json()["state"] == "done"
    assert left_of(world.hub.home, EMAIL) == []


def test_a_member_of_the_team_keeps_the_account(world: World, client: Client) -> None:
    client("editor")
    world.arrive({"type": "identify", "userId": "u5", "traits": {"email": "editor@example.com"}})
    world.work()
    world.erase("user_id:u5")
    assert {path for path, _ in left_of(world.hub.home, "editor@example.com")} == {"control.db"}


def test_every_column_of_the_data_plane_is_understood(plane: Plane) -> None:
    with plane.reader() as con:
        columns = columns_of(con)
    for column in columns:
        if column.data_type == "UHUGEINT":
            assert is_key(column) or column.column_name in NO_IDENTIFIER, column
        if "person" in column.column_name or column.column_name == "origin_id":
            assert is_person(column), column
    assert {column.table_name for column in columns} >= {"events", "identifiers", "sends", "memberships"}
