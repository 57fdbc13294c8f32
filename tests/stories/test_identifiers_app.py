"""Identifier types in the app: a suspected value, what blocking and a limit would do, applied, refused links."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, WIDE, served, visitor

from auftakt.hub import close_hub, open_hub
from auftakt.sources import create_source, import_file, read_mapping

WORDS = {
    "en": ("So far no rule", "becomes 4 people", "Applied: 1 person split", "follows the rules", "is a blocked value"),
    "ja": ("まだ1件もありません", "4人に分かれます", "分かれた人物1人", "規則に合っています", "使えない値として登録"),
}
MAPPING = '[identifiers]\nuser_id = "user"\nemail = "email"\ntill = "till"\n[traits]\ncity = "city"\n'


def hub_with_a_till(small_hub: Path, home: Path) -> Path:
    """Sixty sample members on one till, and three users who share a tablet."""
    shutil.copytree(small_hub, home)
    with (home / "auftakt.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[identity]\nmax_identifiers = 50\n")
    hub = open_hub(home, environ={}, mailbox=True)
    try:
        path = home / "till.csv"
        rows = [f"member-{place},member{place}@example.com,till-7,Nara" for place in range(60)]
        rows += [f"guest-{place},guest{place}@example.com,tablet-2,Oita" for place in range(3)]
        path.write_text("\n".join(["user,email,till,city", *rows]), encoding="utf-8")
        with hub.control.session() as session:
            made = create_source(session, hub.ids, name="Tills (sample)", kind="import", now=hub.clock.now())
        assert import_file(hub, path, read_mapping(MAPPING), made.id).failed == 0
        hub.runner.run_until_idle(hub.clock.now())
    finally:
        close_hub(hub)
    return home


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_a_rule_would_do_is_seen_applied_and_explained(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    nothing, becomes, applied, follows, blocked = WORDS[language]
    home = hub_with_a_till(small_hub, tmp_path / "hub")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page

        def picture(name: str) -> None:
            page.screenshot(path=tmp_path / f"identifiers-{name}-{language}.png", full_page=True)

        someone.sign_in("admin", language)
        someone.menu("identifierTypes")
        page.get_by_test_id("tab-refused").click()
        expect(page.get_by_test_id("empty")).to_contain_text(nothing)
        picture("empty")
        page.get_by_test_id("tab-types").click()
        expect(page.get_by_test_id("suspicion")).to_contain_text("till-7")
        picture("types")

        # The till that home warns of: seen, then blocked with one click on the person's page.
        page.get_by_test_id("suspicion").get_by_test_id("block-try").click()
        page.get_by_test_id("try-rule").click()
        card = page.get_by_test_id("regrouping")
        expect(card).to_have_count(1)
        expect(card).to_contain_text("member0@example.com")
        picture("blocking")
        page.go_back()
        page.get_by_test_id("suspicion").get_by_role("link").first.click()
        page.get_by_test_id("oversized").get_by_test_id("block-it").click()
        expect(page.get_by_test_id("blocked-now")).to_contain_text("till-7")
        page.screenshot(path=tmp_path / f"identifiers-person-{language}.png")
        page.get_by_test_id("blocked-now").get_by_role("link").click()
        expect(page.get_by_test_id("suspicions")).to_have_count(0)
        page.get_by_test_id("check-links").click()
        expect(page.get_by_test_id("regrouping")).to_contain_text("member0@example.com")
        page.get_by_test_id("apply-rules").click()
        expect(page.get_by_test_id("applying")).to_contain_text(applied)
        page.get_by_test_id("check-links").click()
        expect(page.get_by_test_id("follows")).to_contain_text(follows)
        picture("applied")

        # A limit on users, tried before it is saved.
        page.get_by_test_id("types-table").get_by_text("user_id", exact=True).click()
        page.get_by_test_id("rule-most").fill("1")
        page.get_by_test_id("rule-most").blur()
        page.get_by_test_id("block-value").fill("guest-1")
        page.get_by_test_id("block-add").click()
        page.get_by_test_id("try-rule").click()
        expect(page.get_by_test_id("regrouping").first).to_contain_text(becomes)
        picture("limit")
        page.set_viewport_size(NARROW)
        picture("limit-narrow")
        page.get_by_test_id("save-apply").click()
        expect(page.get_by_test_id("applying")).to_contain_text(applied)
        page.get_by_test_id("identifier-type").get_by_role("link").first.click()
        picture("types-narrow")
        page.get_by_test_id("tab-refused").click()
        expect(page.get_by_test_id("refused-table")).to_contain_text(blocked)
        picture("refused-narrow")
        page.set_viewport_size(WIDE)
        page.get_by_test_id("refused-reason").select_option("limit")
        expect(page.get_by_test_id("refused-table")).to_contain_text("tablet-2")
        picture("refused")
        someone.went_well()
