"""The pictures of the documentation, taken of the real app, so that they can't show an old one.

With `AUFTAKT_DEMO_HOME` (a made demo hub; a copy of it is opened) they go to `docs/pictures/`. Without it the same
screens of the stories' small hub are drawn into a temporary folder: that every screen can be drawn is checked anyway.
"""

import base64
import os
import shutil
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from stories.app_world import NARROW, WIDE, Visitor, served, visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
MOST_BYTES = 4_000_000


# The browser reads the picture. The most frequent colours stay, then those farthest from them, so that a small mark of
# its own colour is not lost; any other becomes the nearest of the 256.
_REDUCE = """
async (picture) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const bytes = canvas.getImageData(0, 0, width, height).data;
  const colours = new Uint32Array(width * height);
  const seen = new Map();
  for (let i = 0; i < colours.length; i++) {
    const colour = (bytes[4 * i] << 16) | (bytes[4 * i + 1] << 8) | bytes[4 * i + 2];
    colours[i] = colour;
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const apart = ([r, g, b], [x, y, z]) => (x - r) ** 2 + (y - g) ** 2 + (z - b) ** 2;
  const byCount = [...seen].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const kept = byCount.slice(0, 160);
  const rest = byCount.slice(160).map((colour) => ({ colour, is: parts(colour), far: Infinity }));
  const note = (colour) => rest.forEach((one) => { one.far = Math.min(one.far, apart(one.is, parts(colour))); });
  kept.forEach(note);
  while (kept.length < 256 && rest.length > 0) {
    const lost = rest.reduce((a, b) => (b.far > a.far ? b : a));
    if (lost.far === 0) break;
    kept.push(lost.colour);
    note(lost.colour);
  }
  const place = new Map(kept.map((colour, at) => [colour, at]));
  const keptParts = kept.map(parts);
  const nearest = (colour) => {
    const far = keptParts.map((one) => apart(one, parts(colour)));
    return far.indexOf(Math.min(...far));
  };
  let pixels = '';
  for (const colour of colours) {
    if (!place.has(colour)) place.set(colour, nearest(colour));
    pixels += String.fromCharCode(place.get(colour));
  }
  return { width, height, palette: keptParts.flat(), pixels: btoa(pixels) };
}
"""


def small_png(page: Page, picture: bytes) -> bytes:
    """The picture with a palette of 256 colours: about a third of the bytes, and nobody sees it."""
    found = page.evaluate(_REDUCE, base64.b64encode(picture).decode())
    width, height = found["width"], found["height"]
    pixels = base64.b64decode(found["pixels"])
    lines = b"".join(b"\0" + pixels[row * width : (row + 1) * width] for row in range(height))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


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
    with visitor(browser, shown_hub, size, language=language) as someone, browser.new_page() as palette_page:
        someone.sign_in("editor", language)
        screens = addresses(someone, language)
        for name, path in screens.items():
            someone.go(path)
            someone.page.get_by_role("heading", level=1).wait_for()
            settle(someone.page)
            drawn = small_png(palette_page, someone.page.screenshot(scale="css"))
            (album / f"{name}-{language}-{width}.png").write_bytes(drawn)
    taken = {path.name for path in album.glob(f"*-{language}-{width}.png")}
    assert taken >= {f"{name}-{language}-{width}.png" for name in screens}
    assert sum(path.stat().st_size for path in album.glob("*.png")) < MOST_BYTES


def addresses(someone: Visitor, language: str) -> dict[str, str]:
    """Where each screen is, with things that have most to show; mail and person in the reader's language."""
    found = someone.get("/campaigns").json() or [made_campaign(someone)]
    own = [each for each in found if each["origin"] == "idea_id"] or found
    live = next((each["id"] for each in own if each["state"] == "live"), own[0]["id"])
    measured = next((each["id"] for each in own if each["state"] == "finished"), live)
    mails = someone.get("/mailbox?limit=50").json()["items"]
    mails.sort(key=lambda mail: mail["subject"].isascii() != (language == "en"))
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
