"""A prediction of one's own in the app: chosen, trained, drawn with drift and fairness, explained, deleted."""

import shutil
from pathlib import Path

import duckdb
import pytest
from audiences.predictions.bank import NOW, put_bank
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import SystemClock


def hub_of_a_bank(small_hub: Path, home: Path, data: Path) -> Path:
    """A bank's real calls, as if they had been made lately."""
    shutil.copytree(small_hub, home)
    settings = home / "auftakt.toml"
    settings.write_text(settings.read_text() + '\n[privacy]\nsensitive_traits = "marital"\n')
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        days = (SystemClock().now() - NOW).days
        with hub.plane.writer() as con:
            for table in ("events", "identifiers", "people", "traits", "trait_facts", "memberships"):
                con.execute(f"delete from {table}")
            put_bank(con, data, 3)
            con.execute(f"update events set happened_at = happened_at + to_days({days})")
            con.execute(f"update trait_facts set set_at = set_at + to_days({days})")
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_prediction_is_made_and_explained(
    browser: Browser, small_hub: Path, shared_data: Path, tmp_path: Path, language: str
) -> None:
    home = hub_of_a_bank(small_hub, tmp_path / "hub", shared_data)
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("predictions")
        page.get_by_test_id("predict-new").click()
        page.get_by_test_id("new-event").select_option("Subscribed")
        page.get_by_test_id("new-among").select_option("Called")
        page.get_by_test_id("new-title").fill("Takes a deposit" if language == "en" else "定期預金を申し込む")
        page.get_by_test_id("add-filter").click()
        page.screenshot(path=tmp_path / f"propensity-new-{language}.png", full_page=True)
        page.get_by_test_id("new-make").click()
        card = page.get_by_test_id("predictor")
        expect(card).to_have_attribute("data-state", "none")
        page.get_by_test_id("predict-train").click()
        expect(page.get_by_test_id("predict-failed")).to_contain_text("50", timeout=60_000)
        page.get_by_test_id("predictor-remove").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete" if language == "en" else "削除").click()
        expect(page.get_by_test_id("predictor-choice").get_by_text("subscribed")).to_have_count(0)
        page.get_by_test_id("predict-new").click()
        page.get_by_test_id("new-event").select_option("Subscribed")
        page.get_by_test_id("new-among").select_option("Called")
        page.get_by_test_id("new-make").click()
        page.get_by_test_id("predict-train").click()
        expect(page.get_by_test_id("drift")).to_be_visible(timeout=90_000)
        expect(card).to_have_attribute("data-state", "published")
        expect(page.get_by_test_id("groups").get_by_role("row")).to_have_count(4)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=tmp_path / f"propensity-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"propensity-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)
        someone.go(f"/people/user_id:b{called_last()}")
        expect(page.get_by_test_id("person-predicted")).to_contain_text("×")
        page.screenshot(path=tmp_path / f"propensity-person-{language}.png")
        someone.went_well()


def called_last() -> int:
    """One of whom nobody knows yet whether they will."""

    found = duckdb.sql(
        "select min(who) from range(45212) as people(who) where who > 0 and hash(who) % 3 = 0"
        " and cast(hash(who * 7919) % 10 as int) = 9"
    ).fetchone()
    assert found is not None
    return int(found[0])
