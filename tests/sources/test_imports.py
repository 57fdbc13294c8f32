"""Files become events: exactly once, whatever their form, and each row that can't be taken says why."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub, Progress, Stopped
from auftakt.kit.errors import InvalidInput
from auftakt.sources import (
    ImportReport,
    create_source,
    find_import,
    import_errors,
    import_file,
    list_imports,
    preview_file,
    read_mapping,
)
from auftakt.store.plane import Plane

ORDERS = """
time = "date"
time_zone = "Asia/Tokyo"
[identifiers]
email = "email"
[[events]]
name = "Order Completed"
revenue = "amount"
order_id = "order"
[events.properties]
item = "item"
"""
HEADER = "email,date,amount,order,item\n"


@pytest.fixture
def source_id(hub: Hub) -> str:
    with hub.control.session() as session:
        return create_source(session, hub.ids, name="Till", kind="import", now=hub.clock.now()).id


@pytest.fixture
def take(hub: Hub, source_id: str, tmp_path: Path) -> Callable[..., ImportReport]:
    def run(content: str | bytes, mapping: str = ORDERS, name: str = "orders.csv", **facts: Any) -> ImportReport:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_file(hub, path, read_mapping(mapping), source_id, **facts)

    return run


def stored(hub: Hub, query: str) -> list[tuple[Any, ...]]:
    hub.runner.run_until_idle(hub.clock.now())
    with hub.plane.reader() as con:
        return con.execute(query).fetchall()


def reasons(report: ImportReport) -> list[tuple[int, str | None, str]]:
    return [(error.row, error.column, error.reason) for error in report.errors]


def test_a_csv_becomes_events(hub: Hub, take: Any) -> None:
    report = take(HEADER + 'A@Example.com,2026-11-01 09:30:00,"1,234.50",0042,珈琲\n,2026/11/02,3,2,\n')
    assert (report.rows, report.events, report.known) == (2, 1, False)
    assert reasons(report) == [(2, None, "no_identifier")]
    assert stored(hub, "select name, happened_at, revenue, order_id, properties::varchar from events") == [
        ("Order Completed", datetime(2026, 11, 1, 0, 30), Decimal("1234.5"), "0042",
         '{"revenue":1234.5,"order_id":"0042","item":"珈琲"}'),
    ]  # fmt: skip
    assert stored(hub, "select type, value from identifiers") == [("email", "a@example.com")]


def test_the_same_import_again_does_nothing_and_another_mapping_is_another_import(hub: Hub, take: Any) -> None:
    text = HEADER + "a@example.com,2026-11-01,5,1,x\n"
    first, end = take(text), hub.log.end
    again = take(text, name="renamed.csv")
    assert (again.import_id, again.known, again.events, hub.log.end) == (first.import_id, True, 1, end)
    assert take(text, ORDERS.replace("Order Completed", "Product Purchased")).known is False
    assert stored(hub, "select name, count(*) from events group by 1 order by 1") == [
        ("Order Completed", 1),
        ("Product Purchased", 1),
    ]


def test_broken_rows_are_kept_with_their_number_and_reason(hub: Hub, take: Any) -> None:
    rows = [
        "a@example.com,2026-11-01,5,1,x",
        "b@example.com,2026-11-01",
        "c@example.com,2026-11-01,5,1,x,too,many",
        "d@example.com,someday,5,1,x",
        "e@example.com,1970-01-01,5,1,x",
        "f@example.com,2099-01-01,5,1,x",
        "g@example.com,2026-11-01,much,1,x",
        "h@example.com,2026-11-01,5,2,y",
    ]
    report = take(HEADER + "\n".join(rows) + "\n")
    assert (report.rows, report.events, report.failed) == (8, 2, 6)
    assert sorted(reasons(report), key=lambda found: found[0]) == [
        (2, "amount", "MISSING COLUMNS"),
        (3, None, "TOO MANY COLUMNS"),
        (4, "time", "unreadable_time"),
        (5, "time", "too_old"),
        (6, "time", "in_the_future"),
        (7, "revenue", "unreadable_amount"),
    ]
    assert next(error.text for error in report.errors if error.row == 4) == "someday"
    with hub.control.reading() as session:
        kept = import_errors(session, report.import_id, limit=4)
        assert len(import_errors(session, report.import_id, after=kept[-1].place)) == 2
        assert [(each.file, each.state, each.failed) for each in list_imports(session)] == [("orders.csv", "done", 6)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found(hub: Hub, tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [
        "メール,購入日,金額,商品",
        *(f"user{n}@example.com,2026-11-01,{n},ドリップ珈琲・深煎り" for n in range(40)),
    ]
    path = tmp_path / "本.csv"
    path.write_bytes("\r\n".join(lines).replace(",", delimiter).encode(encoding))
    found = preview_file(path, tmp_path)
    same = {"utf-16-le": {"utf-16-le"}, "utf-16-be": {"utf-16-be"}}.get(encoding, {encoding})
    assert (found.encoding in same, found.delimiter, found.problems) == (True, delimiter, [])
    assert found.rows[3] == {
        "メール": "user3@example.com",
        "購入日": "2026-11-01",
        "金額": "3",
        "商品": "ドリップ珈琲・深煎り",
    }
    assert found.mapping is not None
    assert found.mapping.identifiers == {"email": "メール"}
    assert (found.mapping.time, found.mapping.events[0].revenue) == ("購入日", "金額")


def test_a_cp932_file_is_imported_as_it_reads(hub: Hub, take: Any) -> None:
    report = take((HEADER + "a@example.com,2026年11月1日,5円,1,髙島屋①\n").encode("cp932"))
    assert report.events == 1
    assert stored(hub, "select properties->>'item', revenue from events") == [("髙島屋①", Decimal(5))]


def test_a_few_wrong_bytes_do_not_cost_a_utf8_file(hub: Hub, take: Any) -> None:
    good = "".join(f"u{n}@example.com,2026-11-01,5,{n},珈琲\n" for n in range(20)).encode()
    report = take(HEADER.encode() + good + b"x@example.com,2026-11-01,5,9,\xff\xfe\n")
    assert (report.rows, report.events) == (21, 20)
    assert reasons(report) == [(21, "item", "INVALID ENCODING")]


def test_a_line_without_end_is_refused_in_little_memory(take: Any, tmp_path: Path, hub: Hub, source_id: str) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEADER.encode() + b'a@example.com,2026-11-01,5,1,"')
        file.truncate(2_000_000_000)  # a hole: it takes no space and reads as two gigabytes of one line
    with pytest.raises(InvalidInput, match="Line 2 is longer than 16 MB") as refusal:
        import_file(hub, path, read_mapping(ORDERS), source_id)
    assert "nothing was imported" in str(refusal.value.next_action)
    assert hub.log.end == 0


@pytest.mark.parametrize(("content", "name"), [(b"", "a.csv"), (b"not parquet", "a.parquet")])
def test_what_is_no_such_file_says_so(take: Any, hub: Hub, content: bytes, name: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        take(content, name=name)
    assert refusal.value.code == "unreadable_file"
    assert hub.log.end == 0


def test_a_column_that_is_not_there_is_named(take: Any, hub: Hub) -> None:
    with pytest.raises(InvalidInput, match="no column amount, order") as refusal:
        take("email,date,item\na@example.com,2026-11-01,x\n")
    assert "email, date, item" in str(refusal.value.next_action)
    with hub.control.reading() as session:
        (kept,) = list_imports(session)
    assert (kept.state, kept.stored) == ("failed", 0)


def test_json_lines_keep_their_types_and_say_which_line_is_none(hub: Hub, take: Any) -> None:
    mapping = """
    time = "at"
    [identifiers]
    user_id = "who.id"
    [[events]]
    name_column = "what"
    properties = { tags = "tags", count = "count", deep = "who.name" }
    """
    lines = [
        '{"at":"2026-11-01T10:00:00+09:00","who":{"id":7,"name":"鈴木"},"what":"Viewed","tags":["a"],"count":1}',
        "{broken",
        "[1]",
        '{"at":"2026-11-01T01:00:00Z","who":{"id":"8"},"what":"Viewed","count":"1"}',
    ]
    report = take("\n".join(lines) + "\n", mapping, "events.jsonl")
    assert (report.rows, report.events, report.failed) == (4, 2, 2)
    assert reasons(report) == [(2, None, "not_an_object"), (3, None, "not_an_object")]
    found = stored(hub, "select happened_at, properties::varchar from events order by log_offset")
    assert [(at, json.loads(properties)) for at, properties in found] == [
        (datetime(2026, 11, 1, 1), {"tags": ["a"], "count": 1, "deep": "鈴木"}),
        (datetime(2026, 11, 1, 1), {"tags": None, "count": "1", "deep": None}),
    ]


def test_traits_and_consents_with_evidence(hub: Hub, take: Any) -> None:
    mapping = """
    time = "signed"
    [identifiers]
    email = "email"
    [traits]
    city = "city"
    points = "points"
    [[consents]]
    channel = "email"
    granted = "optin"
    evidence = { form = { value = "card 2024" }, signed = "signed" }
    """
    take(
        "email,city,points,optin,signed\na@example.com,京都,12,はい,2026-11-01\nb@example.com,,,0,2026-11-02\n", mapping
    )
    found = stored(hub, "select name, type, traits::varchar, properties::varchar from events order by log_offset")
    assert [(*facts, properties and json.loads(properties)) for *facts, properties in found] == [
        ("Identified", "identify", '{"city":"京都","points":12}', None),
        ("Identified", "identify", "{}", None),
        ("Consent Updated", "track", None, {"channel": "email", "purpose": "marketing", "granted": True,
                                            "evidence": {"form": "card 2024", "signed": "2026-11-01"}}),
        ("Consent Updated", "track", None, {"channel": "email", "purpose": "marketing", "granted": False,
                                            "evidence": {"form": "card 2024", "signed": "2026-11-02"}}),
    ]  # fmt: skip


def test_a_stopped_import_goes_on_where_it_was(hub: Hub, take: Any) -> None:
    text = HEADER + "".join(f"u{n}@example.com,2026-11-01,1,{n},x\n" for n in range(1000)) + "broken\n"
    seen: list[tuple[int, str]] = []

    def stop_in_the_middle(done: int, total: int, note: str) -> None:
        seen.append((done * 100 // total, note))
        if note == "write" and hub.log.end >= 600:
            progress.stop()

    progress = Progress(stop_in_the_middle)
    with pytest.raises(Stopped):
        take(text, progress=progress, chunk_rows=300)
    with hub.control.reading() as session:
        (half,) = list_imports(session)
    assert (half.state, half.next_row, half.stored, half.failed) == ("stopped", 901, 900, 1)
    assert [percent for percent, _ in seen] == sorted(percent for percent, _ in seen)
    report = take(text, chunk_rows=300)
    assert (report.rows, report.events, report.failed, hub.log.end) == (1001, 1000, 1, 1000)
    assert stored(hub, "select count(*), count(distinct order_id) from events") == [(1000, 1000)]


def test_a_chunk_that_was_kept_but_not_noted_is_not_stored_twice(hub: Hub, take: Any) -> None:
    """As after a crash between the log and the control state: the chunk comes again and is known by its ids."""
    from auftakt.sources.models import ImportRow

    text = HEADER + "".join(f"u{n}@example.com,2026-11-01,1,{n},x\n" for n in range(50))
    report = take(text, chunk_rows=20)
    with hub.control.session() as session:
        row = session.get(ImportRow, report.import_id)
        assert row is not None
        row.state, row.next_row, row.stored = "running", 21, 20
    assert take(text, chunk_rows=20).events == 50
    assert hub.log.end == 80
    assert stored(hub, "select count(*), count(distinct order_id) from events") == [(50, 50)]


def test_column_names_that_try_to_be_sql(hub: Hub, take: Any) -> None:
    name = "x\"'); drop table file_rows; --"
    mapping = json.dumps(
        {
            "identifiers": {"user_id": name, "a'b": {"value": "it's"}},
            "events": [{"name": "it's'; --", "properties": {"k\"'": name}, "when": {"column": name, "is": ["o'1"]}}],
        }
    )
    header = '"' + name.replace('"', '""') + '"'
    take(f"{header}\no'1\nother\n", mapping)
    found = stored(hub, "select name, properties::varchar from events")
    assert [(title, json.loads(properties)) for title, properties in found] == [("it's'; --", {"k\"'": "o'1"})]


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("[identifiers]\n", "names no identifier"),
        ("[identifiers]\na = 'a'\n", "gives no traits"),
        ("[identifiers]\na = {}\n[traits]\nb='b'\n", "exactly one of"),
        ("[identifiers]\na = 'a'\n[[events]]\n", "either name or name_column"),
        ("[identifiers]\na = 'a'\n[traits]\nb='b'\n[surprise]\n", "surprise"),
        ("time_zone='Mars'\n[identifiers]\na = 'a'\n[traits]\nb='b'\n", "no time zone"),
        ("not toml", "can't be read"),
        ("{", "can't be read"),
    ],
)
def test_a_mapping_that_can_not_work_says_why(mapping: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_mapping(mapping)


def test_hillstroms_campaign_with_its_arms(hub: Hub, source_id: str, shared_data: Path) -> None:
    mapping = read_mapping(
        """
        [identifiers]
        user_id = { row_number = true, prefix = "hillstrom-" }
        [[events]]
        name = "Campaign Assigned"
        campaign_id = { value = "cmp_h" }
        time = { value = "2008-03-20T00:00:00Z" }
        properties = { arm = { column = "segment", map = { "No E-Mail" = "holdout" } } }
        [[events]]
        name = "Visited"
        when = "visit"
        time = { value = "2008-03-27T00:00:00Z" }
        [[events]]
        name = "Order Completed"
        when = "conversion"
        revenue = "spend"
        time = { value = "2008-03-28T00:00:00Z" }
        """
    )
    report = import_file(hub, shared_data / "hillstrom.parquet", mapping, source_id)
    assert (report.rows, report.events, report.failed) == (64_000, 64_000 + 9_394 + 578, 0)
    arms = "select properties->>'arm', count(*) from events where name = 'Campaign Assigned' group by 1 order by 1"
    assert stored(hub, arms) == [("Mens E-Mail", 21_307), ("Womens E-Mail", 21_387), ("holdout", 21_306)]
    assert stored(hub, "select sum(revenue) from events") == [(Decimal("67258.13"),)]


def test_the_import_over_the_api(hub: Hub, source_id: str, client: Callable[[str], TestClient], clock: Any) -> None:
    editor = client("editor")
    file = {"file": ("orders.csv", (HEADER + "a@example.com,2026-11-01,5,1,x\nshort\n").encode())}
    preview = editor.post("/api/imports/preview", files=file, data={"mapping": ORDERS}).json()
    assert (preview["encoding"], preview["delimiter"], preview["rows"][0]["order"]) == ("utf-8", ",", "1")
    assert preview["mapping"]["identifiers"] == {"email": "email"}
    assert len(preview["problems"]) == 1
    form = {"mapping": ORDERS, "source": source_id}
    started = editor.post("/api/imports", files=file, data=form).json()
    task = hub.tasks.wait(started["task_id"], 30)
    assert task.state == "done"
    assert task.result | {"import_id": ""} == {"import_id": "", "rows": 2, "events": 1, "failed": 1}
    (shown,) = editor.get("/api/imports").json()
    assert (shown["file"], shown["state"], shown["failed"]) == ("orders.csv", "done", 1)
    (error,) = editor.get(f"/api/imports/{shown['id']}/errors").json()["items"]
    assert (error["row"], error["reason_text"]) == (2, "The row has too few columns.")
    assert editor.post("/api/imports", files=file, data=form | {"source": "none"}).status_code == 404
    assert editor.get("/api/imports/none/errors").status_code == 404
    assert client("viewer").post("/api/imports", files=file, data=form).status_code == 403
    with hub.control.reading() as session:
        assert find_import(session, shown["id"]).finished_at == clock.now()


def test_the_door_and_imports_take_the_same_times(hub: Hub, take: Any, clock: Any) -> None:
    edge = clock.now() + timedelta(days=1)
    rows = f"a@example.com,{edge.isoformat()},1,1,x\nb@example.com,{(edge + timedelta(seconds=1)).isoformat()},1,1,x\n"
    assert reasons(take(HEADER + rows)) == [(2, "time", "in_the_future")]


def test_plane_is_not_touched_by_an_import(hub: Hub, take: Any) -> None:
    """The log alone is written: what is in the data plane is the micro-batch's business."""
    assert isinstance(hub.plane, Plane)
    take(HEADER + "a@example.com,2026-11-01,5,1,x\n")
    with hub.plane.reader() as con:
        assert con.execute("select count(*) from events").fetchone() == (0,)
