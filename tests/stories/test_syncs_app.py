"""A sync through the app: set up, run, watched, paused, refused with the way out, and removed; both languages."""

import csv
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

WORDS = {
    "en": ("Everybody to the CRM", "over there", "Paused", "No yes for this channel and purpose"),
    "ja": ("全員を CRM へ", "同期先に", "一時停止", "このチャネルと目的の同意がありません"),
}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_sync_is_set_up_and_watched(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    name, there, paused, left_out = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {404, 422}  # the runs of what was just removed
        someone.sign_in("admin", language)
        someone.menu("syncs")
        expect(page.get_by_test_id("empty")).to_be_visible()
        page.screenshot(path=tmp_path / f"syncs-empty-{language}.png", full_page=True)
        page.get_by_test_id("new-sync").first.click()
        page.get_by_test_id("sync-name").fill(name)
        page.get_by_test_id("sync-schedule").fill("often")
        page.get_by_test_id("sync-kind").select_option("files")
        page.get_by_test_id("setting-folder").fill(str(tmp_path / "out"))
        page.get_by_test_id("column-user_id").check()
        page.get_by_test_id("start-sync").click()
        expect(page.get_by_test_id("error")).to_contain_text("often")
        page.screenshot(path=tmp_path / f"syncs-form-{language}.png", full_page=True)
        page.get_by_test_id("sync-schedule").fill("15m")
        page.get_by_test_id("start-sync").click()
        table = page.get_by_test_id("syncs-table")
        expect(table).to_contain_text(there)
        page.screenshot(path=tmp_path / f"syncs-list-{language}.png", full_page=True)
        table.get_by_role("button").filter(has_text=name).click()
        panel = page.get_by_test_id("sync-panel")
        expect(panel.get_by_test_id("sync-runs")).to_contain_text(left_out)
        page.screenshot(path=tmp_path / f"syncs-panel-{language}.png")
        page.get_by_test_id("pause-sync").click()
        expect(panel.get_by_test_id("connector-state")).to_have_text(paused)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"syncs-narrow-{language}.png", full_page=True)
        page.get_by_test_id("remove-sync").click()
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_test_id("empty")).to_be_visible()
    (file,) = (tmp_path / "out").glob("*.csv")
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["change", "person_id", "email", "user_id"]
    assert len(rows) > 1
