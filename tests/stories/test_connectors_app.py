"""A connector through the app: set up after a look, watched, paused, and in trouble with the way out."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

WORDS = {
    "en": ("3 new rows, 2 events", "Nothing in the event says whose it is.", "Failing", "Paused"),
    "ja": ("新しい行 3、イベント 2", "誰のイベントか分かる識別子がありません。", "失敗中", "一時停止"),
}


def shop(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("create table orders (order_id text, email text, total integer, updated_at text)")
        con.executemany(
            "insert into orders values (?, ?, ?, ?)",
            [
                ("A-1", "aoi@example.com", 4800, "2026-10-01 10:00:00"),
                ("A-2", "ren@example.com", 1200, "2026-10-02 11:30:00"),
                ("A-3", None, 900, "2026-10-03 09:15:00"),
            ],
        )
    return path


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_connector_is_set_up_watched_and_mended(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    database = shop(tmp_path / "shop.db")
    outcome, reason, failing, paused = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {404, 422, 503}
        someone.sign_in("admin", language)
        someone.menu("connectors")
        expect(page.get_by_test_id("empty")).to_be_visible()
        page.screenshot(path=tmp_path / f"connectors-empty-{language}.png", full_page=True)
        page.get_by_test_id("new-connector").first.click()
        page.get_by_test_id("connector-name").fill("Shop orders" if language == "en" else "ショップの注文")
        page.get_by_test_id("connector-schedule").fill("15m")
        page.get_by_test_id("setting-url").fill("sqlite:////nowhere/shop.db")
        page.get_by_test_id("setting-table").fill("orders")
        page.get_by_test_id("try-connector").click()
        expect(page.get_by_test_id("error")).to_contain_text("/nowhere/shop.db")
        page.get_by_test_id("setting-url").fill(f"sqlite:///{database}")
        page.get_by_test_id("setting-cursor").fill("updated_at")
        page.get_by_test_id("setting-password").fill("not needed here")
        page.get_by_test_id("try-connector").click()
        expect(page.get_by_test_id("mapping")).to_contain_text("aoi@example.com")
        expect(page.get_by_test_id("error")).to_have_count(0)
        page.screenshot(path=tmp_path / f"connectors-form-{language}.png", full_page=True)
        page.get_by_test_id("start-import").click()
        table = page.get_by_test_id("connectors-table")
        expect(table).to_contain_text(outcome)
        page.screenshot(path=tmp_path / f"connectors-list-{language}.png", full_page=True)
        table.get_by_role("button").filter(has_text="Shop orders" if language == "en" else "ショップの注文").click()
        panel = page.get_by_test_id("connector-panel")
        panel.locator("details summary").first.click()
        expect(panel).to_contain_text(reason)
        expect(panel).not_to_contain_text("not needed here")
        with closing(sqlite3.connect(database)) as con, con:
            con.execute("alter table orders rename to orders_old")
        page.get_by_test_id("run-connector").click()
        expect(panel.get_by_role("alert")).to_contain_text("no such table: orders")
        expect(table).to_contain_text(failing)
        page.screenshot(path=tmp_path / f"connectors-failing-{language}.png", full_page=True)
        with closing(sqlite3.connect(database)) as con, con:
            con.execute("alter table orders_old rename to orders")
        page.get_by_test_id("run-connector").click()
        expect(panel.get_by_role("alert")).to_have_count(0)
        page.get_by_test_id("edit-connector").click()
        page.get_by_test_id("connector-schedule").fill("6h")
        page.get_by_test_id("try-connector").click()
        expect(page.get_by_test_id("mapping")).to_contain_text("aoi@example.com")
        page.screenshot(path=tmp_path / f"connectors-change-{language}.png", full_page=True)
        page.get_by_test_id("start-import").click()
        expect(page.get_by_test_id("connector-form")).to_have_count(0)
        expect(table).to_contain_text("every 6 hours" if language == "en" else "6時間ごと")
        table.get_by_role("button").filter(has_text="Shop orders" if language == "en" else "ショップの注文").click()
        page.get_by_test_id("pause-connector").click()
        expect(table).to_contain_text(paused)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"connectors-narrow-{language}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 860})
        page.get_by_test_id("remove-connector").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("empty")).to_be_visible()
        page.get_by_test_id("new-connector").first.click()
        page.get_by_test_id("connector-name").fill("Form")
        page.get_by_test_id("connector-kind").select_option("webhook")
        page.get_by_test_id("setting-secret").fill("s3cret")
        page.get_by_test_id("setting-example").fill('{"email": "aoi@example.com", "order_id": "A-9", "total": 10}')
        page.get_by_test_id("try-connector").click()
        expect(page.get_by_test_id("mapping")).to_contain_text("aoi@example.com")
        page.screenshot(path=tmp_path / f"webhook-form-{language}.png", full_page=True)
        page.get_by_test_id("start-import").click()
        page.get_by_test_id("connectors-table").get_by_role("button").filter(has_text="Form").click()
        expect(page.get_by_test_id("webhook-address")).to_contain_text(f"{url}/w/")
        page.screenshot(path=tmp_path / f"webhook-{language}.png", full_page=True)
