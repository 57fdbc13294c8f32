"""An admin hands out everything about a person, erases them on their page, and gets a receipt that the hub verifies."""

import json
import shutil
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect
from stories.app_world import NARROW, WIDE, served, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(200)]
DONE = {"en": "no trace is left", "ja": "跡が残っていない"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_person_is_erased_with_a_receipt(browser: Browser, small_hub: Path, tmp_path: Path, language: str) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    with served(home) as url:
        with visitor(browser, url, language=language) as editor:
            editor.sign_in("editor", language)
            editor.page.goto(f"{url}/people")
            editor.page.locator("tbody tr").filter(has_text="@").first.click()
            expect(editor.page.get_by_test_id("notes")).to_be_visible()
            expect(editor.page.get_by_test_id("erase")).to_have_count(0)
            address = editor.page.url
            person = editor.page.request.get(address.replace("/people/", "/api/people/")).json()
        email = next(each["value"] for each in person["identifiers"] if each["type"] == "email")
        with visitor(browser, url, language=language) as someone:
            someone.sign_in("admin", language)
            receipt = erase(someone.page, address, person, language, tmp_path)
            verified = someone.page.request.post(
                f"{url}/api/erasures/verify",
                data={"receipt": receipt, "identifier": f"email:{email}"},
                headers={"X-Auftakt": "1"},
            ).json()
            assert (verified["verdict"], verified["names_identifier"]) == ("valid", True)
            someone.page.goto(f"{url}/erasures")
            expect(someone.page.get_by_test_id("erasure-table").locator("tbody tr")).to_have_count(1)
            someone.page.screenshot(path=tmp_path / f"erasures-{language}.png", full_page=True)
    assert [path for path in home.rglob("*") if path.is_file() and email.encode() in path.read_bytes().lower()] == []


def erase(page: Page, address: str, person: dict[str, Any], language: str, pictures: Path) -> object:
    """From the person's page to the receipt."""
    page.goto(address)
    page.get_by_test_id("rights").scroll_into_view_if_needed()
    page.screenshot(path=pictures / f"person-{language}.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_test_id("export").click()
    with ZipFile(download.value.path()) as packed:
        assert {"README.txt", "person.json", "notes.json", "data/events.jsonl"} <= set(packed.namelist())
    page.get_by_test_id("erase").click()
    expect(page.get_by_test_id("confirm")).to_be_disabled()
    page.get_by_test_id("confirm-name").fill(person["name"] or person["identifiers"][0]["value"])
    page.screenshot(path=pictures / f"erase-{language}.png", animations="disabled")
    page.set_viewport_size(NARROW)
    page.screenshot(path=pictures / f"erase-narrow-{language}.png", animations="disabled")
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("erasure-state")).to_have_attribute("data-state", "done", timeout=60_000)
    expect(page.get_by_test_id("erasure-state")).to_contain_text(DONE[language])
    page.screenshot(path=pictures / f"erased-narrow-{language}.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_test_id("receipt").click()
    page.set_viewport_size(WIDE)
    page.screenshot(path=pictures / f"erased-{language}.png", full_page=True)
    return json.loads(Path(download.value.path()).read_text())
