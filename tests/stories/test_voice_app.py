"""What customers write, in the browser: empty, full, narrow, in both languages."""

import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import SystemClock
from auftakt.sources import create_source
from auftakt.web.app import make_app

SENTENCES = Path(__file__).parent.parent / "insights" / "voice"
KEY = "voice-story"
WORDS = {
    "en": ("Nothing was written", "Delivery", "The soup was too salty.", "Criticism"),
    "ja": ("文章はありません", "配送", "スープが塩辛くて残念でした。", "不満"),
}


def hub_with_reviews(small_hub: Path, home: Path) -> Path:
    """The small shop, and what its sample customers wrote over half a year: the sentences of the tests."""
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    now = SystemClock().now()
    try:
        with hub.control.session() as session:
            create_source(session, hub.ids, name="Reviews", kind="server", now=now, write_key=KEY)
        texts = [
            line.split("\t")[2]
            for language in ("en", "ja")
            for line in (SENTENCES / f"sentences_{language}.tsv").read_text(encoding="utf-8").splitlines()
        ]
        door = TestClient(make_app(hub))
        for first in range(0, len(texts), 200):
            batch = [
                {"type": "track", "event": "Product Reviewed", "userId": f"r{(first + place) % 90}",
                 "messageId": f"review-{first + place}", "properties": {"text": text},
                 "timestamp": (now - timedelta(hours=7 * (first + place) + 1)).isoformat()}
                for place, text in enumerate(texts[first : first + 200])
            ]  # fmt: skip
            assert door.post("/v1/batch", json={"batch": batch}, auth=(KEY, "")).status_code == 200
        for _ in range(4):
            hub.runner.run_once(SystemClock().now())
    finally:
        close_hub(hub)
    return home


@pytest.mark.timeout(300)
@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_customers_write_is_seen_by_topic_and_sentence(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    nothing, topic, own, criticism = WORDS[language]
    with served(small_hub) as url, visitor(browser, url, language=language) as someone:
        someone.sign_in("viewer", language)
        someone.menu("voice")
        expect(someone.page.get_by_test_id("empty")).to_contain_text(nothing)
        someone.page.screenshot(path=tmp_path / f"voice-empty-{language}.png")
        someone.went_well()
    home = hub_with_reviews(small_hub, tmp_path / "hub")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("voice")
        page.get_by_test_id("voice-days").select_option("365")
        topics = page.get_by_test_id("voice-topics")
        expect(topics.get_by_role("button")).to_have_count(12)
        page.screenshot(path=tmp_path / f"voice-{language}.png", full_page=True)
        topics.get_by_role("button", name=topic).click()
        page.get_by_test_id("voice-feeling").get_by_text(criticism, exact=True).click()
        expect(page.get_by_test_id("voice-sentence").first).to_have_attribute("data-feeling", "negative")
        others = "[data-testid=voice-sentence]:not([data-feeling=negative])"
        expect(page.locator(others)).to_have_count(0)
        page.screenshot(path=tmp_path / f"voice-topic-{language}.png", full_page=True)
        page.get_by_test_id("voice-text").fill(own)
        page.get_by_test_id("voice-read").click()
        expect(page.get_by_test_id("voice-answer").locator("li")).to_have_attribute("data-feeling", "negative")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"voice-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)
        page.get_by_test_id("voice-sentence").first.get_by_role("link").click()
        expect(page).to_have_url(re.compile("/people/"))
        someone.went_well()
