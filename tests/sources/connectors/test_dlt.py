"""Any dlt source: its own state is kept, its secrets are sealed, and nothing else than a dlt source is called."""

from collections.abc import Callable
from typing import Any

import pytest
from sources.connectors import dlt_crm

from auftakt.jobs import Hub
from auftakt.kit.errors import InvalidInput
from auftakt.sources import Connectors, NewConnector, find_connector, read_mapping
from auftakt.sources.connectors.dlt_source import connector

CRM = "sources.connectors.dlt_crm:crm"
MAPPING = '{"identifiers": {"email": "email"}, "traits": {"plan": "plan"}}'


@pytest.fixture
def contacts() -> list[dict[str, Any]]:
    dlt_crm.CONTACTS[:] = [
        {"id": no, "email": f"p{no}@example.com", "plan": "free", "updated_at": f"2026-03-0{no}"} for no in range(1, 8)
    ]
    dlt_crm.TOKENS.clear()
    return dlt_crm.CONTACTS


def test_rows_and_the_state_of_a_dlt_source_are_kept(
    hub: Hub, connectors: Connectors, fetch: Callable[..., Any], contacts: list[dict[str, Any]]
) -> None:
    config = {"source": CRM, "resource": "contacts", "secrets": '{"token": "hush-hush"}'}
    made = connectors.add(NewConnector("CRM", "dlt", config, read_mapping(MAPPING), "1h")).id
    assert fetch(made)["events"] == 7
    contacts.append({"id": 8, "email": "p8@example.com", "plan": "pro", "updated_at": "2026-04-01"})
    again = fetch(made)
    assert (again["rows"], again["events"]) == (1, 1), "dlt asks only for what is new"
    assert set(dlt_crm.TOKENS) == {"hush-hush"}
    with hub.control.reading() as session:
        kept = find_connector(session, made)
    assert "2026-04-01" in kept.state["dlt"]  # type: ignore[index]
    assert "hush" not in str(kept)


def test_a_run_that_breaks_off_begins_again_where_it_began(
    connectors: Connectors, fetch: Callable[..., Any], contacts: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auftakt.sources.connectors.dlt_source._FIRST_ROWS", 2)
    config = {"source": CRM, "resource": "contacts", "secrets": '{"token": "x"}'}
    made = connectors.add(NewConnector("CRM", "dlt", config, read_mapping(MAPPING), "1h")).id
    monkeypatch.setattr(dlt_crm, "FAIL_AT", [3])
    broken = fetch(made)
    assert broken.state == "failed"
    assert "the other side hung up" in broken.error["message"]
    monkeypatch.setattr(dlt_crm, "FAIL_AT", [])
    found = fetch(made)
    assert (found["rows"], found["fresh"]) == (7, 5), "two rows were kept before"


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"source": "os:system", "arguments": '{"command": "true"}'}, "source"),
        ({"source": "sources.connectors.dlt_crm:not_dlt"}, "source"),
        ({"source": "no.such.module:crm"}, "source"),
        ({"source": "crm"}, "source"),
        ({"source": CRM, "arguments": "[1]"}, "arguments"),
        ({"source": CRM, "secrets": "hush"}, "secrets"),
        ({"source": CRM, "secrets": '{"token": "x"}'}, "resource"),
    ],
)
def test_what_is_no_source_is_refused(config: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        list(connector.read(connector.tidy(config), None))
    assert refused.value.facts["field"] == field


def test_tables_are_rows_too() -> None:
    config = connector.tidy(
        {"source": CRM, "resource": "tables", "arguments": '{"pages": 2}', "secrets": '{"token": "x"}'}
    )
    assert [chunk.rows for chunk in connector.read(config, None)] == [[{"email": "a@example.com"}] * 2]
