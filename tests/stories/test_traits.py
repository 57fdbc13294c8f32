"""A computed trait in a browser: tried, kept, used on a person's page with its history, and the timeline narrowed."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]


def look(someone: Visitor, name: str, language: str) -> None:
    """Pictures of the page where they are wanted (AUFTAKT_LOOK names a folder), wide and narrow."""
    folder = os.environ.get("AUFTAKT_LOOK")
    if folder:
        for word, size in (("wide", WIDE), ("narrow", NARROW)):
            someone.page.set_viewport_size(size)
            someone.page.wait_for_timeout(300)
            someone.page.screenshot(path=str(Path(folder) / f"{name}-{language}-{word}.png"), full_page=True)
        someone.page.set_viewport_size(WIDE)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_trait_is_tried_kept_and_read_on_a_persons_page(browser: Browser, fresh_hub: str, language: str) -> None:
    with visitor(browser, fresh_hub) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("traits")
        expect(page.get_by_test_id("traits")).to_be_visible()
        look(someone, "traits-empty", language)
        page.get_by_test_id("new-trait").first.click()
        page.get_by_test_id("trait-name").fill("spent_90d")
        page.get_by_test_id("trait-event").select_option("Product Purchased")
        page.get_by_test_id("trait-measure").select_option("sum")
        expect(page.get_by_test_id("trait-text")).to_contain_text("Product Purchased")
        expect(page.get_by_test_id("trait-people")).to_have_text(re.compile(r"160.*160"))
        look(someone, "trait-new", language)
        page.get_by_test_id("save-trait").click()
        page.wait_for_url("**/traits/trt_*")
        someone.menu("traits")
        card = page.get_by_test_id("trait-card")
        expect(card.locator(".strong").last).to_have_text(re.compile(r"[1-9]"), timeout=30_000)
        look(someone, "traits", language)
        rule = {"kind": "trait", "name": "spent_90d", "op": "at_least", "value": 0}
        who = someone.post("/audiences/preview", {"rule": rule}).json()["sample"][0]["person_id"]
        someone.go(f"/people/{who}")
        expect(page.get_by_test_id("traits")).to_contain_text("spent_90d")
        look(someone, "person", language)
        page.get_by_test_id("trait-history").first.click()
        expect(page.get_by_test_id("trait-changes").locator("li").first).to_be_visible()
        look(someone, "trait-history", language)
        someone.go(f"/people/{who}")
        page.get_by_test_id("note-text").fill("Asked for a catalogue (sample)")
        page.get_by_test_id("write-note").click()
        expect(page.get_by_test_id("note")).to_contain_text("Asked for a catalogue (sample)")
        look(someone, "person-note", language)
        someone.go(f"/people/{who}/timeline")
        expect(page.get_by_test_id("timeline").locator("details").first).to_be_visible()
        page.get_by_test_id("timeline-kind").select_option("identify")
        expect(page.get_by_test_id("timeline").locator("details").first).to_be_visible()
        look(someone, "timeline", language)
        page.get_by_test_id("timeline-text").fill("nothing is called like this")
        expect(page.get_by_test_id("timeline").locator("details")).to_have_count(0)
