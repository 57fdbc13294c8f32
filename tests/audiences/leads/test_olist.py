"""The Olist funnel, imported as files: 842 of 8,000 leads became sellers, and so many of each origin."""

import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from starlette.testclient import TestClient

from auftakt.jobs import Hub
from auftakt.sources import create_source, import_file, read_mapping

LEADS = {
    "identifiers": {"lead_id": "mql_id"},
    "time": "first_contact_date",
    "traits": {"origin": "origin"},
    "events": [{"name": "Lead Created", "properties": {"landing_page": "landing_page_id"}}],
}
DEALS = {
    "identifiers": {"lead_id": "mql_id"},
    "time": "won_date",
    "events": [{"name": "Deal Won", "properties": {"segment": "business_segment"}}],
}
MODEL = {
    "who": {"kind": "everyone"},
    "stages": [
        {"id": "lead", "name": "Lead", "enters": {"kind": "event", "name": "Lead Created"}},
        {"id": "customer", "name": "Customer", "enters": {"kind": "event", "name": "Deal Won"}},
    ],
}


def import_olist(hub: Hub, data: Path) -> None:
    """Both files, through the door for files."""
    with hub.control.session() as session:
        source = create_source(session, hub.ids, name="Olist", kind="import", now=hub.clock.now())
    for name, mapping in (("marketing_qualified_leads", LEADS), ("closed_deals", DEALS)):
        report = import_file(hub, data / f"olist_{name}.parquet", read_mapping(json.dumps(mapping)), source.id)
        assert report.failed == 0


def test_the_funnel_by_origin_is_that_of_the_files(
    hub: Hub, client: Callable[[str], TestClient], shared_data: Path
) -> None:
    admin = client("admin")
    admin.put("/api/leads/model", json={"model": MODEL})
    import_olist(hub, shared_data)
    hub.runner.run_until_idle(hub.clock.now())
    found = admin.get("/api/leads/funnel").json()
    told = {row["origin"]: [step["people"] for step in row["steps"]] for row in found["rows"]}
    expected = json.loads((shared_data / "expected.json").read_text())["olist_funnel"]
    assert told[None] == [expected["leads"], expected["deals"]]
    files = duckdb.sql(
        f"""
        select coalesce(origin, ''), count(*), count(deals.mql_id), median(
            greatest(epoch(deals.won_date::timestamp) - epoch(leads.first_contact_date::timestamp), 0)
        ) filter (deals.mql_id is not null) / 86400
        from '{shared_data}/olist_marketing_qualified_leads.parquet' as leads
        left join '{shared_data}/olist_closed_deals.parquet' as deals using (mql_id) group by 1
        """
    ).fetchall()
    assert {key: value for key, value in told.items() if key is not None} == {row[0]: [row[1], row[2]] for row in files}
    took = {row["origin"]: row["steps"][1]["days"] for row in found["rows"]}
    assert {row[0]: took[row[0]] for row in files} == pytest.approx({row[0]: row[3] for row in files}, abs=1)
    board = {each["id"]: each["people"] for each in admin.get("/api/leads/board").json()["stages"]}
    assert board == {"lead": expected["leads"] - expected["deals"], "customer": expected["deals"]}
    half = admin.get("/api/leads/funnel", params={"since": "2018-01-01T00:00:00Z"}).json()["rows"][0]["steps"]
    assert 0 < half[0]["people"] < expected["leads"]
