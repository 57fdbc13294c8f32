"""Double opt-in in a browser: an admin switches it on, a reader asks, nothing counts until the button in the mail."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, Visitor, served, visitor
from stories.test_preferences_app import READER, path_of_the_page

WORDS = {
    "en": (
        "We have sent a mail to",
        "Please confirm",
        "Thank you, it is confirmed",
        "Confirmed by the link in the mail.",
    ),
    "ja": (
        "にメールをお送りしました",
        "内容をご確認ください",
        "確認しました。ありがとうございます",
        "メール内のリンクで確認済み。",
    ),
}


def link_in_the_mail(someone: Visitor) -> str:
    """The confirmation as it reached the local mailbox."""
    for _ in range(100):
        found = someone.get(f"/mailbox?search={READER}").json()["items"]
        if found:
            text = someone.get(f"/mailbox/{found[0]['id']}").json()["text"]
            link = re.search(r"https?://\S+(/k/\S+)", text)
            assert link is not None, text
            return link[1]
        someone.page.wait_for_timeout(100)
    pytest.fail("No mail arrived.")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_yes_counts_once_its_owner_confirms_it(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    centre = path_of_the_page(home, language)
    sent, asks, thanks, proof = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("admin", language)
        someone.menu("consent")
        page.get_by_test_id("purpose-marketing").get_by_role("switch").last.check(force=True)
        page.get_by_test_id("save-catalogue").click()
        expect(page.get_by_test_id("save-catalogue")).to_be_disabled()
        reader = browser.new_context(java_script_enabled=False).new_page()
        reader.goto(url + centre)
        reader.get_by_role("checkbox").first.uncheck()
        reader.get_by_role("button").first.click()
        reader.get_by_role("checkbox").first.check()
        reader.get_by_role("button").first.click()
        expect(reader.get_by_role("status")).to_contain_text(sent)
        reader.screenshot(path=tmp_path / f"asked-{language}.png", full_page=True)
        page.reload()
        waiting = page.get_by_test_id("sign-ups-table")
        expect(waiting).to_contain_text(READER)
        page.screenshot(path=tmp_path / f"sign-ups-{language}.png", full_page=True)
        someone.go(f"/people/email:{READER}")
        expect(page.get_by_test_id("waiting-sign-up")).to_be_visible()
        page.screenshot(path=tmp_path / f"waiting-{language}.png")
        reader.goto(url + link_in_the_mail(someone))
        expect(reader.get_by_role("heading", level=1)).to_have_text(asks)
        reader.screenshot(path=tmp_path / f"confirm-{language}.png", full_page=True)
        reader.set_viewport_size(NARROW)
        reader.screenshot(path=tmp_path / f"confirm-narrow-{language}.png", full_page=True)
        reader.get_by_role("button").click()
        expect(reader.get_by_role("heading", level=1)).to_have_text(thanks)
        reader.screenshot(path=tmp_path / f"confirmed-{language}.png", full_page=True)
        someone.go(f"/people/email:{READER}")
        expect(page.get_by_test_id("consent-history")).to_contain_text(proof, timeout=30_000)
        expect(page.get_by_test_id("waiting-sign-up")).to_have_count(0)
        page.get_by_test_id("consents").get_by_test_id("evidence").click()
        expect(page.get_by_text("127.0.0.1").first).to_be_visible()
        page.screenshot(path=tmp_path / f"history-{language}.png", full_page=True)
        page.get_by_test_id("panel").get_by_role("button").first.click()
        page.get_by_test_id("stop-everything").click()
        page.get_by_test_id("stop-note").fill("OK")
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_test_id("person-suppressed")).to_be_visible()
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"person-narrow-{language}.png")
        someone.menu("consent")
        page.set_viewport_size(NARROW)
        expect(page.get_by_test_id("sign-ups")).to_be_visible()
        page.screenshot(path=tmp_path / f"consent-narrow-{language}.png", full_page=True)
