"""A marketer builds a rule of what came after what, sees its size, reach and overlap, and later how the size went."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, visitor

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("language", "words", "shared"),
    [
        ("en", "then no Product Purchased where category is “WINE” within 21 days", "in both"),
        ("ja", "のあと21日以内にcategoryが「WINE」のProduct Purchasedなし", "両方に"),
    ],
)
def test_a_rule_of_steps_is_built_and_looked_at_from_all_sides(
    browser: Browser, fresh_hub: str, tmp_path: Path, language: str, words: str, shared: str
) -> None:
    with visitor(browser, fresh_hub, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        assert someone.post("/audiences", {"name": "Sample: all", "rule": {"kind": "everyone"}}).status_code == 201
        half = {"kind": "share", "salt": "sample", "share": 50}
        assert someone.post("/audiences", {"name": "Sample: half", "rule": half}).status_code == 201
        someone.go("/audiences/new")
        page.get_by_test_id("audience-name").fill("Went away")
        page.get_by_test_id("add-condition").click()
        page.get_by_test_id("add-sequence").click()
        steps = page.get_by_test_id("sequence").get_by_role("listitem")
        for step in (steps.first, steps.last):
            events = step.get_by_role("combobox").filter(has=page.locator("option[value='Product Purchased']"))
            events.select_option("Product Purchased")
        page.get_by_test_id("sequence-last").select_option("missing")
        steps.last.get_by_role("textbox").first.fill("21")
        steps.last.get_by_test_id("add-filter").click()
        steps.last.get_by_role("combobox").nth(3).select_option("category")
        page.get_by_test_id("condition-value").fill("WINE")
        expect(page.get_by_test_id("rule-text")).to_contain_text(words)
        expect(page.get_by_test_id("overlaps")).to_contain_text(shared)
        expect(page.get_by_test_id("reach")).to_be_visible()
        page.screenshot(path=tmp_path / f"rule-steps-{language}.png", full_page=True)
        for kind in ("event", "date", "share"):
            page.get_by_test_id("add-condition").last.click()
            page.get_by_test_id(f"add-{kind}").click()
        page.get_by_test_id("window").select_option("month/1")
        page.screenshot(path=tmp_path / f"rule-more-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"rule-narrow-{language}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.set_viewport_size(WIDE)
        someone.menu("audiences")
        page.get_by_test_id("audience-table").get_by_role("link", name="Sample: half").first.click()
        page.wait_for_url("**/audiences/aud_*")
        page.goto(f"{page.url.rstrip('/')}/sizes")
        expect(page.get_by_test_id("sizes")).to_be_visible()
        page.screenshot(path=tmp_path / f"audience-sizes-{language}.png")
