"""Duplicates in the app: comparing, deciding by key and button, undoing, measuring, settings; both languages."""

import csv
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sample_people import sample_people
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.sources import create_source, import_file, read_mapping

WORDS = {
    "en": ("Pairs that look like one person", "Almost certainly one person", "merged into one person", "Saved."),
    "ja": ("同じ人物と思われる2人が", "ほぼ確実に同じ人物", "1人の人物に統合しました", "保存しました"),
}
TRAITS = ("lastName", "firstName", "birthday", "city", "email", "postal_code")
MAPPING = "\n".join(
    (
        "[identifiers]", 'user_id = "user"', 'loyalty_card = "card"', "[traits]",
        *(f'{each} = "{each}"' for each in TRAITS),
    )
)  # fmt: skip


def hub_with_twins(small_hub: Path, home: Path) -> Path:
    """Sample people, 30 of them twice; 20 more whom a card joins, so that there is something to measure on."""
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        path = home / "people.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(("user", "card", *TRAITS))
            for user, who, told in sample_people(300, 50):
                card = f"joined-{who}" if 30 <= int(who) < 50 else ""
                told["postal_code"] = told["address"]["postalCode"]
                out.writerow((user, card, *(told[each] for each in TRAITS)))
        with hub.control.session() as session:
            made = create_source(session, hub.ids, name="Shop and CRM", kind="import", now=hub.clock.now())
        report = import_file(hub, path, read_mapping(MAPPING), made.id)
        assert report.failed == 0, report.errors
        hub.runner.run_until_idle(hub.clock.now())
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_pairs_are_found_decided_and_undone(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    nothing, certain, merged, _ = WORDS[language]
    home = hub_with_twins(small_hub, tmp_path / "hub")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("duplicates")
        expect(page.get_by_test_id("duplicates")).to_contain_text(nothing)
        page.screenshot(path=tmp_path / f"duplicates-empty-{language}.png")
        page.get_by_test_id("compare").first.click()
        rows = page.get_by_test_id("match-row")
        expect(rows.first).to_be_visible(timeout=90_000)
        pair = page.get_by_test_id("match-pair")
        expect(pair).to_contain_text(certain)
        before = rows.count()
        page.screenshot(path=tmp_path / f"duplicates-{language}.png")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"duplicates-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)

        second = rows.nth(1).text_content() or ""
        page.keyboard.press("j")
        expect(rows.nth(1)).to_have_attribute("aria-current", "true")
        page.keyboard.press("a")
        expect(page.get_by_test_id("match-told")).to_contain_text(merged)
        expect(rows).to_have_count(before - 1)
        page.screenshot(path=tmp_path / f"duplicates-merged-{language}.png")
        page.keyboard.press("u")
        expect(rows).to_have_count(before)
        expect(rows.nth(1)).to_have_text(second)
        page.get_by_test_id("match-refuse").click()
        expect(rows).to_have_count(before - 1)
        page.get_by_test_id("match-approve").click()
        expect(rows).to_have_count(before - 2)

        page.get_by_test_id("match-state").select_option("approved")
        expect(page.get_by_test_id("match-decided")).to_be_visible()
        page.get_by_test_id("match-fields").get_by_role("link").first.click()
        links = page.get_by_test_id("links")
        expect(links).to_contain_text("Matched" if language == "en" else "名寄せ")
        page.screenshot(path=tmp_path / f"matched-person-{language}.png", full_page=True)
        someone.went_well()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_quality_is_measured_and_settings_are_kept(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    saved = WORDS[language][3]
    home = hub_with_twins(small_hub, tmp_path / "hub")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {422}
        someone.sign_in("admin", language)
        someone.menu("duplicates")
        page.get_by_test_id("tab-settings").click()
        page.get_by_test_id("match-measure").click()
        expect(page.get_by_test_id("match-curve")).to_be_visible(timeout=90_000)
        at_once = {"en": "Merge at once", "ja": "すぐに統合する"}[language]
        page.get_by_test_id("match-policy").get_by_text(at_once).click()
        expect(page.get_by_test_id("match-mark")).to_have_count(2)
        page.get_by_test_id("match-lower").fill("0.95")
        page.get_by_test_id("match-lower").blur()
        expect(page.get_by_test_id("match-says")).to_contain_text("95%")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=tmp_path / f"match-settings-{language}.png", full_page=True)
        page.get_by_test_id("match-add").select_option("trait:language")
        expect(page.get_by_test_id("match-fields-table")).to_contain_text("trait:language")
        page.get_by_test_id("match-save").click()
        expect(page.get_by_role("status").filter(has_text=saved)).to_be_visible()
        page.reload()
        expect(page.get_by_test_id("match-fields-table")).to_contain_text("trait:language")
        page.get_by_test_id("match-curve").get_by_test_id("chart-table").click()
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"match-settings-narrow-{language}.png", full_page=True)
        someone.went_well()
