"""The app in a real browser: the whole story of a campaign in both languages, and what people do beside it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from stories.app_world import Visitor, find_chromium, make_small_hub, served, visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WORDS = {
    "en": {
        "at": "line 2, column 15",
        "own": "someone else decides",
        "early": "Too early to tell",
        "sent": "Sent",
        "denied": "Not allowed",
        "gone": "You are unsubscribed",
    },
    "ja": {
        "at": "2行15文字目",
        "own": "ほかの人が判断します",
        "early": "まだ判断できません",
        "sent": "配信",
        "denied": "不許可",
        "gone": "配信を停止しました",
    },
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("template") / "hub"
    make_small_hub(home)
    return home


@pytest.fixture
def fresh_hub(template: Path, tmp_path: Path) -> Iterator[str]:
    """A hub that only this story changes."""
    home = shutil.copytree(template, tmp_path / "hub")
    with served(home) as url:
        yield url


@pytest.fixture(scope="module")
def shared_hub(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A hub for the short stories, each of which touches its own part."""
    home = shutil.copytree(template, tmp_path_factory.mktemp("shared") / "hub")
    with served(home) as url:
        yield url


@pytest.mark.parametrize("language", ["ja", "en"])
def test_from_the_idea_to_the_results(browser: Browser, fresh_hub: str, language: str) -> None:
    with visitor(browser, fresh_hub) as someone:
        someone.sign_in("editor", language)
        campaign = make_campaign_of_idea(someone)
        plan(someone)
        write_content(someone, language)
        rehearse(someone)
        ask_for_approval(someone, language)
        approve_as_somebody_else(someone)
        launch(someone, campaign)
        person = unsubscribe_from_a_mail(someone, language)
        read_the_person(someone, person, language)
        read_the_results(someone, campaign, language)
        check_the_audit(someone)


def make_campaign_of_idea(someone: Visitor) -> str:
    """Gives the campaign's id."""
    page = someone.page
    someone.menu("ideas")
    page.get_by_test_id("refresh-ideas").first.click()
    idea = page.get_by_test_id("idea").first
    expect(idea.get_by_test_id("idea-value")).to_have_text(re.compile(r"[¥￥][\d,]+"))
    idea.locator("summary").first.click()
    assert idea.locator("dl.facts dd").count() >= 4
    idea.get_by_test_id("accept-idea").click()
    page.wait_for_url("**/campaigns/cmp_*")
    expect(page.get_by_test_id("state")).to_have_attribute("data-state", "draft")
    return page.url.rsplit("/", 1)[1]


def plan(someone: Visitor) -> None:
    page = someone.page
    page.get_by_test_id("idea").fill("Wine is back in season; those who loved it have not noticed.")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("save")).to_have_count(0)
    page.reload()
    expect(page.get_by_test_id("idea")).to_have_value("Wine is back in season; those who loved it have not noticed.")


def write_content(someone: Visitor, language: str) -> None:
    """A wrong variable is told with its place, and nothing can be submitted until it is mended."""
    page = someone.page
    someone.tab("content")
    body = page.get_by_test_id("body")
    good = body.input_value()
    body.fill(f"Hello\nand to you {{{{ person.nickname }}}}\n{good}")
    problems = page.get_by_test_id("content-problems")
    expect(problems).to_contain_text(WORDS[language]["at"])
    expect(problems).to_contain_text("person.nickname")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("submit")).to_be_disabled()

    body.fill(good)
    page.get_by_test_id("subject").fill("ワインの季節です" if language == "ja" else "Wine is back in season")
    page.get_by_test_id("save").click()
    expect(page.get_by_test_id("submit")).to_be_enabled()
    expect(page.get_by_test_id("preview-subject")).to_have_text(
        "ワインの季節です" if language == "ja" else "Wine is back in season"
    )
    expect(page.frame_locator("[data-testid=mail-frame]").locator("body")).not_to_be_empty()


def rehearse(someone: Visitor) -> None:
    page = someone.page
    someone.tab("journey")
    expect(page.get_by_test_id("canvas")).to_be_visible()
    page.get_by_test_id("rehearse-start").click()
    page.get_by_test_id("task").or_(page.get_by_test_id("rehearsal")).first.wait_for()
    page.get_by_test_id("rehearsal").wait_for(timeout=60_000)
    assert number_of(page, "rehearsal-sends") > 0
    assert page.get_by_test_id("rehearsal").locator("tbody tr").count() >= 3


def ask_for_approval(someone: Visitor, language: str) -> None:
    page = someone.page
    page.get_by_test_id("submit").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("state")).to_have_attribute("data-state", "in_review")
    someone.tab("approval")
    expect(page.get_by_test_id("approval")).to_contain_text(WORDS[language]["own"])
    expect(page.get_by_test_id("approve")).to_have_count(0)
    asked = someone.get("/approvals?state=pending").json()[0]
    answer = {"decision": "approve", "hash": asked["hash"], "comment": ""}
    assert someone.post(f"/approvals/{asked['id']}/decide", answer).status_code == 403


def approve_as_somebody_else(someone: Visitor) -> None:
    page = someone.page
    someone.become("approver")
    someone.menu("approvals")
    page.get_by_test_id("approval-table").get_by_role("link").first.click()
    expect(page.get_by_test_id("snapshot")).to_be_visible()
    page.get_by_test_id("comment").fill("Read it whole.")
    page.get_by_test_id("approve").click()
    expect(page.get_by_test_id("approval")).to_have_attribute("data-state", "approved")


def launch(someone: Visitor, campaign: str) -> None:
    page = someone.page
    someone.become("editor")
    someone.menu("campaigns")
    page.get_by_test_id("campaign-table").get_by_role("link").first.click()
    page.wait_for_url(f"**/campaigns/{campaign}")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_test_id("launch").click()
    expect(page.get_by_test_id("confirm")).to_be_disabled()
    page.get_by_test_id("confirm-name").fill(name)
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("state")).to_have_attribute("data-state", "live")


def unsubscribe_from_a_mail(someone: Visitor, language: str) -> str:
    """Reads a mail in the reader's language and leaves by its header's address. Gives the person's path."""
    page = someone.page
    someone.menu("mailbox")
    subject = "ワインの季節です" if language == "ja" else "Wine is back in season"
    page.get_by_test_id("mail").filter(has_text=subject).first.click(timeout=30_000)
    expect(page.get_by_test_id("mail-subject")).to_have_text(subject)
    page.get_by_role("radio").nth(2).check(force=True)
    headers = page.get_by_test_id("mail-headers")
    expect(headers).to_contain_text("List-Unsubscribe-Post")
    found = re.search(r"http://127\.0\.0\.1:\d+/u/[\w.~-]+", headers.inner_text())
    assert found is not None
    person = page.get_by_test_id("mail-reading").get_by_role("link", name="@example.com").get_attribute("href")
    assert person is not None

    page.goto(found.group())
    page.get_by_role("button").first.click()
    expect(page.get_by_role("heading").first).to_have_text(WORDS[language]["gone"])
    return person


def read_the_person(someone: Visitor, person: str, language: str) -> None:
    page = someone.page
    someone.go(person)
    expect(page.get_by_test_id("consents")).to_contain_text(WORDS[language]["denied"])
    someone.tab("sends")
    expect(page.get_by_test_id("decisions").get_by_test_id("row").first).to_contain_text(WORDS[language]["sent"])
    page.get_by_test_id("explain").first.click()
    expect(page.get_by_test_id("explanation")).to_contain_text("Wine")


def read_the_results(someone: Visitor, campaign: str, language: str) -> None:
    page = someone.page
    someone.go(f"/campaigns/{campaign}/results")
    expect(page.get_by_test_id("lift")).to_contain_text(WORDS[language]["early"])
    expect(page.get_by_test_id("srm")).to_be_visible()
    assert number_of(page, "kpi-reached") > 0


def check_the_audit(someone: Visitor) -> None:
    page = someone.page
    someone.menu("audit")
    page.get_by_test_id("verify").click()
    expect(page.get_by_test_id("verified")).to_have_class(re.compile("good"))


def number_of(page: Page, testid: str) -> int:
    """The first number that stands there."""
    found = re.search(r"\d[\d,]*", page.get_by_test_id(testid).inner_text())
    assert found is not None
    return int(found.group().replace(",", ""))
