"""The app in a real browser: the whole story of a campaign in both languages, and what people do beside it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from stories.app_world import NARROW, Visitor, visitor

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

WORDS = {
    "en": {
        "at": "line 2, column 15",
        "own": "someone else decides",
        "early": "Too early to tell",
        "sent": "Sent",
        "denied": "Not allowed",
        "gone": "You are unsubscribed",
        "accepted": "Accepted",
    },
    "ja": {
        "at": "2行15文字目",
        "own": "ほかの人が判断します",
        "early": "まだ判断できません",
        "sent": "配信",
        "denied": "許可なし",
        "gone": "配信を停止しました",
        "accepted": "受け付け済み",
    },
}


@pytest.mark.slow
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
    return str(page.url).rsplit("/", 1)[1]


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
    page.get_by_test_id("rehearsal").wait_for(timeout=120_000)
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
    page.get_by_test_id("mail-view").locator("label").nth(2).click()
    headers = page.get_by_test_id("mail-headers")
    expect(headers).to_contain_text("List-Unsubscribe-Post")
    found = re.search(r"http://127\.0\.0\.1:\d+/u/[\w.~-]+", headers.inner_text())
    assert found is not None
    person = page.get_by_test_id("mail-reading").get_by_role("link", name="@example.com").get_attribute("href")
    assert isinstance(person, str)

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
    expect(page.get_by_test_id("explanation")).to_contain_text(WORDS[language]["accepted"])


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


PLACES = [
    *("home", "people", "audiences", "ideas", "campaigns", "content", "journeys", "mailbox"),
    *("approvals", "audit", "board", "sources", "quarantine", "imports", "team"),
]


def test_a_rule_makes_an_audience_with_its_live_size(browser: Browser, shared_hub: str) -> None:
    """Of 160 people, 100 buy wine every 20 days, and 8 of those who stopped came back a week ago."""
    with visitor(browser, shared_hub) as someone:
        page = someone.page
        someone.sign_in("editor", "en")
        someone.menu("audiences")
        page.get_by_test_id("new-audience").first.click()
        page.get_by_test_id("audience-name").fill("Wine of late")
        expect(page.get_by_test_id("preview-size")).to_have_text("160 people")
        page.get_by_test_id("add-condition").click()
        page.get_by_test_id("add-event").click()
        condition = page.get_by_test_id("condition")
        condition.get_by_label("Event").select_option("Product Purchased")
        condition.get_by_test_id("window").select_option("days")
        condition.get_by_label("in the last").fill("30")
        page.get_by_test_id("add-filter").click()
        condition.get_by_label("Property").select_option("category")
        page.get_by_test_id("condition-value").fill("WINE")
        expect(page.get_by_test_id("preview-size")).to_have_text("108 people")
        page.get_by_test_id("save-audience").click()
        page.wait_for_url("**/audiences/aud_*")
        someone.menu("audiences")
        expect(page.get_by_test_id("audience-table")).to_contain_text("Wine of late")


def test_a_file_with_a_broken_row_tells_the_row_and_why(browser: Browser, shared_hub: str) -> None:
    lines = "email,date,amount\nperson.1@example.com,2026-01-05,100\nperson.2@example.com,someday,100\n"
    with visitor(browser, shared_hub) as someone:
        page = someone.page
        someone.sign_in("editor", "en")
        someone.menu("imports")
        file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": lines.encode()}
        page.locator("input[type=file]").set_input_files(file)
        expect(page.get_by_test_id("mapping")).to_contain_text("email")
        page.get_by_test_id("start-import").click()
        row = page.get_by_test_id("imports-table").get_by_test_id("row").filter(has_text="orders.csv")
        row.get_by_role("link").last.click()
        broken = page.get_by_test_id("import-errors").get_by_test_id("row")
        expect(broken).to_have_count(1)
        expect(broken).to_contain_text("time can't be read")
        expect(broken).to_contain_text("someday")


def test_a_link_is_undone_and_the_person_is_two(browser: Browser, shared_hub: str) -> None:
    with visitor(browser, shared_hub) as someone:
        page = someone.page
        someone.sign_in("editor", "ja")
        someone.go("/people/email:person.11@example.com")
        expect(page.get_by_test_id("identifiers").locator("li")).to_have_count(2)
        page.get_by_test_id("undo-link").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("undo-link")).to_have_count(0)
        expect(page.get_by_test_id("identifiers").locator("li")).to_have_count(1)
        parts = [
            someone.get(f"/people/{key}").json() for key in ("email:person.11@example.com", "loyalty_card:card-11")
        ]
        assert parts[0]["person_id"] != parts[1]["person_id"]
        assert [[each["value"] for each in part["identifiers"]] for part in parts] == [
            ["person.11@example.com"],
            ["card-11"],
        ]


def test_sending_back_needs_a_comment(browser: Browser, fresh_hub: str) -> None:
    with visitor(browser, fresh_hub) as someone:
        page = someone.page
        someone.sign_in("editor", "en")
        make_campaign_of_idea(someone)
        page.get_by_test_id("submit").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("state")).to_have_attribute("data-state", "in_review")
        someone.become("approver")
        page.get_by_test_id("decide").click()
        expect(page.get_by_test_id("reject")).to_be_disabled()
        page.get_by_test_id("comment").fill("Who is this for?")
        page.get_by_test_id("reject").click()
        expect(page.get_by_test_id("approval")).to_have_attribute("data-state", "rejected")
        expect(page.get_by_test_id("approval")).to_contain_text("Who is this for?")
        expect(page.get_by_test_id("state")).to_have_attribute("data-state", "draft")

        page.keyboard.press("Control+k")
        page.get_by_test_id("search-input").fill("invite back")
        expect(page.get_by_role("option").first).to_contain_text("Invite back")
        page.get_by_test_id("search-input").fill("Sample Person 7")
        expect(page.get_by_role("option").first).to_contain_text("Sample Person 7")
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("person")).to_be_visible()


def test_the_language_stays_and_signing_out_ends_it(browser: Browser, shared_hub: str) -> None:
    with visitor(browser, shared_hub) as someone:
        page = someone.page
        someone.sign_in("viewer", "ja")
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "ja")
        expect(page.get_by_test_id("menu-campaigns")).to_have_text("キャンペーン")
        page.get_by_test_id("account").click()
        someone.expected.add(401)  # what is asked in the moment of leaving may be refused already
        page.get_by_test_id("sign-out").click()
        page.get_by_test_id("sign-in").wait_for()
        assert someone.get("/people").status_code == 401


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_place_opens_on_a_phone(browser: Browser, shared_hub: str, language: str) -> None:
    with visitor(browser, shared_hub, NARROW) as someone:
        page = someone.page
        someone.sign_in("admin", language)
        for place in PLACES:
            someone.menu(place)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
