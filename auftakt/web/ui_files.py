"""The built app: hashed files that never change, and one page for every other address."""

from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send

_FOLDER = Path(__file__).parent / "ui"
_MISSING = """<!doctype html><meta charset="utf-8"><title>Auftakt</title>
<body style="font: 16px/1.6 system-ui; max-width: 42rem; margin: 4rem auto; padding: 0 1rem">
<h1>The hub is running, but its app was not built.</h1>
<p>Run <code>make ui</code> in the source folder, or install a released package, and load this page again.
The API is at <a href="/api/docs">/api/docs</a>.</p>
<h1 lang="ja">ハブは動いていますが、画面がまだ作られていません。</h1>
<p lang="ja">ソースのフォルダーで <code>make ui</code> を実行してから、このページを読み込み直してください。</p>"""


class UiFiles:
    """ASGI: serves `auftakt/web/ui/`; without a build it says so instead of showing a blank page."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder.resolve()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._answer(scope["path"])(scope, receive, send)

    def _answer(self, path: str) -> Response:
        index = self._folder / "index.html"
        if not index.exists():
            return HTMLResponse(_MISSING, status_code=200)
        file = (self._folder / path.lstrip("/")).resolve()
        if file.is_file() and file.is_relative_to(self._folder) and file.name != "stamp":
            forever = "public, max-age=31536000, immutable" if "/assets/" in path else "no-cache"
            return FileResponse(file, headers={"Cache-Control": forever})
        if path.startswith("/assets/"):
            return HTMLResponse("Not found", status_code=404)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
