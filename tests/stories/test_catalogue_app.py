"""The data catalogue through the app: gaps are found and filled, one by one, many, by file; how long data is kept."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

from auftakt.hub import DEMO_MARK, close_hub, open_hub
from auftakt.kit.clock import SystemClock, iso
from auftakt.team import make_sample_team

WORDS = {
    "en": ("in 100.0%", "by its name", "Personal", "from its event"),
    "ja": ("100.0%に付く", "名前から", "個人データ", "イベントから"),
}


def arrive(url: str, home: Path) -> None:
    """A questionnaire with an answer that is nobody's business, over a year."""
    with closing(sqlite3.connect(home / "control.db")) as control:
        (key,) = control.execute("select write_key from sources limit 1").fetchone()
    now = SystemClock().now()
    batch = [
        {
            "type": "track", "event": "Skin Quiz Done", "userId": f"sample-{number % 7}",
            "properties": {"condition": "dry, itching", "score": number, "campaign": "spring"},
            "timestamp": iso(now - timedelta(days=9 * number)),
        }
        for number in range(50)
    ]  # fmt: skip
    batch.append({"type": "identify", "userId": "sample-1", "traits": {"skin_type": "dry", "birthday": "1990-01-01"}})
    httpx.post(f"{url}/v1/batch", json={"batch": batch}, headers={"X-Write-Key": key}).raise_for_status()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_gaps_are_found_and_filled(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    share, by_name, personal, from_event = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        arrive(url, home)
        someone.menu("catalogue")
        table = page.get_by_test_id("catalogue-table")
        expect(table).to_contain_text("Product Purchased")
        page.reload()
        expect(table).to_contain_text("Skin Quiz Done", timeout=30_000)
        page.screenshot(path=tmp_path / f"catalogue-{language}.png", full_page=True)

        # One line, in the panel beside the list.
        table.get_by_role("button", name="condition", exact=True).click()
        entry = page.get_by_test_id("catalogue-entry")
        expect(entry).to_contain_text(share)
        page.get_by_test_id("field-sensitivity").select_option("special")
        page.get_by_test_id("field-purpose").fill("advice on care / お手入れの提案")
        page.get_by_test_id("save-entry").click()
        expect(page.get_by_test_id("is-masked")).to_be_visible()
        page.screenshot(path=tmp_path / f"catalogue-entry-{language}.png", full_page=True)

        # What the event says holds for its properties.
        table.get_by_role("button", name="Skin Quiz Done", exact=True).click()
        page.get_by_test_id("field-owner").fill("care@example.com")
        page.get_by_test_id("save-entry").click()
        expect(table.get_by_test_id("row").filter(has_text="score")).to_contain_text(from_event)

        # Many at once: everything of people that has no owner.
        page.get_by_test_id("gap-owner").click()
        page.get_by_test_id("catalogue-kind").select_option("trait")
        expect(table).to_contain_text(by_name)
        expect(table).to_contain_text(personal)
        rows = table.get_by_test_id("row").count()
        page.get_by_test_id("choose-all").click()
        bulk = page.get_by_test_id("catalogue-bulk")
        bulk.get_by_test_id("field-owner").fill("crm@example.com")
        page.screenshot(path=tmp_path / f"catalogue-bulk-{language}.png", full_page=True)
        page.get_by_test_id("save-bulk").click()
        expect(bulk).to_have_count(0)
        expect(table).to_have_count(0)
        assert rows >= 5
        page.get_by_test_id("gap-all").click()
        expect(table).to_contain_text("crm@example.com")

        # By file: written, changed outside, read again after a look.
        with page.expect_download() as loaded:
            page.get_by_test_id("catalogue-csv").click()
        file = tmp_path / "catalogue.csv"
        loaded.value.save_as(file)
        written = file.read_text(encoding="utf-8")
        file.write_text(written.replace("care@example.com", "skin@example.com"), encoding="utf-8")
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_role("dialog")).to_contain_text("Skin Quiz Done")
        page.screenshot(path=tmp_path / f"catalogue-file-{language}.png")
        page.get_by_test_id("confirm").click()
        page.get_by_test_id("catalogue-kind").select_option("event")
        expect(table).to_contain_text("skin@example.com")
        page.set_viewport_size(NARROW)
        page.reload()
        expect(table).to_contain_text("skin@example.com")
        page.screenshot(path=tmp_path / f"catalogue-narrow-{language}.png", full_page=True)
        page.set_viewport_size({"width": 1280, "height": 860})

        # A viewer reads it, changes nothing, and does not see what is special.
        someone.become("viewer")
        someone.go("/connections/catalogue")
        expect(table).to_contain_text("skin@example.com")
        expect(page.get_by_test_id("choose-all")).to_have_count(0)
        person = someone.get("/people?search=sample-1").json()["items"][0]["person_id"]
        someone.go(f"/people/{person}/timeline")
        expect(page.get_by_test_id("timeline")).to_contain_text("***")
        expect(page.get_by_test_id("timeline")).not_to_contain_text("itching")
        page.screenshot(path=tmp_path / f"catalogue-masked-{language}.png", full_page=True)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_how_long_data_is_kept_is_looked_at_before_it_is_saved(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("admin", language)
        arrive(url, home)
        someone.menu("catalogue")
        someone.tab("retention")
        table = page.get_by_test_id("retention-table")
        expect(table).to_contain_text("Product Purchased")
        table.get_by_role("button", name="Product Purchased").click()
        page.get_by_test_id("retention-days").fill("0")
        expect(page.get_by_test_id("save-retention")).to_be_disabled()
        page.get_by_test_id("keep-365").click()
        expect(page.get_by_test_id("retention-look")).to_be_visible()
        page.screenshot(path=tmp_path / f"retention-look-{language}.png", full_page=True)
        page.get_by_test_id("save-retention").click()
        expect(table.get_by_test_id("row").first).to_contain_text("365")
        assert [each["days"] for each in someone.get("/retention").json()["rules"]] == [365]
        page.get_by_test_id("retention-run").click()
        expect(page.get_by_test_id("confirm")).to_be_disabled()
        page.get_by_test_id("confirm-name").fill("Product Purchased")
        page.screenshot(path=tmp_path / f"retention-run-{language}.png")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("retention-runs").get_by_role("listitem")).to_have_count(1)
        expect(page.get_by_test_id("retention-run")).to_have_count(0)
        page.screenshot(path=tmp_path / f"retention-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.reload()
        expect(table).to_contain_text("365")
        page.screenshot(path=tmp_path / f"retention-narrow-{language}.png", full_page=True)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_empty_hub_says_what_will_be_here(browser: Browser, tmp_path: Path, language: str) -> None:
    home = tmp_path / "hub"
    home.mkdir()
    (home / DEMO_MARK).write_text("complete\n")
    (home / "auftakt.toml").write_text('name = "Sample hub"\nmailbox_port = 0\n')
    hub = open_hub(home, environ={}, mailbox=True)
    with hub.control.session() as session:
        make_sample_team(session, hub.ids, hub.clock.now())
    close_hub(hub)
    with served(home) as url, visitor(browser, url, language=language) as someone:
        someone.sign_in("editor", language)
        someone.menu("catalogue")
        expect(someone.page.get_by_test_id("empty")).to_be_visible()
        someone.page.screenshot(path=tmp_path / f"catalogue-empty-{language}.png")
        someone.tab("retention")
        expect(someone.page.get_by_test_id("empty")).to_be_visible()
