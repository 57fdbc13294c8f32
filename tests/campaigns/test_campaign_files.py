"""The document as a file."""

from datetime import date

import msgspec
import pytest

from auftakt.campaigns import Campaign, approval_hash, export_campaign, import_campaign
from auftakt.kit.errors import InvalidInput


def test_the_file_reads_like_a_document(whole: Campaign) -> None:
    small = Campaign(id="cmp_1", name="秋の便り", ends_on=date(2026, 12, 31), journey={"steps": [], "first": "s1"})
    text = export_campaign(small).decode()
    assert text.startswith('{\n  "id": "cmp_1",\n  "name": "秋の便り",\n  "idea": "",\n  "state": "draft",\n')
    assert '  "ends_on": "2026-12-31",\n' in text
    assert text.endswith("}\n")


def test_order_of_keys_in_free_json_does_not_matter(whole: Campaign) -> None:
    other = msgspec.structs.replace(whole, journey=dict(reversed((whole.journey or {}).items())))
    assert export_campaign(other) == export_campaign(whole)
    assert approval_hash(other) == approval_hash(whole)


def test_import_gives_the_campaign_back(whole: Campaign) -> None:
    assert import_campaign(export_campaign(whole)) == whole


@pytest.mark.parametrize(
    ("claimed", "taken"),
    [("draft", "draft"), ("in_review", "draft"), ("approved", "draft"), ("live", "draft"), ("finished", "finished")],
)
def test_a_file_cannot_claim_an_approval(whole: Campaign, claimed: str, taken: str) -> None:
    text = export_campaign(whole).decode().replace('"state": "draft"', f'"state": "{claimed}"')
    assert import_campaign(text).state == taken


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (('"holdout": 0.1', '"holdout": "a tenth"'), "holdout"),
        (('"holdout": 0.1', '"holdot": 0.1'), ""),
        (('"amount": "150000"', '"amount": "15e4"'), "budget.amount"),
        (('"by": "2026-12-31"', '"by": "31.12.2026"'), "targets[0].by"),
        (('"event": "Order Completed"', '"event": null'), "goal.event"),
        (('"id": "cmp_wine"', '"id": "../etc"'), "id"),
    ],
)
def test_what_does_not_fit_is_named(whole: Campaign, change: tuple[str, str], where: str) -> None:
    text = export_campaign(whole).decode()
    assert change[0] in text
    with pytest.raises(InvalidInput) as refused:
        import_campaign(text.replace(*change))
    assert refused.value.facts == {"where": where}
    assert refused.value.as_dict("ja")["next_action"] == "この項目を直してください。まだ何も保存されていません。"


@pytest.mark.parametrize("broken", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"id": "x", "name": "\\ud800"}'])
def test_what_is_no_document_is_refused(broken: bytes) -> None:
    with pytest.raises(InvalidInput):
        import_campaign(broken)
