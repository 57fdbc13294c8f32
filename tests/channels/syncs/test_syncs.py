"""Syncs: the difference only, consent and stops at every run, a cut-off run goes on, and removals that look wrong."""

import csv
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.channels import Changes, NewSync, Syncs, registered_destinations, suppress
from auftakt.channels.syncs import delivering
from auftakt.channels.syncs.delivering import TooManyRemovals
from auftakt.channels.syncs.file_drop import _cell
from auftakt.channels.syncs.webhook import SIGNATURE, signature
from auftakt.jobs import Hub, Stopped
from auftakt.kit.clock import naive
from auftakt.kit.errors import AuftaktError, InvalidInput, NotFound, Unavailable
from auftakt.kit.text import Text
from auftakt.sources import Field, checked_fields

COLUMNS = {"email": "identifier:email", "plan": "trait:plan"}


class Kept:
    """A destination in memory; raises what the test sets."""

    name, title = "kept", Text("Kept", "保存")
    fields: tuple[Field, ...] = (Field("where", Text("Where", "場所")), Field("token", Text("Token", "鍵"), "secret"))

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, str | None]] = {}
        self.portions: list[Changes] = []
        self.error: Exception | None = None
        self.fails_after = 1_000_000

    def tidy(self, config: Mapping[str, Any]) -> dict[str, Any]:
        return checked_fields(self, config)

    def write(self, config: Mapping[str, Any], changes: Changes) -> None:
        if self.error and len(self.portions) >= self.fails_after:
            raise self.error
        self.portions.append(changes)
        for key in changes.removed:
            self.rows.pop(key, None)
        self.rows |= {put.key: put.values for put in changes.puts}


@pytest.fixture
def there() -> Kept:
    return Kept()


@pytest.fixture
def syncs(hub: Hub, there: Kept) -> Syncs:
    made = Syncs(hub, registered_destinations() | {"kept": there}, {"TOKEN": "a-token-of-the-environment"})
    hub.services["syncs"] = made
    return made


def fill(hub: Hub, people: int, granted: str = "true") -> None:
    """People 1…n with an address, a plan and a yes where `granted` holds; everybody is in the audience `aud`."""
    now = naive(hub.clock.now())
    with hub.plane.writer() as con:
        con.execute("delete from people; delete from identifiers; delete from traits; delete from consents")
        con.execute("delete from memberships")
        who = f"range(1, {people + 1}) t(i)"
        con.execute(f"insert into people select i, $1, $1, 1 from {who}", [now])
        con.execute(
            f"""insert into identifiers by name
            select md5_number('email' || chr(31) || 'p' || i || '@example.com') as ident_key,
            'email' as type,
            'p' || i || '@example.com' as value, i as person_id, i as origin_id, $1 as first_seen, 's' as source_id
            from {who}""",
            [now],
        )
        con.execute(f"insert into traits select i, 'plan', 'pro', null, $1, 's', 0 from {who}", [now])
        con.execute(
            f"insert into consents select i, 'email', 'marketing', {granted}, null, $1, 's', 0 from {who}", [now]
        )
        con.execute(f"insert into memberships select 'aud', i, $1, '[]' from {who}", [now])


def run(hub: Hub, syncs: Syncs, sync_id: str, force: bool = False) -> dict[str, Any]:
    task_id = syncs.run(sync_id, force)
    hub.tasks.wait(task_id, 30)
    task = hub.tasks.find(task_id)
    if task.error:
        raise Failed(task.error)
    return dict(task.result)


class Failed(Exception):
    @property
    def code(self) -> str:
        return str(self.args[0]["code"])


def new(**facts: Any) -> NewSync:
    told: dict[str, Any] = {"name": "To the CRM", "audience_id": None, "purpose": "marketing", "columns": COLUMNS}
    return NewSync(**(told | {"kind": "kept", "config": {"where": "x", "token": "a secret of theirs"}} | facts))


def test_only_what_changed_is_sent(hub: Hub, syncs: Syncs, there: Kept) -> None:
    fill(hub, 3)
    sync = syncs.add(new())
    assert {"wanted": 3, "put": 3, "removed": 0, "state": "done"}.items() <= run(hub, syncs, sync.id).items()
    assert there.rows["1"] == {"person_id": "1", "email": "p1@example.com", "plan": "pro"}
    assert {"put": 0, "removed": 0}.items() <= run(hub, syncs, sync.id).items()
    with hub.plane.writer() as con:
        con.execute("update traits set text = 'free' where person_id = 2; delete from people where person_id = 3")
    assert {"wanted": 2, "put": 1, "removed": 1}.items() <= run(hub, syncs, sync.id).items()
    assert {key: row["plan"] for key, row in there.rows.items()} == {"1": "pro", "2": "free"}


def test_nobody_goes_out_without_a_yes_or_with_a_stop(hub: Hub, syncs: Syncs, there: Kept) -> None:
    fill(hub, 4, "i <> 2")
    with hub.control.session() as session:
        suppress(session, "email", "p3@example.com", "unsubscribed", hub.clock.now())
    sync = syncs.add(new())
    done = run(hub, syncs, sync.id)
    assert (sorted(there.rows), done["left_out"]) == (["1", "4"], {"no_consent": 1, "suppressed": 1})
    with hub.plane.writer() as con:
        con.execute("update consents set granted = false where person_id = 1")
    assert {"removed": 1, "put": 0}.items() <= run(hub, syncs, sync.id).items(), "a no is a removal over there"
    assert sorted(there.rows) == ["4"]


def test_a_key_that_moves_to_somebody_else_is_theirs_at_the_end(hub: Hub, syncs: Syncs, there: Kept) -> None:
    fill(hub, 3)
    sync = syncs.add(new(key="email"))
    run(hub, syncs, sync.id)
    with hub.plane.writer() as con:
        # 1 and 3 are one person now, who has the address of 3.
        con.execute("delete from people where person_id = 3")
        con.execute("delete from identifiers where value = 'p1@example.com'")
        con.execute("update identifiers set person_id = 1 where person_id = 3")
    run(hub, syncs, sync.id)
    assert {key: row["person_id"] for key, row in there.rows.items()} == {"p2@example.com": "2", "p3@example.com": "1"}
    with hub.plane.writer() as con:
        con.execute("delete from identifiers where person_id = 2")
    assert run(hub, syncs, sync.id)["left_out"] == {"no_key": 1}
    assert sorted(there.rows) == ["p3@example.com"]


def test_a_run_that_breaks_off_goes_on_where_it_was(
    hub: Hub, syncs: Syncs, there: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "PORTION", 2)
    fill(hub, 5)
    sync = syncs.add(new())
    there.error, there.fails_after = RuntimeError("broken with a secret of theirs"), 1
    with pytest.raises(Failed, match="broken with •••"):
        run(hub, syncs, sync.id)
    assert len(there.rows) == 2
    there.error = None
    assert {"wanted": 5, "put": 3}.items() <= run(hub, syncs, sync.id).items()
    assert len(there.rows) == 5


def test_a_failure_is_tried_again_later_and_tells_why(hub: Hub, syncs: Syncs, there: Kept, clock: Any) -> None:
    fill(hub, 1)
    syncs.add(new())
    there.error, there.fails_after = Unavailable("Not now.", next_action="Wait."), 0
    syncs.drain(30)
    before = len(there.portions)
    syncs.drain(30)
    assert len(there.portions) == before, "it waits first"
    there.error = None
    clock.advance(timedelta(minutes=2))
    syncs.drain(30)
    assert there.rows.keys() == {"1"}
    clock.advance(timedelta(minutes=61))
    fill(hub, 2)
    syncs.drain(30)
    assert there.rows.keys() == {"1", "2"}, "an hour later it is due again"


def test_removals_that_look_like_a_mistake_need_a_word(
    hub: Hub, syncs: Syncs, there: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "FEW", 2)
    fill(hub, 10)
    sync = syncs.add(new())
    run(hub, syncs, sync.id)
    fill(hub, 5)
    with pytest.raises(Failed) as refused:
        run(hub, syncs, sync.id)
    assert (refused.value.code, len(there.rows)) == (TooManyRemovals.code, 10)
    assert run(hub, syncs, sync.id, force=True)["removed"] == 5
    assert len(there.rows) == 5


def test_a_wrong_setting_is_refused_before_anything(hub: Hub, syncs: Syncs) -> None:
    for facts in (
        {"columns": {"email": "address:email"}},
        {"columns": {"person_id": "trait:x"}},
        {"key": "plan"},
        {"purpose": "nothing"},
        {"schedule": "often"},
        {"name": " "},
        {"config": {"whence": "x"}},
    ):
        with pytest.raises(InvalidInput):
            syncs.add(new(**facts))
    with pytest.raises(NotFound):
        syncs.add(new(kind="pigeon"))
    with pytest.raises(NotFound):
        syncs.add(new(audience_id="aud_none"))


def test_a_table_of_a_database(hub: Hub, syncs: Syncs, tmp_path: Path) -> None:
    fill(hub, 2)
    path = tmp_path / "crm.db"
    sync = syncs.add(new(kind="database", config={"url": f"sqlite:///{path}", "table": "people"}))
    run(hub, syncs, sync.id)
    fill(hub, 1)
    with hub.plane.writer() as con:
        con.execute("update traits set text = null")
    run(hub, syncs, sync.id)
    with closing(sqlite3.connect(path)) as con:
        assert con.execute("select person_id, email, plan from people").fetchall() == [("1", "p1@example.com", None)]
    other = syncs.add(new(kind="database", columns={"city": "trait:city"}, config=sync.config))
    with pytest.raises(Failed, match="no column city"):
        run(hub, syncs, other.id)


def test_files_in_a_folder(hub: Hub, syncs: Syncs, tmp_path: Path) -> None:
    fill(hub, 2)
    config = {"folder": str(tmp_path / "out"), "encoding": "utf-8"}
    sync = syncs.add(new(kind="files", key="email", config=config))
    run(hub, syncs, sync.id)
    fill(hub, 1)
    run(hub, syncs, sync.id)
    files = sorted((tmp_path / "out").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    rows = [list(csv.reader(path.read_text().splitlines())) for path in files]
    assert rows[0][0] == ["change", "email", "person_id", "plan"]
    assert rows[0][1:] == [["put", "p1@example.com", "1", "pro"], ["put", "p2@example.com", "2", "pro"]]
    assert rows[1][1:] == [["remove", "p2@example.com", "", ""]]
    with pytest.raises(InvalidInput):
        syncs.add(new(kind="files", config={"folder": "out"}))


def test_no_cell_is_a_formula() -> None:
    assert [_cell(each) for each in ("=1+1", "@x", "+8190", "-1.5", "-x", "", None)] == [
        "'=1+1", "'@x", "+8190", "-1.5", "'-x", "", "",
    ]  # fmt: skip


@contextmanager
def receiver(statuses: list[int]) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Answers with the statuses in turn, then 200; gives its address and what it got."""
    got: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers[SIGNATURE], self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(statuses.pop(0) if statuses else 200)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/in", got
    finally:
        server.shutdown()
        server.server_close()


def test_a_webhook_is_signed_and_refusals_are_told(hub: Hub, syncs: Syncs) -> None:
    fill(hub, 1)
    with receiver([503, 400]) as (url, got):
        sync = syncs.add(new(kind="webhook", config={"url": url, "secret": "env:TOKEN"}))
        for match in ("HTTP 503", "HTTP 400"):
            with pytest.raises(Failed, match=match):
                run(hub, syncs, sync.id)
        run(hub, syncs, sync.id)
    signed, body = got[-1]
    moment = int(signed.split(",")[0].removeprefix("t="))
    assert signed == signature("a-token-of-the-environment", moment, body)
    assert json.loads(body)["puts"][0]["values"] == {"person_id": "1", "email": "p1@example.com", "plan": "pro"}
    for url in ("http://shop.example.com/in", "https://me:pw@shop.example.com", "ftp://x"):
        with pytest.raises(InvalidInput):
            syncs.add(new(kind="webhook", config={"url": url, "secret": "a long secret of theirs"}))


def test_after_an_erasure_the_destination_is_told(
    hub: Hub, syncs: Syncs, there: Kept, client: Callable[[str], TestClient]
) -> None:
    fill(hub, 2)
    by_number, by_address = syncs.add(new()), syncs.add(new(key="email", kind="kept"))
    run(hub, syncs, by_number.id)
    run(hub, syncs, by_address.id)
    asked = client("admin").post("/api/people/email:p1@example.com/erasure", json={}).json()
    assert hub.tasks.wait(asked["task_id"], 60).error is None
    assert run(hub, syncs, by_number.id)["removed"] == 1
    assert run(hub, syncs, by_address.id)["removed"] == 0
    assert there.rows.keys() == {"2", "p1@example.com", "p2@example.com"}, "an erased key can't be named any more"


def test_stopping_is_no_failure(hub: Hub, syncs: Syncs, there: Kept) -> None:
    fill(hub, 1)
    sync = syncs.add(new())
    there.error, there.fails_after = Stopped("Stopped.", next_action="Go on."), 0
    task_id = syncs.run(sync.id)
    hub.tasks.wait(task_id, 30)
    with pytest.raises(AuftaktError):
        raise there.error
    there.error = None
    assert run(hub, syncs, sync.id)["put"] == 1
