"""The tracking plan through the app: begin with what arrived, put it in force, see what differs."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

from auftakt.kit.clock import SystemClock, iso

STRANGE = {"type": "track", "event": "Ordr Completed", "userId": "sample-1", "properties": {"total": "many"}}
WORDS = {
    "en": ("There is no plan yet", "Version 1 is in force", "The event is not in the tracking plan."),
    "ja": ("計画はまだありません", "版1を適用中", "計画にないイベントです。"),
}


def two_weeks_that_differ(url: str, key: str) -> None:
    """A total that was a number and is a text now; nobody names the currency any more."""
    now = SystemClock().now()
    before = {"properties": {"total": 1200, "currency": "JPY"}, "timestamp": iso(now - timedelta(days=10))}
    after = {"properties": {"total": "1,200"}, "timestamp": iso(now - timedelta(hours=5))}
    batch = [
        {"type": "track", "event": "Basket Seen", "userId": "s"} | each for each in (before, after) for _ in range(80)
    ]
    httpx.post(f"{url}/v1/batch", json={"batch": batch}, headers={"X-Write-Key": key}).raise_for_status()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_plan_is_begun_saved_and_tells_what_differs(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    with closing(sqlite3.connect(home / "control.db")) as control:
        (key,) = control.execute("select write_key from sources limit 1").fetchone()
    none, in_force, problem = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {422}
        someone.sign_in("editor", language)
        someone.menu("plan")
        expect(page.get_by_test_id("plan")).to_contain_text(none)
        page.screenshot(path=tmp_path / f"plan-empty-{language}.png", full_page=True)
        page.get_by_test_id("begin-plan").click()
        page.get_by_test_id("plan-load").click()
        editor = page.get_by_test_id("body")
        expect(editor).not_to_have_value("")
        editor.fill("unplanned_event: quarantin\n")
        page.get_by_test_id("check-plan").click()
        expect(page.get_by_test_id("error")).to_contain_text("$.unplanned_event")
        page.get_by_test_id("plan-start").select_option("ecommerce")
        page.get_by_test_id("plan-load").click()
        expect(page.get_by_test_id("error")).to_have_count(0)
        page.get_by_test_id("save-plan").click()
        expect(page.get_by_test_id("plan-standing")).to_have_text(in_force)
        page.screenshot(path=tmp_path / f"plan-editor-{language}.png", full_page=True)
        page.get_by_test_id("tab-versions").click()
        expect(page.get_by_test_id("plan-versions")).to_be_visible()
        page.screenshot(path=tmp_path / f"plan-versions-{language}.png", full_page=True)
        for _ in range(3):
            httpx.post(f"{url}/v1/track", json=STRANGE, headers={"X-Write-Key": key}).raise_for_status()
        page.get_by_test_id("tab-differences").click()
        table = page.get_by_test_id("violations")
        expect(table).to_contain_text("Ordr Completed", timeout=30_000)
        table.get_by_text(problem).first.click()
        expect(page.get_by_text('"many"')).to_be_visible()
        page.screenshot(path=tmp_path / f"plan-differences-{language}.png", full_page=True)
        page.get_by_test_id("tab-changes").click()
        expect(page.get_by_test_id("volumes")).to_contain_text("Ordr Completed")
        page.screenshot(path=tmp_path / f"plan-changes-few-{language}.png", full_page=True)
        two_weeks_that_differ(url, key)
        page.get_by_test_id("tab-differences").click()
        expect(table).to_contain_text("Basket Seen")
        page.reload()
        page.get_by_test_id("tab-changes").click()
        expect(page.get_by_test_id("drifts")).to_contain_text("total")
        page.screenshot(path=tmp_path / f"plan-changes-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"plan-changes-narrow-{language}.png", full_page=True)
        page.screenshot(path=tmp_path / f"plan-narrow-{language}.png", full_page=True)
