"""A replay in the app: what would change is shown, then it is done; both languages."""

import shutil
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.sources import create_source, parse_plan, save_plan
from auftakt.team import list_users

WORDS = {
    "en": ("Nothing would change", "Replays appear here", "Done", "All events"),
    "ja": ("何も変わりません", "ここに並びます", "完了", "すべてのイベント"),
}


def hub_with_a_new_plan(small_hub: Path, home: Path) -> Path:
    """A till that sent totals as text for a while, and a plan that has come since."""
    shutil.copytree(small_hub, home)
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        now = hub.clock.now()
        with hub.control.session() as session:
            till = create_source(session, hub.ids, name="Till (sample)", kind="server", now=now).id
        lines = [
            {
                "r": f"2026-10-{day:02}T00:00:00Z", "at": f"2026-10-{day:02}T00:00:00Z", "s": till, "k": "e",
                "i": f"t{day}", "t": "track", "n": "Till Closed", "ids": [["user_id", f"till{day % 4}"]],
                "p": {"total": str(day)}, "tr": {"shop": day if day % 5 == 0 else f"Shop {day % 3}"},
            }
            for day in range(1, 28)
        ]  # fmt: skip
        hub.log.append_now([msgspec.json.encode(line) for line in lines])
        hub.runner.run_until_idle(now)
        document = {
            "unplanned_event": "allow",
            "events": {"Till Closed": {"properties": {"total": {"type": "number", "on_violation": "drop"}}}},
            "traits": {"shop": {"type": "text", "on_violation": "quarantine"}},
        }
        with hub.control.session() as session:
            save_plan(session, parse_plan(document), by=list_users(session)[0], now=now)
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_replay_is_tried_and_done(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    nothing, empty, done, everything = WORDS[language]
    with (
        served(hub_with_a_new_plan(small_hub, tmp_path / "hub")) as url,
        visitor(browser, url, language=language) as someone,
    ):
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("replay")
        expect(page.get_by_test_id("past-replays")).to_contain_text(empty)
        page.screenshot(path=tmp_path / f"replay-empty-{language}.png")
        page.get_by_test_id("replay-try").click()
        trial = page.get_by_test_id("replay-trial")
        expect(trial.get_by_test_id("replay-events")).to_contain_text("Till Closed")
        page.screenshot(path=tmp_path / f"replay-{language}.png", full_page=True)
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"replay-narrow-{language}.png", full_page=True)
        page.set_viewport_size(WIDE)
        page.get_by_test_id("replay-start").click()
        page.get_by_role("dialog").get_by_role("button").last.click()
        expect(page.get_by_test_id("replay-done")).to_be_visible()
        past = page.get_by_test_id("replays")
        expect(past).to_contain_text(done)
        expect(past).to_contain_text(everything)
        page.get_by_test_id("replay-try").click()
        expect(page.get_by_test_id("replay-nothing")).to_contain_text(nothing)
        page.screenshot(path=tmp_path / f"replay-done-{language}.png", full_page=True)
