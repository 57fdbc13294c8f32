"""What is registered under an entry point group: the right kind, each once, and the error says whose fault it is."""

from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Protocol, runtime_checkable

import pytest

from auftakt.kit.errors import Broken
from auftakt.kit.hooks import Hook


@runtime_checkable
class Singer(Protocol):
    name: str

    def sing(self) -> str: ...


@dataclass(frozen=True)
class Bird:
    name: str

    def sing(self) -> str:
        return f"{self.name}!"


WREN, LARK, OTHER_LARK, STONE = Bird("wren"), Bird("lark"), Bird("lark"), object()
SINGERS = Hook("sample.singers", Singer, noun="a singer", same="Two singers are called", give="Give a bird.")


def entry(name: str) -> EntryPoint:
    return EntryPoint("any", f"{__name__}:{name}", "sample.singers")


def test_all_come_in_by_their_key() -> None:
    assert list(SINGERS.registered([entry("WREN"), entry("LARK")]).items()) == [("lark", LARK), ("wren", WREN)]
    assert SINGERS.registered() == {}


def test_another_kind_and_a_name_given_twice_are_refused() -> None:
    with pytest.raises(Broken, match=r"test_hooks:STONE is registered as a singer but is a object\.") as odd:
        SINGERS.registered([entry("STONE")])
    assert odd.value.next_action == "Give a bird."
    with pytest.raises(Broken, match=r"Two singers are called lark\.") as twice:
        SINGERS.registered([entry("LARK"), entry("OTHER_LARK")])
    assert twice.value.next_action == f"Rename {__name__}:OTHER_LARK."
