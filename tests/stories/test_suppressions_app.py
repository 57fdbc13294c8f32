"""Stopping somebody in the app, at once and over all channels, and lifting it with a reason; both languages."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

WORDS = {"en": ("Nobody is suppressed.", "Complained"), "ja": ("配信停止の相手はいません。", "苦情")}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_somebody_is_stopped_and_lifted(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    nobody, complained = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {422}
        someone.sign_in("editor", language)
        someone.menu("suppressions")
        expect(page.get_by_test_id("suppressions")).to_contain_text(nobody)
        page.screenshot(path=tmp_path / f"suppressed-empty-{language}.png")
        page.get_by_test_id("stop-somebody").click()
        page.get_by_test_id("stop-identifier").fill("nothing")
        page.get_by_role("combobox").last.select_option("complaint")
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_test_id("error")).to_be_visible()
        page.get_by_test_id("stop-identifier").fill("person.1@example.com")
        page.screenshot(path=tmp_path / f"stop-{language}.png")
        page.get_by_role("dialog").get_by_role("button").last.click()
        table = page.get_by_test_id("suppressions-table")
        expect(table).to_contain_text("email:person.1@example.com")
        expect(table).to_contain_text(complained)
        page.screenshot(path=tmp_path / f"suppressed-{language}.png")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"suppressed-narrow-{language}.png", full_page=True)
        page.get_by_test_id("lift").click()
        page.get_by_test_id("lift-why").fill("OK")
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_test_id("suppressions")).to_contain_text(nobody)
