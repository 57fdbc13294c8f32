"""Companies and households in the app: the list, a company with its people, and a person's deals; both languages."""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.sources import create_source

WORDS = {
    "en": ("which company or household", "Company", "Inquiry", "left 1 Nov 2026"),
    "ja": ("どの企業や世帯に", "企業", "お問い合わせ", "2026年11月1日に離脱"),
}
ODD = "crm:7/a?b=c&d #1%"
"""Ids come from other tools: whatever they hold, their page opens."""


def told() -> list[tuple[str, str, str, str, dict[str, Any]]]:
    """Who, when, what kind, what it is called, and what it says."""
    works = {"name": "Sample Works / 株式会社サンプル", "industry": "IT", "employees": 30, "website": "www.example.com"}
    deal = {
        "deal_id": "D1", "name": "Sample renewal / 見本の更新", "stage": "Proposal", "amount": 1000000,
        "currency": "JPY", "close_date": "2026-12-25", "owner": "Sample owner", "company": works["name"],
    }  # fmt: skip
    asked = {"inquiry_id": "Q1", "subject": "Delivery / 納期", "text": "When does it come? / いつ届きますか?"}
    lines: list[tuple[str, str, str, str, dict[str, Any]]] = [
        ("aoi", "2026-10-01", "group", "Group Joined", {"group_id": ODD, "traits": works}),
        ("ken", "2026-10-02", "group", "Group Joined", {"group_id": ODD}),
        ("aoi", "2026-10-02", "group", "Group Joined", {"group_id": "h1", "group_type": "household"}),
        ("aoi", "2026-10-03", "group", "Group Joined", {"group_id": "old", "traits": {"name": "Former Ltd"}}),
        ("aoi", "2026-11-01", "track", "Group Left", {"group_id": "old"}),
        ("aoi", "2026-10-05", "track", "Deal Updated", deal),
        ("aoi", "2026-10-20", "track", "Deal Updated", deal | {"stage": "Negotiation", "amount": 900000}),
        ("aoi", "2026-10-06", "track", "Inquiry Received", asked),
    ]
    return lines + [
        (f"u{n}", "2026-09-01", "group", "Group Joined", {"group_id": f"c{n}", "traits": {"name": f"Company {n}"}})
        for n in range(70)
    ]


def hub_with_groups(small_hub: Path, home: Path) -> Path:
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        with hub.control.session() as session:
            made = create_source(session, hub.ids, name="CRM", kind="server", now=hub.clock.now())
        lines = [
            {
                "r": f"{day}T00:00:00Z", "at": f"{day}T00:00:00Z", "s": made.id, "k": "e", "i": f"e{number}", "t": kind,
                "n": name, "p": says, "ids": [["user_id", who], ["email", f"{who}@example.com"]],
            }
            for number, (who, day, kind, name, says) in enumerate(told())
        ]  # fmt: skip
        hub.log.append_now([msgspec.json.encode(line) for line in lines])
        hub.runner.run_until_idle(hub.clock.now())
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_company_is_found_and_its_people_lead_to_their_deals(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    _, company, inquiry, left = WORDS[language]
    with (
        served(hub_with_groups(small_hub, tmp_path / "hub")) as url,
        visitor(browser, url, language=language) as someone,
    ):
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("groups")
        table = page.get_by_test_id("groups-table")
        expect(table).to_contain_text(company)
        page.screenshot(path=tmp_path / f"groups-{language}.png")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"groups-narrow-{language}.png")
        page.set_viewport_size(WIDE)
        page.get_by_test_id("groups-search").fill("sample works")
        expect(table.get_by_test_id("row")).to_have_count(1)
        table.get_by_role("link").click()
        expect(page.get_by_test_id("group-traits")).to_contain_text(ODD)
        people = page.get_by_test_id("group-people").get_by_test_id("row")
        expect(people).to_have_count(2)
        page.reload()
        expect(people).to_have_count(2)
        page.screenshot(path=tmp_path / f"group-{language}.png")
        people.filter(has_text="aoi@example.com").get_by_role("link").click()
        expect(page.get_by_test_id("person-groups")).to_contain_text(left)
        dealings = page.get_by_test_id("dealing")
        expect(dealings).to_have_count(2)
        expect(dealings.first).to_contain_text("Negotiation")
        expect(dealings.first).to_contain_text("¥900,000")
        expect(dealings.last).to_contain_text(inquiry)
        page.screenshot(path=tmp_path / f"person-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"person-narrow-{language}.png", full_page=True)
        someone.went_well()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_empty_list_says_where_groups_come_from(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    shutil.copytree(small_hub, tmp_path / "hub")
    with served(tmp_path / "hub") as url, visitor(browser, url, language=language) as someone:
        someone.sign_in("viewer", language)
        someone.menu("groups")
        expect(someone.page.get_by_test_id("groups")).to_contain_text(WORDS[language][0])
        someone.page.screenshot(path=tmp_path / f"groups-empty-{language}.png")
        someone.went_well()
