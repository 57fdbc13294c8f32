"""The person page shows why identifiers are one person; a link is taken back with a reason, and put back."""

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(200)]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_why_undo_and_redo(browser: Browser, fresh_hub: str, language: str) -> None:
    with visitor(browser, fresh_hub) as someone:
        someone.sign_in("editor", language)
        page = someone.page
        page.goto(f"{fresh_hub}/people")
        page.locator("tbody tr").filter(has_text="@").first.click()
        dots = page.get_by_test_id("identity-graph").get_by_role("button")
        expect(dots.first).to_be_visible()
        dots.nth(0).click()
        dots.nth(1).press("Enter")
        expect(page.get_by_test_id("chain").locator("li")).to_have_count(1)
        before = page.get_by_test_id("undo-link").count()
        page.get_by_test_id("undo-link").first.click()
        page.get_by_test_id("link-reason").fill("a shared tablet")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("retracted")).to_contain_text("a shared tablet")
        page.get_by_test_id("redo-link").first.click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("retracted")).to_have_count(0)
        expect(page.get_by_test_id("undo-link")).to_have_count(before)
