"""A browser, and the small hub that stories start from."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from stories.app_world import find_chromium, make_small_hub, served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Generous, since other work may share the processors; what is there already is not waited for.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def small_hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hub's directory, closed; to be copied, not changed."""
    home = tmp_path_factory.mktemp("small") / "hub"
    make_small_hub(home)
    return home


@pytest.fixture
def fresh_hub(small_hub: Path, tmp_path: Path) -> Iterator[str]:
    """Serves a hub that only this story changes."""
    with served(Path(shutil.copytree(small_hub, tmp_path / "hub"))) as url:
        yield url


@pytest.fixture(scope="module")
def shared_hub(small_hub: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serves a hub for the short stories, each of which touches its own part."""
    with served(Path(shutil.copytree(small_hub, tmp_path_factory.mktemp("shared") / "hub"))) as url:
        yield url
