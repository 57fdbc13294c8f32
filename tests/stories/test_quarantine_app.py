"""The quarantine through the app: an event is understood, put right and taken in; one dismissed; many by a rule."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

WORDS = {
    "en": {
        "empty": "Nothing waits here.", "no_identifier": "Nothing in the event says whose it is.",
        "no_json": "This is no JSON", "dismissed": "Dismissed: A test", "done": "4 events mended and taken in.",
    },
    "ja": {
        "empty": "対応を待つものはありません。", "no_identifier": "誰のイベントか分かる識別子がありません。",
        "no_json": "JSON として読めません", "dismissed": "対応不要: A test", "done": "4件を修正して取り込みました。",
    },
}  # fmt: skip


def sent_by_a_clumsy_app(url: str, key: str) -> None:
    def send(*events: dict[str, Any]) -> None:
        batch = {"context": {"locale": "ja-JP"}, "batch": list(events)}
        httpx.post(f"{url}/v1/batch", json=batch, headers={"X-Write-Key": key}).raise_for_status()

    send({"type": "track", "userId": "sample-1", "properties": {"screen": "settings"}})
    for number in range(6):
        facts = {"uid": f"sample-{number}", "total": 1200 + number} if number else {"total": 980}
        send({"type": "track", "event": "Order Completed", "properties": facts})
    httpx.post(f"{url}/v1/batch", content=b'{"batch":[{"type":"page"', headers={"X-Write-Key": key})


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_waits_is_put_right(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    with closing(sqlite3.connect(home / "control.db")) as control:
        (key,) = control.execute("select write_key from sources limit 1").fetchone()
    words = WORDS[language]
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.expected = {422}

        def look(name: str) -> None:
            page.screenshot(path=tmp_path / f"quarantine-{name}-{language}.png", full_page=True)

        someone.sign_in("editor", language)
        someone.menu("quarantine")
        expect(page.get_by_test_id("empty")).to_contain_text(words["empty"])
        look("empty")
        sent_by_a_clumsy_app(url, key)
        page.reload()
        rows = page.get_by_test_id("quarantine-table").get_by_test_id("row")
        expect(rows).to_have_count(8)
        look("list")

        # One event: the refusal shows in place, the correction comes in.
        page.get_by_test_id("reason-no_identifier").click()
        expect(rows).to_have_count(6)
        rows.last.get_by_role("button").click()
        panel = page.get_by_test_id("quarantined")
        expect(panel).to_contain_text(words["no_identifier"])
        editor = panel.get_by_test_id("body")
        draft = json.loads(editor.input_value())
        assert draft["context"] == {"locale": "ja-JP"}
        editor.fill("{")
        page.get_by_test_id("mend").click()
        expect(page.get_by_test_id("no-json")).to_contain_text(words["no_json"])
        editor.fill(json.dumps(draft, indent=2, ensure_ascii=False))
        page.get_by_test_id("mend").click()
        expect(panel.get_by_test_id("error")).to_contain_text(words["no_identifier"])
        look("refused")
        editor.fill(json.dumps(draft | {"userId": "sample-0"}, indent=2, ensure_ascii=False))
        page.get_by_test_id("mend").click()
        expect(panel).to_have_attribute("data-state", "mended")
        expect(rows).to_have_count(5)
        look("mended")

        # One that nobody needs.
        page.get_by_test_id("reason-unreadable_body").click()
        expect(rows).to_have_count(1)
        rows.first.get_by_role("button").click()
        page.get_by_test_id("dismiss").click()
        page.get_by_test_id("dismiss-why").fill("A test")
        look("dismiss")
        page.get_by_test_id("confirm").click()
        expect(panel).to_have_attribute("data-state", "dismissed")
        expect(panel).to_contain_text(words["dismissed"])

        # Many by a rule, tried first.
        page.get_by_test_id("reason-all").click()
        page.get_by_test_id("panel").get_by_role("button").first.click()
        page.get_by_test_id("open-rule").click()
        page.get_by_test_id("quarantine-event").fill("Order Completed")
        page.get_by_test_id("step-field").fill("properties.uid")
        page.get_by_test_id("step-to").fill("userId")
        page.get_by_test_id("add-step").click()
        second = page.get_by_test_id("step").last
        second.get_by_test_id("step-do").select_option("cast")
        second.get_by_test_id("step-field").fill("properties.total")
        expect(rows).to_have_count(5)
        page.get_by_test_id("try-rule").click()
        expect(page.get_by_test_id("passing")).to_have_text("5")
        page.get_by_test_id("quarantine-text").fill("uid")
        expect(page.get_by_test_id("trial")).to_have_count(0)
        page.get_by_test_id("quarantine-text").fill("sample-1")
        expect(rows).to_have_count(1)
        page.get_by_test_id("quarantine-text").fill("")
        expect(rows).to_have_count(5)
        page.get_by_test_id("try-rule").click()
        expect(page.get_by_test_id("example")).to_have_count(3)
        look("trial")
        page.set_viewport_size(NARROW)
        look("trial-narrow")
        page.set_viewport_size({"width": 1280, "height": 860})
        page.get_by_test_id("apply-rule").click()
        expect(page.get_by_test_id("rule-done")).to_contain_text(words["done"].replace("4", "5"))
        expect(rows).to_have_count(0)
        look("done")
        page.get_by_test_id("quarantine-state").select_option("")
        expect(rows).to_have_count(6)
        page.get_by_test_id("quarantine-event").fill("")
        expect(rows).to_have_count(8)
        look("all")

        # And all the rest at once.
        page.get_by_test_id("quarantine-state").select_option("open")
        expect(rows).to_have_count(1)
        page.get_by_test_id("dismiss-all").click()
        page.get_by_test_id("dismiss-all-why").fill("A test")
        page.get_by_test_id("confirm").click()
        expect(rows).to_have_count(0)
        page.get_by_test_id("quarantine-state").select_option("dismissed")
        expect(rows).to_have_count(2)
        page.set_viewport_size(NARROW)
        look("narrow")
