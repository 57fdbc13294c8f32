"""Leads in the app: begun with one button, accepted, refused and moved on the board, drawn as a funnel, explained on a
person; both languages."""

import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.kit.clock import iso
from auftakt.sources import create_source

WORDS = {
    "en": ("Nobody is scored yet", "Rests until", "Form sent", "accepted"),
    "ja": ("まだ誰にも点数が付いていません", "まで休止", "フォームの送信", "受諾"),
}


def hub_with_leads(small_hub: Path, home: Path) -> Path:
    """Forty people with an origin; ten of them asked for a demo some days ago, and two became customers."""
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        with hub.plane.writer() as con:
            for table in ("events", "identifiers", "people", "traits", "memberships", "consents"):
                con.execute(f"delete from {table}")
        with hub.control.session() as session:
            made = create_source(session, hub.ids, name="Site", kind="server", now=hub.clock.now())
        lines = []
        for number in range(40):
            who = [["user_id", f"u{number}"], ["email", f"lead.{number}@example.com"]]
            traits = {
                "email": f"lead.{number}@example.com",
                "name": f"Sample {number} / 見本 {number}",
                "origin": ["search", "social", "fair"][number % 3],
                "owner": ["Aoi", "Ken"][number % 2],
            }
            if number % 2 == 0:
                traits |= {"company": "Sample Works", "title": "Manager"}
            told = [("identify", "Identified", 20 - number % 15, {}, traits)]
            if number < 20:
                told += [
                    ("track", "Form Submitted", 12 - number % 9 + day, {}, None) for day in range(1 + number % 2 + 1)
                ]
            if number < 2:
                told.append(("track", "Order Completed", 1, {"order_id": f"o{number}"}, None))
            for place, (kind, name, days, says, facts) in enumerate(told):
                at = iso(hub.clock.now() - timedelta(days=days, hours=number))
                line = {
                    "r": at, "at": at, "s": made.id, "k": "e", "i": f"l{number}-{place}", "t": kind, "n": name,
                    "p": says, "ids": who,
                }  # fmt: skip
                lines.append(msgspec.json.encode(line | ({"tr": facts} if facts else {})))
        hub.log.append_now(lines)
        hub.runner.run_until_idle(hub.clock.now())
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_leads_are_scored_handed_over_and_answered(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    empty, rests, form, accepted = WORDS[language]
    home = hub_with_leads(small_hub, tmp_path / "hub")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("leads")
        expect(page.get_by_test_id("leads")).to_contain_text(empty)
        page.screenshot(path=tmp_path / f"leads-empty-{language}.png", full_page=True)
        page.get_by_test_id("begin").click()
        waiting = page.get_by_test_id("stage-mql")
        expect(waiting.get_by_test_id("lead-card").first).to_be_visible(timeout=60_000)
        before = int(waiting.get_by_test_id("count").inner_text())
        page.screenshot(path=tmp_path / f"leads-board-{language}.png", full_page=True)
        card = waiting.get_by_test_id("lead-card").first
        name = card.get_by_role("link").inner_text()
        card.get_by_test_id("accept").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("stage-sql")).to_contain_text(name)
        waiting.get_by_test_id("lead-card").first.get_by_test_id("refuse").click()
        page.screenshot(path=tmp_path / f"leads-refuse-{language}.png")
        page.get_by_test_id("refusal-reason").select_option("not_now")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("stage-lead")).to_contain_text(rests)
        expect(waiting.get_by_test_id("count")).to_have_text(str(before - 2))
        page.get_by_test_id("lead-origin").select_option("fair")
        expect(page.get_by_test_id("stage-customer").get_by_test_id("count")).to_have_text("0")
        page.get_by_test_id("lead-origin").select_option("")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"leads-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)
        page.get_by_test_id("tab-funnel").click()
        expect(page.get_by_test_id("funnel-step")).to_have_count(6)
        expect(page.get_by_test_id("funnel-origins").get_by_test_id("row")).to_have_count(3)
        page.screenshot(path=tmp_path / f"leads-funnel-{language}.png", full_page=True)
        page.get_by_test_id("tab-model").click()
        expect(page.get_by_test_id("rules-score")).to_contain_text(form)
        page.screenshot(path=tmp_path / f"leads-model-{language}.png", full_page=True)
        page.get_by_test_id("tab-board").click()
        page.get_by_test_id("stage-sql").get_by_role("link", name=name).click()
        expect(page.get_by_test_id("person-lead")).to_contain_text(accepted)
        page.screenshot(path=tmp_path / f"leads-person-{language}.png", full_page=True)
        someone.become("viewer")
        someone.menu("leads")
        expect(page.get_by_test_id("stage-sql").get_by_test_id("move")).to_have_count(0)
        someone.went_well()
