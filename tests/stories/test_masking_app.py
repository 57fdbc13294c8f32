"""Personal data in the app: a viewer sees masked people, an editor sees them whole, and the audit tells of it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

MASKED = {
    "en": "Names, addresses and numbers are masked for your role.",
    "ja": "現在の役割では、名前・アドレス・番号の一部を伏せて表示します。",
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_viewer_sees_masked_people(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    with served(small_hub) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("viewer", language)
        someone.menu("people")
        table = page.get_by_test_id("people-table")
        expect(table).to_contain_text("p***@example.com")
        expect(table).not_to_contain_text("person.")
        expect(page.get_by_test_id("people")).to_contain_text(MASKED[language])
        page.screenshot(path=tmp_path / f"people-masked-{language}.png")
        table.get_by_role("link").first.click()
        expect(page.get_by_test_id("masked")).to_have_text(MASKED[language])
        expect(page.get_by_test_id("identifiers")).to_contain_text("p***@example.com")
        expect(page.get_by_test_id("person")).not_to_contain_text("person.")
        page.screenshot(path=tmp_path / f"person-masked-{language}.png", full_page=True)
        address = page.url.removeprefix(url)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"person-masked-narrow-{language}.png", full_page=True)
        someone.tab("timeline")
        expect(page.get_by_test_id("person")).not_to_contain_text("person.")
        someone.become("editor")
        someone.go(address)
        expect(page.get_by_test_id("masked")).to_have_count(0)
        expect(page.get_by_test_id("identifiers")).to_contain_text("person.")
        entries = someone.get("/team/audit?limit=50").json()["items"]
        person_id = address.split("/")[2]
        assert person_id in [each["object_id"] for each in entries if each["action"] == "personal_data.read"]
