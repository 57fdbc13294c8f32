"""The pictures of the documentation, taken of the real app, so that they can't show an old one.

With `AUFTAKT_DEMO_HOME` (a made demo hub; a copy of it is opened) they go to `docs/pictures/`. Without it the same
screens of the stories' small hub are drawn into a temporary folder: that every screen can be drawn is checked anyway.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from stories.app_world import NARROW, WIDE, Visitor, served, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 4_000_000


@pytest.fixture(scope="module")
def shown_hub(small_hub: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    named = os.environ.get("AUFTAKT_DEMO_HOME")
    home = tmp_path_factory.mktemp("shown") / "hub"
    shutil.copytree(Path(named) if named else small_hub, home, ignore=shutil.ignore_patterns("hub.lock", "silos"))
    with served(home) as url:
        yield url


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if os.environ.get("AUFTAKT_DEMO_HOME"):
        PICTURES.mkdir(exist_ok=True)
        return PICTURES
    return tmp_path_factory.mktemp("pictures")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_screen_has_its_picture(browser: Browser, shown_hub: str, album: Path, language: str, width: int) -> None:
    size = WIDE if width == WIDE["width"] else NARROW
    with visitor(browser, shown_hub, size, language=language) as someone:
        someone.sign_in("editor", language)
        screens = addresses(someone)
        for name, path in screens.items():
            someone.go(path)
            someone.page.get_by_role("heading", level=1).wait_for()
            settle(someone.page)
            someone.page.screenshot(path=album / f"{name}-{language}-{width}.png", scale="css")
    taken = {path.name for path in album.glob(f"*-{language}-{width}.png")}
    assert taken >= {f"{name}-{language}-{width}.png" for name in screens}
    assert sum(path.stat().st_size for path in album.glob("*.png")) < MOST_BYTES


def addresses(someone: Visitor) -> dict[str, str]:
    """Where each screen is, with things that have most to show."""
    found = someone.get("/campaigns").json() or [made_campaign(someone)]
    own = [each for each in found if each["origin"] == "idea_id"] or found
    live = next((each["id"] for each in own if each["state"] == "live"), own[0]["id"])
    measured = next((each["id"] for each in own if each["state"] == "finished"), live)
    mails = someone.get("/mailbox?limit=1").json()["items"]
    people = someone.get("/people?limit=1").json()["items"]
    person = mails[0]["person_id"] if mails else people[0]["person_id"]
    return {
        "home": "/",
        "people": "/people",
        "person": f"/people/{person}",
        "audience": f"/campaigns/{live}/audience",
        "ideas": "/ideas",
        "plan": f"/campaigns/{live}",
        "content": f"/campaigns/{live}/content",
        "journey": f"/campaigns/{live}/journey",
        "approval": f"/campaigns/{live}/approval",
        "results": f"/campaigns/{measured}/results",
        "mailbox": f"/mailbox/{mails[0]['id']}" if mails else "/mailbox",
        "board": "/results",
        "connections": "/connections/sources",
    }


def made_campaign(someone: Visitor) -> dict[str, str]:
    """The draft of the first idea, where the hub has no campaign yet."""
    idea = someone.post("/ideas/refresh", {}).json()[0]
    made = someone.post(f"/ideas/{idea['id']}/accept", {}).json()
    return {"id": made["document"]["id"], "origin": "idea_id", "state": made["state"]}


def settle(page: Page) -> None:
    """What is fetched has come, and no skeleton is left."""
    page.wait_for_load_state("networkidle")
    page.locator("[aria-busy=true][role=status]").first.wait_for(state="detached")
    page.evaluate("document.fonts.ready.then(() => undefined)")
