"""Predictions in the app: refused with what they need, trained, tried, drawn, explained; both languages."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from audiences.predictions.buyers import END, put_cdnow
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import SystemClock

WORDS = {
    "en": ("Not trained yet", "100 buyers", "Published", "they buy with a probability"),
    "ja": ("まだ学習していません", "購入者100人", "公開", "購入する確率は"),
}


def hub_with_buyers(small_hub: Path, home: Path, data: Path) -> Path:
    """A record shop's real customers, as if their last purchase had been yesterday."""
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        with hub.plane.writer() as con:
            for table in ("events", "identifiers", "people", "traits", "memberships"):
                con.execute(f"delete from {table}")
            put_cdnow(con, data, 3000)
            now: datetime = SystemClock().now()
            con.execute(f"update events set happened_at = happened_at + to_days({(now - END).days})")
            con.execute(f"update people set last_seen = last_seen + to_days({(now - END).days})")
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_purchases_are_predicted_and_explained(
    browser: Browser, small_hub: Path, shared_data: Path, tmp_path: Path, language: str
) -> None:
    untrained, needs, published, reason = WORDS[language]
    home = hub_with_buyers(small_hub, tmp_path / "hub", shared_data)
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("predictions")
        page.locator("[data-name=purchases]").click()
        card = page.get_by_test_id("predictor").first
        expect(card).to_contain_text(untrained)
        page.screenshot(path=tmp_path / f"predictions-empty-{language}.png")
        page.get_by_test_id("predict-events").fill("Nobody Did This")
        page.get_by_test_id("predict-train").click()
        expect(page.get_by_test_id("predict-failed")).to_contain_text(needs)
        page.get_by_test_id("predict-events").fill("Order Completed")
        page.get_by_test_id("predict-train").click()
        expect(page.get_by_test_id("calibration")).to_be_visible(timeout=60_000)
        expect(card).to_have_attribute("data-state", "published")
        page.get_by_test_id("predict-train").click()
        expect(page.get_by_test_id("trainings").get_by_test_id("row")).to_have_count(2, timeout=60_000)
        expect(page.get_by_test_id("trainings")).to_contain_text(published)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=tmp_path / f"predictions-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"predictions-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)
        page.get_by_test_id("calibration").get_by_test_id("chart-table").click()
        expect(page.get_by_test_id("calibration").get_by_role("row")).to_have_count(11)
        someone.go("/people/user_id:c18")
        expect(page.get_by_test_id("person-predicted")).to_contain_text(reason)
        page.screenshot(path=tmp_path / f"predicted-{language}.png")
        someone.become("viewer")
        someone.menu("predictions")
        expect(page.get_by_test_id("predictor")).to_be_visible()
        expect(page.get_by_test_id("predict-train")).to_have_count(0)
        someone.went_well()
