"""Exports of other tools are known by their columns, in English and Japanese, and become what they mean."""

import json
from pathlib import Path
from typing import Any

import pytest

from auftakt.jobs import Hub
from auftakt.sources import create_source, import_file, import_folder, layouts, preview_file, recognise
from auftakt.sources.mapping import check_mapping
from tests.sources.exports import EXPORTS, Export


def imported(hub: Hub, path: Path) -> None:
    found = preview_file(path, import_folder(hub))
    assert found.mapping is not None
    assert found.problems == []
    with hub.control.session() as session:
        source = create_source(session, hub.ids, name=path.name, kind="import", now=hub.clock.now())
    report = import_file(hub, path, found.mapping, source.id)
    assert report.failed == 0, report.errors
    import_file(hub, path, found.mapping, source.id)
    hub.runner.run_until_idle(hub.clock.now())


def answers(hub: Hub, query: str) -> list[tuple[Any, ...]]:
    with hub.plane.reader() as con:
        return con.execute(query).fetchall()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: f"{export.layout}-{export.encoding}")
def test_a_known_export_becomes_what_it_means(hub: Hub, tmp_path: Path, export: Export) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(export.text.encode(export.encoding))
    found = preview_file(path, import_folder(hub))
    assert found.layout is not None
    assert found.layout.key == export.layout
    imported(hub, path)
    assert {kind for (kind,) in answers(hub, "select distinct type from identifiers")} == export.identifiers
    assert dict(answers(hub, "select name, count(*) from events group by 1")) == export.events
    told: dict[str, Any] = {}
    for traits, properties in answers(hub, "select traits, properties from events order by log_offset"):
        told |= json.loads(properties or "{}") | json.loads(traits or "{}")
        told |= told.get("evidence", {})
    assert {name: told.get(name) for name in export.facts} == export.facts
    query = "select channel, granted from consents order by channel, granted desc"
    assert answers(hub, query) == export.consents
    groups = answers(hub, "select distinct properties ->> 'group_id' from events where type = 'group'")
    assert [group for (group,) in groups] == export.groups


def test_rows_about_nobody_are_events_of_no_person(hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "spend.csv"
    path.write_text(next(each.text for each in EXPORTS if each.layout == "yahoo_ads_spend"), encoding="utf-8")
    imported(hub, path)
    assert answers(hub, "select type, ident_key from events") == [("fact", 0)]
    assert answers(hub, "select count(*) from people") == [(0,)]


def test_overlapping_exports_count_an_order_once(hub: Hub, tmp_path: Path) -> None:
    text = next(each.text for each in EXPORTS if each.layout == "shopify_orders")
    more = text + "#1002,aoi@example.com,paid,fulfilled,JPY,500,2026-11-02 10:22:33 +0900,1,Tea,500,T-1\n"
    with hub.control.session() as session:
        source = create_source(session, hub.ids, name="Shop", kind="import", now=hub.clock.now())
    for name, content in (("october.csv", text), ("november.csv", more)):
        path = tmp_path / name
        path.write_text(content)
        mapping = preview_file(path, import_folder(hub)).mapping
        assert mapping is not None
        import_file(hub, path, mapping, source.id)
    hub.runner.run_until_idle(hub.clock.now())
    query = "select order_id, sum(revenue)::double from events where name = 'Order Completed' group by 1 order by 1"
    assert answers(hub, query) == [("#1001", 3300.0), ("#1002", 500.0)]


def test_every_layout_can_be_read_and_has_a_sample() -> None:
    assert {layout.key for layout in layouts()} == {export.layout for export in EXPORTS}
    for layout in layouts():
        made = recognise([names[0] for role, names in layout.columns.items()] + layout.marks[:1])
        assert made is not None, layout.key
        check_mapping(made.mapping)


def test_an_ordinary_file_is_no_known_export() -> None:
    assert recognise(["email", "city", "date"]) is None
