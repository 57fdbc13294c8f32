"""KPI definitions: ours and those of others come in by the same door."""

from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from auftakt.kit.errors import Broken
from auftakt.results import Goal, KpiDefinition, Window, kpi_values, load_kpi, registered_kpis, shown_sql
from auftakt.results import built_in as kpis
from tests.results.conftest import NOW, World

OURS = ("reached", "opened", "clicked", "conversions", "revenue")


def entry(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, "auftakt.kpis")


def our_entries() -> list[EntryPoint]:
    return [entry(name, f"auftakt.results.built_in:{name}") for name in sorted(OURS)]


def test_ours_come_first_whatever_the_order_of_registration() -> None:
    assert tuple(kpi.id for kpi in registered_kpis(our_entries())) == OURS


@pytest.mark.parametrize("name", OURS)
def test_each_of_ours_is_told_in_both_languages_and_shows_its_sql(name: str) -> None:
    kpi: KpiDefinition = getattr(kpis, name)
    assert kpi.id == name
    assert kpi.owner in {"viewer", "editor", "approver", "admin"}
    assert kpi.formula.en != kpi.formula.ja
    assert kpi.name.en != kpi.name.ja
    assert kpi.dimensions == ("campaign", "channel", "day")
    assert "goal_matches" not in shown_sql(kpi)


def test_somebody_elses_kpi_is_cut_like_ours(tmp_path: Path, world: World) -> None:
    (tmp_path / "kpis").mkdir()
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "returned_goods.sql").write_text(
        """
        select campaign_id, 'shop' as channel, happened_at, event_key as key, revenue as amount
        from events where name = 'Order Refunded'
        """
    )
    file = tmp_path / "kpis" / "refunds.toml"
    file.write_text(
        """
        id = "refunds"
        name = { en = "Refunds", ja = "返金" }
        unit = "money"
        owner = "editor"
        higher_is_better = false
        dimensions = ["campaign", "day"]
        sql = "returned_goods"
        formula = { en = "Sum of refunds.", ja = "返金の合計。" }
        """
    )
    world.event(1, "Order Refunded", 1, campaign_id="c1", revenue="12.5")
    refunds = load_kpi(file)
    window = Window(datetime(2026, 1, 1, tzinfo=UTC), NOW)
    table = kpi_values(world.con, refunds, window, [Goal("c1", "Order Completed", 7)])
    assert (table.value(), table.value("c1", "shop")) == (12.5, 12.5)
    file.write_text("id = 'refunds'")
    with pytest.raises(Broken, match=r"refunds\.toml"):
        load_kpi(file)


def test_a_wrong_registration_says_so() -> None:
    with pytest.raises(Broken, match="Two KPIs have the id reached"):
        registered_kpis([*our_entries(), entry("again", "auftakt.results.built_in:reached")])
    with pytest.raises(Broken, match="but is a function"):
        registered_kpis([entry("odd", "auftakt.results.kpi:load_kpi")])
