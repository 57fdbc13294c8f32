"""Files through the app: a known export is recognised and confirmed once; the watched folder then needs nobody."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from stories.app_world import NARROW, served, visitor

HEAD = "注文番号,ステータス,注文日時,請求金額,注文者姓,注文者名,注文者メールアドレス,商品名,商品管理番号,単価,個数\n"
ROW = "000-{n},700,2026-01-0{n} 21:05:00,4300,見本,蓮,ren{n}@example.com,煎茶,T-1,2000,2\n"
WORDS = {"en": "Rakuten-style shop: orders", "ja": "楽天形式の受注"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_known_export_is_confirmed_once_and_the_next_goes_in_by_itself(
    browser: Browser, small_hub: Path, tmp_path: Path, language: str
) -> None:
    home = Path(shutil.copytree(small_hub, tmp_path / "hub"))
    folder = home / "drop" / "Shop"
    folder.mkdir(parents=True)
    (folder / "first.csv").write_text(HEAD + ROW.format(n=1), encoding="cp932")
    with served(home) as url, visitor(browser, url, language=language) as someone:
        page = someone.page
        someone.sign_in("editor", language)
        someone.menu("imports")
        waiting = page.get_by_test_id("waiting")
        expect(waiting).to_contain_text("Shop / first.csv")
        page.get_by_test_id("look").click()
        expect(page.get_by_test_id("layout")).to_contain_text(WORDS[language])
        page.screenshot(path=tmp_path / f"imports-{language}.png", full_page=True)
        page.get_by_test_id("start-import").click()
        table = page.get_by_test_id("imports-table")
        expect(table).to_contain_text("first.csv")
        (folder / "second.csv").write_text(HEAD + ROW.format(n=2), encoding="cp932")
        expect(table).to_contain_text("second.csv", timeout=40_000)
        expect(page.get_by_test_id("remembered-table")).to_contain_text("Shop")
        page.set_viewport_size(NARROW)
        page.screenshot(path=tmp_path / f"imports-narrow-{language}.png", full_page=True)
