"""What the API says: KPIs, the board, a campaign; and a published experiment imported as people would do it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

import auftakt
from auftakt.campaigns import Campaign, Goal, keep_imported
from auftakt.jobs import Hub
from auftakt.sources import create_source, import_file, read_mapping
from auftakt.team import User, create_user
from tests.results.conftest import NOW, World

SignIn = Callable[[str], TestClient]


def editor(hub: Hub) -> User:
    with hub.control.session() as session:
        return create_user(
            session, hub.ids, name="Sample", email="sample@example.com", role="editor", language="en", now=NOW
        )


def keep(hub: Hub, campaign: Campaign) -> None:
    by = editor(hub)
    with hub.control.session() as session:
        keep_imported(session, campaign, by=by, now=NOW)


def test_kpis_open_to_their_definition(client: SignIn) -> None:
    found = client("viewer").get("/api/kpis").json()
    assert [kpi["id"] for kpi in found] == ["reached", "opened", "clicked", "conversions", "revenue"]
    revenue = found[-1]
    assert set(revenue) == {
        "id", "name", "name_ja", "unit", "owner", "formula", "formula_ja", "sql", "higher_is_better",
    }  # fmt: skip
    assert (revenue["name_ja"], revenue["unit"]) == ("売上", "money")
    assert "FROM after_reach AS event" in revenue["sql"]
    assert client("").get("/api/kpis").status_code == 401


def test_the_board_and_a_campaign(hub: Hub, client: SignIn) -> None:
    goal = Goal(event="Order Completed", within_days=7, description="An order.")
    keep(hub, Campaign(id="c1", name="Sample", goal=goal, holdout=0.5))
    with hub.plane.writer() as con:
        world = World(con)
        for person in range(4):
            world.assign(person, "treated" if person % 2 else "holdout")
        world.event(1, "Email Sent", 0.1, campaign_id="c1")
        world.event(1, "Order Completed", 1, order_id="a", revenue="12.3")
    viewer = client("viewer")
    board = viewer.get("/api/results").json()
    values = {"reached": 1, "opened": 0, "clicked": 0, "conversions": 1, "revenue": "12.30"}
    assert {kpi["kpi"]: kpi["value"] for kpi in board["kpis"]} == values
    (row,) = board["campaigns"]
    assert (row["campaign"]["name"], row["values"], row["played"]) == ("Sample", values, False)
    assert board["channels"] == [{"channel": "email", "values": values, "played": False}]
    assert board["series"][-1] == {"kpi": "revenue", "points": [{"day": "2026-10-02", "value": "12.30"}]}

    one = viewer.get("/api/results/campaigns/c1").json()
    assert one["goal_text"] == "An order."
    assert one["arms"] == [{"arm": "holdout", "people": 2}, {"arm": "treated", "people": 2}]
    assert one["srm"] == {
        "p": 1.0,
        "ok": True,
        "expected": {"treated": 2.0, "holdout": 2.0},
        "observed": {"treated": 2, "holdout": 2},
    }
    assert one["truth"] is None
    conversion = one["lifts"][0]
    assert (conversion["difference"], conversion["enough"], conversion["days_to_enough"]) == (0.5, False, None)


def test_a_span_of_days(hub: Hub, client: SignIn) -> None:
    keep(hub, Campaign(id="c1", name="Sample"))
    with hub.plane.writer() as con:
        world = World(con)
        for day in range(4):
            world.event(day, "Email Sent", day + 0.99, campaign_id="c1")

    def reached(**span: str) -> tuple[int, int | None]:
        (kpi, *_) = client("viewer").get("/api/results", params=span).json()["kpis"]
        return kpi["value"], kpi["previous"]

    assert reached() == (4, None)
    assert reached(**{"from": "2026-10-02", "to": "2026-10-03"}) == (2, 1)
    assert reached(to="2026-10-01") == (1, None)
    wrong = client("viewer").get("/api/results", params={"from": "2026-10-02", "to": "2026-10-01"})
    assert (wrong.status_code, wrong.json()["next_action"]) == (422, "Swap the two dates.")


def test_a_campaign_that_is_not_there(client: SignIn) -> None:
    assert client("viewer").get("/api/results/campaigns/none").status_code == 404


def test_hillstrom_imported_as_a_finished_campaign(hub: Hub, client: SignIn, shared_data: Path) -> None:
    """The way of any import: mapping, log, micro-batch, results; to the published digits."""
    mapping = Path(auftakt.__file__).parent / "demo" / "mappings" / "hillstrom.toml"
    with hub.control.session() as session:
        source = create_source(session, hub.ids, name="Hillstrom", kind="import", now=NOW)
    file = shared_data / "hillstrom.parquet"
    assert import_file(hub, file, read_mapping(mapping.read_bytes()), source.id).failed == 0
    hub.runner.run_until_idle(hub.clock.now())
    origin = {"import": "hillstrom", "control": "No E-Mail", "visit_event": "Visited", "shares": "equal"}
    goal = Goal(event="Order Completed", within_days=14)
    keep(hub, Campaign(id="hillstrom", name="Hillstrom", state="finished", goal=goal, holdout=0.0, origin=origin))

    found = client("viewer").get("/api/results/campaigns/hillstrom").json()
    expected: dict[str, Any] = json.loads((shared_data / "expected.json").read_text())["hillstrom"]
    assert {arm["arm"]: arm["people"] for arm in found["arms"]} == expected["n"]
    assert round(found["srm"]["p"], 4) == expected["srm_p"]
    lifts = {(lift["arm"], lift["metric"]): lift for lift in found["lifts"]}
    for name, arm in (("mens", "Mens E-Mail"), ("womens", "Womens E-Mail")):
        for published, metric in (("visit", "visit"), ("conversion", "conversion"), ("spend", "revenue")):
            lift = lifts[arm, metric]
            assert [round(lift["difference"], 5), round(lift["standard_error"], 5)] == expected[name][published]
            assert lift["enough"]
