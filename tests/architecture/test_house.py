"""The house rules that a machine can hold: names, sizes, public names, floors."""

import ast
import importlib
import re
from itertools import pairwise
from pathlib import Path

import pytest

import auftakt

ROOT = Path(auftakt.__file__).parent
REPO = ROOT.parent
FOLDERS = {
    "audiences", "campaigns", "channels", "cli", "content", "demo", "insights", "jobs", "journeys", "kit", "people",
    "results", "sources", "store", "team", "web",
}  # fmt: skip
BY_MODULE = {"kit", "store"}  # their modules are imported by name; they have no public names of their own
MODULES = sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)
PUBLIC = sorted(FOLDERS - BY_MODULE - {"web", "cli"})


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(REPO).with_suffix("").parts).removesuffix(".__init__")


def test_folders_are_the_ones_of_the_design() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == FOLDERS


def test_a_module_is_read_in_one_sitting() -> None:
    lengths = {module_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}, "is it two rooms?"


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_folder_opens_with_its_contract(folder: str) -> None:
    text = ast.get_docstring(ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    assert len(text) > 80
    assert re.search(r"[Rr]eads", text)


@pytest.mark.parametrize("folder", PUBLIC)
def test_public_names_are_listed_sorted_and_there(folder: str) -> None:
    module = importlib.import_module(f"auftakt.{folder}")
    names: list[str] = module.__all__
    assert names == sorted(names, key=_as_ruff_sorts)
    assert [name for name in names if not hasattr(module, name)] == []
    tree = ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"auftakt.{folder}")
        for alias in node.names
    }
    assert imported <= set(names)


def _as_ruff_sorts(name: str) -> tuple[int, str]:
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_only_public_names_cross_a_border() -> None:
    crossings = {module_name(path): found for path in MODULES if (found := inner_imports(path))}
    assert crossings == {}


def inner_imports(path: Path) -> list[str]:
    """What a module imports from inside another folder."""
    own = path.relative_to(ROOT).parts[0]
    crossings = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            parts = name.split(".")
            inner = len(parts) > 2 and parts[0] == "auftakt" and parts[1] in FOLDERS - BY_MODULE
            if inner and parts[1] != own and parts[1] != "web":
                crossings.append(name)
    return crossings


def test_time_and_chance_are_handed_in() -> None:
    moment = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(")
    chance = re.compile(r"^\s*(import random$|from random import)", re.MULTILINE)
    texts = {module_name(path): path.read_text(encoding="utf-8") for path in MODULES if path.parent.name != "kit"}
    assert [name for name, text in texts.items() if moment.search(text)] == []
    assert [name for name, text in texts.items() if chance.search(text)] == [], "take a seeded generator as a parameter"


def test_decisions_are_numbered_without_a_gap_and_whole() -> None:
    records = sorted((REPO / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert numbers
    assert all(after - before == 1 for before, after in pairwise(numbers))
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert [
            head for head in ("## Context", "## Decision", "## Consequences", "## Alternatives") if head not in text
        ] == []


def test_no_loose_ends() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|pragma: no cover)\b")
    files = [*MODULES, *REPO.glob("ui/src/**/*.ts*"), *REPO.glob("bench/*.py")]
    assert [str(path) for path in files if marks.search(path.read_text(encoding="utf-8"))] == []
