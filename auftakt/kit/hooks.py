"""What packages add through entry points: ours and those of others come in by the same door."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from auftakt.kit.errors import Broken

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Hook(Generic[Kind]):
    """An entry point group: `noun` is what is registered there, such as "a connector".

    `same` begins the sentence about two that share a key ("Two connectors are called"), `give` is what to do about an
    object of another kind. `key` is the attribute by which they are told apart.
    """

    group: str
    kind: type[Kind]
    noun: str
    same: str
    give: str
    key: str = "name"

    def registered(self, found: Iterable[EntryPoint] | None = None) -> dict[str, Kind]:
        """All that are registered (or those in `found`), by key and in its order.

        Raises Broken where something else is registered, or two have one key.
        """
        known: dict[str, Kind] = {}
        for entry in _installed(self.group) if found is None else found:
            given = entry.load()
            if not isinstance(given, self.kind):
                raise Broken(
                    f"{entry.value} is registered as {self.noun} but is a {type(given).__name__}.",
                    next_action=self.give,
                )
            key: str = getattr(given, self.key)
            if key in known:
                raise Broken(f"{self.same} {key}.", next_action=f"Rename {entry.value}.")
            known[key] = given
        return dict(sorted(known.items()))


@cache
def _installed(group: str) -> tuple[EntryPoint, ...]:
    """Reads the description of every installed package, so once: what is installed later needs a restart anyway."""
    return tuple(entry_points(group=group))
