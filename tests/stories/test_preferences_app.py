"""A reader's own page in a browser: what it shows, one click for all, in both languages, wide and on a phone."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served

from auftakt.channels import Links
from auftakt.channels.ledger import ReservedSend, take_over
from auftakt.hub import close_hub, open_hub
from auftakt.people import find_person_id

WORDS = {
    "en": (
        "What may we send you?",
        "Saved. It counts from now on.",
        "Everything is stopped. Nothing more will be sent.",
    ),
    "ja": (
        "受け取るお知らせを選ぶ",
        "保存しました。ただいまから有効です。",
        "すべて停止しました。今後お送りしません。",
    ),
}
READER = "person.1@example.com"


def path_of_the_page(home: Path, language: str) -> str:
    """The link as it stands in a mail that was handed over to a sample person."""
    hub = open_hub(home, environ={})
    try:
        now = hub.clock.now()
        with hub.plane.reader() as con:
            person_id = find_person_id(con, f"email:{READER}")
        send = ReservedSend("snd_page", "cmp_1", person_id, "email", "v", language, READER, "apr_1", now)
        with hub.control.session() as session:
            take_over(session, [send])
        return Links(hub.secret, "").preferences("snd_page")
    finally:
        close_hub(hub)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_reader_chooses_and_stops_everything(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    path = path_of_the_page(home, language)
    title, saved, stopped = WORDS[language]
    with served(home) as url:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(url + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        box = page.get_by_role("checkbox").first
        expect(box).to_be_checked()
        page.screenshot(path=tmp_path / f"preferences-{language}.png", full_page=True)
        box.uncheck()
        page.get_by_role("button").first.click()
        expect(page.get_by_role("status")).to_have_text(stopped)
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button").first.click()
        expect(page.get_by_role("status")).to_have_text(saved)
        page.set_viewport_size(NARROW)
        page.get_by_role("button").last.click()
        expect(page.get_by_role("status")).to_have_text(stopped)
        expect(page.get_by_role("checkbox").first).not_to_be_checked()
        page.screenshot(path=tmp_path / f"preferences-narrow-{language}.png", full_page=True)
        strange = page.goto(f"{url}/p/nobody")
        assert strange is not None
        assert strange.status == 404
